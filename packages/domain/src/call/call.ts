// A call as the desk knows it: facts that stay, and a state that holds only what is true in it.
// Times are epoch milliseconds; they come in from outside.
import type { Direction, MediaType, ReleaseCause, ResolvedPop, TimelineKind } from '@openseat/contracts'

export type CallState =
  | { readonly kind: 'arrived' }
  /** In a queue's line. `since` decides the place; `until` is the longest wait. */
  | { readonly kind: 'waiting'; readonly queueId: number; readonly since: number; readonly until: number }
  | {
      readonly kind: 'offered'
      readonly queueId: number
      readonly since: number
      readonly until: number
      readonly agentNumber: string
      readonly offeredAt: number
      readonly ringUntil: number
    }
  | { readonly kind: 'dialling'; readonly agentNumber: string; readonly until: number }
  | { readonly kind: 'alerting'; readonly agentNumber: string; readonly until: number }
  | { readonly kind: 'talking'; readonly agentNumber: string; readonly since: number }
  | { readonly kind: 'held'; readonly agentNumber: string; readonly since: number; readonly talkingSince: number }
  | { readonly kind: 'ended'; readonly cause: ReleaseCause; readonly at: number }

export type CallStateKind = CallState['kind']

/** Whether a party's audio is there; `until` ends its grace (null while nothing presses), `lost` once it had been there. */
export type AudioPresence =
  | { readonly kind: 'connected' }
  | { readonly kind: 'absent'; readonly until: number | null; readonly lost: boolean }

export type Party = 'customer' | 'agent'

export interface LegRecord {
  readonly party: Party
  /** Number of the customer, or the agent number. */
  readonly number: string
  readonly startedAt: number
  answeredAt: number | null
  endedAt: number | null
}

export interface TimelineItem {
  readonly n: number
  readonly at: number
  readonly kind: TimelineKind
  readonly data: Readonly<Record<string, string | number | boolean | null>>
}

export interface Call {
  readonly callId: string
  readonly direction: Direction
  readonly mediaType: MediaType
  readonly callerNumber: string
  readonly calledNumber: string
  readonly attachedData: Readonly<Record<string, string>>
  readonly startedAt: number
  /** Revision of the tenant's settings that the call began with; it keeps them. */
  readonly revision: number
  /** The signalling side's own name for the customer's end. */
  customerRef: string
  state: CallState
  audio: Record<Party, AudioPresence>
  muted: boolean
  queueId: number | null
  queueName: string | null
  agentNumber: string | null
  offeredAt: number | null
  answeredAt: number | null
  /** How often it was moved to another queue. */
  queueTransfers: number
  legs: LegRecord[]
  pops: ResolvedPop[]
  /** Entries so far; the entries themselves are stored, not kept. */
  timelineLength: number
}

/** The number that is the customer's: the caller of an inbound call, the called of an outbound one. */
export const customerNumberOf = (call: Call): string => (call.direction === 'inbound' ? call.callerNumber : call.calledNumber)

export const isLive = (call: Call): boolean => call.state.kind !== 'ended'
