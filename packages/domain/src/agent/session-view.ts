// An agent's session as the agent and the inspectors are shown it.
import type { SeatView } from '@openseat/contracts'
import { agentState } from './agent-state.ts'
import type { AgentSession } from './agent-session.ts'

const iso = (at: number): string => new Date(at).toISOString()

export function sessionView(session: AgentSession): SeatView {
  const { kind, until, reason, callId, next } = agentState(session)
  const { agentNumber, queueIds, signedOutFor, autoAnswer, device, phoneTrouble } = session
  return {
    agentNumber,
    state: kind,
    since: iso(session.since),
    until: until === null ? null : iso(until),
    reason,
    callId,
    next,
    queueIds: [...queueIds],
    signedOutFor,
    autoAnswer,
    device,
    phoneTrouble: phoneTrouble && { cause: phoneTrouble.cause, since: iso(phoneTrouble.since), until: iso(phoneTrouble.until) },
  }
}
