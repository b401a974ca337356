// Calls that agents make: to outside numbers, to colleagues and to queues; and the ringing of an agent who is named.
import type { Destination, MediaType } from '@openseat/contracts'
import { isListedOrigin } from '../screen-pop/allow-list.ts'
import type { Seat } from '../agent/seat.ts'
import { absent, newCall, type Call, type LinePlace } from '../call/call.ts'
import { agentLeg, customerLeg } from '../call/ends.ts'
import type { Desk } from './desk.ts'
import { dialledNumber, type DialledNumber } from '../numbers/dialled-number.ts'
import { audioOf, customerFacts } from './inputs.ts'
import { isQueueOpen, takesCalls, type AgentConfig } from '../config/routing-config.ts'
import { enterQueue, ringAgentPhone } from './routing.ts'
import { refuse, type CommandOf, type Reply, type Scene } from './scene.ts'
import { callStep, seatStep } from './steps.ts'

/** How long an outside number may ring. */
export const dialTimeoutMs = 60_000

/** Why the call cannot go there now, or null. */
export function destinationProblem(scene: Scene, to: Destination): Reply | null {
  const { desk, agentNumber } = scene
  switch (to.kind) {
    case 'agent':
      return agentProblem(desk, agentNumber, to.agentNumber)
    case 'queue':
      return queueProblem(scene, to.queueId)
    case 'number':
      return numberProblem(desk, to.number) ?? (desk.config.accessCodes.length === 0 ? refuse('CALL_NO_CALLER_NUMBER') : null)
  }
}

function numberProblem({ config }: Desk, number: string): Reply | null {
  const dialled = dialledNumber(number, config.numbering)
  if (dialled === 'none') return refuse('CALL_NUMBER', { number })
  return dialled === 'tooLong' ? refuse('CALL_NUMBER_LENGTH', { number }) : null
}

/** Calls `then` with a number that `destinationProblem` has found nothing against. */
export function withNumber({ desk }: Scene, text: string, then: (number: DialledNumber) => Reply): Reply {
  const number = dialledNumber(text, desk.config.numbering)
  return typeof number === 'string' ? refuse('CALL_NUMBER', { number: text }) : then(number)
}

function agentProblem(desk: Desk, self: string, agentNumber: string): Reply | null {
  if (agentNumber === self) return refuse('AGENT_SELF')
  const agent = desk.agent(agentNumber)
  if (!agent || !takesCalls(agent.kind)) return refuse('AGENT_UNKNOWN', { agentNumber })
  const seat = desk.seats.get(agentNumber)
  if (seat?.state.kind === 'idle' && seat.present) return null
  return refuse('AGENT_UNAVAILABLE', { agentNumber, state: seat?.present ? seat.state.kind : 'signedOut' })
}

function queueProblem({ desk, now }: Scene, queueId: number): Reply | null {
  const queue = desk.config.queues.get(queueId)
  if (!queue || queue.type === 'multimedia') return refuse('QUEUE_UNKNOWN', { queue: queue?.name ?? queueId })
  if (!isQueueOpen(queue, desk.config, now)) return refuse('QUEUE_CLOSED', { queue: queue.name })
  return desk.idle.isStaffed(queueId) ? null : refuse('QUEUE_UNSTAFFED', { queue: queue.name })
}

/** Rings the agent, who is idle. `back`: where the call goes without an answer. */
export function direct(desk: Desk, call: Call, { agentNumber, back }: { agentNumber: string; back: LinePlace | null }, now: number): void {
  const ringUntil = now + desk.config.parameters.ringTimeoutSeconds * 1000
  seatStep(desk, desk.seat(agentNumber, now), { type: 'offered', callId: call.callId }, now)
  callStep(desk, call, { type: 'direct', agentNumber, ringUntil, back }, now)
  ringAgentPhone(desk, call, agentNumber)
}

const outboundCallers = ['idle', 'busy', 'wrapUp']

function callerProblem({ seat }: Scene, action: 'dial' | 'callInside'): Reply | null {
  return outboundCallers.includes(seat.state.kind) ? null : refuse('SEAT_STATE', { state: seat.state.kind, action })
}

function dialProblem(scene: Scene, command: CommandOf<'dial'>): Reply | null {
  const problem = callerProblem(scene, 'dial') ?? destinationProblem(scene, { kind: 'number', number: command.number })
  if (problem) return problem
  const { pageOrigin } = command
  if (pageOrigin !== null && !isListedOrigin(scene.desk.config.allowList, pageOrigin))
    return refuse('ADDRESS_NOT_LISTED', { origin: pageOrigin })
  const known = command.queueId === null || scene.desk.agent(scene.agentNumber)?.skills.has(command.queueId)
  return known ? null : refuse('QUEUE_NOT_YOURS', { queue: command.queueId ?? '' })
}

export interface OutboundFacts {
  readonly number: DialledNumber
  readonly queueId: number | null
  readonly mediaType: MediaType
  readonly link: Pick<Call, 'purpose' | 'parentCallId' | 'roomId'>
}

/** A call from the agent to an outside number, not dialled yet. */
export function outboundCall({ desk, now, newCallId }: Scene, { number, queueId, mediaType, link }: OutboundFacts): Call {
  return newCall({
    callId: newCallId,
    ...link,
    direction: 'outbound',
    mediaType,
    callerNumber: desk.config.accessCodes[0] ?? '',
    calledNumber: number.shown,
    dialled: number.dialled,
    ...customerFacts(number),
    digitsAtAnswer: number.extension,
    startedAt: now,
    revision: desk.config.revision,
    queueId,
    queueName: queueId === null ? null : (desk.config.queues.get(queueId)?.name ?? null),
    legs: [{ party: 'customer', number: number.shown, startedAt: now, answeredAt: null, endedAt: null }],
  })
}

