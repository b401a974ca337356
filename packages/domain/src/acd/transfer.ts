// Transfers, consultations and three-party calls. The consultation is a call of its own in the customer's room.
import type { Destination } from '@openseat/contracts'
import { isConnected, type Call, type LinePlace } from '../call/call.ts'
import { agentLeg, consultedLeg, partyOf, servingAgent, transfereeLeg } from '../call/ends.ts'
import { destinationProblem, dialFrom, dialTimeoutMs, direct, internalCall, outboundCall, sendInside, withNumber } from './calling.ts'
import { dialledNumber, type DialledNumber } from '../numbers/dialled-number.ts'
import type { Desk } from './desk.ts'
import { consultOf } from './linked-calls.ts'
import { publishUpdate } from './publish.ts'
import { enterQueue, release } from './routing.ts'
import { done, refuse, refuseState, type CommandOf, type Reply, type Scene } from './scene.ts'
import { callStep } from './steps.ts'

type Transfer = CommandOf<'blindTransfer' | 'consult' | 'completeTransfer' | 'takeBack' | 'swap' | 'conference'>

function wordOf({ config }: Desk, to: Destination): string {
  if (to.kind === 'agent') return to.agentNumber
  if (to.kind === 'queue') return config.queues.get(to.queueId)?.name ?? ''
  const number = dialledNumber(to.number, config.numbering)
  return typeof number === 'string' ? to.number : number.shown
}

/** Carries out one of the commands on the agent's own customer call. */
export function transferCommand(scene: Scene, call: Call, command: Transfer): Reply {
  const { desk } = scene
  if (!isConnected(call) || call.purpose !== 'customer' || servingAgent(call) !== scene.agentNumber) return refuseState(call, command.kind)
  const consult = consultOf(desk, call)
  if (command.kind === 'blindTransfer' || command.kind === 'consult') {
    if (consult) return refuse('CALL_LINKED', { callId: call.callId })
    return (
      destinationProblem(scene, command.to) ??
      (command.kind === 'consult' ? startConsult(scene, call, command.to) : blindTransfer(scene, call, command.to))
    )
  }
  if (!consult) return refuse('CALL_NOT_LINKED', { callId: call.callId })
  if (command.kind === 'takeBack') return takeBack(scene, call, consult)
  if (!isConnected(consult)) return refuseState(consult, command.kind)
  return linkedCommand(scene, { call, consult }, command.kind)
}

interface Linked {
  readonly call: Call
  readonly consult: Call
}

function linkedCommand({ desk, agentNumber, now }: Scene, linked: Linked, kind: 'completeTransfer' | 'swap' | 'conference'): Reply {
  const { call, consult } = linked
  if (kind === 'completeTransfer') {
    completeTransfer(desk, linked, now)
    return done
  }
  if (kind === 'conference') {
    for (const each of [call, consult]) if (each.state.kind === 'held') callStep(desk, each, { type: 'retrieve' }, now)
    return callStep(desk, call, { type: 'join' }, now) ? done : refuseState(call, kind)
  }
  if (call.state.kind === 'talking' && call.state.conference) return refuseState(call, kind)
  swap(desk, linked, agentNumber, now)
  return done
}

/** Whom the agent talks with is held; the other is taken back. */
function swap(desk: Desk, { call, consult }: Linked, agentNumber: string, now: number): void {
  const [talking, waiting] = call.state.kind === 'talking' ? [call, consult] : [consult, call]
  if (talking.state.kind === 'talking')
    callStep(desk, talking, { type: 'hold', by: partyOf(talking, agentLeg(agentNumber)) ?? 'agent' }, now)
  if (waiting.state.kind === 'held') callStep(desk, waiting, { type: 'retrieve' }, now)
}

