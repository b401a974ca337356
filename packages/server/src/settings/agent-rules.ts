// What an agent's settings must keep to: the tenant's number range and purchase, one account each, skills that fit the kind.

import { AppError, type FieldProblem, type RouteBody, serves } from '@openseat/contracts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { unknownReference } from './checks.ts'

export type AgentFields = Omit<RouteBody<'changeAgent'>, 'version'>

export type AllowsContact = (phone: string) => boolean

interface Scope {
  readonly agentNumber: string
  readonly fields: AgentFields
  /** For a new agent the number is checked too, also against those that the installation already has. */
  readonly taken?: ReadonlySet<string>
  /** The phone that the agent has already; it is not judged again. */
  readonly phoneBefore?: string
  /** Whether a fixed `sip:` address may be called; absent: none may. */
  readonly allowsContact?: AllowsContact | undefined
}

/** Every problem of one agent's settings; throws when the purchase is used up. */
export async function agentProblems(trx: TenantTransaction, scope: Scope): Promise<FieldProblem[]> {
  const problems = scope.taken === undefined ? [] : await numberProblems(trx, scope.agentNumber, scope.taken)
  problems.push(...(await staffProblems(trx, scope)), ...(await phoneProblems(trx, scope)), ...(await skillProblems(trx, scope.fields)))
  if (problems.length === 0) await refuseBeyondPurchase(trx, scope)
  return problems
}

async function numberProblems(trx: TenantTransaction, agentNumber: string, taken: ReadonlySet<string>): Promise<FieldProblem[]> {
  const field = 'agentNumber'
  const range = await trx.selectFrom('tenant').select(['agent_number_from as min', 'agent_number_to as max']).executeTakeFirstOrThrow()
  if (Number(agentNumber) < range.min) return [{ field, code: 'FIELD_TOO_SMALL', params: { min: range.min, value: agentNumber } }]
  if (Number(agentNumber) > range.max) return [{ field, code: 'FIELD_TOO_LARGE', params: { max: range.max, value: agentNumber } }]
  const own = await trx.selectFrom('agent').select('agent_number').where('agent_number', '=', agentNumber).executeTakeFirst()
  if (own !== undefined) return [{ field, code: 'FIELD_TAKEN', params: { value: agentNumber } }]
  return taken.has(agentNumber) ? [notYours(agentNumber)] : []
}

/** Whether somebody else has it, and who, is none of this tenant's business. */
export const notYours = (agentNumber: string): FieldProblem => ({
  field: 'agentNumber',
  code: 'FIELD_UNAVAILABLE',
  params: { value: agentNumber },
})

async function staffProblems(trx: TenantTransaction, { agentNumber, fields: { staffId } }: Scope): Promise<FieldProblem[]> {
  if (staffId === null) return []
  const staff = await trx.selectFrom('staff').select('account').where('id', '=', staffId).executeTakeFirst()
  if (staff === undefined) return [unknownReference('staffId', staffId)]
  const other = await trx
    .selectFrom('agent')
    .select('agent_number')
    .where('staff_id', '=', staffId)
    .where('agent_number', '<>', agentNumber)
    .executeTakeFirst()
  return other === undefined
    ? []
    : [{ field: 'staffId', code: 'FIELD_TAKEN', params: { value: `${staff.account} (${other.agent_number})` } }]
}

/** An outside number needs nothing; a name is one of the tenant's phones; a `sip:` address leads where the operator allows. */
async function phoneProblems(trx: TenantTransaction, { fields: { phone }, phoneBefore, allowsContact }: Scope): Promise<FieldProblem[]> {
  if (phone === phoneBefore || /^(\+?\d+)?$/.test(phone)) return []
  if (/^sips?:/.test(phone)) {
    return allowsContact?.(phone) === true ? [] : [{ field: 'phone', code: 'FIELD_FORMAT', params: { rule: 'sipContact' } }]
  }
  const own = await trx.selectFrom('phone').select('id').where('user_name', '=', phone).executeTakeFirst()
  return own === undefined ? [unknownReference('phone', phone)] : []
}

async function skillProblems(trx: TenantTransaction, fields: AgentFields): Promise<FieldProblem[]> {
  if (fields.skillGroupId === null) return ownSkillProblems(trx, fields)
  const field = 'skillGroupId'
  const group = await trx.selectFrom('skill_group').select('id').where('id', '=', fields.skillGroupId).executeTakeFirst()
  if (group === undefined) return [unknownReference(field, fields.skillGroupId)]
  if (fields.skills.length > 0) return [{ field: 'skills', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'groupSkills' } }]
  const queues = await trx
    .selectFrom('skill_group_queue as k')
    .innerJoin('skill_queue as q', (join) => join.onRef('q.tenant_id', '=', 'k.tenant_id').onRef('q.id', '=', 'k.queue_id'))
    .select('q.type')
    .where('k.group_id', '=', fields.skillGroupId)
    .execute()
  const isServed = queues.some(({ type }) => serves(fields.kind, type))
  return isServed ? [] : [{ field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'groupServes' } }]
}

async function ownSkillProblems(trx: TenantTransaction, { kind, skills }: AgentFields): Promise<FieldProblem[]> {
  const ids = skills.map((skill) => skill.queueId)
  const queues = await trx
    .selectFrom('skill_queue')
    .select(['id', 'name', 'type'])
    .where('id', 'in', [...ids, 0])
    .execute()
  return ids.flatMap((id, index): FieldProblem[] => {
    const field = `skills.${index}.queueId`
    const queue = queues.find((row) => row.id === id)
    if (queue === undefined) return [unknownReference(field, id)]
    if (ids.indexOf(id) < index) return [{ field, code: 'FIELD_TAKEN', params: { value: queue.name } }]
    return serves(kind, queue.type) ? [] : [{ field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'kindServes' } }]
  })
}

async function refuseBeyondPurchase(trx: TenantTransaction, { agentNumber, fields }: Scope): Promise<void> {
  const { purchased } = await trx.selectFrom('tenant').select('purchased').executeTakeFirstOrThrow()
  const used = await usedAgents(trx, agentNumber)
  const { kind } = fields
  const max = purchased[kind] ?? 0
  if ((used[kind] ?? 0) >= max) throw new AppError('PURCHASE_LIMIT', { kind, max })
}

/** How many agents of each kind there are, not counting `except`. */
export async function usedAgents(trx: TenantTransaction, except = ''): Promise<Readonly<Record<string, number>>> {
  const rows = await trx
    .selectFrom('agent')
    .select(['kind'])
    .select((eb) => eb.fn.countAll<number>().as('agents'))
    .where('agent_number', '<>', except)
    .groupBy('kind')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.kind, row.agents]))
}
