// Calls that agents make: to outside numbers, to colleagues and to queues.
import type { Destination, HandOver, MediaType } from '@openseat/contracts'
import type { AgentSession } from '../agent/agent-session.ts'
import { agentState } from '../agent/agent-state.ts'
import { refuse, type CommandOf, type Reply } from '../acd/command.ts'
import { contactStep } from '../acd/contact-steps.ts'
import { enterQueue, offerTo } from '../acd/routing.ts'
import { assign } from '../acd/session-steps.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import { callChannelOf, isCall, takes } from '../config/channels.ts'
import { isQueueOpen } from '../config/routing-config.ts'
import { newContact } from '../contact/contact.ts'
import { dialledNumber, type DialledNumber } from '../numbers/dialled-number.ts'
import { isListedOrigin } from '../screen-pop/allow-list.ts'
import { absent, agentLeg, newLeg, phoneLeg, type Leg } from './leg.ts'
import { customerFacts } from './calls-in.ts'
import { dialNumber, dialTimeoutMs, ringAgentPhone } from './ring.ts'
import type { Talk } from './talk.ts'
import type { VoiceContext } from './voice-context.ts'
import type { VoiceState } from './voice-state.ts'

/** Why the call cannot go there now, or null. */
export function destinationProblem(context: VoiceContext, to: HandOver): Reply | null {
  const { state, agentNumber } = context
  switch (to.kind) {
    case 'agent':
      return agentProblem(state, agentNumber, to.agentNumber)
    case 'queue':
      return queueProblem(context, to.queueId)
    case 'flow':
      return state.config.flows.published.has(to.flowId) ? null : refuse('FLOW_UNKNOWN', { flow: to.flowId })
    case 'number':
      return numberProblem(state, to.number) ?? (state.config.accessCodes.length === 0 ? refuse('CALL_NO_CALLER_NUMBER') : null)
  }
}

function numberProblem({ config }: TenantState, number: string): Reply | null {
  const dialled = dialledNumber(number, config.numbering)
  if (dialled === 'none') return refuse('CALL_NUMBER', { number })
  return dialled === 'tooLong' ? refuse('CALL_NUMBER_LENGTH', { number }) : null
}

/** Calls `then` with a number that `destinationProblem` has found nothing against. */
export function withNumber({ state }: VoiceContext, text: string, then: (number: DialledNumber) => Reply): Reply {
  const number = dialledNumber(text, state.config.numbering)
  return typeof number === 'string' ? refuse('CALL_NUMBER', { number: text }) : then(number)
}

function agentProblem(state: TenantState, self: string, agentNumber: string): Reply | null {
  if (agentNumber === self) return refuse('AGENT_SELF')
  const agent = state.agent(agentNumber)
  if (!agent || !takes(agent.kind, 'voice')) return refuse('AGENT_UNKNOWN', { agentNumber })
  const session = state.sessions.get(agentNumber)
  const kind = session?.present ? agentState(session).kind : 'signedOut'
  return kind === 'idle' ? null : refuse('AGENT_UNAVAILABLE', { agentNumber, state: kind })
}

function queueProblem({ state, now }: VoiceContext, queueId: number): Reply | null {
  const queue = state.config.queues.get(queueId)
  if (!queue || !isCall(queue.channel)) return refuse('QUEUE_UNKNOWN', { queue: queue?.name ?? queueId })
  if (!isQueueOpen(queue, state.config, now)) return refuse('QUEUE_CLOSED', { queue: queue.name })
  return state.ready.isStaffed(queueId) ? null : refuse('QUEUE_UNSTAFFED', { queue: queue.name })
}

const outboundCallers = ['idle', 'busy', 'wrapUp']

function callerProblem({ session }: VoiceContext, action: 'dial' | 'callInside'): Reply | null {
  const { kind } = agentState(session)
  return outboundCallers.includes(kind) ? null : refuse('SEAT_STATE', { state: kind, action })
}

function dialProblem(context: VoiceContext, { number, pageOrigin, queueId }: CommandOf<'dial'>): Reply | null {
  const problem = callerProblem(context, 'dial') ?? destinationProblem(context, { kind: 'number', number })
  if (problem) return problem
  if (pageOrigin !== null && !isListedOrigin(context.state.config.allowList, pageOrigin))
    return refuse('ADDRESS_NOT_LISTED', { origin: pageOrigin })
  const isOwn = queueId === null || context.state.agent(context.agentNumber)?.skills.has(queueId)
  return isOwn ? null : refuse('QUEUE_NOT_YOURS', { queue: queueId ?? '' })
}

interface OutboundFacts {
  readonly number: DialledNumber
  readonly queueId: number | null
  readonly mediaType: MediaType
  /** The call that it is a consultation of. */
  readonly parent: Talk | null
}

