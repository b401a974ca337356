// Skill groups (技能组): queues given to agents together. Whoever has a group serves those of its queues that the agent's type can.

import { AppError, type FieldProblem, limits, type QueueType, type RouteBody, type SkillGroup } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { giveGroupSkills } from './agent-skills.ts'
import {
  actor,
  found,
  mapPage,
  nextVersion,
  refuseStale,
  refuseUsed,
  takenProblem,
  type SettingsParts,
  unknownReference,
} from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'

type GroupInput = RouteBody<'createSkillGroup'>
type GroupRoute = 'listSkillGroups' | 'createSkillGroup' | 'getSkillGroup' | 'changeSkillGroup' | 'deleteSkillGroup'

const listing: Listing = {
  searched: [sql`g.name`, sql`g.description`],
  sorted: { name: sql`g.name`, id: sql`g.id` },
  first: 'name',
}

export function skillGroupHandlers({ settings }: SettingsParts): HandlersOf<GroupRoute> {
  return {
    listSkillGroups: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => mapPage(await listPage(selectGroups(trx), query, listing), toGroup)),
    getSkillGroup: ({ person, params }) => settings.read(person.tenantId, (trx) => readGroup(trx, params.id)),
    createSkillGroup: (call) => settings.change(call.person.tenantId, actor(call), (edit) => createGroup(edit, call.body)),
    changeSkillGroup: (call) => settings.change(call.person.tenantId, actor(call), (edit) => changeGroup(edit, call.params.id, call.body)),
    deleteSkillGroup: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteGroup(edit, call.params.id)),
  }
}

const queues = sql<SkillGroup['queues']>`(
  select coalesce(json_agg(json_build_object('queueId', q.id, 'queueName', q.name, 'type', q.type, 'level', k.level, 'isDefault', k.is_default)
    order by q.name), '[]')
  from skill_group_queue k join skill_queue q on q.tenant_id = k.tenant_id and q.id = k.queue_id
  where k.tenant_id = g.tenant_id and k.group_id = g.id)`

const agentCount = sql<number>`(select count(*)::int from agent a where a.tenant_id = g.tenant_id and a.skill_group_id = g.id)`

const selectGroups = (trx: TenantTransaction) =>
  trx
    .selectFrom('skill_group as g')
    .selectAll('g')
    .select([queues.as('queues'), agentCount.as('agent_count')])

async function readGroup(trx: TenantTransaction, id: number): Promise<SkillGroup> {
  return toGroup(found(await selectGroups(trx).where('g.id', '=', id).executeTakeFirst(), 'skillGroup', id))
}

async function createGroup(edit: Edit, input: GroupInput): Promise<SkillGroup> {
  const { trx, tenantId } = edit
  await refuseFull(trx)
  const types = await check(trx, input, 0)
  const { id } = await trx
    .insertInto('skill_group')
    .values({ tenant_id: tenantId, name: input.name, description: input.description })
    .returning('id')
    .executeTakeFirstOrThrow()
  await setQueues(edit, { id, queues: withDefaults(input.queues, types) })
  const after = await readGroup(trx, id)
  edit.audit({ action: 'create', objectType: 'skillGroup', objectId: id, after })
  return after
}

async function changeGroup(edit: Edit, id: number, input: GroupInput): Promise<SkillGroup> {
  const { trx } = edit
  const before = await readGroup(trx, id)
  refuseStale(before, input.version, { object: 'skillGroup', name: before.name })
  const types = await check(trx, input, id)
  await trx
    .updateTable('skill_group')
    .set({ name: input.name, description: input.description, version: nextVersion })
    .where('id', '=', id)
    .execute()
  await setQueues(edit, { id, queues: withDefaults(input.queues, types) })
  await giveGroupSkills(edit, { groupId: id })
  const after = await readGroup(trx, id)
  edit.audit({ action: 'change', objectType: 'skillGroup', objectId: id, before, after })
  return after
}

async function deleteGroup({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readGroup(trx, id)
  const users = await trx.selectFrom('agent').select('agent_number').where('skill_group_id', '=', id).orderBy('agent_number').execute()
  refuseUsed(
    users.map((row) => row.agent_number),
    { object: 'skillGroup', name: before.name },
  )
  await trx.deleteFrom('skill_group').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'skillGroup', objectId: id, before })
}

async function setQueues({ trx, tenantId }: Edit, { id, queues: rows }: { id: number; queues: GroupInput['queues'] }): Promise<void> {
  await trx.deleteFrom('skill_group_queue').where('group_id', '=', id).execute()
  await trx
    .insertInto('skill_group_queue')
    .values(
      rows.map(({ queueId, level, isDefault }) => ({ tenant_id: tenantId, group_id: id, queue_id: queueId, level, is_default: isDefault })),
    )
    .execute()
}

type Types = ReadonlyMap<number, QueueType>

/** The types of the group's queues; refuses a name that is taken, a queue that is none, two defaults of one type. */
async function check(trx: TenantTransaction, { name, queues: wanted }: GroupInput, except: number): Promise<Types> {
  const ids = wanted.map(({ queueId }) => queueId)
  const rows = await trx.selectFrom('skill_queue').select(['id', 'type']).where('id', 'in', ids).execute()
  const types = new Map(rows.map((row) => [row.id, row.type]))
  const problems = await takenProblem(trx, { table: 'skill_group', column: 'name', value: name, except })
  refuseIfAny([...problems, ...wanted.flatMap((queue, index) => queueProblems(wanted, { index, types }))])
  return types
}

function queueProblems(wanted: GroupInput['queues'], { index, types }: { index: number; types: Types }): FieldProblem[] {
  const { queueId, isDefault } = wanted[index] ?? { queueId: 0, isDefault: false }
  if (!types.has(queueId)) return [unknownReference(`queues.${index}.queueId`, queueId)]
  const earlier = wanted.slice(0, index).some((queue) => queue.isDefault && types.get(queue.queueId) === types.get(queueId))
  return isDefault && earlier ? [{ field: `queues.${index}.isDefault`, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'oneDefault' } }] : []
}

/** Every type has a default: the one that is named, else the first. */
function withDefaults(wanted: GroupInput['queues'], types: Types): GroupInput['queues'] {
  return wanted.map((queue, index) => {
    const ofType = wanted.filter(({ queueId }) => types.get(queueId) === types.get(queue.queueId))
    const isFirst = ofType[0] === wanted[index]
    return { ...queue, isDefault: queue.isDefault || (isFirst && ofType.every(({ isDefault }) => !isDefault)) }
  })
}

async function refuseFull(trx: TenantTransaction): Promise<void> {
  const { total } = await trx
    .selectFrom('skill_group')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  if (total >= limits.skillGroupsPerTenant) throw new AppError('OBJECT_LIMIT', { object: 'skillGroup', max: limits.skillGroupsPerTenant })
}

const toGroup = (row: Selectable<Schema['skill_group']> & { queues: SkillGroup['queues']; agent_count: number }): SkillGroup => ({
  id: row.id,
  name: row.name,
  description: row.description,
  queues: row.queues,
  agentCount: row.agent_count,
  version: row.version,
})
