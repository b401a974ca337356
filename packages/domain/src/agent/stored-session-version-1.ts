// Version 1 of a stored agent's session, brought to version 2: there, each contact is an assignment of its own.
import type { Json } from '../stored-json.ts'

/** One state with one call, and the wish for what follows it. */
interface SeatV1 {
  readonly state: {
    readonly kind: string
    readonly since: number
    readonly idleSince?: number
    readonly reason?: number
    readonly until?: number
    readonly callId?: string
    readonly owed?: { readonly callId: string; readonly seconds: number } | null
  }
  readonly next: Json | null
}

export function sessionFromVersion1(older: Json): Json {
  const { state, next, ...facts } = older as unknown as SeatV1
  const session = {
    // Early rows do not say what was left out; it is worked out from the skills when the session comes back.
    leftOut: null,
    signedOutFor: null,
    phoneTrouble: null,
    heldBack: false,
    ...facts,
    presence: presenceFromV1({ state, next }),
    assignments: assignmentsFromV1({ state, next }),
    since: state.since,
    idleSince: state.idleSince ?? state.since,
    missedInRow: 0,
  }
  return { version: 2, session }
}

function presenceFromV1({ state, next }: SeatV1): Json {
  const { kind, since, until = since, reason } = state
  if (kind === 'signedOut') return { kind }
  if (kind === 'busy') return { kind, reason }
  if (kind === 'rest') return { kind, minutes: (until - since) / 60_000 }
  return next === null || next['kind'] === 'idle' ? { kind: 'ready' } : next
}

function assignmentsFromV1({ state }: SeatV1): Json[] {
  const { kind, callId, since, until = since, owed = null } = state
  const ofCall = { callId, channel: 'voice' }
  if (kind === 'ringing') return [{ ...ofCall, state: { kind: 'offered' } }]
  if (kind === 'wrapUp') return [{ ...ofCall, state: { kind: 'wrapUp', since, until, seconds: (until - since) / 1000 } }]
  if (kind !== 'talking') return []
  const talking = { ...ofCall, state: { kind: 'active' } }
  if (owed === null) return [talking]
  return [talking, { callId: owed.callId, channel: 'voice', state: { kind: 'wrapUp', since, until: null, seconds: owed.seconds } }]
}
