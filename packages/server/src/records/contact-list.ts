// Which contacts a list shows. However many there are, an answer looks at no more than the newest `lookedAt` of those that
// the list begins with (a number's, an agent's, a queue's, a direction's, or all), counts, searches and sorts these, and
// says where the next answer goes on. What is asked for whole, a call id or a number, is found wherever it is.

import { limits, type RouteQuery } from '@openseat/contracts'
import { sql, type RawBuilder } from 'kysely'
import { refuseIfAny } from '../http/problem.ts'
import { containing, orderBy, type Listing } from '../settings/listing.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { hadPart } from './part-in-call.ts'

const lookedAt = limits.contactsLookedAt

export interface ContactQuestion {
  readonly tenantId: number
  readonly query: RouteQuery<'listContacts'>
  /** Only contacts in which this agent had a part; null for all. */
  readonly partOf: string | null
  /** The reason and all below it; null for any. */
  readonly reasonIds: readonly number[] | null
  /** The number that is asked for; null for any. */
  readonly numbers: SoughtNumber | null
  /** The search text, where it may be a number. */
  readonly searchedNumbers: SoughtNumber | null
  readonly seesNumbers: boolean
}

/** A number in the forms in which it may have been shown, and as E.164 where it is one. */
export interface SoughtNumber {
  readonly forms: readonly string[]
  readonly e164: string | null
}

export interface ContactsFound {
  readonly ids: readonly string[]
  /** Of those that were looked at. */
  readonly total: number
  /** From here on nothing was looked at; null where there is nothing more. */
  readonly earlier: string | null
  readonly later: string | null
}

interface Found {
  ids: string[]
  total: number
  looked: number
  first: string | null
  last: string | null
}

export async function findContacts(trx: TenantTransaction, question: ContactQuestion): Promise<ContactsFound> {
  const { query } = question
  const { rows } = await contactsStatement(question).execute(trx)
  const { ids, total, looked, first, last } = rows[0] ?? { ids: [], total: 0, looked: 0, first: null, last: null }
  const onward = looked > lookedAt ? last : null
  const back = query.after === undefined && query.before === undefined ? null : first
  if (ids.length === 0 && query.page * query.pageSize > lookedAt && onward !== null)
    refuseIfAny([{ field: 'page', code: 'FIELD_TOO_LARGE', params: { max: Math.ceil(lookedAt / query.pageSize), value: query.page } }])
  return isUpward(question) ? { ids, total, earlier: back, later: onward } : { ids, total, earlier: onward, later: back }
}

/** From the oldest on: newer ones than one that is known, or all in that order. */
const isUpward = ({ query }: ContactQuestion): boolean =>
  query.before !== undefined || (query.sort === 'startedAt' && query.after === undefined)

/** What is asked of the database; a test reads its plans. */
export function contactsStatement(question: ContactQuestion): RawBuilder<Found> {
  const { query } = question
  const order = orderOf(question, 'c')
  return sql<Found>`
with driven as materialized (${driven(question)}),
looked as (
  (select * from driven c order by ${order} limit ${lookedAt})
  ${exact(question)}
),
found as (select * from looked c where ${sql.join(conditions(question), sql` and `)})
select array(select c.call_id from found c order by ${orderBy(query.sort, listing)}, c.call_id
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}) as ids,
  (select count(*)::int from found) as total,
  (select count(*)::int from driven) as looked,
  (select c.call_id from driven c order by ${order} limit 1) as first,
  (select c.call_id from driven c order by ${order} limit 1 offset ${lookedAt - 1}) as last`
}

const columns = sql.raw(
  [
    'call_id',
    'tenant_id',
    'purpose',
    'direction',
    'caller_number',
    'called_number',
    'customer_e164',
    'queue_id',
    'queue_name',
    'agent_number',
    'started_at',
    'answered_at',
    'ended_at',
    'parent_call_id',
  ]
    .map((name) => `c.${name}`)
    .join(', '),
)

/** What the list begins with: each has an index in the order of time. */
function driven(question: ContactQuestion): RawBuilder<unknown> {
  const { query, partOf, numbers, tenantId } = question
  const agent = partOf ?? query.agentNumber
  const ordered = sql`order by ${orderOf(question, 'c')} limit ${lookedAt + 1}`
  const own = (condition: RawBuilder<unknown>) =>
    sql`select ${columns} from contact c where c.tenant_id = ${tenantId} and ${condition} and ${range(question, 'c')} ${ordered}`
  if (query.parentCallId !== undefined) return own(sql`c.parent_call_id = ${query.parentCallId}`)
  if (numbers !== null) return sql`${withNumber(question, numbers)} ${ordered}`
  if (agent !== undefined) return withPartOf(question, agent)
  if (query.queueId !== undefined) return own(sql`c.queue_id = ${Number(query.queueId)}`)
  if (query.direction !== undefined) return own(sql`c.direction = ${query.direction}`)
  return own(sql`true`)
}

/** Contact by contact: left to the planner, it may read all contacts for the few that are wanted. */
function withPartOf(question: ContactQuestion, agent: string): RawBuilder<unknown> {
  const { tenantId } = question
  const parts = sql`select p.call_id from contact_part p where p.tenant_id = ${tenantId} and p.agent_number = ${agent}
    and ${range(question, 'p')} order by ${orderOf(question, 'p')} limit ${lookedAt + 1}`
  return sql`select ${columns} from (${parts}) part cross join lateral
    (select * from contact c where c.tenant_id = ${tenantId} and c.call_id = part.call_id limit 1) c order by ${orderOf(question, 'c')}`
}

