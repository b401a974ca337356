// One step of an agent's session: what the agent wishes, what contacts do to it, what time does. The machines decide.
import { busyReasonCodes } from '@openseat/contracts'
import { agentState, isInCall, liveAssignments } from '../agent/agent-state.ts'
import { atSignOut, isSignedIn, type AgentSession } from '../agent/agent-session.ts'
import { assignmentMachine, type Assignment, type AssignmentEvent } from '../agent/assignment-machine.ts'
import { presenceMachine, type PresenceEvent } from '../agent/presence-machine.ts'
import { isCall } from '../config/channels.ts'
import type { AgentOutcome } from '../contact/contact-machine.ts'
import type { Contact } from '../contact/contact.ts'
import { agentsOf } from '../contact/state-facts.ts'
import { isRejection, type Rejection } from '../machine.ts'
import type { TenantState } from './tenant-state.ts'

/** Offers of written contacts that are missed one after the other until the agent is taken for busy. */
const missesUntilBusy = 2

/** Marks the session; the time of its shown state runs anew where that became another. */
function change(state: TenantState, session: AgentSession, now: number, apply: () => void): void {
  const before = agentState(session).kind
  apply()
  if (agentState(session).kind !== before) session.since = now
  state.touchSession(session)
}

function reject(state: TenantState, name: string, { event, state: of }: Omit<Rejection, 'rejected'>): false {
  state.rejected(`${name}: ${event} in ${of}`)
  return false
}

/** Nobody signs out of a contact. Whoever is idle already keeps the turn: it goes by the time for which one has been idle. */
function isUntimely(session: AgentSession, { type }: PresenceEvent): boolean {
  if (type === 'signOut') return liveAssignments(session).length > 0
  return type === 'setIdle' && agentState(session).kind === 'idle'
}

/** What the agent wishes; false where that cannot be now. A wish ends the wrap-up of a call. */
export function presenceStep(state: TenantState, session: AgentSession, event: PresenceEvent, now: number): boolean {
  if (isUntimely(session, event)) return reject(state, presenceMachine.name, { event: event.type, state: agentState(session).kind })
  const result = presenceMachine.step(session.presence, event, null)
  if (isRejection(result)) return reject(state, presenceMachine.name, result)
  session.presence = result.state
  if (!isSignedIn(session)) Object.assign(session, { ...atSignOut, assignments: [] })
  if (!isInCall(session)) {
    session.assignments = session.assignments.filter(({ channel }) => !isCall(channel))
    Object.assign(session, { since: now, idleSince: now, missedInRow: 0 })
  }
  state.touchSession(session)
  return true
}

/** The contact is offered to the agent, or is the agent's from now on. */
export function assign(state: TenantState, contact: Contact, to: { agentNumber: string; as: 'offered' | 'active' }, now: number): void {
  const { callId, channel } = contact
  const session = state.session(to.agentNumber, now)
  const isOffered = session.assignments.some((each) => each.callId === callId && each.state.kind === 'offered')
  change(state, session, now, () => {
    if (isOffered) stepAssignments(state, session, { event: { type: 'accept' }, of: (each) => each.callId === callId }, now)
    else
      session.assignments = [
        ...session.assignments.filter((each) => !isDisplaced(each, contact)),
        { callId, channel, state: { kind: to.as } },
      ]
    if (to.as === 'active') session.missedInRow = 0
  })
}

/** Who makes the next call has written up the last one. */
const isDisplaced = ({ channel, state }: Assignment, contact: Contact): boolean =>
  isCall(contact.channel) && isCall(channel) && state.kind === 'wrapUp' && state.until !== null

export interface Release {
  readonly agentNumber: string
  readonly outcome: AgentOutcome
  readonly wrapUpSeconds: number
}

/** The agent is out of the contact. */
export function unassign(state: TenantState, contact: Contact, { agentNumber, outcome, wrapUpSeconds }: Release, now: number): void {
  const { callId, channel } = contact
  const session = state.session(agentNumber, now)
  state.departures.push({ contact, agentNumber, outcome })
  const wasActive = session.assignments.some((each) => each.callId === callId && each.state.kind === 'active')
  change(state, session, now, () => {
    const event = { type: 'release', outcome, wrapUpSeconds } as const
    stepAssignments(state, session, { event, of: (each) => each.callId === callId && each.state.kind !== 'wrapUp' }, now)
    if (wasActive) session.idleSince = now
    else missed(session, isCall(channel), outcome)
    beginWrapUps(state, session, now)
  })
}

