// Skill queues (技能队列). A queue may overflow into another of the same type.

import {
  AppError,
  type FieldProblem,
  leadsBack,
  limits,
  type OverflowAction,
  type QueueWays,
  type RouteBody,
  type SkillQueue,
} from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import {
  actor,
  found,
  type LiveDesk,
  mapPage,
  nextVersion,
  refuseStale,
  refuseUsed,
  type SettingsParts,
  takenProblem,
  unknownReference,
} from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import { diversionColumns, readWays } from './queue-ways.ts'
import type { Edit } from './settings.ts'

type QueueInput = RouteBody<'createSkillQueue'>
type QueueRoute = 'listSkillQueues' | 'createSkillQueue' | 'getSkillQueue' | 'changeSkillQueue' | 'deleteSkillQueue'
type QueueRow = Selectable<Schema['skill_queue']>

/** What decides where a caller goes whom the queue cannot serve. */
const diversions = ['onTimeout', 'onOverflow', 'onUnstaffed', 'onClosed'] as const

const listing: Listing = {
  searched: [sql`q.name`, sql`q.description`],
  sorted: { name: sql`q.name`, type: sql`q.type`, priority: sql`q.priority`, maxWaitSeconds: sql`q.max_wait_seconds`, id: sql`q.id` },
  first: 'name',
}

export function skillQueueHandlers({ settings, live }: SettingsParts): HandlersOf<QueueRoute> {
  return {
    listSkillQueues: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        const rows = selectQueues(trx)
        const ofType = query.type === undefined ? rows : rows.where('q.type', '=', query.type)
        const ways = await readWays(trx)
        return mapPage(await listPage(ofType, query, listing), (row) => toQueue(row, ways))
      }),
    getSkillQueue: ({ person, params }) => settings.read(person.tenantId, (trx) => readQueue(trx, params.id)),
    createSkillQueue: (call) => settings.change(call.person.tenantId, actor(call), (edit) => createQueue(edit, call.body)),
    changeSkillQueue: (call) => settings.change(call.person.tenantId, actor(call), (edit) => changeQueue(edit, call.params.id, call.body)),
    deleteSkillQueue: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteQueue(edit, call.params.id, live)),
  }
}

function selectQueues(trx: TenantTransaction) {
  return trx
    .selectFrom('skill_queue as q')
    .leftJoin('working_hours as h', (join) => join.onRef('h.tenant_id', '=', 'q.tenant_id').onRef('h.id', '=', 'q.working_hours_id'))
    .selectAll('q')
    .select('h.name as working_hours_name')
    .select((eb) =>
      eb
        .selectFrom('agent_skill as k')
        .select(eb.fn.countAll<number>().as('agents'))
        .whereRef('k.tenant_id', '=', 'q.tenant_id')
        .whereRef('k.queue_id', '=', 'q.id')
        .as('agent_count'),
    )
}

export async function readQueue(trx: TenantTransaction, id: number): Promise<SkillQueue> {
  return toQueue(found(await selectQueues(trx).where('q.id', '=', id).executeTakeFirst(), 'skillQueue', id), await readWays(trx))
}

export async function createQueue(edit: Edit, input: QueueInput): Promise<SkillQueue> {
  await refuseFull(edit.trx)
  await check(edit.trx, input)
  const row = await edit.trx
    .insertInto('skill_queue')
    .values({ tenant_id: edit.tenantId, ...columns(input) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readQueue(edit.trx, row.id)
  edit.audit({ action: 'create', objectType: 'skillQueue', objectId: row.id, after })
  return after
}

async function changeQueue(edit: Edit, id: number, input: QueueInput): Promise<SkillQueue> {
  const before = await readQueue(edit.trx, id)
  refuseStale(before, input.version, { object: 'skillQueue', name: before.name })
  await check(edit.trx, input, before)
  await edit.trx
    .updateTable('skill_queue')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readQueue(edit.trx, id)
  edit.audit({ action: 'change', objectType: 'skillQueue', objectId: id, before, after })
  return after
}

async function deleteQueue({ trx, tenantId, audit }: Edit, id: number, live: LiveDesk | undefined): Promise<void> {
  const before = await readQueue(trx, id)
  refuseUsed(await usersOf(trx, id), { object: 'skillQueue', name: before.name })
  const count = (await live?.callersIn(tenantId, id)) ?? 0
  if (count > 0) throw new AppError('QUEUE_HAS_CALLERS', { queue: before.name, count })
  await trx.deleteFrom('skill_queue').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'skillQueue', objectId: id, before })
}

