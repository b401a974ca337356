// The contacts on an agent's desk, kept by the server's events. Pure. A customer's contact stays after its call has ended,
// with its pages, until the agent closes it; an offer that was not answered leaves nothing behind, nor does a call
// without a customer.
import type { AgentEvent, CallView, ResolvedPop, SeatView, Snapshot } from '@openseat/contracts'

export interface Pop extends ResolvedPop {
  /** When it reached this page, epoch milliseconds of this computer. */
  readonly receivedAt: number
  /** It was there before this page was: only the front one opens by itself. */
  readonly restored: boolean
}

export interface Contact {
  readonly callId: string
  readonly call: CallView
  readonly pops: readonly Pop[]
  /** The agent talked in it once: it stays even when a later offer of the same call is not answered. */
  readonly kept: boolean
}

/** An offer that went by without this agent. */
export interface MissedCall extends Pick<CallView, 'callId' | 'other' | 'queueName' | 'releaseCause'> {
  readonly at: string
}

export interface DeskState {
  readonly seat: SeatView | null
  readonly contacts: readonly Contact[]
  /** The newest first, until the agent has seen to them. */
  readonly missed: readonly MissedCall[]
}

export const emptyDesk: DeskState = { seat: null, contacts: [], missed: [] }
const missedAtMost = 20

export const isLive = (call: CallView): boolean => call.state !== 'ended'
/** An offer that never became a conversation. */
const wasOffer = (call: CallView): boolean => call.direction === 'inbound' && call.answeredAt === null
/** Leaves nothing behind once it is over. */
const isPassing = (call: CallView): boolean => call.purpose !== 'customer' || wasOffer(call)
const isKept = (call: CallView): boolean => call.purpose === 'customer' && call.answeredAt !== null

/** Told in other words, or not this agent's: a telephone that did not ring is told in the bar. */
const notMissed: readonly CallView['releaseCause'][] = ['rejected', 'phoneUnreached']

export const wasMissed = (call: CallView): boolean =>
  !call.isCaller && call.answeredAt === null && call.purpose !== 'supervision' && !notMissed.includes(call.releaseCause)

function withMissed(state: DeskState, call: CallView, now: number): DeskState {
  const { callId, other, queueName, releaseCause } = call
  const others = state.missed.filter((missed) => missed.callId !== callId)
  if (!wasMissed(call) || state.contacts.some((contact) => contact.callId === callId && contact.kept)) return { ...state, missed: others }
  const at = call.endedAt ?? new Date(now).toISOString()
  return { ...state, missed: [{ callId, other, queueName, releaseCause, at }, ...others].slice(0, missedAtMost) }
}

/** The agent has seen to it, or has the call after all. */
export const closeMissed = (state: DeskState, callId: string): DeskState => ({
  ...state,
  missed: state.missed.filter((missed) => missed.callId !== callId),
})

/** A consultation that the agent began, and a supervision, belong to the connection bar alone. */
export const hasContact = (call: CallView): boolean => call.purpose !== 'supervision' && !(call.purpose === 'consult' && call.isCaller)

function mergePops(known: readonly Pop[], pops: readonly ResolvedPop[], how: { now: number; restored: boolean }): Pop[] {
  const fresh = pops.filter((pop) => !known.some(({ popId }) => popId === pop.popId))
  const added = fresh.map((pop) => ({ ...pop, receivedAt: how.now, restored: how.restored }))
  return [...known, ...added].toSorted((a, b) => a.position - b.position)
}

/** All anew. What ended while this page was away is kept as ended, unless it never became a conversation. */
export function takeSnapshot(state: DeskState, snapshot: Snapshot, now: number): DeskState {
  const known = new Map(state.contacts.map((contact) => [contact.callId, contact]))
  const present = snapshot.calls
    .filter((call) => isLive(call) || !isPassing(call))
    .map((call) => {
      const before = known.get(call.callId)
      const pops = snapshot.pops.filter((pop) => pop.callId === call.callId)
      const kept = isKept(call) || before?.kept === true
      return { callId: call.callId, call, kept, pops: mergePops(before?.pops ?? [], pops, { now, restored: true }) }
    })
  const gone = state.contacts
    .filter(({ callId, call, kept }) => !present.some((contact) => contact.callId === callId) && (kept || !isPassing(call)))
    .map((contact) => ({ ...contact, call: endedElsewhere(contact.call, now) }))
  return { ...state, seat: snapshot.seat, contacts: [...gone, ...present] }
}

