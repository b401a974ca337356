// What may be asked of a centre: by name, with plain data in and out, so that whoever asks may be another program.
// Nothing here changes anything.
import type { AgentStateKind, BoardDelta, ResolvedPop, Snapshot } from '@openseat/contracts'
import { agentState } from '../agent/agent-state.ts'
import { sessionView } from '../agent/session-view.ts'
import { destinations, type Destinations } from '../acd/destinations.ts'
import { customerOf, type ContactStateKind, type CustomerNumber } from '../contact/contact.ts'
import { factsOf } from '../contact/state-facts.ts'
import type { CallData } from '../screen-pop/page-address.ts'
import { callDataOf } from '../screen-pop/resolve-pops.ts'
import { voiceAnswers, type VoiceQuestions } from '../voice/voice-questions.ts'
import { board, type BoardChange } from './board.ts'
import type { Centre } from './centre.ts'

interface OfAgent {
  readonly agentNumber: string
}
interface OfContact extends OfAgent {
  readonly callId: string
}

/** A page of a contact that is, or lately was, the agent's; null where there is none. */
export interface ContactPageFacts {
  readonly pop: ResolvedPop | null
  readonly callData: CallData | null
  readonly customer: CustomerNumber | null
}

export interface ContactFacts {
  readonly callId: string
  readonly state: ContactStateKind
}

/** What is given with each question, and what comes back. */
interface Questions extends VoiceQuestions {
  agentState: { given: OfAgent; answer: AgentStateKind }
  /** The browser that holds the signed-in session, or null. */
  holder: { given: OfAgent; answer: string | null }
  /** All that a page of the agent's needs to draw itself. */
  snapshot: { given: OfAgent; answer: Snapshot }
  /** Whom an agent's call can go to now. */
  destinations: { given: OfAgent; answer: Destinations }
  /** Rows of the live board: everything, or of what `changed` names. */
  board: { given: { readonly seesNumbers: boolean; readonly changed: BoardChange | null }; answer: BoardDelta }
  /** How many contacts wait or are offered to somebody. */
  callersIn: { given: { readonly queueId: number }; answer: number }
  /** The live contacts, oldest first. */
  contacts: { given: Readonly<Record<string, never>>; answer: ContactFacts[] }
  /** What pages of this agent are told of a contact that is, or lately was, the agent's. */
  callData: { given: OfContact; answer: CallData | null }
  contactPage: { given: OfContact & { readonly popId: number }; answer: ContactPageFacts }
}

export type QuestionName = keyof Questions
export type Given<N extends QuestionName> = Questions[N]['given']
export type Answer<N extends QuestionName> = Questions[N]['answer']

function snapshot({ state }: Centre, { agentNumber }: OfAgent, now: number): Snapshot {
  const session = state.session(agentNumber, now)
  const live = state.contactsOf(agentNumber)
  const { kind, callId } = agentState(session)
  const wrappedUp = kind === 'wrapUp' ? state.endedContacts.get(callId ?? '') : undefined
  const contacts = wrappedUp ? [...live, wrappedUp] : live
  return {
    seq: session.eventSeq,
    seat: sessionView(session),
    calls: contacts.flatMap((contact) => state.wingOf(contact.channel).view(contact, agentNumber) ?? []),
    pops: contacts.flatMap((contact) => contact.pops[agentNumber] ?? []),
  }
}

function callData({ state }: Centre, { callId, agentNumber }: OfContact): CallData | null {
  const contact = state.knownContact(callId)
  const agent = state.agent(agentNumber)
  const had = contact?.participants.some(({ party, number }) => party === 'agent' && number === agentNumber)
  return contact && agent && had && contact.purpose === 'customer' ? callDataOf(contact, agent) : null
}

type Answers<N extends QuestionName> = { readonly [K in N]: (centre: Centre, given: Given<K>, now: number) => Answer<K> }

const centreAnswers: Answers<Exclude<QuestionName, keyof VoiceQuestions>> = {
  agentState({ state }, { agentNumber }) {
    const session = state.sessions.get(agentNumber)
    return session ? agentState(session).kind : 'signedOut'
  },
  holder: ({ state }, { agentNumber }) => state.sessions.get(agentNumber)?.browserId ?? null,
  snapshot,
  destinations: ({ state }, { agentNumber }, now) => destinations(state, agentNumber, now),
  board: ({ state }, { seesNumbers, changed }, now) => board(state, { viewer: { seesNumbers }, changed }, now),
  callersIn: ({ state }, { queueId }) =>
    [...state.contacts.values()].filter((contact) => factsOf(contact.state).wait?.queueId === queueId).length,
  contacts: ({ state }) => [...state.contacts.values()].map(({ callId, state: { kind } }) => ({ callId, state: kind })),
  callData,
  contactPage(centre, given) {
    const contact = centre.state.knownContact(given.callId)
    const pop = contact?.pops[given.agentNumber]?.find(({ popId }) => popId === given.popId) ?? null
    return { pop, callData: callData(centre, given), customer: contact ? customerOf(contact) : null }
  },
}

const answers: Answers<QuestionName> = { ...centreAnswers, ...voiceAnswers }

/** Throws a TypeError for a name that is none. */
export function answer<N extends QuestionName>(centre: Centre, name: N, given: Given<N>, now: number): Answer<N> {
  if (!Object.hasOwn(answers, name)) throw new TypeError(`no such question: ${name}`)
  return answers[name](centre, given, now)
}
