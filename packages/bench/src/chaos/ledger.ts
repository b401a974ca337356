// What was acknowledged to somebody outside, and whether it is all there in the end: once, and nothing stuck.

export interface Ledger {
  /** Numbers of callers whose call was answered: each has one contact. */
  readonly answered: Set<string>
  /** Of those, the ones who hung up themselves while the program lived. */
  readonly hungUpByCaller: Set<string>
  /** Calls that their agent has asked to end: where both hang up at once, either of them is right. */
  readonly hungUpByAgent: Set<string>
  /** Notes of wrap-ups that were said to be saved, by contact. */
  readonly notes: Map<string, string>
  /** Callers who were told 5xx, and went elsewhere. */
  turnedAway: number
  /** Callers who heard nothing at all for so long that they gave up, while a program was there. */
  unanswered: number
  /** Calls that broke because their program was gone. */
  broken: number
}

export const newLedger = (): Ledger => ({
  answered: new Set(),
  hungUpByCaller: new Set(),
  hungUpByAgent: new Set(),
  notes: new Map(),
  turnedAway: 0,
  unanswered: 0,
  broken: 0,
})

interface ContactRow {
  readonly caller_number: string
  readonly call_id: string
  readonly release_cause: string | null
  readonly ended: boolean
  readonly entries: number
  readonly numbered: number
  readonly in_order: boolean
}

export interface Findings {
  readonly lost: string[]
  readonly doubled: string[]
  readonly stuck: string[]
  readonly forgotten: string[]
  /** Contacts whose times run backwards, or on longer than any call of the run. */
  readonly untrue: string[]
}

type Rows = <T extends object>(text: string) => Promise<T[]>

const contacts = `
  select c.caller_number, c.call_id, c.release_cause, c.ended_at is not null as ended, count(e.n)::int as entries,
    coalesce(max(e.n), 0)::int as numbered,
    coalesce(c.answered_at >= c.started_at, true) and coalesce(c.ended_at >= coalesce(c.answered_at, c.started_at), true)
      and coalesce(c.ended_at - c.started_at < interval '5 minutes', true) as in_order
  from contact c left join lateral (
    select (jsonb_array_elements(x.entries::jsonb) ->> 'n')::int as n from contact_event x
    where x.tenant_id = c.tenant_id and x.call_id = c.call_id) e on true
  where c.tenant_id = 1 group by 1, 2, 3, 4, c.started_at, c.answered_at, c.ended_at`

/** Causes of a call that its customer ended. */
const byCustomer = new Set(['customerHangUp', 'abandoned'])

export async function check(ledger: Ledger, rows: Rows): Promise<Findings> {
  const found = Map.groupBy(await rows<ContactRow>(contacts), ({ caller_number }) => caller_number)
  const saved = new Map(
    (await rows<{ call_id: string; notes: string }>('select call_id, notes from wrap_up')).map((row) => [row.call_id, row.notes]),
  )
  const all = [...found.values()].flat()
  return {
    lost: [
      ...[...ledger.answered].filter((number) => !found.has(number)).map((number) => `call of ${number}`),
      ...[...ledger.notes].filter(([callId, notes]) => saved.get(callId) !== notes).map(([callId]) => `wrap-up of ${callId}`),
      ...all.filter(({ entries, numbered }) => entries < numbered).map(({ call_id }) => `timeline of ${call_id}`),
    ],
    doubled: [
      ...[...found].filter(([, of]) => of.length > 1).map(([number]) => `call of ${number}`),
      ...all.filter(({ entries, numbered }) => entries > numbered).map(({ call_id }) => `timeline of ${call_id}`),
    ],
    untrue: all.filter(({ in_order }) => !in_order).map(({ call_id }) => `times of ${call_id}`),
    stuck: all.filter(({ ended }) => !ended).map(({ call_id }) => `contact ${call_id}`),
    forgotten: all
      .filter(({ caller_number }) => ledger.hungUpByCaller.has(caller_number))
      .filter(
        ({ call_id, release_cause }) =>
          !byCustomer.has(release_cause ?? '') && !(release_cause === 'agentHangUp' && ledger.hungUpByAgent.has(call_id)),
      )
      .map(({ caller_number, release_cause }) => `hang-up of ${caller_number}, told as ${release_cause}`),
  }
}
