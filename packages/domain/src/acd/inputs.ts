// What reaches the desk from the customer's side, from the audio and from the agents' connections.
import type { MediaType, ReleaseCause } from '@openseat/contracts'
import { isSignedIn } from '../agent/seat.ts'
import type { Call, Party } from '../call/call.ts'
import { expectAgentAudio } from './commands.ts'
import type { Desk } from './desk.ts'
import type { RoutingConfig } from './routing-config.ts'
import { release, route } from './routing.ts'
import { callStep, publishSeat, publishUpdate, seatStep } from './steps.ts'

export interface Arrival {
  readonly callId: string
  readonly mediaType: MediaType
  readonly callerNumber: string
  /** As dialled: access code, extension code, and what came after. */
  readonly dialled: string
  readonly attachedData: Readonly<Record<string, string>>
  readonly customerRef: string
}

/** How long a new call may take until its audio is there. */
const audioSetUpMs = 15_000
/** How long a caller whose audio was lost keeps the place. */
const customerGraceMs = 30_000

export function callArrived(desk: Desk, arrival: Arrival, now: number): void {
  const call: Call = {
    callId: arrival.callId,
    direction: 'inbound',
    mediaType: arrival.mediaType,
    callerNumber: arrival.callerNumber,
    calledNumber: arrival.dialled,
    attachedData: arrival.attachedData,
    startedAt: now,
    revision: desk.config.revision,
    customerRef: arrival.customerRef,
    state: { kind: 'arrived' },
    audio: { customer: { kind: 'absent', until: now + audioSetUpMs, lost: false }, agent: { kind: 'absent', until: null, lost: false } },
    muted: false,
    queueId: null,
    queueName: null,
    agentNumber: null,
    offeredAt: null,
    answeredAt: null,
    queueTransfers: 0,
    legs: [{ party: 'customer', number: arrival.callerNumber, startedAt: now, answeredAt: null, endedAt: null }],
    pops: [],
    timelineLength: 0,
  }
  desk.callChanged(call)
  route(desk, call, now)
}

const beforeTalking = new Set(['arrived', 'waiting', 'offered'])

export function customerHungUp(desk: Desk, callId: string, now: number): void {
  const call = desk.calls.get(callId)
  if (!call) return
  if (call.direction === 'inbound') release(desk, call, beforeTalking.has(call.state.kind) ? 'abandoned' : 'customerHangUp', now)
  else release(desk, call, call.answeredAt === null ? 'rejected' : 'customerHangUp', now)
}

export function customerAlerting(desk: Desk, callId: string, now: number): void {
  const call = desk.calls.get(callId)
  if (call) callStep(desk, call, { type: 'alert' }, now)
}

export function customerAnswered(desk: Desk, callId: string, now: number): void {
  const call = desk.calls.get(callId)
  if (!call || (call.state.kind !== 'dialling' && call.state.kind !== 'alerting')) return
  expectAgentAudio(desk, call, now)
  if (call.audio.customer.kind === 'absent') call.audio.customer = { kind: 'absent', until: now + audioSetUpMs, lost: false }
  callStep(desk, call, { type: 'connect' }, now)
}

export function customerFailed(desk: Desk, callId: string, cause: ReleaseCause, now: number): void {
  const call = desk.calls.get(callId)
  if (call) release(desk, call, cause, now)
}

/** `ref`: which telephone answers for an outbound call's customer. */
export function customerReached(desk: Desk, callId: string, ref: string): void {
  const call = desk.calls.get(callId)
  if (!call) return
  call.customerRef = ref
  desk.callChanged(call)
}

export function audioConnected(desk: Desk, callId: string, party: Party, now: number): void {
  const call = desk.calls.get(callId)
  const before = call?.audio[party]
  if (!call || before?.kind !== 'absent') return
  call.audio[party] = { kind: 'connected' }
  if (before.lost) desk.addTimeline(call, now, { kind: 'mediaRestored', data: { party } })
  publishUpdate(desk, call, now)
}

export function audioLost(desk: Desk, callId: string, party: Party, now: number): void {
  const call = desk.calls.get(callId)
  if (!call || call.audio[party].kind !== 'connected') return
  call.audio[party] = { kind: 'absent', until: graceEnd(desk, call, party, now), lost: true }
  desk.addTimeline(call, now, { kind: 'mediaLost', data: { party } })
  publishUpdate(desk, call, now)
}

/** An agent whose audio goes while the call only rings has until the answer. */
function graceEnd(desk: Desk, call: Call, party: Party, now: number): number | null {
  if (party === 'customer') return now + customerGraceMs
  return call.state.kind === 'offered' ? null : now + desk.config.parameters.reconnectGraceSeconds * 1000
}

/** New settings. An agent who lost a skill leaves that queue; one who is no more is signed out, a call first brought to its end. */
export function configChanged(desk: Desk, config: RoutingConfig, now: number): void {
  desk.useConfig(config)
  for (const seat of desk.seats.values()) {
    if (!isSignedIn(seat)) continue
    const skills = desk.agent(seat.agentNumber)?.skills
    const kept = seat.queueIds.filter((queueId) => skills?.has(queueId))
    if (kept.length === seat.queueIds.length) continue
    seat.queueIds = kept
    const inCall = seat.state.kind === 'ringing' || seat.state.kind === 'talking'
    if (kept.length === 0 && !inCall) seatStep(desk, seat, { type: 'signOut' }, now)
    else publishSeat(desk, seat, now)
  }
}

export function digitsPressed(desk: Desk, callId: string, count: number, now: number): void {
  const call = desk.calls.get(callId)
  if (call) desk.addTimeline(call, now, { kind: 'digits', data: { party: 'customer', count } })
}

export interface AudioQuality {
  readonly party: Party
  readonly lossPercent: number
  readonly jitterMs: number
  /** Null when the far end reported none. */
  readonly roundTripMs: number | null
}

export function audioMeasured(desk: Desk, callId: string, quality: AudioQuality, now: number): void {
  const call = desk.calls.get(callId) ?? desk.endedCalls.get(callId)
  const { party, lossPercent, jitterMs, roundTripMs } = quality
  if (call) desk.addTimeline(call, now, { kind: 'mediaStats', data: { party, lossPercent, jitterMs, roundTripMs } })
}

/** A page of the agent's is connected; what the seat was is what it is. */
export function seatConnected(desk: Desk, agentNumber: string, now: number): void {
  const seat = desk.seat(agentNumber, now)
  if (seat.present) return
  seat.present = true
  seat.absentUntil = null
  desk.seatChanged(seat)
}

/** The agent's last page is gone: nothing is offered, and after the grace the seat is signed out. */
export function seatDisconnected(desk: Desk, agentNumber: string, now: number): void {
  const seat = desk.seats.get(agentNumber)
  if (!seat?.present) return
  seat.present = false
  seat.absentUntil = isSignedIn(seat) ? now + desk.config.parameters.reconnectGraceSeconds * 1000 : null
  desk.seatChanged(seat)
}
