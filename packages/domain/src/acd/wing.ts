// What a channel adds to the life of its contacts. The router asks and tells its wing; it knows no channel itself.
import type { BoardCall, CallView, ErrorCode } from '@openseat/contracts'
import type { AgentSession } from '../agent/agent-session.ts'
import type { Contact, ContactState } from '../contact/contact.ts'
import type { ContactEvent } from '../contact/contact-machine.ts'

export interface MadeStep {
  readonly before: ContactState
  readonly event: ContactEvent
}

export interface BoardViewer {
  readonly seesNumbers: boolean
}

export interface Wing {
  /** The contact has made a step: what the channel has of it follows, and so do contacts that are linked to it. */
  stepped(contact: Contact, made: MadeStep, now: number): void
  /** The contact as one of its agents is told of it; null where agents are not told. */
  view(contact: Contact, agentNumber: string): CallView | null
  /** The contact as a row of the live board; null where boards do not show it. */
  boardRow(contact: Contact, viewer: BoardViewer): BoardCall | null
  /** Whether the customer is there to be offered to an agent. */
  isReachable(contact: Contact): boolean
  /** When something of the channel's is due for the contact, epoch milliseconds, or null. */
  deadlineOf(contact: Contact): number | null
  /** Does what is due; false where nothing of the channel's was. */
  expire(contact: Contact, now: number): boolean
  /** The agent leaves: what becomes of the contact. False where its state does not take it. */
  leave(contact: Contact, agentNumber: string, now: number): boolean
  /** Why the agent cannot take the contact from the page, where that is so. */
  answerProblem(contact: Contact, session: AgentSession): ErrorCode | null
  /** The contact's state as its agent sees it. */
  word(contact: Contact): string
  /** What an offer comes to whose time is over. */
  missedAs(contact: Contact): 'noAnswer' | 'unreached'
}
