// One agent number's session at the centre: its presence, and the contacts that are assigned to it.
// It survives reloads, lost connections and restarts. Times are epoch milliseconds.
import type { AgentDevice, ReleaseCause, SignedOutReason } from '@openseat/contracts'
import type { Assignment } from './assignment-machine.ts'
import type { Presence } from './presence-machine.ts'

/** The agent's telephone could not be rung. Nothing is offered before `until`; the time grows with each further contact that meets it. */
export interface PhoneTrouble {
  readonly cause: ReleaseCause
  readonly since: number
  readonly until: number
  /** The contact that met it last. One caller who cannot be put through counts once. */
  readonly callId: string
  readonly calls: number
}

export interface AgentSession {
  readonly agentNumber: string
  /** What the agent wishes to be; while a call takes the agent whole, what follows it. */
  presence: Presence
  /** In the order in which they came to the agent. */
  assignments: readonly Assignment[]
  /** Since when the state is what it is shown as. */
  since: number
  /** Since when the agent has had nothing to do; it survives an offer that was withdrawn. Decides who is longest idle. */
  idleSince: number
  /** Offers of written contacts in a row that the agent did not take. */
  missedInRow: number
  /** The queues that the agent serves now; while signed in, at least one, but for a contact that is still to be ended. */
  queueIds: readonly number[]
  /** Queues of the agent's skills that were left out when signing in: they stay out. */
  leftOut: readonly number[]
  /** Why it was signed out, where that was not the agent's wish; until the next sign-in. */
  signedOutFor: SignedOutReason | null
  autoAnswer: boolean
  /** Where calls are taken: in the browser, or on the telephone of the agent's settings. */
  device: AgentDevice
  /** Browser that holds the session while it is signed in. */
  browserId: string | null
  /** False while no page of the agent's is connected: nothing is offered then. */
  present: boolean
  /** End of the grace after the last page left; the agent is signed out then. */
  absentUntil: number | null
  phoneTrouble: PhoneTrouble | null
  /** The present trouble keeps calls away still. */
  heldBack: boolean
  eventSeq: number
}

export const newSession = (agentNumber: string, now: number): AgentSession => ({
  agentNumber,
  presence: { kind: 'signedOut' },
  assignments: [],
  since: now,
  idleSince: now,
  missedInRow: 0,
  ...atSignOut,
  signedOutFor: null,
  autoAnswer: false,
  device: 'browser',
  present: false,
  eventSeq: 0,
})

/** What a session is without while it is signed out. */
export const atSignOut = {
  queueIds: [],
  leftOut: [],
  browserId: null,
  absentUntil: null,
  phoneTrouble: null,
  heldBack: false,
} as const satisfies Partial<AgentSession>

export const isSignedIn = ({ presence }: AgentSession): boolean => presence.kind !== 'signedOut'
