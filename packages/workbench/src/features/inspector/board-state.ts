// The live board as this page knows it: rows by key, replaced by every frame. Pure.
import type { AgentStateKind, BoardAgent, BoardCall, BoardDelta, BoardQueue } from '@openseat/contracts'

export interface BoardState {
  readonly agents: ReadonlyMap<string, BoardAgent>
  readonly calls: ReadonlyMap<string, BoardCall>
  readonly queues: ReadonlyMap<number, BoardQueue>
}

export const emptyBoard: BoardState = { agents: new Map(), calls: new Map(), queues: new Map() }

function merged<K, Row>(known: ReadonlyMap<K, Row>, rows: readonly Row[], keyOf: (row: Row) => K): ReadonlyMap<K, Row> {
  if (rows.length === 0) return known
  const next = new Map(known)
  for (const row of rows) next.set(keyOf(row), row)
  return next
}

export function takeDelta(state: BoardState, delta: BoardDelta): BoardState {
  const base = delta.whole ? emptyBoard : state
  const gone = new Set(delta.gone)
  const left = gone.size === 0 ? base.calls : new Map([...base.calls].filter(([callId]) => !gone.has(callId)))
  return {
    agents: merged(base.agents, delta.agents, ({ agentNumber }) => agentNumber),
    calls: merged(left, delta.calls, ({ callId }) => callId),
    queues: merged(base.queues, delta.queues, ({ queueId }) => queueId),
  }
}

/** `onDuty`: whoever is signed in, in whatever state. */
export type StateFilter = 'onDuty' | 'all' | AgentStateKind

export interface AgentFilter {
  readonly state: StateFilter
  readonly queueId: number | null
  readonly text: string
}

export type AgentSort = 'agentNumber' | 'name' | 'state' | 'since'

const stateOrder = ['ringing', 'talking', 'wrapUp', 'idle', 'busy', 'rest', 'signedOut'] as const satisfies readonly AgentStateKind[]

const byNumber = (a: BoardAgent, b: BoardAgent): number => Number(a.agentNumber) - Number(b.agentNumber)
const bySince = (a: BoardAgent, b: BoardAgent): number => (a.since < b.since ? -1 : Number(a.since > b.since))
const orders: Readonly<Record<AgentSort, (a: BoardAgent, b: BoardAgent) => number>> = {
  agentNumber: byNumber,
  name: (a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)) || byNumber(a, b),
  state: (a, b) => stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || bySince(a, b),
  /** The longest in the state first. */
  since: (a, b) => bySince(a, b) || byNumber(a, b),
}

const isInState = (state: AgentStateKind, wanted: StateFilter): boolean =>
  wanted === 'all' || (wanted === 'onDuty' ? state !== 'signedOut' : state === wanted)

/** `sort` with a leading `-` turns the order round. */
export function agentRows(board: BoardState, filter: AgentFilter, sort: string): BoardAgent[] {
  const text = filter.text.trim().toLowerCase()
  const rows = [...board.agents.values()].filter(
    ({ state, queueIds, agentNumber, name }) =>
      isInState(state, filter.state) &&
      (filter.queueId === null || queueIds.includes(filter.queueId)) &&
      (text === '' || `${agentNumber} ${name}`.toLowerCase().includes(text)),
  )
  const isReversed = sort.startsWith('-')
  const order = orders[(isReversed ? sort.slice(1) : sort) as AgentSort]
  return rows.sort(isReversed ? (a, b) => order(b, a) : order)
}

export function stateCounts(board: BoardState): Readonly<Record<StateFilter, number>> {
  const counts = { onDuty: 0, all: 0, signedOut: 0, idle: 0, busy: 0, rest: 0, ringing: 0, talking: 0, wrapUp: 0 }
  for (const { state } of board.agents.values()) {
    counts[state] += 1
    counts.all += 1
    if (state !== 'signedOut') counts.onDuty += 1
  }
  return counts
}

/** The oldest first. */
export const callRows = (board: BoardState): BoardCall[] =>
  [...board.calls.values()].sort((a, b) => (a.startedAt < b.startedAt ? -1 : Number(a.startedAt > b.startedAt)))

/** Where somebody has waited longest comes first. */
export const queueRows = (board: BoardState): BoardQueue[] =>
  [...board.queues.values()].sort((a, b) => {
    if (a.longestSince !== b.longestSince) return (a.longestSince ?? '~') < (b.longestSince ?? '~') ? -1 : 1
    return a.name < b.name ? -1 : Number(a.name > b.name)
  })

export interface BoardFigures {
  readonly waiting: number
  readonly longestSince: string | null
  readonly calls: number
}

export function boardFigures(board: BoardState): BoardFigures {
  const queues = [...board.queues.values()]
  const since = queues.map(({ longestSince }) => longestSince).filter((instant) => instant !== null)
  return {
    waiting: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    longestSince: since.toSorted()[0] ?? null,
    calls: board.calls.size,
  }
}
