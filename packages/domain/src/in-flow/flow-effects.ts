// What a flow asks for: done here where it is the centre's, else handed to the outside with the contact's plan.
import { sendTo, enterQueue, offerTo, release } from '../acd/routing.ts'
import { findRoute } from '../acd/called-route.ts'
import { contactStep } from '../acd/contact-steps.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import { agentState } from '../agent/agent-state.ts'
import { isCall, takes } from '../config/channels.ts'
import type { ContactFlow } from '../contact/contact-flow.ts'
import type { Contact } from '../contact/contact.ts'
import type { FlowEffect, FlowEvent } from '../flow/run.ts'
import { dialledNumber } from '../numbers/dialled-number.ts'
import { dialTransferee } from '../voice/transfer.ts'
import type { VoiceState } from '../voice/voice-state.ts'

const outside = ['playPrompts', 'collectKeys', 'callInterface', 'readTable', 'record', 'sendMessage', 'signInAgent'] as const
export type OutsideEffect = Extract<FlowEffect, { do: (typeof outside)[number] }>
type CentreEffect = Exclude<FlowEffect, OutsideEffect>

const names: ReadonlySet<string> = new Set(outside)
export const isOutside = (effect: FlowEffect): effect is OutsideEffect => names.has(effect.do)

interface Performed {
  readonly contact: Contact
  readonly flow: ContactFlow
  readonly wing: {
    tell(contact: Contact, event: FlowEvent, now: number): void
    handOver(contact: Contact, event: FlowEvent | null, now: number): void
  }
}

type Of<D extends CentreEffect['do']> = Extract<CentreEffect, { do: D }>
type Rows = { readonly [D in CentreEffect['do']]: (voice: VoiceState, of: Performed, effect: Of<D>, now: number) => void }

export const perform = (voice: VoiceState, of: Performed, effect: CentreEffect, now: number): void =>
  (rows[effect.do] as (voice: VoiceState, of: Performed, effect: CentreEffect, now: number) => void)(voice, of, effect, now)

const rows: Rows = {
  enqueue: ({ state }, { contact, flow }, entry, now) => {
    flow.music = entry.music
    enterQueue(state, contact, entry, now)
  },
  dequeue: ({ state }, { contact, flow }, _effect, now) => {
    if (contact.state.kind === 'waiting') contactStep(state, contact, { type: 'enterFlow', flowName: flow.name }, now)
  },
  transfer: (voice, of, effect, now) => {
    const refused = transfer(voice, of, effect, now)
    if (refused) of.wing.tell(of.contact, { type: 'transferEnded', outcome: refused }, now)
  },
  returnToAgent: ({ state }, { contact, flow, wing }, _effect, now) => {
    wing.handOver(contact, null, now)
    returnToAgent(state, contact, flow.returnTo, now)
  },
  setAttachedData: ({ state }, { contact }, { values }) => {
    contact.attachedData = { ...contact.attachedData, ...values }
    state.touch(contact)
  },
  // The verification that the flow is of takes it; there is none in a flow that callers are routed to.
  setVerificationResult: () => undefined,
  release: ({ state }, { contact }, { cause }, now) => void release(state, contact, cause, now),
}

type Refused = Extract<FlowEvent, { type: 'transferEnded' }>['outcome'] | null

function transfer(voice: VoiceState, { contact, flow, wing }: Performed, { target, ringSeconds }: Of<'transfer'>, now: number): Refused {
  const { state } = voice
  if (contact.state.kind === 'waiting') contactStep(state, contact, { type: 'enterFlow', flowName: flow.name }, now)
  if (target.kind === 'accessCode') {
    const route = findRoute(state.config.routes, target.number)
    if (!route) return 'refused'
    wing.handOver(contact, { type: 'transferEnded', outcome: 'answered' }, now)
    sendTo(state, contact, route.target, now)
    return null
  }
  if (target.kind === 'agent') return toAgent(state, contact, { agentNumber: target.agentNumber, ringUntil: now + ringSeconds * 1000 }, now)
  const number = dialledNumber(target.number, state.config.numbering)
  if (typeof number === 'string' || !isCall(contact.channel)) return 'refused'
  const callerNumber = state.config.accessCodes.find((code) => code === target.callerNumber)
  dialTransferee(voice, voice.talkOf(contact), { number, ringMs: ringSeconds * 1000, ...(callerNumber ? { callerNumber } : {}) }, now)
  return null
}

function toAgent(state: TenantState, contact: Contact, to: { agentNumber: string; ringUntil: number }, now: number): Refused {
  const agent = state.agent(to.agentNumber)
  const session = state.sessions.get(to.agentNumber)
  if (!agent || !takes(agent.kind, contact.channel)) return 'refused'
  const kind = session?.present ? agentState(session).kind : 'signedOut'
  if (kind !== 'idle') return kind === 'signedOut' ? 'noAnswer' : 'busy'
  offerTo(state, contact, { ...to, back: null }, now)
  return null
}

/** The agent who sent it first, else the top of the queue that it came from. */
function returnToAgent(state: TenantState, contact: Contact, agentNumber: string | null, now: number): void {
  const { queueId } = contact
  const queue = queueId === null ? undefined : state.configOf(contact).queues.get(queueId)
  const since = contact.startedAt
  const back = queue ? { queueId: queue.id, since, until: now + queue.maxWaitSeconds * 1000 } : null
  const session = agentNumber === null ? undefined : state.sessions.get(agentNumber)
  const isFree = session?.present === true && ['idle', 'wrapUp'].includes(agentState(session).kind)
  if (agentNumber !== null && isFree) offerTo(state, contact, { agentNumber, back }, now)
  else if (queueId !== null) enterQueue(state, contact, { queueId, since }, now)
  else release(state, contact, 'unreachable', now)
}
