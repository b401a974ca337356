// One step of a call or of a seat: the machine decides, this carries its effects to the desk and tells the agents.
import type { ReleaseCause } from '@openseat/contracts'
import { seatMachine, type SeatEvent } from '../agent/seat-machine.ts'
import { isSignedIn, type Seat } from '../agent/seat.ts'
import { callMachine, type AgentOutcome, type CallEffect, type CallEvent } from '../call/call-machine.ts'
import { absent, isLive, type Call, type CallState, type LegRecord } from '../call/call.ts'
import { agentsOf, endOf } from '../call/ends.ts'
import { isRejection } from '../machine.ts'
import { resolvePops } from '../screen-pop/resolve-pops.ts'
import type { Desk } from './desk.ts'
import type { WaitEnd } from './queue-days.ts'
import { afterStep } from './after-step.ts'
import { publishCall, publishSeat } from './publish.ts'
import { startPolicyRecording } from './recording.ts'
import { pairVideo } from './video.ts'
import { callView } from './views.ts'

/** Wrap-up of a call that belongs to no queue, seconds. */
const wrapUpWithoutQueue = 5

export function seatStep(desk: Desk, seat: Seat, event: SeatEvent, now: number): boolean {
  const result = seatMachine.step(seat.state, event, { now, next: seat.next })
  if (isRejection(result)) {
    desk.changes.rejections.push(`${seatMachine.name}: ${result.event} in ${result.state}`)
    return false
  }
  seat.state = result.state
  for (const effect of result.effects) seat.next = effect.next
  if (!isSignedIn(seat))
    Object.assign(seat, { queueIds: [], leftOut: [], browserId: null, absentUntil: null, phoneTrouble: null, heldBack: false })
  publishSeat(desk, seat, now)
  return true
}

/** Takes the event to the call's machine; false when the state does not take it. */
export function callStep(desk: Desk, call: Call, event: CallEvent, now: number): boolean {
  const result = callMachine.step(call.state, event, { now })
  if (isRejection(result)) {
    desk.changes.rejections.push(`${callMachine.name}: ${result.event} in ${result.state}`)
    return false
  }
  const before = call.state
  const agentsBefore = agentsOf(call)
  call.state = result.state
  for (const effect of result.effects) takeLeg(desk, call, effect, now)
  takeFacts(desk, call, { before, now })
  desk.callChanged(call)
  for (const agentNumber of isLive(call) ? agentsOf(call) : agentsBefore) publishCall(desk, call, agentNumber, now)
  for (const effect of result.effects) perform(desk, call, effect, now)
  if (call.state.kind === 'talking' && isAnotherAgent(before, call.state.agentNumber)) {
    startPolicyRecording(desk, call, now)
    pairVideo(desk, call, now)
  }
  if (!isLive(call) && call.callerAgent !== null) freeAgent(desk, call, { agentNumber: call.callerAgent, outcome: 'failed' }, now)
  afterStep(desk, call, { before, event, step: callStep }, now)
  return true
}

const isAnotherAgent = (before: CallState, agentNumber: string): boolean =>
  (before.kind !== 'held' && before.kind !== 'talking') || before.agentNumber !== agentNumber

interface Moment {
  readonly before: CallState
  readonly now: number
}

/** Facts that follow from the new state. */
function takeFacts(desk: Desk, call: Call, { before, now }: Moment): void {
  const { state } = call
  takeAgent(call, before)
  if (state.kind === 'waiting') {
    call.queueId = state.queueId
    call.queuedAt = state.since
    call.queueName = desk.configOf(call).queues.get(state.queueId)?.name ?? call.queueName
  }
  if (state.kind === 'talking' || state.kind === 'supervising') takeTalk(desk, call, { before, now })
  if (state.kind === 'ended') for (const leg of call.legs) leg.endedAt ??= now
  countForBoard(desk, call, { before, now })
}

function takeTalk(desk: Desk, call: Call, { before, now }: Moment): void {
  call.answeredAt ??= now
  call.releaseAt ??= now + desk.configOf(call).parameters.maxCallMinutes * 60_000
  if (before.kind === 'held' && call.video.kind === 'on') call.videoSession += 1
}

function takeAgent(call: Call, before: CallState): void {
  const { state } = call
  if ('agentNumber' in state) call.agentNumber = state.agentNumber
  else if ('agentNumber' in before) call.audio.agent = absent(null)
  if (state.kind !== 'offered' && state.kind !== 'directed') return
  call.offeredAt = state.offeredAt
  call.audio.agent = absent(null)
}

function takeLeg(desk: Desk, call: Call, effect: CallEffect, now: number): void {
  if (effect.type === 'legStarted') call.legs.push(newLeg(desk, effect, now))
  if (effect.type === 'legEnded') for (const leg of call.legs) if (leg.party !== 'customer') leg.endedAt ??= now
  if (effect.type === 'legAnswered') for (const leg of call.legs) if (leg.endedAt === null) leg.answeredAt ??= now
}

function newLeg(desk: Desk, { party, number }: Extract<CallEffect, { type: 'legStarted' }>, now: number): LegRecord {
  const numberLabel = party === 'agent' ? (desk.agent(number)?.numberLabel ?? '') : ''
  return { party, number, startedAt: now, answeredAt: null, endedAt: null, ...(numberLabel === '' ? {} : { numberLabel }) }
}

