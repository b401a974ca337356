// Agents as a resource: reading, storing and deleting them after their rules were checked; for one agent and for a batch.

import { agent, AppError, type AgentStateKind } from '@openseat/contracts'
import { rightsOfAgent } from '@openseat/domain'
import { sql } from 'kysely'
import { refuseBeyond } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import { agentProblems, type AllowsContact } from './agent-rules.ts'
import { setSkills } from './agent-skills.ts'
import type { LiveDesk } from './checks.ts'
import { ResourceChanges } from './resource-changes.ts'
import type { Edit } from './settings.ts'

/** What is known outside the tenant, and who asks; `person` is absent when the program itself does. */
export interface AgentGiven {
  readonly person?: Person
  /** Agent numbers that the installation already has. */
  readonly taken?: ReadonlySet<string>
  readonly allowsContact?: AllowsContact | undefined
  readonly live?: LiveDesk | undefined
}

export const agents: ResourceChanges<typeof agent, AgentGiven> = new ResourceChanges<typeof agent, AgentGiven>(agent, {
  joins: (rows) =>
    rows
      .leftJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 't.tenant_id').onRef('s.id', '=', 't.staff_id'))
      .leftJoin('skill_group as g', (join) => join.onRef('g.tenant_id', '=', 't.tenant_id').onRef('g.id', '=', 't.skill_group_id')),
  facts: {
    account: sql`s.account`,
    staffName: sql`s.name`,
    skillGroupName: sql`g.name`,
    skills: sql`(
      select coalesce(json_agg(json_build_object('queueId', q.id, 'queueName', q.name, 'level', k.level) order by q.name), '[]')
      from agent_skill k join skill_queue q on q.tenant_id = k.tenant_id and q.id = k.queue_id
      where k.tenant_id = t.tenant_id and k.agent_number = t.agent_number and t.skill_group_id is null)`,
  },
  sorted: { agentNumber: sql`t.agent_number::int` },
  nullable: ['account', 'staffName'],
  listedByKey: true,
  guard: (_edit, before, { person }) => refuseBeyond(person, rightsOfAgent(before.role)),
  check: async ({ edit, input, before, given: { person, taken = new Set(), allowsContact, live } }) => {
    refuseBeyond(person, rightsOfAgent(input.role))
    const agentNumber = before?.agentNumber ?? input.agentNumber ?? ''
    const known = before === undefined ? { taken } : { phoneBefore: before.phone }
    const problems = await agentProblems(edit.trx, { agentNumber, fields: input, allowsContact, ...known })
    const isUnbound = before !== undefined && before.staffId !== null && before.staffId !== input.staffId
    if (problems.length === 0 && isUnbound) await refuseAtWork(edit, agentNumber, live)
    return problems
  },
  save: ({ edit, input }, agentNumber) => setSkills(edit, String(agentNumber), input),
  beforeDelete: (edit, { agentNumber }, { live }) => refuseAtWork(edit, agentNumber, live),
})

const atWork: ReadonlySet<AgentStateKind> = new Set(['ringing', 'talking', 'wrapUp'])

/** With the agent, or its account, the desk of whoever serves a customer is closed: not in the middle of that. */
async function refuseAtWork({ tenantId }: Edit, agentNumber: string, live: LiveDesk | undefined): Promise<void> {
  const state = (await live?.agentState(tenantId, agentNumber)) ?? 'signedOut'
  if (atWork.has(state)) throw new AppError('AGENT_AT_WORK', { agentNumber, state })
}
