// Storing an agent, new or changed, after its rules were checked; for one agent and for a batch.

import { AppError, type Agent, type AgentStateKind, type RouteBody } from '@openseat/contracts'
import { rightsOfAgent } from '@openseat/domain'
import { refuseBeyond } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import { refuseIfAny } from '../http/problem.ts'
import { readAgent } from './agent-rows.ts'
import { setSkills } from './agent-skills.ts'
import { type AgentFields, agentProblems, type AllowsContact } from './agent-rules.ts'
import { type LiveDesk, nextVersion } from './checks.ts'
import type { Edit } from './settings.ts'

/** What is known outside the tenant, and who asks; `person` is absent when the program itself does. */
export interface AgentChecks {
  readonly person?: Person
  /** Agent numbers that the installation already has. */
  readonly taken?: ReadonlySet<string>
  readonly allowsContact?: AllowsContact
}

export async function createAgent(edit: Edit, input: RouteBody<'createAgent'>, checks: AgentChecks = {}): Promise<Agent> {
  const { trx, tenantId } = edit
  const { agentNumber, ...fields } = input
  const { person, ...known } = checks
  refuseBeyond(person, rightsOfAgent(fields.role))
  refuseIfAny(await agentProblems(trx, { agentNumber, fields, taken: new Set(), ...known }))
  await trx
    .insertInto('agent')
    .values({ tenant_id: tenantId, agent_number: agentNumber, ...columns(fields) })
    .execute()
  await setSkills(edit, agentNumber, fields)
  const after = await readAgent(trx, agentNumber)
  edit.audit({ action: 'create', objectType: 'agent', objectId: agentNumber, after })
  return after
}

export interface AgentStoring extends Pick<AgentChecks, 'person' | 'allowsContact'> {
  readonly live?: LiveDesk | undefined
  readonly fields: AgentFields
}

/** Checks and stores the settings of an agent that exists. */
export async function storeAgent(edit: Edit, before: Agent, { person, fields, allowsContact, live }: AgentStoring): Promise<Agent> {
  const { trx, audit } = edit
  const { agentNumber } = before
  refuseBeyond(person, [...rightsOfAgent(before.role), ...rightsOfAgent(fields.role)])
  refuseIfAny(await agentProblems(trx, { agentNumber, fields, phoneBefore: before.phone, allowsContact }))
  if (before.staffId !== null && before.staffId !== fields.staffId) await refuseAtWork(edit, agentNumber, live)
  await trx
    .updateTable('agent')
    .set({ ...columns(fields), version: nextVersion })
    .where('agent_number', '=', agentNumber)
    .execute()
  await setSkills(edit, agentNumber, fields)
  const after = await readAgent(trx, agentNumber)
  audit({ action: 'change', objectType: 'agent', objectId: agentNumber, before, after })
  return after
}

const atWork: ReadonlySet<AgentStateKind> = new Set(['ringing', 'talking', 'wrapUp'])

/** With the agent, or its account, the desk of whoever serves a customer is closed: not in the middle of that. */
export async function refuseAtWork({ tenantId }: Edit, agentNumber: string, live: LiveDesk | undefined): Promise<void> {
  const state = (await live?.agentState(tenantId, agentNumber)) ?? 'signedOut'
  if (atWork.has(state)) throw new AppError('AGENT_AT_WORK', { agentNumber, state })
}

function columns(fields: AgentFields) {
  return {
    staff_id: fields.staffId,
    role: fields.role,
    kind: fields.kind,
    phone: fields.phone,
    skill_group_id: fields.skillGroupId,
    number_label: fields.numberLabel,
    auto_answer: fields.autoAnswer,
  }
}
