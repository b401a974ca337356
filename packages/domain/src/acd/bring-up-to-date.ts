// The one place where what follows from changed contacts and sessions is worked out: indexes, deadlines, and what agents are told.
import type { AgentEvent, ReleaseCause } from '@openseat/contracts'
import type { AgentSession } from '../agent/agent-session.ts'
import { sessionView } from '../agent/session-view.ts'
import type { AgentOutcome } from '../contact/contact-machine.ts'
import { isLive, type Contact } from '../contact/contact.ts'
import { agentsOf, factsOf } from '../contact/state-facts.ts'
import type { Departure, TenantState } from './tenant-state.ts'

/** Everything that was touched is indexed, timed and told; it is left to be matched. */
export function bringUpToDate(state: TenantState, now: number): void {
  const contacts = [...state.dirtyContacts]
  const sessions = [...state.dirtySessions]
  state.dirtyContacts.clear()
  state.dirtySessions.clear()
  for (const contact of contacts) indexContact(state, contact)
  for (const session of sessions) indexSession(state, session)
  for (const departure of state.departures.splice(0)) tellDeparture(state, departure, now)
  for (const contact of contacts) closePops(state, contact, now)
  for (const session of sessions) tellSession(state, session, now)
  for (const contact of contacts) tellContact(state, contact, now)
  for (const { agentNumber, event } of state.notices.splice(0)) state.publish(agentNumber, now, event)
  for (const contact of contacts) state.unsettledContacts.add(contact)
  for (const session of sessions) state.unsettledSessions.add(session)
}

/** What is known as told of states that were stored: nobody is told of it again. */
export function takeAsTold(state: TenantState): void {
  for (const contact of state.contacts.values()) {
    for (const agentNumber of agentsOf(contact)) {
      const view = state.wingOf(contact.channel).view(contact, agentNumber)
      if (view) state.told.contact(agentNumber, view)
    }
    for (const [agentNumber, pops] of Object.entries(contact.pops)) {
      const popIds = pops.map(({ popId }) => popId)
      state.told.pops(contact.callId, agentNumber, popIds)
    }
  }
}

const earliest = (times: readonly (number | null)[]): number | null => {
  const due = times.filter((time) => time !== null)
  return due.length === 0 ? null : Math.min(...due)
}

function indexContact(state: TenantState, contact: Contact): void {
  const wing = state.wingOf(contact.channel)
  const passedOverUntil = contact.passedOver?.until ?? null
  const isPassedOver = contact.state.kind === 'waiting' && passedOverUntil !== null
  if (isPassedOver) state.passedOver.add(contact)
  else state.passedOver.delete(contact)
  state.lines.update(contact, !isPassedOver && wing.isReachable(contact))
  const due = isLive(contact)
    ? earliest([factsOf(contact.state).deadline, passedOverUntil, wing.deadlineOf(contact), state.flows.wakeAt(contact)])
    : null
  setDeadline(state, `contact/${contact.callId}`, due)
  if (isLive(contact)) {
    state.contacts.set(contact.callId, contact)
    return
  }
  state.contacts.delete(contact.callId)
  state.endedContacts.add(contact)
}

function indexSession(state: TenantState, session: AgentSession): void {
  state.ready.update(session, state.agent(session.agentNumber), state.config)
  const wrapUps = session.assignments.map((assignment) => (assignment.state.kind === 'wrapUp' ? assignment.state.until : null))
  const heldBackUntil = session.heldBack ? (session.phoneTrouble?.until ?? null) : null
  setDeadline(state, `agent/${session.agentNumber}`, earliest([...wrapUps, session.absentUntil, heldBackUntil]))
}

function setDeadline({ deadlines }: TenantState, key: string, at: number | null): void {
  if (at === null) deadlines.delete(key)
  else deadlines.set(key, at)
}

/** What an agent is told who is out of a contact that goes on. */
const outcomeCauses: Readonly<Record<AgentOutcome, ReleaseCause>> = {
  noAnswer: 'noAnswer',
  rejected: 'rejected',
  withdrawn: 'abandoned',
  unreached: 'phoneUnreached',
  talked: 'transferred',
  failed: 'transferred',
}

function tellDeparture(state: TenantState, { contact, agentNumber, outcome }: Departure, now: number): void {
  state.told.left(contact.callId, agentNumber)
  const view = state.wingOf(contact.channel).view(contact, agentNumber)
  if (!view) return
  const endedAt = view.endedAt ?? new Date(now).toISOString()
  const releaseCause = view.releaseCause ?? outcomeCauses[outcome]
  state.publish(agentNumber, now, { type: 'call.ended', call: { ...view, state: 'ended', mediaWanted: false, releaseCause, endedAt } })
}

function tellSession(state: TenantState, session: AgentSession, now: number): void {
  const view = sessionView(session)
  if (state.told.session(view)) state.publish(session.agentNumber, now, { type: 'seat.changed', seat: view })
}

function closePops(state: TenantState, { callId, pops }: Contact, now: number): void {
  for (const agentNumber of state.told.withPops(callId)) {
    if (pops[agentNumber]) continue
    state.told.pops(callId, agentNumber, [])
    state.publish(agentNumber, now, { type: 'pops.closed', callId })
  }
}

const eventTypes = {
  ringing: 'call.ringing',
  dialling: 'call.dialling',
  alerting: 'call.alerting',
  talking: 'call.talking',
  held: 'call.held',
  ended: 'call.ended',
} as const satisfies Record<string, AgentEvent['type']>

function tellContact(state: TenantState, contact: Contact, now: number): void {
  for (const agentNumber of agentsOf(contact)) {
    const view = state.wingOf(contact.channel).view(contact, agentNumber)
    const difference = view && state.told.contact(agentNumber, view)
    if (view && difference)
      state.publish(agentNumber, now, { type: difference === 'state' ? eventTypes[view.state] : 'call.updated', call: view })
  }
  if (isLive(contact)) openPops(state, contact, now)
  else state.told.forget(contact.callId)
}

function openPops(state: TenantState, { callId, pops }: Contact, now: number): void {
  for (const [agentNumber, open] of Object.entries(pops)) {
    const popIds = open.map(({ popId }) => popId)
    const before = state.told.pops(callId, agentNumber, popIds)
    const opened = open.filter(({ popId }) => !before.includes(popId))
    if (opened.length > 0) state.publish(agentNumber, now, { type: 'pops.opened', callId, pops: opened })
  }
}
