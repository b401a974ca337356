// What the SIP exchange tells a tenant's desk, and what it is told by it. TenantActor, VoiceAction and AudioPlan fit these.

import type { ReleaseCause } from '@openseat/contracts'
import type { LegPlace } from './rtp-legs.ts'

export interface LineArrival {
  readonly type: 'callArrived'
  readonly callId: string
  readonly mediaType: 'audio'
  readonly callerNumber: string
  readonly dialled: string
  readonly attachedData: Readonly<Record<string, string>>
  readonly ref: string
}

export type LineInput =
  | ({ readonly type: 'lineReached'; readonly ref: string } & LegPlace)
  | ({ readonly type: 'lineAlerting' | 'lineAnswered' | 'lineHungUp' | 'lineLost' } & LegPlace)
  | ({ readonly type: 'lineFailed'; readonly cause: LineFailure } & LegPlace)
  | ({ readonly type: 'lineReferred'; readonly number: string } & LegPlace)

/** Why a call of ours did not come about, told apart for the agent. */
export type LineFailure =
  | 'calleeBusy'
  | 'noAnswer'
  | 'rejected'
  | 'unreachable'
  | 'unknownNumber'
  | 'calleeMoved'
  | 'networkFailure'
  | 'mediaFailed'

export interface SipActor {
  readonly tenantId: number
  input(input: LineInput): void
  /** Rejects when the desk could not take the call in time. */
  arrive(arrival: LineArrival): Promise<void>
}

/** The desk asks for a call. */
export interface LineWanted extends LegPlace {
  readonly callId: string
  readonly target: LineTarget
  readonly callerNumber: string
  readonly callerName: string
}

/** `phone`: as the agent's settings have it: a phone's user name or number, a `sip:` address, or an outside number. */
export type LineTarget =
  | { readonly kind: 'number'; readonly number: string; readonly e164: string | null }
  | {
      readonly kind: 'agentPhone'
      readonly agentNumber: string
      readonly phone: string
      /** Where it is a number outside. */
      readonly number: string | null
      readonly e164: string | null
    }

/** A room as the desk wants it now; a leg that it does not name is over. */
export interface RoomPlan {
  readonly roomId: string
  readonly live: boolean
  readonly legs: readonly { readonly leg: string }[]
  readonly cause: ReleaseCause | null
}
