// What a tenant's desk changed, written in one statement, before anyone is told of it; and read back at start.
import {
  mediaTypeOf,
  readContact,
  readSession,
  serviceLevelSeconds,
  type Changes,
  type Contact,
  type ContactChange,
  type QueueDay,
  type SessionChange,
  type Stored,
} from '@openseat/domain'
import { sql } from 'kysely'
import type { SequencedEvent, TimelineEntry as StoredEntry } from '@openseat/contracts'
import type { NamedStatement, TenantStore, TenantTransaction } from '../store/tenant-store.ts'

const statement: NamedStatement = {
  name: 'write_changes',
  text: `
with changed_call as (
  insert into contact (tenant_id, call_id, state, direction, media_type, caller_number, called_number, queue_id, queue_name,
    agent_number, started_at, answered_at, ended_at, release_cause, attached_data, detail, purpose, parent_call_id,
    customer_e164, customer_extension, dialled)
  select $1, * from unnest($2::text[], $3::json[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::text[],
    $10::text[], $11::timestamptz[], $12::timestamptz[], $13::timestamptz[], $14::text[], $15::json[], $16::json[], $17::text[], $18::text[],
    $19::text[], $20::text[], $21::text[])
  on conflict (tenant_id, call_id) do update set state = excluded.state, queue_id = excluded.queue_id,
    queue_name = excluded.queue_name, agent_number = excluded.agent_number, answered_at = excluded.answered_at,
    ended_at = excluded.ended_at, release_cause = excluded.release_cause, attached_data = excluded.attached_data,
    detail = excluded.detail
), happened as (
  insert into contact_event (tenant_id, call_id, last_n, entries)
  select $1, * from unnest($22::text[], $23::integer[], $24::json[])
), changed_seat as (
  insert into agent_seat (tenant_id, agent_number, state, event_seq)
  select $1, * from unnest($25::text[], $26::json[], $27::bigint[])
  on conflict (tenant_id, agent_number) do update set state = excluded.state, event_seq = excluded.event_seq
), had_part as (
  insert into contact_part (tenant_id, agent_number, call_id, started_at)
  select $1, * from unnest($31::text[], $32::text[], $33::timestamptz[])
  on conflict do nothing
)
insert into agent_event (tenant_id, agent_number, last_seq, events)
select $1, * from unnest($28::text[], $29::bigint[], $30::json[])`,
}

/** Events kept per agent for pages that come back; a page further behind gets a snapshot. */
export const eventsKept = 256

export const isEmpty = (changes: Changes): boolean =>
  changes.contacts.length === 0 && changes.sessions.length === 0 && changes.timeline.length === 0 && changes.events.length === 0

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

type TimelineEntry = Changes['timeline'][number]
type ToldEvent = Changes['events'][number]

/** One array per column. */
function columns<T>(items: readonly T[], cells: readonly ((item: T) => string | number | null)[]): (string | number | null)[][] {
  return cells.map((cell) => items.map(cell))
}

const endOf = ({ state }: Contact): Extract<Contact['state'], { kind: 'ended' }> | null => (state.kind === 'ended' ? state : null)

/** In the statement's order of columns. */
const contactCells: readonly ((change: ContactChange) => string | number | null)[] = [
  ({ contact }) => contact.callId,
  ({ stored }) => stored,
  ({ contact }) => contact.direction,
  ({ contact }) => mediaTypeOf(contact.channel),
  ({ contact }) => contact.callerNumber,
  ({ contact }) => contact.calledNumber,
  ({ contact }) => contact.queueId,
  ({ contact }) => contact.queueName,
  ({ contact }) => contact.agentNumber,
  ({ contact }) => iso(contact.startedAt),
  ({ contact }) => iso(contact.answeredAt),
  ({ contact }) => iso(endOf(contact)?.at ?? null),
  ({ contact }) => endOf(contact)?.cause ?? null,
  ({ contact }) => JSON.stringify(contact.attachedData),
  ({ contact }) => JSON.stringify({ legs: contact.participants }),
  ({ contact }) => contact.purpose,
  ({ contact }) => contact.parentCallId,
  ({ contact }) => contact.e164 ?? null,
  ({ contact }) => contact.extension ?? null,
  ({ contact }) => contact.dialled ?? null,
]

const timelineCells: readonly ((entries: readonly TimelineEntry[]) => string | number | null)[] = [
  (entries) => entries[0]?.callId ?? '',
  (entries) => entries.at(-1)?.item.n ?? 0,
  (entries) => JSON.stringify(entries.map(({ item }) => ({ ...item, at: iso(item.at) }))),
]

const sessionCells: readonly ((change: SessionChange) => string | number | null)[] = [
  ({ session }) => session.agentNumber,
  ({ stored }) => stored,
  ({ session }) => session.eventSeq,
]

const eventCells: readonly ((events: readonly ToldEvent[]) => string | number | null)[] = [
  (events) => events[0]?.agentNumber ?? '',
  (events) => events.at(-1)?.seq ?? 0,
  (events) => JSON.stringify(events.map(({ seq, at, event }) => ({ seq, at, event }))),
]

interface Part {
  readonly agentNumber: string
  readonly contact: Readonly<Contact>
}

