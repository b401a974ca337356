// Transfers, consultations and three-party calls. The consultation is a contact of its own in the customer's room; to complete a
// transfer ends it, and the leg of the one consulted serves the customer from then on.
import type { HandOver, Destination, ReleaseCause, TransferCommandKind } from '@openseat/contracts'
import { bringUpToDate } from '../acd/bring-up-to-date.ts'
import { done, refuse, type CommandOf, type Reply, type Rows } from '../acd/command.ts'
import { contactStep } from '../acd/contact-steps.ts'
import { numbersFor } from '../acd/contact-view.ts'
import { enterOpenQueue, enterQueue, offerTo, release } from '../acd/routing.ts'
import { isConnected, type QueuePosition } from '../contact/contact.ts'
import { servingAgent } from '../contact/state-facts.ts'
import { dialledNumber, type DialledNumber } from '../numbers/dialled-number.ts'
import { callNumber, destinationProblem, internalCall, routeInternal, withNumber } from './calling.ts'
import { hold, retrieve } from './hold.ts'
import { agentAt, newLeg, transfereeLeg, type Leg } from './leg.ts'
import { conferenceOf, consultOf } from './linked-talks.ts'
import { dialTimeoutMs } from './ring.ts'
import { consultedLeg, type Talk } from './talk.ts'
import { refuseState, type CallContext, type VoiceContext } from './voice-context.ts'
import type { VoiceState } from './voice-state.ts'

interface Served {
  readonly talk: Talk
  /** The agent's, who serves the customer. */
  readonly leg: Leg
}

interface Linked extends Served {
  readonly consult: Talk
}

/** The agent's own customer call, in which people talk; with nobody consulted yet. */
const alone =
  <C extends CommandOf<'blindTransfer' | 'consult'>>(act: (context: VoiceContext & Served, to: C['to']) => Reply) =>
  (context: CallContext, command: C): Reply => {
    const served = servedBy(context)
    if (!served) return refuseState(context.voice.talkOf(context.contact), command.kind)
    if (consultOf(context.voice, served.talk)) return refuse('CALL_LINKED', { callId: context.contact.callId })
    return destinationProblem(context, command.to) ?? act({ ...context, ...served }, command.to)
  }

/** The agent's own customer call with a consultation; `answered`: the one consulted is there. */
const linked =
  <K extends Exclude<TransferCommandKind, 'blindTransfer' | 'consult'>>(
    needs: 'answered' | 'any',
    act: (context: VoiceContext & Linked, kind: K) => Reply,
  ) =>
  (context: CallContext, { kind }: { readonly kind: K }): Reply => {
    const served = servedBy(context)
    if (!served) return refuseState(context.voice.talkOf(context.contact), kind)
    const consult = consultOf(context.voice, served.talk)
    if (!consult) return refuse('CALL_NOT_LINKED', { callId: context.contact.callId })
    if (needs === 'answered' && !isConnected(consult.contact)) return refuseState(consult, kind)
    return act({ ...context, ...served, consult }, kind)
  }

function servedBy({ voice, contact, agentNumber }: CallContext): Served | null {
  const talk = voice.talkOf(contact)
  const isServed = isConnected(contact) && contact.purpose === 'customer' && servingAgent(contact) === agentNumber
  return isServed && talk.serving ? { talk, leg: talk.serving } : null
}

const transferAtOnce = alone<CommandOf<'blindTransfer'>>(blindTransfer)

export const transferCommands: Rows<TransferCommandKind, VoiceContext> = {
  blindTransfer: { needs: 'contact', run: transferAtOnce },
  consult: { needs: 'contact', run: alone<CommandOf<'consult'>>(startConsult) },
  completeTransfer: {
    needs: 'contact',
    run: linked('answered', ({ voice, talk, consult, now }) => {
      completeTransfer(voice, { talk, consult }, now)
      return done
    }),
  },
  takeBack: { needs: 'contact', run: linked('any', cancelConsult) },
  swap: { needs: 'contact', run: linked('answered', swap) },
  conference: { needs: 'contact', run: linked('answered', conference) },
}

function wordOf({ state: { config } }: VoiceContext, to: HandOver): string {
  if (to.kind === 'agent') return to.agentNumber
  if (to.kind === 'queue') return config.queues.get(to.queueId)?.name ?? ''
  if (to.kind === 'flow') return config.flows.published.get(to.flowId)?.name ?? ''
  const number = dialledNumber(to.number, config.numbering)
  return typeof number === 'string' ? to.number : number.shown
}

/** Whom the agent talks with is held; the other is taken back. */
function swap(context: VoiceContext & Linked, kind: 'swap'): Reply {
  const { voice, talk, consult, leg, now } = context
  if (conferenceOf(voice, talk)) return refuseState(talk, kind)
  const [from, to] = talk.heldBy.includes(leg) ? [consult, talk] : [talk, consult]
  hold(voice, from, leg, now)
  retrieve(voice, to, leg, now)
  return done
}

/** Nobody is held any more: all three talk. */
function conference({ voice, talk, consult, now, state }: VoiceContext & Linked, kind: 'conference'): Reply {
  if (conferenceOf(voice, talk)) return refuseState(talk, kind)
  for (const each of [talk, consult]) for (const holder of each.heldBy) retrieve(voice, each, holder, now)
  state.addTimeline(talk.contact, now, { kind: 'conferenceStarted', data: {} })
  voice.touch(talk)
  voice.touch(consult)
  return done
}

