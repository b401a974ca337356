// One step of a call or of a seat: the machine decides, this carries its effects to the desk and tells the agent.
import type { AgentEvent, ReleaseCause } from '@openseat/contracts'
import { seatMachine, type SeatEvent } from '../agent/seat-machine.ts'
import { isSignedIn, type Seat } from '../agent/seat.ts'
import { callMachine, type AgentOutcome, type CallEffect, type CallEvent } from '../call/call-machine.ts'
import type { Call } from '../call/call.ts'
import { isRejection } from '../machine.ts'
import { resolvePops } from '../screen-pop/resolve-pops.ts'
import type { Desk } from './desk.ts'
import { callView, seatView } from './views.ts'

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
  if (!isSignedIn(seat)) Object.assign(seat, { queueIds: [], browserId: null, absentUntil: null })
  publishSeat(desk, seat, now)
  return true
}

export function publishSeat(desk: Desk, seat: Seat, now: number): void {
  desk.seatChanged(seat)
  desk.publish(seat.agentNumber, now, { type: 'seat.changed', seat: seatView(seat) })
}

/** Takes the event to the call's machine; false when the state does not take it. */
export function callStep(desk: Desk, call: Call, event: CallEvent, now: number): boolean {
  const result = callMachine.step(call.state, event, { now })
  if (isRejection(result)) {
    desk.changes.rejections.push(`${callMachine.name}: ${result.event} in ${result.state}`)
    return false
  }
  const before = call.state
  call.state = result.state
  takeFacts(desk, call, now)
  desk.callChanged(call)
  const agentNumber = 'agentNumber' in call.state ? call.state.agentNumber : 'agentNumber' in before ? before.agentNumber : null
  if (agentNumber !== null) publishCall(desk, call, agentNumber, now)
  for (const effect of result.effects) perform(desk, call, effect, now)
  return true
}

/** Facts that follow from the new state. */
function takeFacts(desk: Desk, call: Call, now: number): void {
  const { state } = call
  if ('agentNumber' in state) call.agentNumber = state.agentNumber
  if (state.kind === 'waiting') {
    call.queueId = state.queueId
    call.queueName = desk.configOf(call).queues.get(state.queueId)?.name ?? call.queueName
    call.audio.agent = { kind: 'absent', until: null, lost: false }
  }
  if (state.kind === 'offered') call.offeredAt = state.offeredAt
  if (state.kind === 'talking') call.answeredAt ??= now
  if (state.kind === 'ended' || state.kind === 'waiting') endLegs(call, now)
}

function endLegs(call: Call, now: number): void {
  for (const leg of call.legs) {
    if (leg.party === 'agent' || call.state.kind === 'ended') leg.endedAt ??= now
  }
}

/** What an agent is told of an offer that went back to the line. */
const offerCauses: Readonly<Record<string, ReleaseCause>> = { noAnswer: 'noAnswer', rejected: 'rejected', withdrawn: 'abandoned' }

const callEventTypes = {
  ringing: 'call.ringing',
  dialling: 'call.dialling',
  alerting: 'call.alerting',
  talking: 'call.talking',
  held: 'call.held',
  ended: 'call.ended',
} as const satisfies Record<string, AgentEvent['type']>

function publishCall(desk: Desk, call: Call, agentNumber: string, now: number): void {
  const view = callView(call, desk.agent(agentNumber))
  if (call.state.kind === 'waiting') return
  desk.publish(agentNumber, now, { type: callEventTypes[view.state], call: view })
}

/** Tells the call's agent of a change that is no change of state, such as muting. */
export function publishUpdate(desk: Desk, call: Call, now: number): void {
  desk.callChanged(call)
  if ('agentNumber' in call.state) {
    desk.publish(call.state.agentNumber, now, { type: 'call.updated', call: callView(call, desk.agent(call.state.agentNumber)) })
  }
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
      call.legs.push({ party: 'agent', number: effect.agentNumber, startedAt: now, answeredAt: null, endedAt: null })
      return
    case 'legAnswered':
      for (const leg of call.legs) if (leg.endedAt === null) leg.answeredAt ??= now
      return
  }
}

function timelineFacts(call: Call, effect: Extract<CallEffect, { type: 'timeline' }>): Record<string, string> {
  if (effect.kind === 'requeued') return { queueName: call.queueName ?? '' }
  if (effect.kind === 'dialled') return { calledNumber: call.calledNumber }
  return {}
}

function openPops(desk: Desk, call: Call, { trigger, agentNumber }: Extract<CallEffect, { type: 'openPops' }>, now: number): void {
  const agent = desk.agent(agentNumber)
  if (!agent) return
  const pops = resolvePops(call, { trigger, agent, config: desk.configOf(call), allowList: desk.config.allowList })
  if (pops.length === 0) return
  call.pops.push(...pops)
  desk.callChanged(call)
  for (const pop of pops) desk.addTimeline(call, now, { kind: 'popRequested', data: { popName: pop.name, popId: pop.popId } })
  desk.publish(agentNumber, now, { type: 'pops.opened', callId: call.callId, pops })
}

function closePops(desk: Desk, call: Call, agentNumber: string, now: number): void {
  if (call.pops.length === 0) return
  call.pops = []
  desk.callChanged(call)
  desk.publish(agentNumber, now, { type: 'pops.closed', callId: call.callId })
}

function freeAgent(desk: Desk, call: Call, { agentNumber, outcome }: { agentNumber: string; outcome: AgentOutcome }, now: number): void {
  if (call.state.kind === 'waiting') {
    const view = {
      ...callView(call, desk.agent(agentNumber)),
      releaseCause: offerCauses[outcome] ?? 'abandoned',
      endedAt: new Date(now).toISOString(),
    }
    desk.publish(agentNumber, now, { type: 'call.ended', call: view })
  }
  const queue = call.queueId === null ? undefined : desk.configOf(call).queues.get(call.queueId)
  const wrapUpSeconds = queue?.wrapUpSeconds ?? wrapUpWithoutQueue
  seatStep(desk, desk.seat(agentNumber, now), { type: 'freed', outcome, wrapUpSeconds, callId: call.callId }, now)
}
