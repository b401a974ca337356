// Live calls by room and by agent.
import { isLive, type Call } from '../call/call.ts'
import { agentsOf } from '../call/ends.ts'

export class CallIndex {
  readonly #rooms = new Map<string, Set<Call>>()
  readonly #agents = new Map<string, Set<Call>>()
  readonly #agentsOfCall = new Map<string, readonly string[]>()

  /** Brings both indexes up to date with the call. */
  update(call: Call): void {
    const agents = isLive(call) ? agentsOf(call) : []
    for (const agent of this.#agentsOfCall.get(call.callId) ?? []) if (!agents.includes(agent)) remove(this.#agents, agent, call)
    for (const agent of agents) add(this.#agents, agent, call)
    if (agents.length > 0) this.#agentsOfCall.set(call.callId, agents)
    else this.#agentsOfCall.delete(call.callId)
    if (isLive(call)) add(this.#rooms, call.roomId, call)
    else remove(this.#rooms, call.roomId, call)
  }

  inRoom(roomId: string): Call[] {
    return [...(this.#rooms.get(roomId) ?? [])]
  }

  /** Calls with the agent at one of their ends, in the order in which the agent came into them. */
  ofAgent(agentNumber: string): Call[] {
    return [...(this.#agents.get(agentNumber) ?? [])]
  }
}

function add(index: Map<string, Set<Call>>, key: string, call: Call): void {
  const known = index.get(key)
  if (known) known.add(call)
  else index.set(key, new Set([call]))
}

function remove(index: Map<string, Set<Call>>, key: string, call: Call): void {
  const known = index.get(key)
  known?.delete(call)
  if (known?.size === 0) index.delete(key)
}