async function refuseFull(trx: TenantTransaction): Promise<void> {
  const { total } = await trx
    .selectFrom('skill_queue')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  if (total >= limits.skillQueuesPerTenant) throw new AppError('OBJECT_LIMIT', { object: 'skillQueue', max: limits.skillQueuesPerTenant })
}

/** Everything that is wrong beyond the form: the name, and each overflow target. A new type must suit what uses the queue. */
async function check(trx: TenantTransaction, input: QueueInput, before?: SkillQueue): Promise<void> {
  const problems = await takenProblem(trx, { table: 'skill_queue', column: 'name', value: input.name, except: before?.id })
  problems.push(...(await hoursProblems(trx, input)))
  for (const field of diversions) {
    problems.push(...(await targetProblems(trx, { field, action: input[field], type: input.type, self: before?.id })))
  }
  refuseIfAny(problems)
  if (before !== undefined && before.type !== input.type) {
    refuseIfAny((await usersOf(trx, before.id)).length > 0 ? [{ field: 'type', code: 'FIELD_FIXED', params: {} }] : [])
  }
}

async function hoursProblems(trx: TenantTransaction, { workingHoursId, onClosed }: QueueInput): Promise<FieldProblem[]> {
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
  const path = `${field}.queueId`
  const target = await trx.selectFrom('skill_queue').select('type').where('id', '=', action.queueId).executeTakeFirst()
  if (target === undefined) return [unknownReference(path, action.queueId)]
  if (action.queueId === self) return [{ field: path, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'notItself' } }]
  return target.type === type ? [] : [{ field: path, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'sameType' } }]
}

/** What uses a queue, by name: called routes, other queues, skill groups, agents with skills of their own. */
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
    ...groups.map((group) => group.name),
    ...agents.map((agent) => agent.agent_number),
  ]
}

const targetId = (action: OverflowAction): number | null => (action.action === 'transfer' ? action.queueId : null)
const actionOf = (id: number | null): OverflowAction => (id === null ? { action: 'release' } : { action: 'transfer', queueId: id })

function columns(input: QueueInput) {
  return {
    name: input.name,
    description: input.description,
    type: input.type,
    subtype: input.subtype,
    max_wait_seconds: input.maxWaitSeconds,
    max_queued: input.maxQueued,
    wrap_up_seconds: input.wrapUpSeconds,
    priority: input.priority,
    on_timeout_queue_id: targetId(input.onTimeout),
    on_overflow_queue_id: targetId(input.onOverflow),
    on_unstaffed_queue_id: targetId(input.onUnstaffed),
    on_closed_queue_id: targetId(input.onClosed),
    working_hours_id: input.workingHoursId,
    recording: input.recording,
    recording_notice: input.recordingNotice,
  }
}

interface JoinedRow extends QueueRow {
  readonly agent_count: number | null
  readonly working_hours_name: string | null
}

function toQueue(row: JoinedRow, ways: QueueWays): SkillQueue {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    type: row.type as SkillQueue['type'],
    subtype: row.subtype as SkillQueue['subtype'],
    maxWaitSeconds: row.max_wait_seconds,
    maxQueued: row.max_queued,
    wrapUpSeconds: row.wrap_up_seconds,
    priority: row.priority,
    onTimeout: actionOf(row.on_timeout_queue_id),
    onOverflow: actionOf(row.on_overflow_queue_id),
    onUnstaffed: actionOf(row.on_unstaffed_queue_id),
    onClosed: actionOf(row.on_closed_queue_id),
    workingHoursId: row.working_hours_id,
    workingHoursName: row.working_hours_name,
    recording: row.recording as SkillQueue['recording'],
    recordingNotice: row.recording_notice,
    agentCount: row.agent_count ?? 0,
    leadsBack: leadsBack(ways, row.id),
    version: row.version,
  }
}
