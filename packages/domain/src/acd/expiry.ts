// What happens when a deadline of a call or of a seat is reached.
import type { Seat } from '../agent/seat.ts'
import { isLive, type Call, type Party } from '../call/call.ts'
import { servingAgent } from '../call/ends.ts'
import { leaveCall } from './call-commands.ts'
import type { Desk } from './desk.ts'
import { divert, release } from './routing.ts'
import { transferFailed } from './lines.ts'
import { seatStep } from './steps.ts'
import { heldBackLongEnough, offerExpired, passedOverLongEnough } from './unreached.ts'

/** An absent agent still in a call is looked at again after this. */
const lookAgainMs = 5_000

/** Handles one due deadline; false when nothing is due. */
export function expireNext(desk: Desk, now: number): boolean {
  const due = desk.deadlines.peek()
  if (!due || due.value > now) return false
  desk.deadlines.delete(due.key)
  const id = due.key.slice(due.key.indexOf('/') + 1)
  const call = due.key.startsWith('call/') ? desk.calls.get(id) : undefined
  const seat = due.key.startsWith('seat/') ? desk.seats.get(id) : undefined
  if (call) expireCall(desk, call, now)
  if (seat) expireSeat(desk, seat, now)
  return true
}

function graceIsOver(call: Call, party: Party, now: number): boolean {
  const presence = call.audio[party]
  return presence.kind === 'absent' && presence.until !== null && presence.until <= now
}

function expireCall(desk: Desk, call: Call, now: number): void {
  if (graceIsOver(call, 'customer', now)) customerGone(desk, call, now)
  else if (graceIsOver(call, 'agent', now)) agentGone(desk, call, now)
  else if (call.releaseAt !== null && call.releaseAt <= now) release(desk, call, 'tooLong', now)
  else expireState(desk, call, now)
  if (isLive(call)) desk.callChanged(call)
}

function customerGone(desk: Desk, call: Call, now: number): void {
  const { customer } = call.audio
  const everThere = customer.kind === 'absent' && customer.lost
  if (!everThere) release(desk, call, 'mediaFailed', now)
  else release(desk, call, call.answeredAt === null ? 'abandoned' : 'connectionLost', now)
}

/** Of a three-party call the other two go on. */
function agentGone(desk: Desk, call: Call, now: number): void {
  const agentNumber = servingAgent(call)
  const inConference = call.state.kind === 'talking' && call.state.conference
  if (inConference && agentNumber !== null) leaveCall(desk, call, agentNumber, now)
  else release(desk, call, 'connectionLost', now)
}

function expireState(desk: Desk, call: Call, now: number): void {
  const { state } = call
  passedOverLongEnough(call, now)
  if (state.kind === 'waiting' && state.until <= now) {
    const action = desk.configOf(call).queues.get(state.queueId)?.onTimeout ?? { action: 'release' as const }
    divert(desk, call, { action, cause: 'waitExpired' }, now)
  }
  expireRinging(desk, call, now)
}

function expireRinging(desk: Desk, call: Call, now: number): void {
  const { state } = call
  if ((state.kind === 'offered' || state.kind === 'directed') && state.ringUntil <= now) offerExpired(desk, call, now)
  if ((state.kind === 'dialling' || state.kind === 'alerting') && state.until <= now)
    release(desk, call, state.kind === 'dialling' && state.summoning ? 'phoneUnreached' : 'noAnswer', now)
  if (state.kind === 'transferring' && state.until <= now) transferFailed(desk, call, 'noAnswer', now)
}

function expireSeat(desk: Desk, seat: Seat, now: number): void {
  heldBackLongEnough(seat, now)
  if (seat.state.kind === 'wrapUp' && seat.state.until <= now) seatStep(desk, seat, { type: 'deadline' }, now)
  if (seat.absentUntil !== null && seat.absentUntil <= now) {
    const inCall = seat.state.kind === 'ringing' || seat.state.kind === 'talking'
    if (inCall) seat.absentUntil = now + lookAgainMs
    else seatStep(desk, seat, { type: 'signOut' }, now)
  }
  desk.seatChanged(seat)
}
