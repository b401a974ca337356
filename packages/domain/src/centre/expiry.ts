// What happens when a deadline of a contact or of an agent is reached.
import { liveAssignments } from '../agent/agent-state.ts'
import type { AgentSession } from '../agent/agent-session.ts'
import { bringUpToDate } from '../acd/bring-up-to-date.ts'
import { contactStep } from '../acd/contact-steps.ts'
import { divert } from '../acd/routing.ts'
import { finishWrapUps, presenceStep } from '../acd/session-steps.ts'
import type { TenantState } from '../acd/tenant-state.ts'
import { heldBackLongEnough, passedOverLongEnough, unreached } from '../acd/unreached.ts'
import { isLive, type Contact } from '../contact/contact.ts'

/** An absent agent still in a contact is looked at again after this. */
const lookAgainMs = 5_000

/** Handles every deadline that is due, and the end of the tenant's day. */
export function expireDue(state: TenantState, now: number): void {
  state.days.turn(now)
  while (expireNext(state, now)) bringUpToDate(state, now)
}

function expireNext(state: TenantState, now: number): boolean {
  const due = state.deadlines.peek()
  if (!due || due.value > now) return false
  state.deadlines.delete(due.key)
  const id = due.key.slice(due.key.indexOf('/') + 1)
  const contact = due.key.startsWith('contact/') ? state.contacts.get(id) : undefined
  const session = due.key.startsWith('agent/') ? state.sessions.get(id) : undefined
  if (contact) expireContact(state, contact, now)
  if (session) expireSession(state, session, now)
  return true
}

function expireContact(state: TenantState, contact: Contact, now: number): void {
  if (!state.wingOf(contact.channel).expire(contact, now) && !state.flows.expire(contact, now)) expireState(state, contact, now)
  if (isLive(contact)) state.touch(contact)
}

function expireState(state: TenantState, contact: Contact, now: number): void {
  passedOverLongEnough(state, contact, now)
  const { state: current } = contact
  if (current.kind === 'waiting' && current.until <= now) {
    const action = state.configOf(contact).queues.get(current.queueId)?.onTimeout ?? { action: 'release' as const }
    divert(state, contact, { action, cause: 'waitExpired' }, now)
  }
  if (current.kind === 'offered' && current.ringUntil <= now) offerExpired(state, contact, now)
}

function offerExpired(state: TenantState, contact: Contact, now: number): void {
  if (state.wingOf(contact.channel).missedAs(contact) === 'unreached') unreached(state, contact, 'unreachable', now)
  else contactStep(state, contact, { type: 'withdraw', outcome: 'noAnswer' }, now)
}

function expireSession(state: TenantState, session: AgentSession, now: number): void {
  heldBackLongEnough(state, session, now)
  finishWrapUps(state, session, 'over', now)
  if (session.absentUntil !== null && session.absentUntil <= now) {
    if (liveAssignments(session).length > 0) session.absentUntil = now + lookAgainMs
    else presenceStep(state, session, { type: 'signOut' }, now)
  }
  state.touchSession(session)
}
