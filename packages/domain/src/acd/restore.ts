// A desk from its stored rows, after the server was stopped or killed: nobody's audio and nobody's page is there yet,
// and everyone has a grace to come back to what they had.
import { isSignedIn, newSeat, type Seat } from '../agent/seat.ts'
import { absent, isConnected, type Call } from '../call/call.ts'
import { customerLeg } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { followSkills } from './misplaced-seats.ts'
import { publishSeat } from './publish.ts'
import type { QueueDay } from './queue-days.ts'

const customerGraceMs = 30_000

export interface Stored {
  readonly calls: readonly Call[]
  readonly seats: readonly Seat[]
  /** What was counted of each queue since the day began. */
  readonly days: ReadonlyMap<number, QueueDay>
}

export function restore(desk: Desk, stored: Stored, now: number): void {
  desk.days.restore(stored.days, now)
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
  const skills = [...(desk.agent(stored.agentNumber)?.skills.keys() ?? [])]
  // What an older version stored does not say what was left out.
  const leftOut = 'leftOut' in stored ? stored.leftOut : skills.filter((id) => !(stored as Seat).queueIds.includes(id))
  const seat: Seat = { ...newSeat(stored.agentNumber, now), ...stored, leftOut, present: false, absentUntil }
  desk.seats.set(seat.agentNumber, seat)
  desk.seatChanged(seat)
  // The settings may have changed since it was stored.
  if (isSignedIn(seat)) followSkills(desk, seat, now)
}

function restoreCall(desk: Desk, call: Call, now: number): void {
  const graceMs = desk.config.parameters.reconnectGraceSeconds * 1000
  const { kind } = call.state
  const inCall = isConnected(call) || kind === 'handedOff' || kind === 'supervising'
  const isDialled = kind === 'dialling' || kind === 'alerting'
  call.audio = {
    customer: customerAudio(call, { isDialled, now, graceMs }),
    agent: { kind: 'absent', until: inCall ? now + graceMs : null, lost: inCall },
  }
  ringAgain(desk, call, now)
  // What was written until the stop is complete; the rest is a recording of its own.
  if (call.recording !== 'off') call.recordings += 1
  desk.callChanged(call)
  if (isDialled) dialAgain(desk, call)
  desk.addTimeline(call, now, { kind: 'mediaLost', data: { party: 'server' } })
}

/** Nobody could be told for a while: whoever rings, and whoever wraps up, has the whole time for it from now on. */
export function resumed(desk: Desk, now: number): void {
  for (const call of desk.calls.values()) if (ringAgain(desk, call, now)) desk.callChanged(call)
  for (const seat of desk.seats.values()) {
    const { state } = seat
    if (state.kind !== 'wrapUp') continue
    seat.state = { ...state, until: now + state.until - state.since }
    publishSeat(desk, seat, now)
  }
}

function ringAgain({ config }: Desk, call: Call, now: number): boolean {
  if (call.state.kind !== 'offered' && call.state.kind !== 'directed') return false
  call.state = { ...call.state, ringUntil: now + config.parameters.ringTimeoutSeconds * 1000 }
  return true
}

interface Stopped {
  readonly isDialled: boolean
  readonly now: number
  readonly graceMs: number
}

function customerAudio(call: Call, { isDialled, now, graceMs }: Stopped): Call['audio']['customer'] {
  if (call.purpose === 'supervision' || isDialled) return absent(null)
  return { kind: 'absent', until: now + (call.callerAgent === null ? customerGraceMs : graceMs), lost: true }
}

function dialAgain(desk: Desk, call: Call): void {
  const { roomId: room, callId, callerNumber } = call
  const target = { kind: 'number', number: call.dialled ?? call.calledNumber, e164: call.e164 ?? null } as const
  desk.changes.actions.push({ type: 'dialLine', room, leg: customerLeg(call) ?? '', callId, target, callerNumber, callerName: '' })
}

/** Both rows are written in one transaction; should a call be missing all the same, its agent is not left in it. */
function releaseFromVanishedCall(desk: Desk, seat: Seat, now: number): void {
  if (seat.state.kind !== 'ringing' && seat.state.kind !== 'talking') return
  if (desk.calls.has(seat.state.callId)) return
  seat.state = { kind: 'idle', since: now, idleSince: now }
  publishSeat(desk, seat, now)
}
