// What the agent is told about the connection, and how a refusal reaches the place where it arose.
import type { ErrorCode, ErrorParams } from '@openseat/contracts'

/** `offline`: the browser says so, or several attempts failed. */
export const connectionStates = ['connected', 'catchingUp', 'connecting', 'offline'] as const
export type ConnectionState = (typeof connectionStates)[number]

/** Refusals of our own, before or instead of the server's: each has its words in the messages under `desk.refused`. */
export type LocalRefusal = 'notConnected' | 'connectionLost' | 'noAnswer'

export type CommandResult =
  | { readonly ok: true; readonly data: { readonly callId?: string; readonly sdp?: string } }
  | { readonly ok: false; readonly local: LocalRefusal }
  | { readonly ok: false; readonly code: ErrorCode; readonly params: ErrorParams; readonly message: string }

/** Why no connection is sought any more. */
export type EndReason = 'notLoggedIn' | 'noAgent'