/** The agent's default queue of the medium's type, where the seat serves it; else the first of that type. */
function queueToDialWith(desk: Desk, { agentNumber, queueIds }: Seat, mediaType: MediaType): number | null {
  const defaults: AgentConfig['defaultQueues'] | undefined = desk.agent(agentNumber)?.defaultQueues
  for (const type of mediaType === 'video' ? (['video', 'voice'] as const) : (['voice'] as const)) {
    const ofType = queueIds.filter((id) => desk.config.queues.get(id)?.type === type)
    const preferred = ofType.find((id) => id === defaults?.get(type)) ?? ofType[0]
    if (preferred !== undefined) return preferred
  }
  return null
}

export function dial(scene: Scene, command: CommandOf<'dial'>): Reply {
  const problem = dialProblem(scene, command)
  if (problem) return problem
  const { desk, seat, now, newCallId } = scene
  const queueId = command.queueId ?? queueToDialWith(desk, seat, command.mediaType)
  const link = { purpose: 'customer', parentCallId: null, roomId: newCallId } as const
  return withNumber(scene, command.number, (number) => {
    const call = outboundCall(scene, { number, queueId, mediaType: command.mediaType, link })
    seatStep(desk, seat, { type: 'dialled', callId: call.callId }, now)
    dialFrom(scene, call)
    return { ok: true, callId: call.callId }
  })
}

/** Dials the customer, first the agent's own telephone where the agent uses one that is not in the room yet. */
export function dialFrom({ desk, seat, agentNumber, now }: Scene, call: Call): void {
  const isInRoom = audioOf(desk, { room: call.roomId, leg: agentLeg(agentNumber) }) !== undefined
  const summoning = seat.device === 'phone' && !isInRoom
  callStep(desk, call, { type: 'dial', agentNumber, until: now + dialTimeoutMs, summoning }, now)
  if (summoning) ringAgentPhone(desk, call, agentNumber)
  else dialCustomer(desk, call)
}

/** The agent has taken up the own telephone: now the customer is rung. */
export function summonedCustomer(desk: Desk, call: Call, now: number): void {
  callStep(desk, call, { type: 'summoned' }, now)
  dialCustomer(desk, call)
}

function dialCustomer(desk: Desk, call: Call): void {
  const target = { kind: 'number', number: call.dialled ?? call.calledNumber, e164: call.e164 ?? null } as const
  const leg = customerLeg(call) ?? ''
  const { roomId: room, callId, callerNumber } = call
  desk.changes.actions.push({ type: 'dialLine', room, leg, callId, target, callerNumber, callerName: '' })
}

/** A call from the agent to a colleague or to a queue; `parent`: the customer's call that it is a consultation of. */
export function internalCall(scene: Scene, to: Exclude<Destination, { kind: 'number' }>, parent: Call | null): Call {
  const { desk, agentNumber, newCallId, now } = scene
  const link = parent ? consultLink(parent) : ({ purpose: 'internal', roomId: newCallId } as const)
  const call = newCall({
    callId: newCallId,
    ...link,
    direction: 'internal',
    callerNumber: agentNumber,
    calledNumber: to.kind === 'agent' ? to.agentNumber : (desk.config.queues.get(to.queueId)?.name ?? ''),
    callerAgent: agentNumber,
    startedAt: now,
    revision: desk.config.revision,
    audio: { customer: ownAudio(scene, link.roomId), agent: absent(null) },
    legs: [{ party: 'agent', number: agentNumber, startedAt: now, answeredAt: null, endedAt: null }],
  })
  desk.callChanged(call)
  return call
}

/** What a consultation takes over from the customer's call. */
const consultLink = ({ callId, roomId, attachedData }: Call) =>
  ({ purpose: 'consult', parentCallId: callId, roomId, attachedData }) as const

/** The audio that the agent has in the room already, or is given time for. */
function ownAudio({ desk, agentNumber, seat, now }: Scene, room: string): Call['audio']['customer'] {
  const patience = seat.device === 'phone' ? dialTimeoutMs : desk.config.parameters.reconnectGraceSeconds * 1000
  return audioOf(desk, { room, leg: agentLeg(agentNumber) }) ?? absent(now + patience)
}

export function sendInside(desk: Desk, call: Call, to: Exclude<Destination, { kind: 'number' }>, now: number): void {
  if (to.kind === 'agent') direct(desk, call, { agentNumber: to.agentNumber, back: null }, now)
  else enterQueue(desk, call, to.queueId, now)
}

/** Internal call (内部呼叫): without a customer. */
export function callInside(scene: Scene, { to }: CommandOf<'callInside'>): Reply {
  const { desk, seat, now } = scene
  if (to.kind === 'number') return dial(scene, { kind: 'dial', number: to.number, queueId: null, mediaType: 'audio', pageOrigin: null })
  const problem = callerProblem(scene, 'callInside') ?? destinationProblem(scene, to)
  if (problem) return problem
  const call = internalCall(scene, to, null)
  seatStep(desk, seat, { type: 'dialled', callId: call.callId }, now)
  ringAgentPhone(desk, call, scene.agentNumber)
  sendInside(desk, call, to, now)
  return { ok: true, callId: call.callId }
}
