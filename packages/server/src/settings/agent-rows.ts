// Reading agents with their account and skills.

import type { Agent } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { found } from './checks.ts'
import type { Listing } from './listing.ts'

export const agentListing: Listing = {
  searched: [sql`a.agent_number`, sql`s.account`, sql`s.name`, sql`a.phone`, sql`a.number_label`],
  sorted: {
    agentNumber: sql`a.agent_number::int`,
    account: sql`s.account`,
    staffName: sql`s.name`,
    kind: sql`a.kind`,
    role: sql`a.role`,
  },
  first: 'agentNumber',
  nullable: ['account', 'staffName'],
  key: sql`a.agent_number`,
}

interface SkillRow {
  readonly queueId: number
  readonly queueName: string
  readonly level: number
}

const skills = sql<SkillRow[]>`(
  select coalesce(json_agg(json_build_object('queueId', q.id, 'queueName', q.name, 'level', k.level) order by q.name), '[]')
  from agent_skill k join skill_queue q on q.tenant_id = k.tenant_id and q.id = k.queue_id
  where k.tenant_id = a.tenant_id and k.agent_number = a.agent_number and a.skill_group_id is null)`

export function selectAgents(trx: TenantTransaction) {
  return trx
    .selectFrom('agent as a')
    .leftJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 'a.tenant_id').onRef('s.id', '=', 'a.staff_id'))
    .leftJoin('skill_group as g', (join) => join.onRef('g.tenant_id', '=', 'a.tenant_id').onRef('g.id', '=', 'a.skill_group_id'))
    .selectAll('a')
    .select(['s.account', 's.name as staff_name', 'g.name as skill_group_name', skills.as('skills')])
}

export async function readAgent(trx: TenantTransaction, agentNumber: string): Promise<Agent> {
  const row = await selectAgents(trx).where('a.agent_number', '=', agentNumber).executeTakeFirst()
  return toAgent(found(row, 'agent', agentNumber))
}

interface AgentRow {
  readonly agent_number: string
  readonly staff_id: number | null
  readonly account: string | null
  readonly staff_name: string | null
  readonly role: string
  readonly kind: string
  readonly phone: string
  readonly skill_group_id: number | null
  readonly skill_group_name: string | null
  readonly number_label: string
  readonly auto_answer: boolean
  readonly skills: SkillRow[]
  readonly version: number
}

export function toAgent(row: AgentRow): Agent {
  return {
    agentNumber: row.agent_number,
    staffId: row.staff_id,
    account: row.account,
    staffName: row.staff_name,
    role: row.role as Agent['role'],
    kind: row.kind as Agent['kind'],
    phone: row.phone,
    skillGroupId: row.skill_group_id,
    skillGroupName: row.skill_group_name,
    numberLabel: row.number_label,
    autoAnswer: row.auto_answer,
    skills: row.skills,
    version: row.version,
  }
}