/** Every agent who was in the contact or was rung for it. */
function partsOf({ contact }: ContactChange): Part[] {
  const { participants, agentNumber } = contact
  const numbers = participants.filter(({ party }) => party === 'agent').map(({ number }) => number)
  return [...new Set(agentNumber === null ? numbers : [...numbers, agentNumber])].map((number) => ({ agentNumber: number, contact }))
}

const partCells: readonly ((part: Part) => string | number | null)[] = [
  ({ agentNumber }) => agentNumber,
  ({ contact }) => contact.callId,
  ({ contact }) => iso(contact.startedAt),
]

/** Commits the changes; when it returns they survive a `kill -9`. */
export async function writeChanges(store: TenantStore, changes: Changes): Promise<void> {
  await store.execute(statement, [
    ...columns(changes.contacts, contactCells),
    ...columns([...Map.groupBy(changes.timeline, ({ callId }) => callId).values()], timelineCells),
    ...columns(changes.sessions, sessionCells),
    ...columns([...Map.groupBy(changes.events, ({ agentNumber }) => agentNumber).values()], eventCells),
    ...columns(changes.contacts.flatMap(partsOf), partCells),
  ])
}

/** Contacts that had not ended, all sessions, and what was counted since the tenant's day began. No contact is two days old: by its start the index finds the few of them. */
export function readStored(store: TenantStore, dayBegan: number): Promise<Stored> {
  return store.read(async (trx) => {
    const contacts = await trx
      .selectFrom('contact as c')
      .select([
        'c.state',
        sql<number>`(select coalesce(max(last_n), 0) from contact_event e where e.tenant_id = c.tenant_id and e.call_id = c.call_id)`.as(
          'timeline_length',
        ),
      ])
      .where('c.ended_at', 'is', null)
      .where('c.started_at', '>', sql<Date>`now() - interval '2 days'`)
      .where('c.state', 'is not', null)
      .execute()
    const sessions = await trx.selectFrom('agent_seat').select(['state', 'event_seq']).execute()
    return {
      contacts: contacts.map((row) => {
        const { contact, talk } = readContact(row.state)
        return { contact: { ...contact, timelineLength: Number(row.timeline_length) }, talk }
      }),
      sessions: sessions.map((row) => ({ ...readSession(row.state), eventSeq: Number(row.event_seq) })),
      days: await readDays(trx, dayBegan),
    }
  })
}

/** Today's inbound customer calls by their last queue; the wait until the answer decides whether it was within the service level. */
async function readDays(trx: TenantTransaction, dayBegan: number): Promise<ReadonlyMap<number, QueueDay>> {
  const count = (condition: ReturnType<typeof sql<boolean>>) => sql<number>`count(*) filter (where ${condition})::integer`
  const rows = await trx
    .selectFrom('contact')
    .select([
      sql<number>`queue_id`.as('queue_id'),
      sql<number>`count(*)::integer`.as('offered'),
      count(sql`answered_at is not null`).as('answered'),
      count(sql`answered_at is null and release_cause = 'abandoned'`).as('abandoned'),
      count(sql`answered_at is null and release_cause = 'waitExpired'`).as('timedOut'),
      count(sql`answered_at is null and release_cause not in ('abandoned', 'waitExpired')`).as('left'),
      count(sql`answered_at - started_at <= make_interval(secs => ${serviceLevelSeconds})`).as('withinServiceLevel'),
    ])
    .where('started_at', '>=', new Date(dayBegan))
    .where('purpose', '=', 'customer')
    .where('direction', '=', 'inbound')
    .where('queue_id', 'is not', null)
    .groupBy('queue_id')
    .execute()
  return new Map(rows.map(({ queue_id, ...day }) => [queue_id, day]))
}

/** When the tenant's latest contact began, epoch milliseconds; 0 before the first. */
export async function latestStart(store: TenantStore): Promise<number> {
  const row = await store.read((trx) =>
    trx.selectFrom('contact').select('started_at').orderBy('started_at', 'desc').limit(1).executeTakeFirst(),
  )
  return row?.started_at.getTime() ?? 0
}

/** An agent's events after `seq`, oldest first; null when some of them are no longer kept. */
export function readEvents(store: TenantStore, agentNumber: string, after: number): Promise<SequencedEvent[] | null> {
  return store.read(async (trx) => {
    const rows = await trx
      .selectFrom('agent_event')
      .select('events')
      .where('agent_number', '=', agentNumber)
      .where('last_seq', '>', after)
      .orderBy('last_seq')
      .limit(eventsKept + 1)
      .execute()
    const events = rows.flatMap((row) => row.events as SequencedEvent[]).filter(({ seq }) => seq > after)
    const gapFree = events.every(({ seq }, index) => seq === after + 1 + index)
    return gapFree && events.length <= eventsKept ? events : null
  })
}

/** What happened to a call, in its order. */
export async function readTimeline(trx: TenantTransaction, callId: string): Promise<StoredEntry[]> {
  const rows = await trx.selectFrom('contact_event').select('entries').where('call_id', '=', callId).orderBy('last_n').execute()
  return rows.flatMap((row) => row.entries as StoredEntry[])
}

/** Deletes events that no page will be sent any more. */
export async function trimEvents(store: TenantStore): Promise<void> {
  await store.transaction((trx) =>
    sql`delete from agent_event e using agent_seat s
        where e.tenant_id = ${store.tenantId} and s.tenant_id = e.tenant_id and s.agent_number = e.agent_number and e.last_seq <= s.event_seq - ${eventsKept}`.execute(
      trx,
    ),
  )
}
