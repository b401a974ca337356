// One handling of one customer, whatever the channel: who is in it, where it stands, what became of it.
// What a channel knows beside that (a call's sound, a chat's text) is kept by the channel's own wing.
// A consultation and a supervision are contacts of their own with a parent. Times are epoch milliseconds; they come in from outside.
import type { CallPurpose, Direction, ReleaseCause, ResolvedPop, TimelineKind } from '@openseat/contracts'
import type { Channel } from '../config/channels.ts'
import type { ContactFlow } from './contact-flow.ts'

/** A position in a skill queue's line: higher priority first (none: 0), then by `since`. `until` is the longest wait. */
export interface QueuePosition {
  readonly queueId: number
  readonly since: number
  readonly until: number
  readonly priority?: number
}

interface Offer {
  readonly agentNumber: string
  readonly offeredAt: number
  readonly ringUntil: number
}

export type ContactState =
  | { readonly kind: 'arrived' }
  /** A flow has the customer. */
  | { readonly kind: 'inFlow'; readonly since: number }
  | ({ readonly kind: 'waiting' } & QueuePosition)
  /** `back`: the position that it returns to when it is not taken; without one the flow that sent it has it back, or it ends then. */
  | ({ readonly kind: 'offered'; readonly via: 'queue'; readonly back: QueuePosition } & Offer)
  | ({ readonly kind: 'offered'; readonly via: 'direct'; readonly back: QueuePosition | null } & Offer)
  /**
   * `isAnswered`: the other side is there; false while it is being reached. Without an agent it was transferred out: `external` is
   * the number outside in the agent's place.
   */
  | {
      readonly kind: 'active'
      readonly agentNumber: string | null
      readonly external: string | null
      readonly since: number
      readonly isAnswered: boolean
    }
  | { readonly kind: 'ended'; readonly cause: ReleaseCause; readonly at: number }

export type ContactStateKind = ContactState['kind']
export type StateOf<K extends ContactStateKind> = Extract<ContactState, { kind: K }>

/** Someone's part in the contact, as it is recorded. */
export interface Participant {
  readonly party: 'customer' | 'agent' | 'transferee' | 'flow'
  /** Number of the customer or of the outside party, the agent number, or the flow's name. */
  readonly number: string
  readonly startedAt: number
  answeredAt: number | null
  endedAt: number | null
  /** The agent's number label at the time, where there is one. */
  readonly numberLabel?: string
}

export interface TimelineItem {
  readonly n: number
  readonly at: number
  readonly kind: TimelineKind
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

/** It could not be put through to agents' telephones. */
interface PassedOver {
  readonly times: number
  /** Others are served before it until then. */
  readonly until: number | null
  /** Whose telephones did not ring. */
  readonly triedAt: readonly string[]
}

export interface Contact {
  readonly callId: string
  readonly purpose: CallPurpose
  /** The contact that a consultation or a supervision belongs to. */
  readonly parentCallId: string | null
  readonly direction: Direction
  readonly channel: Channel
  readonly callerNumber: string
  readonly calledNumber: string
  /** Who made a contact to another agent. */
  readonly initiator: string | null
  attachedData: Readonly<Record<string, string>>
  readonly startedAt: number
  /** Revision of the tenant's settings that the contact began with; it keeps them. */
  readonly revision: number
  state: ContactState
  queueId: number | null
  queueName: string | null
  /** Who serves it, or did last. */
  agentNumber: string | null
  /** When it joined the line that it waits or last waited in. */
  queuedAt: number | null
  offeredAt: number | null
  answeredAt: number | null
  /** What was dialled, where the called number is shown in another form. */
  readonly dialled?: string
  /** The customer's number as E.164, where it is one of a country's plan. */
  readonly e164?: string
  /** Behind the customer's number. */
  readonly extension?: string
  passedOver?: PassedOver
  /** How often it was moved to another queue or flow by a queue's settings. */
  queueTransfers: number
  /** The flow that it runs through, in `inFlow` alone or beside a wait; null: none. */
  flow: ContactFlow | null
  /** Flows begun so far. */
  flowsBegun: number
  participants: Participant[]
  /** Pages opened for each agent. */
  pops: Readonly<Record<string, readonly ResolvedPop[]>>
  /** Entries so far; the entries themselves are stored, not kept. */
  timelineLength: number
}

type Given = 'callId' | 'channel' | 'direction' | 'callerNumber' | 'calledNumber' | 'startedAt' | 'revision'

/** A contact that has just come about. Without more facts it is a customer's. */
export function newContact(facts: Pick<Contact, Given> & Partial<Contact>): Contact {
  return {
    purpose: 'customer',
    parentCallId: null,
    initiator: null,
    attachedData: {},
    state: { kind: 'arrived' },
    queueId: null,
    queueName: null,
    agentNumber: null,
    queuedAt: null,
    offeredAt: null,
    answeredAt: null,
    queueTransfers: 0,
    flow: null,
    flowsBegun: 0,
    participants: [],
    pops: {},
    timelineLength: 0,
    ...facts,
  }
}

/** The number that is the customer's: the caller of an inbound contact, the called of an outbound one. */
export const customerNumberOf = (contact: Contact): string =>
  contact.direction === 'outbound' ? contact.calledNumber : contact.callerNumber

/** The customer's number with all that is known of it. */
export interface CustomerNumber {
  /** As it is shown; empty when it is withheld. */
  readonly number: string
  readonly e164: string | null
  readonly extension: string | null
}

export const customerOf = (contact: Contact): CustomerNumber => ({
  number: customerNumberOf(contact),
  e164: contact.e164 ?? null,
  extension: contact.extension ?? null,
})

export const isLive = (contact: Contact): boolean => contact.state.kind !== 'ended'

/** An agent and the other side have each other, or could at once. */
export const isConnected = ({ state, purpose }: Contact): boolean =>
  state.kind === 'active' && state.agentNumber !== null && state.isAnswered && purpose !== 'supervision'
