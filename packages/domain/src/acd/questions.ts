// What may be asked of a tenant's desk: by name, with plain data in and out, so that whoever asks may be another program.
// Nothing here changes anything.
import type { AgentStateKind, BoardDelta, ResolvedPop, Snapshot } from '@openseat/contracts'
import type { AudioPlan, LegPhase } from '../call/audio-plan.ts'
import { customerOf, type Call, type CustomerNumber } from '../call/call.ts'
import { endOf } from '../call/ends.ts'
import type { CallData } from '../screen-pop/page-address.ts'
import { callDataOf } from '../screen-pop/resolve-pops.ts'
import { board, type BoardChange } from './board.ts'
import type { Desk } from './desk.ts'
import { destinations, type Destinations } from './destinations.ts'
import type { RoomLeg } from './inputs.ts'
import { callView, seatView } from './views.ts'

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
  readonly state: Call['state']['kind']
}

export interface LineFacts extends RoomLeg {
  readonly ref: string
}

/** The call of a browser telephone, as the telephone is told of it. */
export interface TelephoneCall {
  readonly phase: LegPhase
  /** Empty when it is withheld. */
  readonly otherNumber: string
  readonly video: AudioPlan['video']
}

const lately = (desk: Desk, callId: string): Call | undefined => desk.calls.get(callId) ?? desk.endedCalls.get(callId)

function pagesCallData(desk: Desk, { callId, agentNumber }: OfContact): CallData | null {
  const call = lately(desk, callId)
  const agent = desk.agent(agentNumber)
  const had = call?.legs.some(({ party, number }) => party === 'agent' && number === agentNumber)
  return call && agent && had && call.purpose === 'customer' ? callDataOf(call, agent) : null
}

function snapshot(desk: Desk, { agentNumber }: OfAgent, now: number): Snapshot {
  const seat = desk.seat(agentNumber, now)
  const live = desk.index.ofAgent(agentNumber)
  const wrappedUp = seat.state.kind === 'wrapUp' ? desk.endedCalls.get(seat.state.callId) : undefined
  const calls = wrappedUp && !live.includes(wrappedUp) ? [...live, wrappedUp] : live
  return {
    seq: seat.eventSeq,
    seat: seatView(seat),
    calls: calls.map((call) => callView(desk, call, agentNumber)),
    pops: calls.flatMap((call) => call.pops[agentNumber] ?? []),
  }
}

const linesOf = (desk: Desk): LineFacts[] =>
  [...desk.calls.values()].flatMap(({ roomId: room, lineRefs }) => Object.entries(lineRefs).map(([leg, ref]) => ({ room, leg, ref })))

function telephoneCall(desk: Desk, { room, leg }: RoomLeg): TelephoneCall | null {
  const plan = desk.audioPlan(room)
  const phase = plan.legs.find((planned) => planned.leg === leg)?.phase
  const call = desk.calls.get(room)
  if (phase === undefined || call === undefined) return null
  return { phase, otherNumber: call.direction === 'inbound' ? call.calledNumber : call.callerNumber, video: plan.video }
}

const isInLine = ({ state }: Call, queueId: number): boolean =>
  (state.kind === 'waiting' || state.kind === 'offered') && state.queueId === queueId

/** What is given with each question, and what comes back. */
interface Questions {
  agentState: { given: OfAgent; answer: AgentStateKind }
  /** The browser that holds the signed-in seat, or null. */
  holder: { given: OfAgent; answer: string | null }
  /** All that a page of the agent's needs to draw itself. */
  snapshot: { given: OfAgent; answer: Snapshot }
  /** Whom an agent's call can go to now. */
  destinations: { given: OfAgent; answer: Destinations }
  /** Rows of the live board: everything, or of what `changed` names. */
  board: { given: { readonly seesNumbers: boolean; readonly changed: BoardChange | null }; answer: BoardDelta }
  /** How many callers wait or are offered to somebody. */
  callersIn: { given: { readonly queueId: number }; answer: number }
  /** The live contacts, oldest first. */
  contacts: { given: Nothing; answer: ContactFacts[] }
  /** What pages of this agent are told of a contact that is, or lately was, the agent's. */
  callData: { given: OfContact; answer: CallData | null }
  contactPage: { given: OfContact & { readonly popId: number }; answer: ContactPageFacts }
  /** The room of a live call that the agent is in; null when it is not the agent's. */
  room: { given: OfContact; answer: string | null }
  /** The plans of rooms as their calls are now. */
  plans: { given: { readonly rooms: readonly string[] }; answer: AudioPlan[] }
  /** Which lines answer for live legs. */
  lines: { given: Nothing; answer: LineFacts[] }
  /** Null: this leg has no call any more. */
  telephoneCall: { given: RoomLeg; answer: TelephoneCall | null }
}
type Nothing = Readonly<Record<string, never>>

export type QuestionName = keyof Questions
export type Given<N extends QuestionName> = Questions[N]['given']
export type Answer<N extends QuestionName> = Questions[N]['answer']

const table: { readonly [N in QuestionName]: (desk: Desk, given: Given<N>, now: number) => Answer<N> } = {
  agentState: (desk, { agentNumber }) => desk.seats.get(agentNumber)?.state.kind ?? 'signedOut',
  holder: (desk, { agentNumber }) => desk.seats.get(agentNumber)?.browserId ?? null,
  snapshot,
  destinations: (desk, { agentNumber }, now) => destinations(desk, agentNumber, now),
  board: (desk, { seesNumbers, changed }, now) => board(desk, { viewer: { seesNumbers }, changed }, now),
  callersIn: (desk, { queueId }) => [...desk.calls.values()].filter((call) => isInLine(call, queueId)).length,
  contacts: (desk) => [...desk.calls.values()].map(({ callId, state }) => ({ callId, state: state.kind })),
  callData: pagesCallData,
  contactPage(desk, given) {
    const call = lately(desk, given.callId)
    const pop = call?.pops[given.agentNumber]?.find(({ popId }) => popId === given.popId) ?? null
    return { pop, callData: pagesCallData(desk, given), customer: call ? customerOf(call) : null }
  },
  room(desk, { callId, agentNumber }) {
    const call = desk.calls.get(callId)
    return call && endOf(call, agentNumber) !== null ? call.roomId : null
  },
  plans: (desk, { rooms }) => rooms.map((room) => desk.audioPlan(room)),
  lines: linesOf,
  telephoneCall,
}

/** Throws a TypeError for a name that is none. */
export function answer<N extends QuestionName>(desk: Desk, name: N, given: Given<N>, now: number): Answer<N> {
  if (!Object.hasOwn(table, name)) throw new TypeError(`no such question: ${name}`)
  return table[name](desk, given, now)
}
