// A seat: one agent number's presence at the desk. Its state survives reloads, lost connections and restarts.
import type { AgentDevice, NextState, ReleaseCause, SignedOutReason } from '@openseat/contracts'

export type SeatState =
  | { readonly kind: 'signedOut'; readonly since: number }
  /** `idleSince` decides who is longest idle; it survives an offer that the caller gave up. */
  | { readonly kind: 'idle'; readonly since: number; readonly idleSince: number }
  | { readonly kind: 'busy'; readonly since: number; readonly reason: number }
  | { readonly kind: 'rest'; readonly since: number; readonly until: number }
  | { readonly kind: 'ringing'; readonly since: number; readonly callId: string; readonly idleSince: number }
  /** `owed`: wrap-up of a call that is over while another of the agent's goes on. */
  | { readonly kind: 'talking'; readonly since: number; readonly callId: string; readonly owed: OwedWrapUp | null }
  | { readonly kind: 'wrapUp'; readonly since: number; readonly until: number; readonly callId: string }

export interface OwedWrapUp {
  readonly callId: string
  readonly seconds: number
}

/** The agent's telephone could not be rung. Nothing is offered before `until`; the time grows with each further call that meets it. */
export interface PhoneTrouble {
  readonly cause: ReleaseCause
  readonly since: number
  readonly until: number
  /** The call that met it last. One caller who cannot be put through counts once. */
  readonly callId: string
  readonly calls: number
}

export type SeatStateKind = SeatState['kind']

export interface Seat {
  readonly agentNumber: string
  state: SeatState
  /** State that follows the present call. */
  next: NextState | null
  /** The queues that the seat serves now; while it is signed in, at least one, but for a call that is still to be ended. */
  queueIds: readonly number[]
  /** Queues of the agent's skills that were left out when signing in: they stay out. */
  leftOut: readonly number[]
  /** Why the seat was signed out, where it was not the agent's wish; until the next sign-in. */
  signedOutFor: SignedOutReason | null
  autoAnswer: boolean
  /** Where the audio is: the browser, or the telephone of the agent's settings. */
  device: AgentDevice
  /** Browser that holds the seat while it is signed in. */
  browserId: string | null
  /** False while no page of the agent's is connected: nothing is offered then. */
  present: boolean
  /** End of the grace after the last page left; the seat is signed out then. */
  absentUntil: number | null
  phoneTrouble: PhoneTrouble | null
  /** The present trouble keeps offers away still. */
  heldBack: boolean
  eventSeq: number
}

export const newSeat = (agentNumber: string, now: number): Seat => ({
  agentNumber,
  state: { kind: 'signedOut', since: now },
  next: null,
  queueIds: [],
  leftOut: [],
  signedOutFor: null,
  autoAnswer: false,
  device: 'browser',
  browserId: null,
  present: false,
  absentUntil: null,
  phoneTrouble: null,
  heldBack: false,
  eventSeq: 0,
})

export const isSignedIn = (seat: Seat): boolean => seat.state.kind !== 'signedOut'
