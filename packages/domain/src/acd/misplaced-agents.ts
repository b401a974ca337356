// Agents whom settings have left without something to serve: never ready in no queue, never signed out without a word. Whoever is
// in a contact, or writes a call up, finishes it first.
import type { SignedOutReason } from '@openseat/contracts'
import { agentState, liveAssignments } from '../agent/agent-state.ts'
import { isSignedIn, type AgentSession } from '../agent/agent-session.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { presenceStep } from './session-steps.ts'
import type { TenantState } from './tenant-state.ts'

/** Brings the queues of an agent who is signed in up to the agent's skills, but for those left out when signing in. */
export function followSkills(state: TenantState, session: AgentSession): void {
  const queueIds = queuesOf(state.config, session)
  if (queueIds.length === session.queueIds.length && queueIds.every((id) => session.queueIds.includes(id))) return
  session.queueIds = queueIds
  state.touchSession(session)
}

/** Those that it has already keep their order: the first ones are dialled with. */
function queuesOf({ agents }: RoutingConfig, { agentNumber, leftOut, queueIds }: AgentSession): number[] {
  const served = [...(agents.get(agentNumber)?.skills.keys() ?? [])].filter((id) => !leftOut.includes(id))
  return [...queueIds.filter((id) => served.includes(id)), ...served.filter((id) => !queueIds.includes(id))]
}

export function signOutMisplaced(state: TenantState, session: AgentSession, now: number): void {
  if (!isSignedIn(session) || liveAssignments(session).length > 0 || agentState(session).kind === 'wrapUp') return
  const reason = misplacedFor(state, session)
  if (reason === null) return
  session.signedOutFor = reason
  presenceStep(state, session, { type: 'signOut' }, now)
}

function misplacedFor(state: TenantState, session: AgentSession): SignedOutReason | null {
  const agent = state.agent(session.agentNumber)
  if (!agent) return 'agentRemoved'
  if (session.queueIds.length === 0) return 'noQueue'
  return session.device === 'phone' && agent.phone === '' ? 'noPhone' : null
}
