// Who may change people, roles and agents: nobody gives, takes away or acts upon what they do not hold themselves.
import type { AgentRole, Permission } from '@openseat/contracts'

/** What is missing to touch something that holds `touched`; empty: it may be touched. */
export function beyond(held: ReadonlySet<Permission>, touched: Iterable<string>): string[] {
  const known: ReadonlySet<string> = held
  return [...new Set(touched)].filter((name) => !known.has(name))
}

/** What an agent's record stands for beside its seat. */
export function rightsOfAgent(role: AgentRole): readonly Permission[] {
  return role === 'inspector' ? ['call.supervise'] : []
}

/** What the agent acts as: a record that says inspector makes nobody one. */
export function actingRole(role: AgentRole, held: ReadonlySet<string>): AgentRole {
  return rightsOfAgent(role).every((name) => held.has(name)) ? role : 'agent'
}