/** Whoever does not take an offer is taken for busy: of a call at once, of a written contact after the second in a row. */
function missed(session: AgentSession, isOfCall: boolean, outcome: AgentOutcome): void {
  if (outcome !== 'noAnswer' && outcome !== 'rejected') return
  session.missedInRow += 1
  // A rest that an inspector gave, or the agent's own wish, stands, whatever becomes of the contact.
  if (session.presence.kind !== 'ready' || (!isOfCall && session.missedInRow < missesUntilBusy)) return
  session.presence = { kind: 'busy', reason: busyReasonCodes[outcome] }
  session.missedInRow = 0
}

/** The wrap-up of a written contact begins at once, that of a call when the agent is in no other; of calls the latest is written up. */
function beginWrapUps(state: TenantState, session: AgentSession, now: number): void {
  const latest = session.assignments.findLast(({ channel, state: { kind } }) => isCall(channel) && kind === 'wrapUp')
  session.assignments = session.assignments.filter((each) => !isCall(each.channel) || each.state.kind !== 'wrapUp' || each === latest)
  const isFree = !isInCall(session)
  const isDue = (each: Assignment): boolean =>
    each.state.kind === 'wrapUp' && each.state.until === null && (isFree || !isCall(each.channel))
  stepAssignments(state, session, { event: { type: 'beginWrapUp' }, of: isDue }, now)
}

/** Adds to the wrap-up of a call; false where none goes on. */
export function extendWrapUp(state: TenantState, session: AgentSession, seconds: number, now: number): boolean {
  if (agentState(session).kind !== 'wrapUp') return false
  stepAssignments(state, session, { event: { type: 'extend', seconds }, of: isWrapUp }, now)
  state.touchSession(session)
  return true
}

/** Ends the wrap-ups that have come to their end, or all that go on; false where there is none. */
export function finishWrapUps(state: TenantState, session: AgentSession, due: 'all' | 'over', now: number): boolean {
  const isDue = ({ state: of }: Assignment): boolean => of.kind === 'wrapUp' && of.until !== null && (due === 'all' || of.until <= now)
  if (!session.assignments.some(isDue)) return false
  change(state, session, now, () => {
    stepAssignments(state, session, { event: { type: 'finish' }, of: isDue }, now)
    session.idleSince = now
  })
  return true
}

/** The time of every wrap-up runs anew: for a while nobody could be told of anything. */
export function restartWrapUps(state: TenantState, session: AgentSession, now: number): void {
  if (!session.assignments.some(isWrapUp)) return
  session.assignments = session.assignments.map((each) =>
    each.state.kind === 'wrapUp' && each.state.until !== null
      ? { ...each, state: { ...each.state, until: now + each.state.until - each.state.since } }
      : each,
  )
  state.touchSession(session)
}

/** After a restart: an agent is in the contacts that say so, and in no other. */
export function reconcileAssignments(state: TenantState, session: AgentSession, now: number): void {
  const { agentNumber, assignments } = session
  const own = [...state.contacts.values()].filter((contact) => agentsOf(contact).includes(agentNumber))
  const kept = assignments.filter(({ callId, state: of }) => of.kind === 'wrapUp' || own.some((contact) => contact.callId === callId))
  const missing = own.filter(({ callId }) => !kept.some((each) => each.callId === callId && !isWrapUp(each)))
  if (kept.length === assignments.length && missing.length === 0) return
  change(state, session, now, () => {
    session.assignments = kept
    if (kept.length < assignments.length) session.idleSince = now
    beginWrapUps(state, session, now)
  })
  for (const contact of missing) {
    const isOffered = contact.state.kind === 'offered' && contact.state.agentNumber === agentNumber
    assign(state, contact, { agentNumber, as: isOffered ? 'offered' : 'active' }, now)
  }
}

const isWrapUp = ({ state }: Assignment): boolean => state.kind === 'wrapUp'

interface AssignmentStep {
  readonly event: AssignmentEvent
  readonly of: (assignment: Assignment) => boolean
}

function stepAssignments(state: TenantState, session: AgentSession, { event, of }: AssignmentStep, now: number): void {
  session.assignments = session.assignments.flatMap((assignment) => {
    if (!of(assignment)) return [assignment]
    const result = assignmentMachine.step(assignment.state, event, { now })
    if (isRejection(result)) {
      reject(state, assignmentMachine.name, result)
      return [assignment]
    }
    return result.state.kind === 'over' ? [] : [{ ...assignment, state: result.state }]
  })
}
