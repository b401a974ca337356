// Routes of what calls are routed by: skill queues, called routes, agents, busy reasons.
import { z } from 'zod'
import { idText } from '../fields.ts'
import {
  agentAllowanceSchema,
  agentBatchResultSchema,
  agentBatchSchema,
  agentChangeSchema,
  agentInputSchema,
  agentNumberSchema,
  agentSchema,
  busyReasonInputSchema,
  busyReasonSchema,
  calledRouteInputSchema,
  calledRouteSchema,
  skillQueue,
} from '../objects/routing.ts'
import { listQuery, listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const byNumber = z.strictObject({ agentNumber: agentNumberSchema })
const byCode = z.strictObject({ code: idText })
const agentRead = ['agent.read', 'agent.manage'] as const
const routeRead = ['calledRoute.read', 'calledRoute.manage'] as const

export const routingRoutes = {
  ...skillQueue.routes,
  listCalledRoutes: defineRoute({
    method: 'GET',
    path: '/api/called-routes',
    access: routeRead,
    tag: 'routing',
    summary: { zh: '被叫列表', en: 'List called routes' },
    query: listQuerySchema,
    response: pageOf(calledRouteSchema),
  }),
  createCalledRoute: defineRoute({
    method: 'POST',
    path: '/api/called-routes',
    access: ['calledRoute.manage'],
    tag: 'routing',
    summary: { zh: '新建被叫', en: 'Create a called route' },
    body: calledRouteInputSchema,
    response: calledRouteSchema,
  }),
  changeCalledRoute: defineRoute({
    method: 'PUT',
    path: '/api/called-routes/:id',
    access: ['calledRoute.manage'],
    tag: 'routing',
    summary: { zh: '修改被叫', en: 'Change a called route' },
    params: byId,
    body: calledRouteInputSchema,
    response: calledRouteSchema,
  }),
  deleteCalledRoute: defineRoute({
    method: 'DELETE',
    path: '/api/called-routes/:id',
    access: ['calledRoute.manage'],
    tag: 'routing',
    summary: { zh: '删除被叫', en: 'Delete a called route' },
    params: byId,
  }),
  listAgents: defineRoute({
    method: 'GET',
    path: '/api/agents',
    access: agentRead,
    tag: 'agents',
    summary: { zh: '座席列表', en: 'List agents' },
    query: z.strictObject({
      ...listQuery,
      queueId: idText.optional(),
      kind: z.string().max(16).optional(),
      role: z.string().max(16).optional(),
    }),
    response: pageOf(agentSchema),
  }),
  getAgentAllowance: defineRoute({
    method: 'GET',
    path: '/api/agent-allowance',
    access: agentRead,
    tag: 'agents',
    summary: { zh: '可用的工号范围与已购座席数', en: 'Agent numbers and purchased agents that the tenant may use' },
    response: agentAllowanceSchema,
  }),
  createAgent: defineRoute({
    method: 'POST',
    path: '/api/agents',
    access: ['agent.manage'],
    tag: 'agents',
    summary: { zh: '新建座席', en: 'Create an agent' },
    body: agentInputSchema,
    response: agentSchema,
  }),
  batchAgents: defineRoute({
    method: 'POST',
    path: '/api/agents/batch',
    access: ['agent.manage'],
    tag: 'agents',
    summary: { zh: '批量配置座席', en: 'Configure agents in a batch' },
    body: agentBatchSchema,
    response: agentBatchResultSchema,
  }),
  getAgent: defineRoute({
    method: 'GET',
    path: '/api/agents/:agentNumber',
    access: agentRead,
    tag: 'agents',
    summary: { zh: '座席详情', en: 'One agent' },
    params: byNumber,
    response: agentSchema,
  }),
  changeAgent: defineRoute({
    method: 'PUT',
    path: '/api/agents/:agentNumber',
    access: ['agent.manage'],
    tag: 'agents',
    summary: { zh: '修改座席', en: 'Change an agent' },
    params: byNumber,
    body: agentChangeSchema,
    response: agentSchema,
  }),
  deleteAgent: defineRoute({
    method: 'DELETE',
    path: '/api/agents/:agentNumber',
    access: ['agent.manage'],
    tag: 'agents',
    summary: { zh: '删除座席', en: 'Delete an agent' },
    params: byNumber,
  }),
  listBusyReasons: defineRoute({
    method: 'GET',
    path: '/api/busy-reasons',
    access: 'loggedIn',
    tag: 'agents',
    summary: { zh: '示忙原因列表', en: 'List busy reasons' },
    response: z.array(busyReasonSchema),
  }),
  setBusyReason: defineRoute({
    method: 'PUT',
    path: '/api/busy-reasons',
    access: ['busyReason.manage'],
    tag: 'agents',
    summary: { zh: '保存示忙原因', en: 'Save a busy reason' },
    body: busyReasonInputSchema,
    response: busyReasonSchema,
  }),
  deleteBusyReason: defineRoute({
    method: 'DELETE',
    path: '/api/busy-reasons/:code',
    access: ['busyReason.manage'],
    tag: 'agents',
    summary: { zh: '删除示忙原因', en: 'Delete a busy reason' },
    params: byCode,
  }),
} as const
