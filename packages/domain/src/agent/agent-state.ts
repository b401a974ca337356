// What an agent is, in the field's words: read off the presence and the assignments, never kept.
import type { AgentStateKind, NextState } from '@openseat/contracts'
import { isCall } from '../config/channels.ts'
import type { AgentSession } from './agent-session.ts'
import type { Assignment } from './assignment-machine.ts'
import type { Presence } from './presence-machine.ts'

export interface AgentState {
  readonly kind: AgentStateKind
  /** End of rest or wrap-up, epoch milliseconds. */
  readonly until: number | null
  readonly reason: number | null
  /** The contact that the agent rings, talks or wraps up for. */
  readonly callId: string | null
  /** What follows the present call. */
  readonly next: NextState | null
}

/** The word is that of the call that takes the agent whole; written contacts leave the agent what the presence says. */
export function agentState(session: AgentSession): AgentState {
  const { presence } = session
  const calls = session.assignments.filter(({ channel }) => isCall(channel))
  const talking = calls.find(({ state }) => state.kind === 'active')
  if (talking) return taken('talking', talking, presence)
  const ringing = calls.find(({ state }) => state.kind === 'offered')
  if (ringing) return taken('ringing', ringing, presence)
  const wrapUp = calls.find(({ state }) => state.kind === 'wrapUp')
  return wrapUp ? taken('wrapUp', wrapUp, presence) : alone(session)
}

const taken = (kind: AgentStateKind, { callId, state }: Assignment, presence: Presence): AgentState => ({
  kind,
  until: state.kind === 'wrapUp' ? state.until : null,
  reason: null,
  callId,
  next: presence.kind === 'busy' || presence.kind === 'rest' ? presence : null,
})

function alone({ presence, since }: AgentSession): AgentState {
  const none = { until: null, reason: null, callId: null, next: null }
  switch (presence.kind) {
    case 'signedOut':
      return { ...none, kind: 'signedOut' }
    case 'ready':
      return { ...none, kind: 'idle' }
    case 'busy':
      return { ...none, kind: 'busy', reason: presence.reason }
    case 'rest':
      return { ...none, kind: 'rest', until: since + presence.minutes * 60_000 }
  }
}

/** Contacts that the agent is in, or is offered, in the order in which they came. */
export const liveAssignments = ({ assignments }: AgentSession): Assignment[] =>
  assignments.filter(({ state }) => state.kind === 'offered' || state.kind === 'active')

/** Whether a call takes the agent whole now, or rings for it. */
export const isInCall = (session: AgentSession): boolean => liveAssignments(session).some(({ channel }) => isCall(channel))
