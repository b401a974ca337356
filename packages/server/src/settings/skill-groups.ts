// Skill groups (技能组): queues given to agents together. Whoever has a group serves those of its queues that the agent's type can.

import { type ChangeOf, type FieldProblem, type QueueType, skillGroup } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { giveGroupSkills } from './agent-skills.ts'
import { type SettingsParts, unknownReference } from './checks.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'
import type { Edit } from './settings.ts'

type GroupQueues = ChangeOf<typeof skillGroup>['queues']

const groups = new ResourceChanges(skillGroup, {
  facts: {
    queues: sql`(
      select coalesce(json_agg(json_build_object('queueId', q.id, 'queueName', q.name, 'type', q.type, 'level', k.level, 'isDefault', k.is_default)
        order by q.name), '[]')
      from skill_group_queue k join skill_queue q on q.tenant_id = k.tenant_id and q.id = k.queue_id
      where k.tenant_id = t.tenant_id and k.group_id = t.id)`,
    agentCount: sql`(select count(*)::int from agent a where a.tenant_id = t.tenant_id and a.skill_group_id = t.id)`,
  },
  check: async ({ edit, input: { queues } }) => {
    const types = await typesOf(edit.trx, queues)
    return queues.flatMap((_queue, index) => queueProblems(queues, { index, types }))
  },
  save: async ({ edit, input: { queues }, before }, key) => {
    const id = Number(key)
    await setQueues(edit, { id, queues: withDefaults(queues, await typesOf(edit.trx, queues)) })
    if (before !== undefined) await giveGroupSkills(edit, { groupId: id })
  },
  users: async (trx, { id }) => {
    const agents = await trx.selectFrom('agent').select('agent_number').where('skill_group_id', '=', id).orderBy('agent_number').execute()
    return agents.map((row) => row.agent_number)
  },
})

export const skillGroupHandlers = (parts: SettingsParts) => resourceHandlers(parts, groups)

async function setQueues({ trx, tenantId }: Edit, { id, queues: rows }: { id: number; queues: GroupQueues }): Promise<void> {
  await trx.deleteFrom('skill_group_queue').where('group_id', '=', id).execute()
  await trx
    .insertInto('skill_group_queue')
    .values(
      rows.map(({ queueId, level, isDefault }) => ({ tenant_id: tenantId, group_id: id, queue_id: queueId, level, is_default: isDefault })),
    )
    .execute()
}

type Types = ReadonlyMap<number, QueueType>

async function typesOf(trx: TenantTransaction, wanted: GroupQueues): Promise<Types> {
  const ids = wanted.map(({ queueId }) => queueId)
  const rows = await trx.selectFrom('skill_queue').select(['id', 'type']).where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, row.type]))
}

/** A queue that is none, and a second default of one type. */
function queueProblems(wanted: GroupQueues, { index, types }: { index: number; types: Types }): FieldProblem[] {
  const { queueId, isDefault } = wanted[index] ?? { queueId: 0, isDefault: false }
  if (!types.has(queueId)) return [unknownReference(`queues.${index}.queueId`, queueId)]
  const earlier = wanted.slice(0, index).some((queue) => queue.isDefault && types.get(queue.queueId) === types.get(queueId))
  return isDefault && earlier ? [{ field: `queues.${index}.isDefault`, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'oneDefault' } }] : []
}

/** Every type has a default: the one that is named, else the first. */
function withDefaults(wanted: GroupQueues, types: Types): GroupQueues {
  return wanted.map((queue, index) => {
    const ofType = wanted.filter(({ queueId }) => types.get(queueId) === types.get(queue.queueId))
    const isFirst = ofType[0] === wanted[index]
    return { ...queue, isDefault: queue.isDefault || (isFirst && ofType.every(({ isDefault }) => !isDefault)) }
  })
}