/** Calls a number outside, first the agent's own telephone where the agent uses one that is not in the room yet. */
export function callNumber(context: VoiceContext, { number, queueId, mediaType, parent }: OutboundFacts): Reply {
  const { state, voice, newCallId, agentNumber, session, now } = context
  const link = parent ? ({ purpose: 'consult', parentCallId: parent.contact.callId } as const) : {}
  const contact = newContact({
    callId: newCallId,
    ...link,
    direction: 'outbound',
    channel: callChannelOf(mediaType),
    callerNumber: state.config.accessCodes[0] ?? '',
    calledNumber: number.shown,
    dialled: number.dialled,
    ...customerFacts(number),
    startedAt: now,
    revision: state.config.revision,
    queueId,
    queueName: state.config.queues.get(queueId ?? 0)?.name ?? null,
    participants: [{ party: 'customer', number: number.shown, startedAt: now, answeredAt: null, endedAt: null }],
  })
  state.add(contact)
  const roomId = parent?.roomId ?? newCallId
  const own = voice.legIn(roomId, agentLeg(agentNumber))
  const isAgentFirst = session.device === 'phone' && !own
  const serving = own ?? newLeg({ id: agentLeg(agentNumber), role: 'agent' })
  const dialUntil = now + dialTimeoutMs
  const talk = voice.begin({ contact, roomId, serving, dialUntil, digitsAtAnswer: number.extension })
  contactStep(state, contact, { type: 'begin', agentNumber }, now)
  if (isAgentFirst) ringAgentPhone(voice, talk, agentNumber)
  else dialCustomer(voice, talk, now)
  return { ok: true, callId: newCallId }
}

/** The agent's leg is there: now the number outside is rung. */
export function dialCustomer(voice: VoiceState, talk: Talk, now: number): void {
  const { contact } = talk
  talk.served = newLeg({ id: phoneLeg(contact.callId), role: 'customer' })
  voice.state.addTimeline(contact, now, { kind: 'dialled', data: { calledNumber: contact.calledNumber } })
  voice.touch(talk)
  dialNumber(voice, talk)
}

/** The agent's default queue of the medium's type, where the agent serves it; else the first of that type. */
function queueToDialWith(state: TenantState, { agentNumber, queueIds }: AgentSession, mediaType: MediaType): number | null {
  const defaults = state.agent(agentNumber)?.defaultQueues
  for (const type of mediaType === 'video' ? (['video', 'voice'] as const) : (['voice'] as const)) {
    const ofType = queueIds.filter((id) => state.config.queues.get(id)?.type === type)
    const preferred = ofType.find((id) => id === defaults?.get(type)) ?? ofType[0]
    if (preferred !== undefined) return preferred
  }
  return null
}

export function dial(context: VoiceContext, command: CommandOf<'dial'>): Reply {
  const problem = dialProblem(context, command)
  if (problem) return problem
  const { mediaType } = command
  const queueId = command.queueId ?? queueToDialWith(context.state, context.session, mediaType)
  return withNumber(context, command.number, (number) => callNumber(context, { number, queueId, mediaType, parent: null }))
}

/** A call from the agent to a colleague or to a queue; `parent`: the customer's call that it is a consultation of. */
export function internalCall(context: VoiceContext, to: Exclude<Destination, { kind: 'number' }>, parent: Talk | null): Talk {
  const { state, voice, agentNumber, newCallId, now } = context
  const contact = newContact({
    callId: newCallId,
    purpose: parent ? 'consult' : 'internal',
    parentCallId: parent?.contact.callId ?? null,
    attachedData: parent?.contact.attachedData ?? {},
    direction: 'internal',
    channel: 'voice',
    callerNumber: agentNumber,
    calledNumber: to.kind === 'agent' ? to.agentNumber : (state.config.queues.get(to.queueId)?.name ?? ''),
    initiator: agentNumber,
    startedAt: now,
    revision: state.config.revision,
    participants: [{ party: 'agent', number: agentNumber, startedAt: now, answeredAt: null, endedAt: null }],
  })
  state.add(contact)
  const roomId = parent?.roomId ?? newCallId
  const talk = voice.begin({ contact, roomId, served: voice.legIn(roomId, agentLeg(agentNumber)) ?? callersLeg(context) })
  assign(state, contact, { agentNumber, as: 'active' }, now)
  return talk
}

/** A new leg for the agent who calls, who is given time to come. */
function callersLeg({ state, agentNumber, session, now }: VoiceContext): Leg {
  const patienceMs = session.device === 'phone' ? dialTimeoutMs : state.config.parameters.reconnectGraceSeconds * 1000
  return newLeg({ id: agentLeg(agentNumber), role: 'agent', state: 'connected', presence: absent(now + patienceMs) })
}

export function routeInternal({ state, now }: VoiceContext, { contact }: Talk, to: Exclude<Destination, { kind: 'number' }>): void {
  if (to.kind === 'agent') offerTo(state, contact, { agentNumber: to.agentNumber, back: null }, now)
  else enterQueue(state, contact, to, now)
}

/** Internal call (内部呼叫): without a customer. */
export function callInside(context: VoiceContext, { to }: CommandOf<'callInside'>): Reply {
  if (to.kind === 'number') return dial(context, { kind: 'dial', number: to.number, queueId: null, mediaType: 'audio', pageOrigin: null })
  const problem = callerProblem(context, 'callInside') ?? destinationProblem(context, to)
  if (problem) return problem
  const talk = internalCall(context, to, null)
  ringAgentPhone(context.voice, talk, context.agentNumber)
  routeInternal(context, talk, to)
  return { ok: true, callId: talk.contact.callId }
}
