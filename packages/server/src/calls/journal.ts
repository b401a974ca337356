// What a tenant's desk changed, written in one statement, before anyone is told of it; and read back at start.
import type { Call, Changes, Seat } from '@openseat/domain'
import { CompiledQuery, sql } from 'kysely'
import type { SequencedEvent } from '@openseat/contracts'
import type { TenantStore } from '../store/tenant-store.ts'

const statement = `
with changed_call as (
  insert into contact (tenant_id, call_id, state, direction, media_type, caller_number, called_number, queue_id, queue_name,
    agent_number, started_at, answered_at, ended_at, release_cause, attached_data, detail)
  select $1, r.* from jsonb_to_recordset($2::jsonb) as r(call_id text, state jsonb, direction text, media_type text,
    caller_number text, called_number text, queue_id integer, queue_name text, agent_number text, started_at timestamptz,
    answered_at timestamptz, ended_at timestamptz, release_cause text, attached_data jsonb, detail jsonb)
  on conflict (tenant_id, call_id) do update set state = excluded.state, queue_id = excluded.queue_id,
    queue_name = excluded.queue_name, agent_number = excluded.agent_number, answered_at = excluded.answered_at,
    ended_at = excluded.ended_at, release_cause = excluded.release_cause, detail = excluded.detail
), happened as (
  insert into contact_event (tenant_id, call_id, n, at, kind, data)
  select $1, r.* from jsonb_to_recordset($3::jsonb) as r(call_id text, n integer, at timestamptz, kind text, data jsonb)
), changed_seat as (
  insert into agent_seat (tenant_id, agent_number, state, event_seq)
  select $1, r.* from jsonb_to_recordset($4::jsonb) as r(agent_number text, state jsonb, event_seq bigint)
  on conflict (tenant_id, agent_number) do update set state = excluded.state, event_seq = excluded.event_seq
)
insert into agent_event (tenant_id, agent_number, seq, at, event)
select $1, r.* from jsonb_to_recordset($5::jsonb) as r(agent_number text, seq bigint, at timestamptz, event jsonb)`

/** Events kept per agent for pages that come back; a page further behind gets a snapshot. */
export const eventsKept = 256

export const isEmpty = (changes: Changes): boolean =>
  changes.calls.size === 0 && changes.seats.size === 0 && changes.timeline.length === 0 && changes.events.length === 0

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())

function callRow(call: Call): Record<string, unknown> {
  const { state } = call
  const ended = state.kind === 'ended' ? state : null
  return {
    call_id: call.callId,
    state: ended ? null : call,
    direction: call.direction,
    media_type: call.mediaType,
    caller_number: call.callerNumber,
    called_number: call.calledNumber,
    queue_id: call.queueId,
    queue_name: call.queueName,
    agent_number: call.agentNumber,
    started_at: iso(call.startedAt),
    answered_at: iso(call.answeredAt),
    ended_at: iso(ended?.at ?? null),
    release_cause: ended?.cause ?? null,
    attached_data: call.attachedData,
    detail: { legs: call.legs, offeredAt: iso(call.offeredAt) },
  }
}

function seatRow(seat: Seat): Record<string, unknown> {
  return { agent_number: seat.agentNumber, state: seat, event_seq: seat.eventSeq }
}

/** Commits the changes; when it returns they survive a `kill -9`. */
export async function writeChanges(store: TenantStore, changes: Changes): Promise<void> {
  const parameters = [
    store.tenantId,
    JSON.stringify([...changes.calls].map(callRow)),
    JSON.stringify(changes.timeline.map(({ callId, item }) => ({ call_id: callId, ...item, at: iso(item.at) }))),
    JSON.stringify([...changes.seats].map(seatRow)),
    JSON.stringify(changes.events.map(({ agentNumber, ...event }) => ({ agent_number: agentNumber, ...event }))),
  ]
  await store.transaction((trx) => trx.executeQuery(CompiledQuery.raw(statement, parameters)))
}

/** Calls that had not ended, and all seats. */
export function readStored(store: TenantStore): Promise<{ calls: Call[]; seats: Seat[] }> {
  return store.read(async (trx) => {
    const calls = await trx
      .selectFrom('contact as c')
      .select(['c.state', sql<number>`(select coalesce(max(n), 0) from contact_event e where e.call_id = c.call_id)`.as('timeline_length')])
      .where('c.ended_at', 'is', null)
      .where('c.state', 'is not', null)
      .execute()
    const seats = await trx.selectFrom('agent_seat').select(['state', 'event_seq']).execute()
    return {
      calls: calls.map((row) => ({ ...(row.state as Call), timelineLength: Number(row.timeline_length) })),
      seats: seats.map((row) => ({ ...(row.state as Seat), eventSeq: Number(row.event_seq) })),
    }
  })
}

/** An agent's events after `seq`, oldest first; null when some of them are no longer kept. */
export function readEvents(store: TenantStore, agentNumber: string, after: number): Promise<SequencedEvent[] | null> {
  return store.read(async (trx) => {
    const rows = await trx
      .selectFrom('agent_event')
      .select(['seq', 'at', 'event'])
      .where('agent_number', '=', agentNumber)
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(eventsKept + 1)
      .execute()
    const gapFree = rows.every((row, index) => Number(row.seq) === after + 1 + index)
    if (!gapFree || rows.length > eventsKept) return null
    return rows.map((row) => ({ seq: Number(row.seq), at: new Date(row.at).toISOString(), event: row.event as SequencedEvent['event'] }))
  })
}

/** Deletes events that no page will be sent any more. */
export async function trimEvents(store: TenantStore): Promise<void> {
  await store.transaction((trx) =>
    sql`delete from agent_event e using agent_seat s
        where s.tenant_id = e.tenant_id and s.agent_number = e.agent_number and e.seq <= s.event_seq - ${eventsKept}`.execute(trx),
  )
}