/** For each form, as few as are looked at: some numbers have called very often. */
function withNumber(question: ContactQuestion, { forms, e164 }: SoughtNumber): RawBuilder<unknown> {
  const some = (condition: RawBuilder<unknown>) =>
    sql`(select ${columns} from contact c where c.tenant_id = ${question.tenantId} and ${condition}
      and ${range(question, 'c')} order by ${orderOf(question, 'c')} limit ${lookedAt + 1})`
  const shown = sql`select ${columns} from unnest(${forms}::text[]) form (text)
    cross join lateral (${some(sql`c.caller_number = form.text`)} union ${some(sql`c.called_number = form.text`)}) c`
  return e164 === null ? shown : sql`select ${columns} from (${shown} union ${some(sql`c.customer_e164 = ${e164}`)}) c`
}

/** The call, and the calls with the number, that the search text is, however old. */
function exact(question: ContactQuestion): RawBuilder<unknown> {
  const { query, searchedNumbers, tenantId } = question
  if (query.search === '') return sql``
  const call = sql`union (select ${columns} from contact c where c.tenant_id = ${tenantId} and c.call_id = ${query.search})`
  return searchedNumbers === null ? call : sql`${call} union (${withNumber(question, searchedNumbers)})`
}

type Condition = RawBuilder<unknown> | false | undefined

function conditions(question: ContactQuestion): RawBuilder<unknown>[] {
  const { query, partOf, reasonIds, numbers } = question
  const given: Condition[] = [
    sql`c.purpose <> 'supervision'`,
    range(question, 'c'),
    query.search !== '' && containingOrIs(question),
    partOf !== null && hadPart(partOf),
    numbers !== null && isOneOf(numbers),
    reasonIds !== null && isWrappedUpFor(reasonIds),
    ...filters(question),
  ]
  return given.filter((condition) => condition !== false && condition !== undefined)
}

const filters = ({ query }: ContactQuestion): Condition[] => [
  query.direction && sql`c.direction = ${query.direction}`,
  query.agentNumber !== undefined && sql`c.agent_number = ${query.agentNumber}`,
  query.queueId !== undefined && sql`c.queue_id = ${Number(query.queueId)}`,
  query.outcome && sql`c.answered_at is ${query.outcome === 'answered' ? sql`not null` : sql`null`}`,
  query.parentCallId !== undefined && sql`c.parent_call_id = ${query.parentCallId}`,
  query.recording && (query.recording === 'none' ? sql`not (${isRecorded})` : isRecorded),
]

const isOneOf = ({ forms, e164 }: SoughtNumber): RawBuilder<unknown> =>
  sql`(c.caller_number = any(${forms}::text[]) or c.called_number = any(${forms}::text[]) or c.customer_e164 = ${e164})`

/** One look for each contact: as an `exists` the planner may turn it into a walk through all that was ever recorded. */
export const isRecorded = sql<boolean>`(select true from recording r
  where r.tenant_id = c.tenant_id and r.call_id = c.call_id and r.status = 'ready' limit 1) is not null`

const isWrappedUpFor = (reasonIds: readonly number[]): RawBuilder<unknown> =>
  sql`(select true from wrap_up w where w.tenant_id = c.tenant_id and w.call_id = c.call_id and w.reason_id = any(${reasonIds}) limit 1) is not null`

/** A search by number would tell what a mask hides, so it is for those who see numbers. */
function containingOrIs({ query, searchedNumbers, seesNumbers, tenantId }: ContactQuestion): RawBuilder<unknown> {
  const always = [sql`c.call_id`, sql`c.queue_name`, sql`c.agent_number`]
  const text = containing(query.search, seesNumbers ? [...always, sql`c.caller_number`, sql`c.called_number`] : always)
  const name = sql`c.agent_number in (select a.agent_number from agent a join staff s on s.tenant_id = a.tenant_id and s.id = a.staff_id
    where a.tenant_id = ${tenantId} and ${containing(query.search, [sql`s.name`])})`
  return searchedNumbers === null ? sql`(${text} or ${name})` : sql`(${text} or ${name} or ${isOneOf(searchedNumbers)})`
}

type Alias = 'c' | 'p'

const orderOf = (question: ContactQuestion, alias: Alias): RawBuilder<unknown> =>
  sql.raw(isUpward(question) ? `${alias}.started_at, ${alias}.call_id desc` : `${alias}.started_at desc, ${alias}.call_id`)

/** The period that is asked for, from the contact on at which the last answer ended. */
function range({ query, tenantId }: ContactQuestion, alias: Alias): RawBuilder<unknown> {
  const startedAt = sql.ref(`${alias}.started_at`)
  const callId = sql.ref(`${alias}.call_id`)
  const momentOf = (id: string) => sql`(select at.started_at from contact at where at.tenant_id = ${tenantId} and at.call_id = ${id})`
  const { from, to, after, before } = query
  const bounds = [sql`true`]
  if (from !== undefined) bounds.push(sql`${startedAt} >= ${new Date(from)}`)
  if (to !== undefined) bounds.push(sql`${startedAt} < ${new Date(to)}`)
  if (after !== undefined)
    bounds.push(sql`${startedAt} <= ${momentOf(after)} and (${startedAt} < ${momentOf(after)} or ${callId} > ${after})`)
  if (before !== undefined)
    bounds.push(sql`${startedAt} >= ${momentOf(before)} and (${startedAt} > ${momentOf(before)} or ${callId} < ${before})`)
  return sql.join(bounds, sql` and `)
}

const listing: Pick<Listing, 'sorted' | 'first' | 'nullable'> = {
  sorted: {
    startedAt: sql`c.started_at`,
    endedAt: sql`c.ended_at`,
    queueName: sql`c.queue_name`,
    agentNumber: sql`c.agent_number`,
    direction: sql`c.direction`,
    callId: sql`c.call_id`,
  },
  first: '-startedAt',
  nullable: ['endedAt', 'queueName', 'agentNumber'],
}