function startConsult(context: VoiceContext & Served, to: Destination): Reply {
  const { state, voice, talk, leg, now } = context
  hold(voice, talk, leg, now)
  state.addTimeline(talk.contact, now, { kind: 'consultStarted', data: { to: wordOf(context, to) } })
  if (to.kind === 'number') {
    return withNumber(context, to.number, (number) => callNumber(context, { number, queueId: null, mediaType: 'audio', parent: talk }))
  }
  const consult = internalCall(context, to, talk)
  routeInternal(context, consult, to)
  return { ok: true, callId: consult.contact.callId }
}

function cancelConsult({ state, voice, talk, leg, consult, now }: VoiceContext & Linked): Reply {
  release(state, consult.contact, 'takenBack', now)
  retrieve(voice, talk, leg, now)
  return done
}

/** The one consulted takes the agent's place; all are in the room already. */
export function completeTransfer({ state }: VoiceState, { talk, consult }: { talk: Talk; consult: Talk }, now: number): void {
  const leg = talk.serving && consultedLeg(consult, talk.serving)
  if (!leg) return
  const colleague = agentAt(leg.id)
  const number = colleague ?? consult.contact.calledNumber
  state.addTimeline(talk.contact, now, { kind: 'transferred', data: { to: number } })
  talk.serving = leg
  leg.role = colleague === null ? 'external' : 'agent'
  contactStep(
    state,
    talk.contact,
    colleague === null ? { type: 'connectExternal', number } : { type: 'replaceAgent', agentNumber: colleague },
    now,
  )
  // The colleague is told of the customer first, then that the consultation is over.
  bringUpToDate(state, now)
  release(state, consult.contact, 'transferred', now)
}

function blindTransfer(context: VoiceContext & Served, to: HandOver): Reply {
  const { state, voice, talk, agentNumber, now } = context
  const { contact } = talk
  state.addTimeline(contact, now, { kind: 'transferStarted', data: { agentNumber, to: wordOf(context, to) } })
  if (to.kind === 'agent') offerTo(state, contact, { agentNumber: to.agentNumber, back: positionOf(context, talk) }, now)
  else if (to.kind === 'queue') enterQueue(state, contact, to, now)
  else if (to.kind === 'flow') state.flows.start(contact, { flowId: to.flowId, returnTo: to.comesBack ? agentNumber : null }, now)
  else
    return withNumber(context, to.number, (number) => {
      dialTransferee(voice, talk, { number, ringMs: dialTimeoutMs }, now)
      return done
    })
  return done
}

/** Where the customer waits when the one called does not answer: in the queue that the call came from. */
function positionOf({ state, now }: VoiceContext, { contact }: Talk): QueuePosition | null {
  const queue = contact.queueId === null ? undefined : state.configOf(contact).queues.get(contact.queueId)
  return queue ? { queueId: queue.id, since: now, until: now + queue.maxWaitSeconds * 1000 } : null
}

interface Transferee {
  readonly number: DialledNumber
  readonly ringMs: number
  /** One of the tenant's; absent: its first. */
  readonly callerNumber?: string
}

/** A number outside is called for the customer, in the agent's or the flow's place. */
export function dialTransferee(voice: VoiceState, talk: Talk, transferee: Transferee, now: number): void {
  const { state } = voice
  const { shown, dialled, e164, extension } = transferee.number
  const { callId } = talk.contact
  const leg = transfereeLeg(callId)
  talk.digitsAtAnswer = extension
  talk.dialUntil = now + transferee.ringMs
  talk.serving = newLeg({ id: leg, role: 'external' })
  contactStep(state, talk.contact, { type: 'transferOut', number: shown }, now)
  const callerNumber = transferee.callerNumber ?? state.config.accessCodes[0] ?? ''
  const target = { kind: 'number', number: dialled, e164 } as const
  voice.act({ type: 'dialLine', room: talk.roomId, leg, callId, target, callerNumber, callerName: '' })
}

/** The customer is not lost with the transfer: the flow goes on, or the queue takes the call again, if it came from one. */
export function transferFailed({ state }: VoiceState, talk: Talk, cause: ReleaseCause, now: number): void {
  const { contact } = talk
  talk.dialUntil = null
  if (state.flows.transferFailed(contact, cause, now)) return
  state.addTimeline(contact, now, { kind: 'transferFailed', data: { cause } })
  tellTransferFailed({ state }, talk, cause)
  if (contact.queueId === null) release(state, contact, cause, now)
  else enterOpenQueue(state, contact, { queueId: contact.queueId }, now)
}

/** To the agent who handed the call over. */
export function tellTransferFailed({ state }: Pick<VoiceState, 'state'>, { contact }: Talk, cause: ReleaseCause): void {
  const from = contact.participants.findLast(({ party, answeredAt }) => party === 'agent' && answeredAt !== null)?.number
  if (from === undefined) return
  const { customerNumber } = numbersFor(state, contact, from)
  state.notify(from, { type: 'transfer.failed', callId: contact.callId, customerNumber, cause })
}

/** A transfer that the agent's telephone asked for. An impossible one is ignored; the call continues. */
export function transferLine(
  voice: VoiceState,
  { talk, agentNumber, number }: { talk: Talk; agentNumber: string; number: string },
  now: number,
): void {
  const { state } = voice
  const to: Destination = state.agent(number) ? { kind: 'agent', agentNumber: number } : { kind: 'number', number }
  const { contact } = talk
  const session = state.session(agentNumber, now)
  const context = { state, voice, contact, session, agentNumber, browserId: '', newCallId: '', now }
  transferAtOnce(context, { kind: 'blindTransfer', callId: contact.callId, to })
}