function startConsult(scene: Scene, call: Call, to: Destination): Reply {
  const { desk, now } = scene
  if (call.state.kind === 'talking') callStep(desk, call, { type: 'hold', by: 'agent' }, now)
  desk.addTimeline(call, now, { kind: 'consultStarted', data: { to: wordOf(desk, to) } })
  if (to.kind === 'number') {
    const link = { purpose: 'consult', parentCallId: call.callId, roomId: call.roomId } as const
    return withNumber(scene, to.number, (number) => {
      const consult = outboundCall(scene, { number, queueId: null, mediaType: 'audio', link })
      consult.audio.agent = call.audio.agent
      dialFrom(scene, consult)
      return { ok: true, callId: consult.callId }
    })
  }
  const consult = internalCall(scene, to, call)
  sendInside(desk, consult, to, now)
  return { ok: true, callId: consult.callId }
}

function takeBack({ desk, now }: Scene, call: Call, consult: Call): Reply {
  release(desk, consult, 'takenBack', now)
  if (call.state.kind === 'held') callStep(desk, call, { type: 'retrieve' }, now)
  return done
}

/** The one consulted takes the agent's place; all are in the room already. */
export function completeTransfer(desk: Desk, { call, consult }: Linked, now: number): void {
  const agentNumber = servingAgent(call)
  const leg = agentNumber === null ? null : consultedLeg(consult, agentNumber)
  if (agentNumber === null || leg === null) return
  const party = partyOf(consult, leg) ?? 'agent'
  const audio = consult.audio[party]
  const colleague = party === 'agent' ? servingAgent(consult) : null
  const number = colleague ?? consult.calledNumber
  desk.addTimeline(call, now, { kind: 'transferred', data: { to: number } })
  if (colleague === null) {
    call.lineRefs = { ...call.lineRefs, [leg]: consult.lineRefs[leg] ?? '' }
    callStep(desk, call, { type: 'handOff', leg, number }, now)
  } else callStep(desk, call, { type: 'handOver', agentNumber: colleague }, now)
  call.audio.agent = audio
  publishUpdate(desk, call, now)
  release(desk, consult, 'transferred', now)
}

function blindTransfer(scene: Scene, call: Call, to: Destination): Reply {
  const { desk, agentNumber, now } = scene
  desk.addTimeline(call, now, { kind: 'transferStarted', data: { agentNumber, to: wordOf(desk, to) } })
  if (to.kind === 'agent') direct(desk, call, { agentNumber: to.agentNumber, back: linePlace(desk, call, now) }, now)
  else if (to.kind === 'queue') enterQueue(desk, call, to.queueId, now)
  else return withNumber(scene, to.number, (number) => dialTransferee(desk, call, number, now))
  return done
}

/** Where the customer waits when the one called does not answer: in the queue that the call came from. */
function linePlace(desk: Desk, call: Call, now: number): LinePlace | null {
  const queue = call.queueId === null ? undefined : desk.configOf(call).queues.get(call.queueId)
  return queue ? { queueId: queue.id, since: now, until: now + queue.maxWaitSeconds * 1000 } : null
}

function dialTransferee(desk: Desk, call: Call, { shown, dialled, e164, extension }: DialledNumber, now: number): Reply {
  const leg = transfereeLeg(call.callId)
  call.digitsAtAnswer = extension
  callStep(desk, call, { type: 'dialOut', leg, number: shown, until: now + dialTimeoutMs }, now)
  const { roomId: room, callId } = call
  const callerNumber = desk.config.accessCodes[0] ?? ''
  const target = { kind: 'number', number: dialled, e164 } as const
  desk.changes.actions.push({ type: 'dialLine', room, leg, callId, target, callerNumber, callerName: '' })
  return done
}

/** A transfer that the agent's telephone asked for; what cannot be is let be, and the call goes on. */
export function transferLine(
  desk: Desk,
  { call, agentNumber, number }: { call: Call; agentNumber: string; number: string },
  now: number,
): void {
  const scene: Scene = { desk, agentNumber, browserId: '', newCallId: '', seat: desk.seat(agentNumber, now), now }
  const to: Destination = desk.agent(number) ? { kind: 'agent', agentNumber: number } : { kind: 'number', number }
  transferCommand(scene, call, { kind: 'blindTransfer', callId: call.callId, to })
}