const endedElsewhere = (call: CallView, now: number): CallView =>
  isLive(call)
    ? { ...call, state: 'ended', ringUntil: null, mediaWanted: false, endedAt: call.endedAt ?? new Date(now).toISOString() }
    : call

function withCall(state: DeskState, call: CallView, mayBegin: boolean): DeskState {
  const known = state.contacts.find(({ callId }) => callId === call.callId)
  const kept = isKept(call) || known?.kept === true
  if (!isLive(call) && isPassing(call) && !kept) return without(state, call.callId)
  if (!known) return isLive(call) ? { ...state, contacts: [...state.contacts, { callId: call.callId, call, pops: [], kept }] } : state
  // An ended call stays ended, unless it comes to this agent once more.
  if (!isLive(known.call) && isLive(call) && !mayBegin) return state
  return withContact(state, { ...known, call, kept })
}

const without = (state: DeskState, callId: string): DeskState => ({
  ...state,
  contacts: state.contacts.filter((contact) => contact.callId !== callId),
})

const withContact = (state: DeskState, contact: Contact): DeskState => ({
  ...state,
  contacts: state.contacts.map((known) => (known.callId === contact.callId ? contact : known)),
})

export function takeEvent(state: DeskState, event: AgentEvent, now: number): DeskState {
  switch (event.type) {
    case 'seat.changed':
      return { ...state, seat: event.seat }
    case 'pops.opened': {
      const contact = state.contacts.find(({ callId }) => callId === event.callId)
      return contact ? withContact(state, { ...contact, pops: mergePops(contact.pops, event.pops, { now, restored: false }) }) : state
    }
    case 'pops.closed': {
      const contact = state.contacts.find(({ callId }) => callId === event.callId)
      return contact && !contact.kept ? withContact(state, { ...contact, pops: [] }) : state
    }
    case 'call.ringing':
    case 'call.dialling':
    case 'call.talking':
      return withCall(closeMissed(state, event.call.callId), event.call, true)
    case 'call.alerting':
    case 'call.held':
    case 'call.updated':
      return withCall(state, event.call, false)
    case 'call.ended':
      return withCall(withMissed(state, event.call, now), event.call, false)
    case 'seat.forced':
    case 'transfer.failed':
      return state
  }
}

/** Our own hang-up, before the server could store it: the call is over, and its wrap-up begins. */
export function takeHangUp(state: DeskState, callId: string, at: string): DeskState {
  const { seat } = state
  const contact = state.contacts.find((known) => known.callId === callId)
  const ended = contact
    ? withCall(state, { ...contact.call, state: 'ended', ringUntil: null, mediaWanted: false, endedAt: at }, false)
    : state
  return { ...ended, seat: seat?.callId === callId ? { ...seat, state: 'wrapUp', since: at, until: null } : seat }
}

/** The agent closes a contact; one whose call goes on stays. */
export const closeContact = (state: DeskState, callId: string): DeskState => ({
  ...state,
  contacts: state.contacts.filter((contact) => contact.callId !== callId || isLive(contact.call)),
})

const purposeOrder = ['customer', 'internal', 'consult', 'supervision'] as const

/** Live calls of the agent, the main one first: the customer's, else the one that stands alone. */
export const liveCalls = (state: DeskState): CallView[] =>
  state.contacts
    .map(({ call }) => call)
    .filter(isLive)
    .toSorted((a, b) => purposeOrder.indexOf(a.purpose) - purposeOrder.indexOf(b.purpose))

/** The call that the agent rings or talks in, if any. */
export const liveCall = (state: DeskState): CallView | null => liveCalls(state)[0] ?? null
