// A centre from its stored rows, after the server was stopped or killed: nobody's page is there yet, and everyone has a grace to
// come back to what they had.
import type { AgentSession } from '../agent/agent-session.ts'
import { isSignedIn } from '../agent/agent-session.ts'
import { sessionView } from '../agent/session-view.ts'
import { bringUpToDate, takeAsTold } from '../acd/bring-up-to-date.ts'
import { followSkills } from '../acd/misplaced-agents.ts'
import type { QueueDay } from '../acd/queue-days.ts'
import { reconcileAssignments, restartWrapUps } from '../acd/session-steps.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import type { Contact } from '../contact/contact.ts'
import { restoreTalk } from '../voice/stored-talk.ts'
import type { Centre } from './centre.ts'
import type { StoredContact, StoredSession } from './stored.ts'

export interface Stored {
  readonly contacts: readonly StoredContact[]
  readonly sessions: readonly StoredSession[]
  /** What was counted of each queue since the day began. */
  readonly days: ReadonlyMap<number, QueueDay>
}

export function restore(centre: Centre, stored: Stored, now: number): void {
  const { state } = centre
  state.days.restore(stored.days, now)
  for (const session of stored.sessions) restoreSession(state, session, now)
  for (const row of [...stored.contacts].sort(earlierArrival)) restoreContact(centre, row, now)
  takeAsTold(state)
  // Both kinds of rows are written in one transaction; should a contact be missing all the same, its agent is not left in it.
  for (const session of state.sessions.values()) reconcileAssignments(state, session, now)
  bringUpToDate(state, now)
}

/** Contacts of one millisecond came in the order of their ids' sequence. */
function earlierArrival({ contact: a }: StoredContact, { contact: b }: StoredContact): number {
  const sequence = ({ callId }: Contact): number => Number(callId.slice(callId.lastIndexOf('-') + 1))
  return a.startedAt - b.startedAt || sequence(a) - sequence(b)
}

function restoreSession(state: TenantState, stored: StoredSession, now: number): void {
  const absentUntil = stored.presence.kind !== 'signedOut' ? now + state.config.parameters.reconnectGraceSeconds * 1000 : null
  const skills = [...(state.agent(stored.agentNumber)?.skills.keys() ?? [])]
  const leftOut = stored.leftOut ?? skills.filter((id) => !stored.queueIds.includes(id))
  const session: AgentSession = { ...stored, leftOut, present: false, absentUntil }
  state.sessions.set(session.agentNumber, session)
  state.told.session(sessionView(session))
  state.touchSession(session)
  // The settings may have changed since it was stored.
  if (isSignedIn(session)) followSkills(state, session)
}

function restoreContact({ state, voice, flows }: Centre, { contact, talk }: StoredContact, now: number): void {
  state.add(contact)
  if (talk) restoreTalk(voice, contact, talk, now)
  ringAgain(state, contact, now)
  flows.restored(contact, now)
}

/** Nobody could be told for a while: whoever rings, and whoever wraps up, has the whole time for it from now on. */
export function resumed(state: TenantState, now: number): void {
  for (const contact of state.contacts.values()) ringAgain(state, contact, now)
  for (const session of state.sessions.values()) restartWrapUps(state, session, now)
}

function ringAgain(state: TenantState, contact: Contact, now: number): void {
  if (contact.state.kind !== 'offered') return
  contact.state = { ...contact.state, ringUntil: now + state.config.parameters.ringTimeoutSeconds * 1000 }
  state.touch(contact)
}
