// An agent's log-in is over and nobody may come back to it: whatever they had in a browser ends now, so that no customer
// waits for somebody who has been shut out. Who talks on a telephone of their own goes on talking.
import { isSignedIn } from '../agent/agent-session.ts'
import { agentDisconnected } from '../acd/presence-inputs.ts'
import { presenceStep } from '../acd/session-steps.ts'
import type { TenantState } from '../acd/tenant-state.ts'

export function sessionEnded(state: TenantState, agentNumber: string, now: number): void {
  agentDisconnected(state, agentNumber, now)
  const session = state.sessions.get(agentNumber)
  if (!session || !isSignedIn(session) || session.device === 'phone') return
  for (const contact of state.contactsOf(agentNumber)) state.wingOf(contact.channel).leave(contact, agentNumber, now)
  presenceStep(state, session, { type: 'signOut' }, now)
}
