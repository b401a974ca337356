// How far a call has come, read off its contact and its legs, and what follows from it: one row per phase.
import type { BoardCall, CallState } from '@openseat/contracts'
import { isFlowHeard } from '../contact/contact-flow.ts'
import { isConnected } from '../contact/contact.ts'
import type { Talk } from './talk.ts'

export type Phase =
  | 'arrived'
  /** A flow has the customer. */
  | 'inFlow'
  | 'waiting'
  | 'offered'
  /** A number outside is being called for the agent; `alerting`: it rings. */
  | 'dialling'
  | 'alerting'
  | 'talking'
  | 'held'
  /** No agent is in it any more; a number outside is being called for the customer. */
  | 'transferring'
  /** The customer talks with a number outside. */
  | 'handedOff'
  | 'supervising'
  | 'ended'

export function phaseOf({ contact, served, heldBy }: Talk): Phase {
  const { state, purpose } = contact
  if (state.kind !== 'active') return state.kind
  if (purpose === 'supervision') return 'supervising'
  if (state.agentNumber === null) return state.isAnswered ? 'handedOff' : 'transferring'
  if (!state.isAnswered) return served?.state === 'ringing' ? 'alerting' : 'dialling'
  return heldBy.length > 0 ? 'held' : 'talking'
}

/** The agent's own telephone is rung before the number outside is. */
export const isAgentLegFirst = (talk: Talk): boolean => phaseOf(talk) === 'dialling' && talk.served === null

/** All its legs may hear each other. */
export const isTalking = (talk: Talk): boolean => isConnected(talk.contact) && talk.heldBy.length === 0

export type Sound = 'silence' | 'waitTone' | 'holdTone' | 'ringBack'

/** How the one at a leg sees the call: waits for somebody, is rung, or talks. */
export type LegPhase = 'waiting' | 'ringing' | 'talking'

interface Sides<T> {
  readonly served: T
  readonly serving: T
}

interface PhaseFacts {
  /** As the agent who made it sees it, and as the one who serves it does. */
  readonly shown: { readonly initiator: CallState; readonly agent: CallState }
  /** Its word on the board. */
  readonly board: BoardCall['state']
  /** What is played beside the voices. */
  readonly sounds: (talk: Talk) => Sides<Sound>
  readonly legs: Sides<LegPhase>
}

const quiet = (): Sides<Sound> => ({ served: 'silence', serving: 'silence' })
const shownAs = (word: CallState): PhaseFacts['shown'] => ({ initiator: word, agent: word })
const waiting: Sides<LegPhase> = { served: 'waiting', serving: 'waiting' }
const talking: Sides<LegPhase> = { served: 'talking', serving: 'talking' }

/** What a flow says is heard alone. */
const whileWaiting = ({ contact }: Talk): Sides<Sound> => ({
  served: isFlowHeard(contact) ? 'silence' : contact.initiator === null ? 'waitTone' : 'ringBack',
  serving: 'silence',
})

/** A customer whose agent cannot be heard yet, or not any more, is on hold. */
const whileTalking = ({ contact, serving }: Talk): Sides<Sound> => ({
  served: contact.initiator === null && serving?.presence.kind !== 'connected' ? 'holdTone' : 'silence',
  serving: 'silence',
})

/** Whoever holds talks elsewhere; the other one is on hold. */
const whileHeld = ({ heldBy, served, serving }: Talk): Sides<Sound> => {
  const soundFor = (leg: Talk['served']): Sound => (leg && heldBy.includes(leg) ? 'silence' : 'holdTone')
  return { served: soundFor(served), serving: soundFor(serving) }
}

const ringBack = ({ served }: Talk): Sides<Sound> => ({ served: 'silence', serving: served === null ? 'silence' : 'ringBack' })

const facts: Readonly<Record<Phase, PhaseFacts>> = {
  inFlow: { shown: { initiator: 'dialling', agent: 'ended' }, board: 'inFlow', sounds: quiet, legs: waiting },
  arrived: { shown: shownAs('dialling'), board: 'arrived', sounds: whileWaiting, legs: waiting },
  // Of a call in the line its served agent sees nothing; the one whose offer ended sees the end of it.
  waiting: { shown: { initiator: 'dialling', agent: 'ended' }, board: 'waiting', sounds: whileWaiting, legs: waiting },
  offered: {
    shown: { initiator: 'alerting', agent: 'ringing' },
    board: 'ringing',
    sounds: whileWaiting,
    legs: { served: 'waiting', serving: 'ringing' },
  },
  dialling: { shown: shownAs('dialling'), board: 'dialling', sounds: ringBack, legs: { served: 'ringing', serving: 'waiting' } },
  alerting: { shown: shownAs('alerting'), board: 'alerting', sounds: ringBack, legs: { served: 'ringing', serving: 'waiting' } },
  talking: { shown: shownAs('talking'), board: 'talking', sounds: whileTalking, legs: talking },
  held: { shown: shownAs('held'), board: 'held', sounds: whileHeld, legs: talking },
  transferring: {
    shown: shownAs('ended'),
    board: 'alerting',
    sounds: () => ({ served: 'ringBack', serving: 'silence' }),
    legs: { served: 'waiting', serving: 'ringing' },
  },
  handedOff: { shown: shownAs('ended'), board: 'handedOff', sounds: quiet, legs: talking },
  supervising: { shown: shownAs('talking'), board: 'talking', sounds: quiet, legs: talking },
  ended: { shown: shownAs('ended'), board: 'handedOff', sounds: quiet, legs: talking },
}

export const phaseFacts = (talk: Talk): PhaseFacts => facts[phaseOf(talk)]

/** Word of the call in a refusal: what its agent sees. */
export const refusedWord = (talk: Talk): CallState =>
  ['waiting', 'inFlow'].includes(phaseOf(talk)) ? 'dialling' : phaseFacts(talk).shown.agent
