// What the router asks of the flows that contacts run through; it knows none of their nodes.
import type { ReleaseCause } from '@openseat/contracts'
import type { Contact } from '../contact/contact.ts'
import type { MadeStep } from './wing.ts'

export interface FlowStart {
  readonly flowId: number
  /** The agent who sends the contact there and is to have it back; null: nobody. */
  readonly returnTo: string | null
}

export interface FlowHook {
  /** Sends the contact into a flow; false where no such flow is published. */
  start(contact: Contact, start: FlowStart, now: number): boolean
  /** A queue gives the contact up or does not take it: true where a flow waits for that, and goes on. */
  queueLeft(contact: Contact, cause: ReleaseCause, now: number): boolean
  /** A number outside could not be reached: true where a flow waits for that, and goes on. */
  transferFailed(contact: Contact, cause: ReleaseCause, now: number): boolean
  /** The contact has made a step: its flow goes on beside, ends with it, or one begins with the wait. */
  stepped(contact: Contact, made: MadeStep, now: number): void
  /** When something of the flow's is due, epoch milliseconds, or null. */
  wakeAt(contact: Contact): number | null
  /** Does what is due; false where nothing of the flow's was. */
  expire(contact: Contact, now: number): boolean
}
