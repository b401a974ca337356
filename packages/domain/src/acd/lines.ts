// What the outside lines report: customers' telephones, outside numbers, agents' telephones. A line is a leg of a room.
import type { ReleaseCause, VideoAction } from '@openseat/contracts'
import { absent, isConnected, isLive, type Call, type Party } from '../call/call.ts'
import { agentLeg, agentsOf, servingAgent } from '../call/ends.ts'
import { answerCall, leaveCall } from './call-commands.ts'
import { summonedCustomer } from './calling.ts'
import type { Desk } from './desk.ts'
import { audioSetUpMs, endsAt, expectAudio, type RoomLeg } from './inputs.ts'
import { consultOf } from './linked-calls.ts'
import { tellTransferFailed } from './publish.ts'
import { enterOpenQueue, release } from './routing.ts'
import { callStep } from './steps.ts'
import { completeTransfer, transferLine } from './transfer.ts'
import { offerFailed, telephoneRang } from './unreached.ts'
import { switchVideo } from './video.ts'

interface End {
  readonly call: Call
  readonly party: Party
}

/** The agent whose telephone the leg is. */
const agentAt = (leg: string): string | null => (leg.startsWith('agent/') ? leg.slice('agent/'.length) : null)

/** `ref`: which line answers for the leg. */
export function lineReached(desk: Desk, at: RoomLeg, { ref, videoPossible = false }: { ref: string; videoPossible?: boolean }): void {
  for (const { call, party } of endsAt(desk, at)) {
    call.lineRefs = { ...call.lineRefs, [at.leg]: ref }
    if (party === 'customer') call.videoPossible = videoPossible
    desk.callChanged(call)
  }
}

export function lineAlerting(desk: Desk, at: RoomLeg, now: number): void {
  for (const { call, party } of endsAt(desk, at))
    if (party === 'agent') telephoneRang(desk, call, now)
    else if (agentAt(at.leg) === null) callStep(desk, call, { type: 'alert' }, now)
}

export function lineAnswered(desk: Desk, at: RoomLeg, now: number): void {
  const agentNumber = agentAt(at.leg)
  for (const end of endsAt(desk, at)) {
    if (agentNumber !== null) agentAnswered(desk, end, agentNumber, now)
    else outsideAnswered(desk, end.call, at.leg, now)
  }
}

function outsideAnswered(desk: Desk, call: Call, leg: string, now: number): void {
  if (call.state.kind === 'transferring') callStep(desk, call, { type: 'connect' }, now)
  else customerAnswered(desk, call, now)
  const digits = call.digitsAtAnswer ?? null
  if (digits === null || !isLive(call)) return
  call.digitsAtAnswer = null
  desk.changes.actions.push({ type: 'sendDigits', room: call.roomId, leg, digits })
}

function customerAnswered(desk: Desk, call: Call, now: number): void {
  if (call.state.kind !== 'dialling' && call.state.kind !== 'alerting') return
  expectAudio(desk, call, 'agent', now)
  if (call.audio.customer.kind === 'absent') call.audio.customer = absent(now + audioSetUpMs)
  callStep(desk, call, { type: 'connect' }, now)
}

function agentAnswered(desk: Desk, { call, party }: End, agentNumber: string, now: number): void {
  expectAudio(desk, call, party, now)
  if (party === 'customer') return
  telephoneRang(desk, call, now)
  if (call.state.kind === 'offered' || call.state.kind === 'directed') answerCall(desk, call, agentNumber, now)
  if (call.state.kind === 'dialling' && call.state.summoning) summonedCustomer(desk, call, now)
}

export function lineFailed(desk: Desk, at: RoomLeg, cause: ReleaseCause, now: number): void {
  for (const { call, party } of endsAt(desk, at)) {
    const { kind } = call.state
    if (party === 'agent' && (kind === 'offered' || kind === 'directed')) offerFailed(desk, call, cause, now)
    else if (kind === 'transferring') transferFailed(desk, call, cause, now)
    else release(desk, call, agentAt(at.leg) === null ? cause : 'phoneUnreached', now)
  }
}

