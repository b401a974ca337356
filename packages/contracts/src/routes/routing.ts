// Routes of what calls are routed by: skill queues, called routes, agents, busy reasons.
import { z } from 'zod'
import { idText } from '../fields.ts'
import {
  agent,
  agentAllowanceSchema,
  agentBatchResultSchema,
  agentBatchSchema,
  busyReasonInputSchema,
  busyReasonSchema,
  calledRoute,
  skillQueue,
} from '../objects/routing.ts'
import { defineRoute } from '../rest/route.ts'

const byCode = z.strictObject({ code: idText })
const agentRead = ['agent.read', 'agent.manage'] as const

export const routingRoutes = {
  ...skillQueue.routes,
  ...calledRoute.routes,
  ...agent.routes,
  getAgentAllowance: defineRoute({
    method: 'GET',
    path: '/api/agent-allowance',
    access: agentRead,
    tag: 'agents',
    summary: { zh: '可用的工号范围与已购座席数', en: 'Agent numbers and purchased agents that the tenant may use' },
    response: agentAllowanceSchema,
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
