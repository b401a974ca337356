// An agent's telephone that could not be rung: no doing of the agent's. The agent stays idle, the caller keeps the place, and
// both are left alone for a while, so that neither a dead telephone nor a caller whom telephones refuse stops the others.
import type { ReleaseCause } from '@openseat/contracts'
import type { Seat } from '../agent/seat.ts'
import type { OfferOutcome } from '../call/call-machine.ts'
import type { Call } from '../call/call.ts'
import { servingAgent } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { publishSeat } from './publish.ts'
import { callStep } from './steps.ts'

const holdBackMs = 2_000
const passOverMs = 5_000
const longestMs = 30_000
/** Telephones that a call is tried at one after the other. */
const triedAtOnce = 3

/** The telephone rings: whatever was the matter with it is over. */
export function telephoneRang(desk: Desk, call: Call, now: number): void {
  if (call.state.kind !== 'offered' && call.state.kind !== 'directed') return
  // Stored with what comes next: after a restart its line is gone, and the telephone is rung anew.
  call.state = { ...call.state, rang: true }
  const seat = desk.seats.get(call.state.agentNumber)
  if (!seat?.phoneTrouble) return
  Object.assign(seat, { phoneTrouble: null, heldBack: false })
  publishSeat(desk, seat, now)
}

/** The call to the telephone of the agent who is offered it is over without an answer. */
export function offerFailed(desk: Desk, call: Call, cause: ReleaseCause, now: number): void {
  const { state } = call
  if (state.kind !== 'offered' && state.kind !== 'directed') return
  const outcome = state.rang === true ? outcomes[cause] : undefined
  if (outcome === undefined) unreached(desk, call, cause, now)
  else callStep(desk, call, { type: 'withdraw', outcome }, now)
}

/** A telephone that rang and then answers "busy" had its reject key pressed. */
const outcomes: Partial<Record<ReleaseCause, OfferOutcome>> = { rejected: 'rejected', calleeBusy: 'rejected', noAnswer: 'noAnswer' }

/** The time for an answer is over. A telephone that never said that it rings was not heard by anybody. */
export function offerExpired(desk: Desk, call: Call, now: number): void {
  const { state } = call
  if (state.kind !== 'offered' && state.kind !== 'directed') return
  const isOnPhone = desk.seats.get(state.agentNumber)?.device === 'phone'
  if (isOnPhone && state.rang !== true) unreached(desk, call, 'unreachable', now)
  else callStep(desk, call, { type: 'withdraw', outcome: 'noAnswer' }, now)
}

function unreached(desk: Desk, call: Call, cause: ReleaseCause, now: number): void {
  const agentNumber = servingAgent(call) ?? ''
  const seat = desk.seats.get(agentNumber)
  if (seat) holdBack(seat, { callId: call.callId, cause }, now)
  callStep(desk, call, { type: 'withdraw', outcome: 'unreached', cause }, now)
  if (call.state.kind === 'waiting') passOver(desk, call, { queueId: call.state.queueId, agentNumber }, now)
}

function holdBack(seat: Seat, { callId, cause }: { callId: string; cause: ReleaseCause }, now: number): void {
  const before = seat.phoneTrouble
  const calls = before?.callId === callId ? before.calls : (before?.calls ?? 0) + 1
  const until = now + Math.min(longestMs, holdBackMs * 2 ** (calls - 1))
  Object.assign(seat, { phoneTrouble: { cause, since: before?.since ?? now, until, callId, calls }, heldBack: true })
}

/** Other agents first; then others are served before it. */
function passOver(desk: Desk, call: Call, { queueId, agentNumber }: { queueId: number; agentNumber: string }, now: number): void {
  const triedAt = [...new Set([...triedWith(call), agentNumber])]
  const times = (call.passedOver?.times ?? 0) + 1
  const isTriedOn = desk.idle.first(queueId) !== undefined && times % triedAtOnce !== 0
  const rounds = Math.floor((times - 1) / triedAtOnce)
  call.passedOver = { times, triedAt, until: isTriedOn ? null : now + Math.min(longestMs, passOverMs * 2 ** rounds) }
  desk.callChanged(call)
}

const triedWith = (call: Call): readonly string[] => call.passedOver?.triedAt ?? []

/** Whoever comes with a telephone that was not tried yet need not let a caller wait for those that did not ring. */
export function comesFresh(desk: Desk, { agentNumber, queueIds }: Seat): void {
  for (const call of desk.passedOver) {
    const isUntried = call.state.kind === 'waiting' && queueIds.includes(call.state.queueId) && !triedWith(call).includes(agentNumber)
    if (isUntried) lift(desk, call)
  }
}

/** Back again it may be with another telephone. */
export function wentOffDuty(desk: Desk, { agentNumber }: Seat): void {
  for (const call of desk.passedOver) {
    if (!call.passedOver || !triedWith(call).includes(agentNumber)) continue
    call.passedOver = { ...call.passedOver, triedAt: triedWith(call).filter((tried) => tried !== agentNumber) }
    desk.callChanged(call)
  }
}

function lift(desk: Desk, call: Call): void {
  if (call.passedOver) call.passedOver = { ...call.passedOver, until: null }
  desk.callChanged(call)
}

/** The call's turn has come again. */
export function passedOverLongEnough(call: Call, now: number): void {
  const { passedOver } = call
  if (passedOver && passedOver.until !== null && passedOver.until <= now) call.passedOver = { ...passedOver, until: null }
}

/** Calls are offered to the seat again; what was the matter is shown until its telephone rings. */
export function heldBackLongEnough(seat: Seat, now: number): void {
  if (seat.heldBack && (seat.phoneTrouble?.until ?? 0) <= now) seat.heldBack = false
}
