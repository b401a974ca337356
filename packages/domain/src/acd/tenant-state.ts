// All that goes on in one tenant: contacts, agents' sessions, their indexes and deadlines, and what the present input changed.
// Holds; decides nothing. Whoever changes a contact or a session marks it (`touch`); indexes, deadlines and events follow in one
// place (bring-up-to-date.ts). In memory; rebuilt from stored rows at start.
import type { AgentEvent, SequencedEvent } from '@openseat/contracts'
import type { AgentConfig, RoutingConfig } from '../config/routing-config.ts'
import type { Channel } from '../config/channels.ts'
import type { AgentOutcome } from '../contact/contact-machine.ts'
import type { Contact, TimelineItem } from '../contact/contact.ts'
import { liveAssignments } from '../agent/agent-state.ts'
import { newSession, type AgentSession } from '../agent/agent-session.ts'
import { sessionView } from '../agent/session-view.ts'
import { EndedContacts } from './ended-contacts.ts'
import type { FlowHook } from './flow-hook.ts'
import { IndexedHeap } from './indexed-heap.ts'
import { QueueDays } from './queue-days.ts'
import { QueuePace } from './queue-pace.ts'
import { ReadyAgents } from './ready-agents.ts'
import { SkillQueueLines } from './skill-queue-lines.ts'
import { Told } from './told.ts'
import type { Wing } from './wing.ts'

/** What inputs changed since it was last taken. */
export interface StateChanges {
  readonly contacts: Set<Contact>
  readonly sessions: Set<AgentSession>
  readonly timeline: { readonly callId: string; readonly item: TimelineItem }[]
  readonly events: ({ readonly agentNumber: string } & SequencedEvent)[]
  /** Events that a machine did not take, as `machine: event in state`. */
  readonly rejections: string[]
}

/** An agent is out of a contact. */
export interface Departure {
  readonly contact: Contact
  readonly agentNumber: string
  readonly outcome: AgentOutcome
}

interface Notice {
  readonly agentNumber: string
  readonly event: AgentEvent
}

const noChanges = (): StateChanges => ({ contacts: new Set(), sessions: new Set(), timeline: [], events: [], rejections: [] })

export class TenantState {
  config: RoutingConfig
  readonly wingOf: (channel: Channel) => Wing
  readonly flows: FlowHook
  readonly contacts = new Map<string, Contact>()
  readonly sessions = new Map<string, AgentSession>()
  readonly endedContacts = new EndedContacts((contact) => this.#isWrappedUp(contact))
  readonly ready = new ReadyAgents()
  readonly lines = new SkillQueueLines()
  /** Waiting contacts before which others are served. */
  readonly passedOver = new Set<Contact>()
  readonly days = new QueueDays(() => this.config.timeZone)
  readonly pace = new QueuePace()
  /** Epoch milliseconds by `contact/ID` and `agent/NUMBER`. */
  readonly deadlines = new IndexedHeap<string, number>((a, b) => a < b)
  readonly told = new Told()
  /** Changed since the indexes were last brought up to date. */
  readonly dirtyContacts = new Set<Contact>()
  readonly dirtySessions = new Set<AgentSession>()
  readonly departures: Departure[] = []
  readonly notices: Notice[] = []
  /** To be matched once the present input is done. */
  readonly unsettledContacts = new Set<Contact>()
  readonly unsettledSessions = new Set<AgentSession>()
  #changes = noChanges()
  readonly #configs = new Map<number, RoutingConfig>()

  constructor(config: RoutingConfig, { wingOf, flows }: { wingOf: (channel: Channel) => Wing; flows: FlowHook }) {
    this.config = config
    this.wingOf = wingOf
    this.flows = flows
    this.#configs.set(config.revision, config)
  }

  takeChanges(): StateChanges {
    const taken = this.#changes
    this.#changes = noChanges()
    return taken
  }

  /** Settings of the revision that a contact began with; the present ones when those are gone (after a restart). */
  configOf(contact: Contact): RoutingConfig {
    return this.#configs.get(contact.revision) ?? this.config
  }

  /** New settings for what begins from now on; agents are ranked anew. */
  useConfig(config: RoutingConfig): void {
    this.config = config
    this.#configs.set(config.revision, config)
    const used = new Set([...this.contacts.values()].map((contact) => contact.revision))
    for (const revision of this.#configs.keys()) {
      if (revision !== config.revision && !used.has(revision)) this.#configs.delete(revision)
    }
    for (const session of this.sessions.values()) this.dirtySessions.add(session)
    for (const contact of this.contacts.values()) if (contact.state.kind === 'waiting') this.dirtyContacts.add(contact)
  }

  agent(agentNumber: string): AgentConfig | undefined {
    return this.config.agents.get(agentNumber)
  }

  session(agentNumber: string, now: number): AgentSession {
    const known = this.sessions.get(agentNumber)
    if (known) return known
    const session = newSession(agentNumber, now)
    this.sessions.set(agentNumber, session)
    // Nobody need be told of what there was before anything happened.
    this.told.session(sessionView(session))
    return session
  }

  /** The contact, while it lives or is still remembered. */
  knownContact(callId: string): Contact | undefined {
    return this.contacts.get(callId) ?? this.endedContacts.get(callId)
  }

  /** Live contacts that the agent is in or is offered, in the order in which they came. */
  contactsOf(agentNumber: string): Contact[] {
    const session = this.sessions.get(agentNumber)
    return session ? liveAssignments(session).flatMap(({ callId }) => this.contacts.get(callId) ?? []) : []
  }

  /** A contact has come about. */
  add(contact: Contact): void {
    this.contacts.set(contact.callId, contact)
    this.touch(contact)
  }

  /** Call after each change of a contact, or of what its wing has of it. */
  touch(contact: Contact): void {
    this.#changes.contacts.add(contact)
    this.dirtyContacts.add(contact)
  }

  /** Call after each change of a session. */
  touchSession(session: AgentSession): void {
    this.#changes.sessions.add(session)
    this.dirtySessions.add(session)
  }

  addTimeline(contact: Contact, at: number, entry: Pick<TimelineItem, 'kind' | 'data'>): void {
    contact.timelineLength += 1
    this.#changes.timeline.push({ callId: contact.callId, item: { n: contact.timelineLength, at, ...entry } })
  }

  /** An event beside those that follow from the state; told with them. */
  notify(agentNumber: string, event: AgentEvent): void {
    this.notices.push({ agentNumber, event })
  }

  /** Gives the event the agent's next number. */
  publish(agentNumber: string, at: number, event: AgentEvent): void {
    const session = this.session(agentNumber, at)
    session.eventSeq += 1
    this.#changes.sessions.add(session)
    this.#changes.events.push({ agentNumber, seq: session.eventSeq, at: new Date(at).toISOString(), event })
  }

  rejected(what: string): void {
    this.#changes.rejections.push(what)
  }

  #isWrappedUp({ callId, participants, agentNumber, initiator }: Contact): boolean {
    return [...participants.map(({ number }) => number), agentNumber, initiator].some((number) =>
      this.sessions.get(number ?? '')?.assignments.some((each) => each.callId === callId && each.state.kind === 'wrapUp'),
    )
  }
}
