// Who may be offered a contact of each queue, best first: least loaded in proportion, higher skill level, longest idle.
// And who is on duty at all. All updates O(queues of the agent × log n).
import { isSignedIn, type AgentSession } from '../agent/agent-session.ts'
import { isRouted, loadOf, mayBeOffered, type CapacityRules } from '../agent/capacity.ts'
import type { AgentConfig, QueueConfig, RoutingConfig } from '../config/routing-config.ts'
import { IndexedHeap } from './indexed-heap.ts'

interface Rank {
  readonly load: number
  readonly level: number
  readonly idleSince: number
  readonly agentNumber: string
}

function ahead(a: Rank, b: Rank): boolean {
  if (a.load !== b.load) return a.load < b.load
  if (a.level !== b.level) return a.level > b.level
  if (a.idleSince !== b.idleSince) return a.idleSince < b.idleSince
  return a.agentNumber < b.agentNumber
}

export class ReadyAgents {
  readonly #ready = new Map<number, IndexedHeap<string, Rank>>()
  readonly #signedIn = new Map<number, Set<string>>()
  readonly #queuesOf = new Map<string, readonly number[]>()

  /** Brings all queues up to date with the session. */
  update(session: AgentSession, agent: AgentConfig | undefined, { queues, capacity }: RoutingConfig): void {
    const { agentNumber } = session
    const served = isSignedIn(session) ? session.queueIds.flatMap((id) => servedQueue(queues.get(id), agent)) : []
    const ids = served.map(({ id }) => id)
    for (const queueId of this.#queuesOf.get(agentNumber) ?? []) if (!ids.includes(queueId)) this.#leave(queueId, agentNumber)
    if (ids.length > 0) this.#queuesOf.set(agentNumber, ids)
    else this.#queuesOf.delete(agentNumber)
    for (const queue of served) this.#place(queue, session, { agent, capacity })
  }

  /** The agent to be offered the queue's next contact. */
  first(queueId: number): string | undefined {
    return this.#ready.get(queueId)?.peek()?.key
  }

  readyCount(queueId: number): number {
    return this.#ready.get(queueId)?.size ?? 0
  }

  /** Signed in to the queue, whatever their state. */
  signedInCount(queueId: number): number {
    return this.#signedIn.get(queueId)?.size ?? 0
  }

  isStaffed(queueId: number): boolean {
    return this.signedInCount(queueId) > 0
  }

  #place({ id, channel }: QueueConfig, session: AgentSession, rules: CapacityRules): void {
    const { agentNumber, idleSince } = session
    this.#members(id).add(agentNumber)
    if (!mayBeOffered(session, channel, rules)) {
      this.#ready.get(id)?.delete(agentNumber)
      return
    }
    const heap = this.#ready.get(id) ?? new IndexedHeap<string, Rank>(ahead)
    this.#ready.set(id, heap)
    const level = rules.agent?.skills.get(id) ?? 1
    heap.set(agentNumber, { load: loadOf(session, channel, rules), level, idleSince, agentNumber })
  }

  #leave(queueId: number, agentNumber: string): void {
    this.#ready.get(queueId)?.delete(agentNumber)
    this.#signedIn.get(queueId)?.delete(agentNumber)
  }

  #members(queueId: number): Set<string> {
    const known = this.#signedIn.get(queueId)
    if (known) return known
    const made = new Set<string>()
    this.#signedIn.set(queueId, made)
    return made
  }
}

const servedQueue = (queue: QueueConfig | undefined, agent: AgentConfig | undefined): QueueConfig[] =>
  queue && isRouted(agent, queue.channel) && agent.skills.has(queue.id) ? [queue] : []
