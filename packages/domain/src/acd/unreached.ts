// An agent's telephone that could not be rung: no doing of the agent's. The agent stays ready, the customer keeps the position, and
// both are left alone for a while, so that neither a dead telephone nor a contact whom telephones refuse stops the others.
import type { ReleaseCause } from '@openseat/contracts'
import type { AgentSession } from '../agent/agent-session.ts'
import { mayBeOffered } from '../agent/capacity.ts'
import type { Contact } from '../contact/contact.ts'
import { contactStep } from './contact-steps.ts'
import type { TenantState } from './tenant-state.ts'

const holdBackMs = 2_000
const passOverMs = 5_000
const longestMs = 30_000
/** Telephones that a contact is tried at one after the other. */
const triedAtOnce = 3

/** The telephone of the agent who is offered the contact did not ring. */
export function unreached(state: TenantState, contact: Contact, cause: ReleaseCause, now: number): void {
  if (contact.state.kind !== 'offered') return
  const { agentNumber } = contact.state
  const session = state.sessions.get(agentNumber)
  if (session) holdBack(session, { callId: contact.callId, cause }, now)
  contactStep(state, contact, { type: 'withdraw', outcome: 'unreached', cause }, now)
  passOver(state, contact, agentNumber, now)
}

function holdBack(session: AgentSession, { callId, cause }: { callId: string; cause: ReleaseCause }, now: number): void {
  const before = session.phoneTrouble
  const calls = before?.callId === callId ? before.calls : (before?.calls ?? 0) + 1
  const until = now + Math.min(longestMs, holdBackMs * 2 ** (calls - 1))
  session.phoneTrouble = { cause, since: before?.since ?? now, until, callId, calls }
  session.heldBack = true
}

/** The agent's telephone rings: whatever was the matter with it is over. */
export function reachedAgain(state: TenantState, agentNumber: string): void {
  const session = state.sessions.get(agentNumber)
  if (!session?.phoneTrouble) return
  session.phoneTrouble = null
  session.heldBack = false
  state.touchSession(session)
}

/** Other agents first; then others are served before it. */
function passOver(state: TenantState, contact: Contact, agentNumber: string, now: number): void {
  if (contact.state.kind !== 'waiting') return
  const triedAt = [...new Set([...triedWith(contact), agentNumber])]
  const times = (contact.passedOver?.times ?? 0) + 1
  const isTriedOn = state.ready.first(contact.state.queueId) !== undefined && times % triedAtOnce !== 0
  const rounds = Math.floor((times - 1) / triedAtOnce)
  contact.passedOver = { times, triedAt, until: isTriedOn ? null : now + Math.min(longestMs, passOverMs * 2 ** rounds) }
  state.touch(contact)
}

const triedWith = (contact: Contact): readonly string[] => contact.passedOver?.triedAt ?? []

/** Whoever comes with a telephone that was not tried yet need not let a customer wait for those that did not ring. */
export function comesFresh(state: TenantState, session: AgentSession): void {
  const { agentNumber, queueIds } = session
  const rules = { agent: state.agent(agentNumber), capacity: state.config.capacity }
  for (const contact of state.passedOver) {
    if (contact.state.kind !== 'waiting' || !queueIds.includes(contact.state.queueId)) continue
    if (triedWith(contact).includes(agentNumber) || !mayBeOffered(session, contact.channel, rules)) continue
    lift(state, contact)
  }
}

/** Back again it may be with another telephone. */
export function wentOffDuty(state: TenantState, { agentNumber }: AgentSession): void {
  for (const contact of state.passedOver) {
    if (!contact.passedOver || !triedWith(contact).includes(agentNumber)) continue
    contact.passedOver = { ...contact.passedOver, triedAt: triedWith(contact).filter((tried) => tried !== agentNumber) }
    state.touch(contact)
  }
}

function lift(state: TenantState, contact: Contact): void {
  if (contact.passedOver) contact.passedOver = { ...contact.passedOver, until: null }
  state.touch(contact)
}

/** The contact's turn has come again. */
export function passedOverLongEnough(state: TenantState, contact: Contact, now: number): void {
  const { passedOver } = contact
  if (passedOver && passedOver.until !== null && passedOver.until <= now) lift(state, contact)
}

/** Calls are offered to the agent again; what was the matter is shown until the telephone rings. */
export function heldBackLongEnough(state: TenantState, session: AgentSession, now: number): void {
  if (!session.heldBack || (session.phoneTrouble?.until ?? 0) > now) return
  session.heldBack = false
  state.touchSession(session)
}
