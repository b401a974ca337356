// A desk from its stored rows, after the server was stopped or killed: nobody's audio and nobody's page is there yet,
// and everyone has a grace to come back to what they had.
import { isSignedIn, type Seat } from '../agent/seat.ts'
import type { Call } from '../call/call.ts'
import type { Desk } from './desk.ts'
import { publishSeat } from './steps.ts'

const customerGraceMs = 30_000

export interface Stored {
  readonly calls: readonly Call[]
  readonly seats: readonly Seat[]
}

export function restore(desk: Desk, stored: Stored, now: number): void {
  for (const seat of stored.seats) restoreSeat(desk, seat, now)
  for (const call of [...stored.calls].sort(earlierArrival)) restoreCall(desk, call, now)
  for (const seat of desk.seats.values()) releaseFromVanishedCall(desk, seat, now)
}

/** Calls of one millisecond came in the order of their ids' sequence. */
function earlierArrival(a: Call, b: Call): number {
  const sequence = ({ callId }: Call): number => Number(callId.slice(callId.lastIndexOf('-') + 1))
  return a.startedAt - b.startedAt || sequence(a) - sequence(b)
}

function restoreSeat(desk: Desk, stored: Seat, now: number): void {
  const absentUntil = isSignedIn(stored) ? now + desk.config.parameters.reconnectGraceSeconds * 1000 : null
  const seat: Seat = { ...stored, present: false, absentUntil }
  desk.seats.set(seat.agentNumber, seat)
  desk.seatChanged(seat)
}

function restoreCall(desk: Desk, call: Call, now: number): void {
  const graceMs = desk.config.parameters.reconnectGraceSeconds * 1000
  const inCall = call.state.kind === 'talking' || call.state.kind === 'held'
  const dialled = call.state.kind === 'dialling' || call.state.kind === 'alerting'
  call.audio = {
    customer: { kind: 'absent', until: dialled ? null : now + customerGraceMs, lost: !dialled },
    agent: { kind: 'absent', until: inCall ? now + graceMs : null, lost: inCall },
  }
  if (call.state.kind === 'offered') call.state = { ...call.state, ringUntil: now + desk.config.parameters.ringTimeoutSeconds * 1000 }
  if (dialled) desk.changes.actions.push({ type: 'dialCustomer', callId: call.callId, number: call.calledNumber })
  desk.callChanged(call)
  desk.addTimeline(call, now, { kind: 'mediaLost', data: { party: 'server' } })
}

/** Both rows are written in one transaction; should a call be missing all the same, its agent is not left in it. */
function releaseFromVanishedCall(desk: Desk, seat: Seat, now: number): void {
  if (seat.state.kind !== 'ringing' && seat.state.kind !== 'talking') return
  if (desk.calls.has(seat.state.callId)) return
  seat.state = { kind: 'idle', since: now, idleSince: now }
  publishSeat(desk, seat, now)
}