/** The queue in whose line the call is, ringing an agent included. */
const queueOf = (state: CallState): number | null => (state.kind === 'waiting' || state.kind === 'offered' ? state.queueId : null)

/** Each wait in a queue is counted where it begins and once where it ends. */
function countForBoard(desk: Desk, { state }: Call, { before, now }: Moment): void {
  const [from, to] = [queueOf(before), queueOf(state)]
  if (from === to) return
  if (from !== null && 'since' in before) desk.days.ended(from, now, { end: waitEnd(before, state, now), waitedMs: now - before.since })
  if (to !== null) desk.days.offered(to, now)
}

function waitEnd(before: CallState, state: CallState, now: number): WaitEnd {
  if (state.kind === 'talking') return 'answered'
  if (state.kind === 'ended' && state.cause === 'abandoned') return 'abandoned'
  // Also where the queue sends the caller on to another one.
  const isTimedOut = before.kind === 'waiting' && before.until <= now
  return isTimedOut || (state.kind === 'ended' && state.cause === 'waitExpired') ? 'timedOut' : 'left'
}

function perform(desk: Desk, call: Call, effect: CallEffect, now: number): void {
  switch (effect.type) {
    case 'timeline':
      desk.addTimeline(call, now, { kind: effect.kind, data: { ...timelineFacts(call, effect), ...effect.data } })
      return
    case 'openPops':
      openPops(desk, call, effect, now)
      return
    case 'closePops':
      closePops(desk, call, effect.agentNumber, now)
      return
    case 'freeAgent':
      freeAgent(desk, call, effect, now)
      return
    case 'legStarted':
    case 'legEnded':
    case 'legAnswered':
      // Taken with the state, before anyone is told.
      return
  }
}

function timelineFacts(call: Call, effect: Extract<CallEffect, { type: 'timeline' }>): Record<string, string> {
  if (effect.kind === 'requeued') return { queueName: call.queueName ?? '' }
  if (effect.kind === 'dialled') return { calledNumber: call.calledNumber }
  return {}
}

type PopMoment = Pick<Extract<CallEffect, { type: 'openPops' }>, 'trigger' | 'agentNumber'>

function openPops(desk: Desk, call: Call, { trigger, agentNumber }: PopMoment, now: number): void {
  const agent = desk.agent(agentNumber)
  if (!agent || call.purpose !== 'customer') return
  const pops = resolvePops(call, { trigger, agent, config: desk.configOf(call), allowList: desk.config.allowList })
  if (pops.length === 0) return
  call.pops = { ...call.pops, [agentNumber]: [...(call.pops[agentNumber] ?? []), ...pops] }
  desk.callChanged(call)
  for (const pop of pops) desk.addTimeline(call, now, { kind: 'popRequested', data: { popName: pop.name, popId: pop.popId } })
  desk.publish(agentNumber, now, { type: 'pops.opened', callId: call.callId, pops })
}

function closePops(desk: Desk, call: Call, agentNumber: string, now: number): void {
  if (!call.pops[agentNumber]) return
  call.pops = Object.fromEntries(Object.entries(call.pops).filter(([number]) => number !== agentNumber))
  desk.callChanged(call)
  desk.publish(agentNumber, now, { type: 'pops.closed', callId: call.callId })
}

/** What an agent is told who is out of a call that goes on. */
const outcomeCauses: Readonly<Record<AgentOutcome, ReleaseCause>> = {
  noAnswer: 'noAnswer',
  rejected: 'rejected',
  withdrawn: 'abandoned',
  unreached: 'phoneUnreached',
  talked: 'transferred',
  failed: 'transferred',
}

interface Freed {
  readonly agentNumber: string
  readonly outcome: AgentOutcome
}

function freeAgent(desk: Desk, call: Call, { agentNumber, outcome }: Freed, now: number): void {
  if (isLive(call) && endOf(call, agentNumber) === null) tellOut(desk, call, { agentNumber, outcome }, now)
  const seat = desk.seat(agentNumber, now)
  const wrapUpSeconds = call.purpose === 'customer' ? wrapUpOf(desk, call) : 0
  const other = desk.index.ofAgent(agentNumber).find((live) => live !== call)
  if (!other) {
    seatStep(desk, seat, { type: 'freed', outcome, wrapUpSeconds, callId: call.callId }, now)
    return
  }
  const owed = outcome === 'talked' && wrapUpSeconds > 0 ? { callId: call.callId, seconds: wrapUpSeconds } : null
  const isThere = seat.state.kind === 'talking' && seat.state.callId === other.callId && owed === null
  if (!isThere) seatStep(desk, seat, { type: 'moved', callId: other.callId, owed }, now)
}

function wrapUpOf(desk: Desk, call: Call): number {
  const queue = call.queueId === null ? undefined : desk.configOf(call).queues.get(call.queueId)
  return queue?.wrapUpSeconds ?? wrapUpWithoutQueue
}

function tellOut(desk: Desk, call: Call, { agentNumber, outcome }: Freed, now: number): void {
  const view = { ...callView(desk, call, agentNumber), state: 'ended' as const, mediaWanted: false }
  desk.publish(agentNumber, now, {
    type: 'call.ended',
    call: { ...view, releaseCause: outcomeCauses[outcome], endedAt: new Date(now).toISOString() },
  })
}