/** The customer is not lost with the transfer: the queue takes the call again, if it came from one. */
export function transferFailed(desk: Desk, call: Call, cause: ReleaseCause, now: number): void {
  desk.addTimeline(call, now, { kind: 'transferFailed', data: { cause } })
  tellTransferFailed(desk, call, cause, now)
  if (call.queueId === null) release(desk, call, cause, now)
  else enterOpenQueue(desk, call, call.queueId, now)
}

const beforeTalking = new Set(['arrived', 'waiting', 'offered', 'directed'])

export function lineHungUp(desk: Desk, at: RoomLeg, now: number): void {
  const agentNumber = agentAt(at.leg)
  if (agentNumber !== null) phoneHungUp(desk, at, { agentNumber, now })
  else for (const end of endsAt(desk, at)) outsideHungUp(desk, end, now)
}

/** A caller who was not answered yet has gone all the same; of a talk it is not known who would have ended it. */
export function lineLost(desk: Desk, at: RoomLeg, now: number): void {
  for (const { call } of endsAt(desk, at)) if (endsWith(desk, call, at.leg)) release(desk, call, 'connectionLost', now)
  lineHungUp(desk, at, now)
}

/** With the line the talk is over: no third one is in it to whom the others could go on talking. */
function endsWith(desk: Desk, call: Call, leg: string): boolean {
  if (agentAt(leg) === null) return call.state.kind === 'handedOff' || isConnected(call)
  const isAmongThree = call.state.kind === 'talking' && call.state.conference
  return isConnected(call) && !isAmongThree && !consultOf(desk, call)
}

/** The agent's telephone is put down. In the middle of a consultation that hands the customer over: nobody is hung up on. */
function phoneHungUp(desk: Desk, at: RoomLeg, { agentNumber, now }: { agentNumber: string; now: number }): void {
  const served = endsAt(desk, at).find(({ call, party }) => party === 'agent' && call.purpose === 'customer')?.call
  const consult = served && consultOf(desk, served)
  if (served && consult && isConnected(served) && isConnected(consult)) completeTransfer(desk, { call: served, consult }, now)
  else for (const end of endsAt(desk, at)) if (agentsOf(end.call).includes(agentNumber)) phoneGone(desk, end, agentNumber, now)
}

/** While it only rang nobody pressed anything: its line went with the server, or broke. */
function phoneGone(desk: Desk, { call, party }: End, agentNumber: string, now: number): void {
  const isRinging = call.state.kind === 'offered' || call.state.kind === 'directed'
  if (party === 'agent' && isRinging) offerFailed(desk, call, 'connectionLost', now)
  else leaveCall(desk, call, agentNumber, now)
}

function outsideHungUp(desk: Desk, { call, party }: End, now: number): void {
  const { kind } = call.state
  if (kind === 'handedOff') release(desk, call, party === 'agent' ? 'otherPartyHangUp' : 'customerHangUp', now)
  else if (kind === 'transferring' && party === 'agent') transferFailed(desk, call, 'rejected', now)
  else if (call.direction === 'inbound')
    release(desk, call, beforeTalking.has(kind) && call.answeredAt === null ? 'abandoned' : 'customerHangUp', now)
  else release(desk, call, call.answeredAt === null ? 'rejected' : 'customerHangUp', now)
}

/** The customer asks for video, agrees to it or ends it. */
export function lineVideo(desk: Desk, at: RoomLeg, action: VideoAction, now: number): void {
  for (const { call, party } of endsAt(desk, at)) if (party === 'customer') switchVideo(desk, call, { by: party, action }, now)
}

/** The agent's telephone asks to transfer (REFER): as from the workbench. */
export function lineReferred(desk: Desk, at: RoomLeg, number: string, now: number): void {
  const agentNumber = agentAt(at.leg)
  const end = endsAt(desk, at).find(({ call }) => isConnected(call) && servingAgent(call) === agentNumber)
  if (end && agentNumber !== null && at.leg === agentLeg(agentNumber)) transferLine(desk, { call: end.call, agentNumber, number }, now)
}
