// What reaches the centre of agents' pages and of settings.
import { isSignedIn } from '../agent/agent-session.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { followSkills } from './misplaced-agents.ts'
import type { TenantState } from './tenant-state.ts'

/** A page of the agent's is connected; what the session was is what it is. */
export function agentConnected(state: TenantState, agentNumber: string, now: number): void {
  const session = state.session(agentNumber, now)
  if (session.present) return
  session.present = true
  session.absentUntil = null
  state.touchSession(session)
}

/** The agent's last page is gone: nothing is offered, and after the grace the agent is signed out. */
export function agentDisconnected(state: TenantState, agentNumber: string, now: number): void {
  const session = state.sessions.get(agentNumber)
  if (!session?.present) return
  session.present = false
  session.absentUntil = isSignedIn(session) ? now + state.config.parameters.reconnectGraceSeconds * 1000 : null
  state.touchSession(session)
}

/** New settings: each agent serves the queues of the skills as they are now, but for those left out when signing in. */
export function configChanged(state: TenantState, config: RoutingConfig, now: number): void {
  const isElsewhere = config.timeZone !== state.config.timeZone
  state.useConfig(config)
  if (isElsewhere) state.days.timeZoneChanged(now)
  for (const session of state.sessions.values()) if (isSignedIn(session)) followSkills(state, session)
}
