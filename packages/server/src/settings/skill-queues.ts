// Skill queues (技能队列). A queue may overflow into another of the same type, or into a flow.

import { AppError, type FieldProblem, leadsBack, type OverflowAction, skillQueue } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type LiveDesk, type SettingsParts, unknownReference } from './checks.ts'
import { flowProblem } from './flow-references.ts'
import { promptProblems } from './prompt-references.ts'
import { flowsNaming } from './flow-namers.ts'
import { diversionColumns, readWays } from './queue-ways.ts'
import { type Proposal, ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'

type Live = LiveDesk | undefined
type QueueProposal = Proposal<typeof skillQueue, Live>

/** What decides where a caller goes whom the queue cannot serve. */
const diversions = ['onTimeout', 'onOverflow', 'onUnstaffed', 'onClosed'] as const

/** Given: what goes on in the queues now. */
export const skillQueues = new ResourceChanges<typeof skillQueue, Live>(skillQueue, {
  joins: (rows) =>
    rows.leftJoin('working_hours as h', (join) => join.onRef('h.tenant_id', '=', 't.tenant_id').onRef('h.id', '=', 't.working_hours_id')),
  facts: {
    workingHoursName: sql`h.name`,
    agentCount: sql`(select count(*)::int from agent_skill k where k.tenant_id = t.tenant_id and k.queue_id = t.id)`,
  },
  complete: async (trx) => {
    const ways = await readWays(trx)
    return ({ id }) => ({ leadsBack: leadsBack(ways, id) })
  },
  check: problemsOf,
  users: (trx, { id }) => usersOf(trx, id),
  beforeDelete: async ({ tenantId }, { id, name }, live) => {
    const count = (await live?.callersIn(tenantId, id)) ?? 0
    if (count > 0) throw new AppError('QUEUE_HAS_CALLERS', { queue: name, count })
  },
})

export const skillQueueHandlers = (parts: SettingsParts) => resourceHandlers(parts, skillQueues, { given: () => parts.live })

/** Working hours and overflow targets. A new type must suit what uses the queue: asked where nothing else is wrong. */
async function problemsOf({ edit: { trx }, input, before }: QueueProposal): Promise<FieldProblem[]> {
  const problems = [...(await hoursProblems(trx, input)), ...(await waitFlowProblems(trx, input)), ...(await promptProblems(trx, input))]
  for (const field of diversions) {
    problems.push(...(await targetProblems(trx, { field, action: input[field], type: input.type, self: before?.id })))
  }
  if (problems.length > 0 || before === undefined || before.type === input.type) return problems
  return (await usersOf(trx, before.id)).length > 0 ? [{ field: 'type', code: 'FIELD_FIXED', params: {} }] : []
}

async function waitFlowProblems(trx: TenantTransaction, { waitFlowId: flowId, type }: QueueProposal['input']): Promise<FieldProblem[]> {
  return flowId === null ? [] : flowTargetProblems(trx, { path: 'waitFlowId', flowId, type })
}

async function hoursProblems(trx: TenantTransaction, { workingHoursId, onClosed }: QueueProposal['input']): Promise<FieldProblem[]> {
  if (workingHoursId === null) {
    return onClosed.action === 'release' ? [] : [{ field: 'onClosed', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'alwaysOpen' } }]
  }
  const hours = await trx.selectFrom('working_hours').select('id').where('id', '=', workingHoursId).executeTakeFirst()
  return hours === undefined ? [unknownReference('workingHoursId', workingHoursId)] : []
}

interface Target {
  readonly field: (typeof diversions)[number]
  readonly action: OverflowAction
  readonly type: string
  readonly self: number | undefined
}

async function targetProblems(trx: TenantTransaction, { field, action, type, self }: Target): Promise<FieldProblem[]> {
  if (action.action === 'release') return []
  if (action.action === 'flow') return flowTargetProblems(trx, { path: `${field}.flowId`, flowId: action.flowId, type })
  const path = `${field}.queueId`
  const target = await trx.selectFrom('skill_queue').select('type').where('id', '=', action.queueId).executeTakeFirst()
  if (target === undefined) return [unknownReference(path, action.queueId)]
  if (action.queueId === self) return [{ field: path, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'notItself' } }]
  return target.type === type ? [] : [{ field: path, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'sameType' } }]
}

interface FlowTarget {
  readonly path: string
  readonly flowId: number
  /** The queue's. */
  readonly type: string
}

async function flowTargetProblems(trx: TenantTransaction, { path, flowId, type }: FlowTarget): Promise<FieldProblem[]> {
  if (type === 'multimedia') return [{ field: path, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'callsOnly' } }]
  const problem = await flowProblem(trx, path, flowId)
  return problem ? [problem] : []
}

/** What uses a queue, by name: called routes, other queues, skill groups, agents with skills of their own, flows. */
async function usersOf(trx: TenantTransaction, id: number): Promise<string[]> {
  const agents = await trx
    .selectFrom('agent_skill as k')
    .innerJoin('agent as a', (join) => join.onRef('a.tenant_id', '=', 'k.tenant_id').onRef('a.agent_number', '=', 'k.agent_number'))
    .select('k.agent_number')
    .where('k.queue_id', '=', id)
    .where('a.skill_group_id', 'is', null)
    .orderBy('k.agent_number')
    .execute()
  const groups = await trx
    .selectFrom('skill_group_queue as k')
    .innerJoin('skill_group as g', (join) => join.onRef('g.tenant_id', '=', 'k.tenant_id').onRef('g.id', '=', 'k.group_id'))
    .select('g.name')
    .where('k.queue_id', '=', id)
    .orderBy('g.name')
    .execute()
  const routes = await trx.selectFrom('called_route').select(['access_code', 'extension_code']).where('queue_id', '=', id).execute()
  const queues = await trx
    .selectFrom('skill_queue')
    .select('name')
    .where('id', '<>', id)
    .where((eb) => eb.or(diversionColumns.map((column) => eb(column, '=', id))))
    .execute()
  return [
    ...routes.map((route) => route.access_code + route.extension_code),
    ...queues.map((queue) => queue.name),
    ...(await flowsNaming(trx, 'queueId', id)),
    ...groups.map((group) => group.name),
    ...agents.map((agent) => agent.agent_number),
  ]
}
