// Who may be offered a call of each queue, best first: higher skill level, then longest idle. And who is on duty at all.
import { isSignedIn, type Seat } from '../agent/seat.ts'
import { IndexedHeap } from './indexed-heap.ts'
import { takesCalls, type AgentConfig } from '../config/routing-config.ts'

interface Rank {
  readonly level: number
  readonly idleSince: number
  readonly agentNumber: string
}

function ahead(a: Rank, b: Rank): boolean {
  if (a.level !== b.level) return a.level > b.level
  if (a.idleSince !== b.idleSince) return a.idleSince < b.idleSince
  return a.agentNumber < b.agentNumber
}

/** Whether the agent is routed inbound calls at all. */
export const isRouted = (agent: AgentConfig | undefined): agent is AgentConfig =>
  agent !== undefined && agent.role !== 'outbound' && takesCalls(agent.kind)

/** Whether a call may be offered to the seat now. */
export const isOfferable = (seat: Seat, agent: AgentConfig | undefined): boolean =>
  seat.state.kind === 'idle' && seat.present && !seat.heldBack && isRouted(agent)

export class IdleAgents {
  readonly #idle = new Map<number, IndexedHeap<string, Rank>>()
  readonly #onDuty = new Map<number, Set<string>>()
  readonly #queuesOf = new Map<string, readonly number[]>()

  /** Brings all queues up to date with the seat. */
  update(seat: Seat, agent: AgentConfig | undefined): void {
    const signedIn = isSignedIn(seat) && isRouted(agent) ? seat.queueIds.filter((id) => agent.skills.has(id)) : []
    const before = this.#queuesOf.get(seat.agentNumber) ?? []
    for (const queueId of before) if (!signedIn.includes(queueId)) this.#leave(queueId, seat.agentNumber)
    if (signedIn.length > 0) this.#queuesOf.set(seat.agentNumber, signedIn)
    else this.#queuesOf.delete(seat.agentNumber)
    for (const queueId of signedIn) this.#place(queueId, seat, agent)
  }

  #place(queueId: number, seat: Seat, agent: AgentConfig | undefined): void {
    this.#duty(queueId).add(seat.agentNumber)
    if (!isOfferable(seat, agent) || seat.state.kind !== 'idle') this.#idle.get(queueId)?.delete(seat.agentNumber)
    else this.#rank(queueId, seat.agentNumber, { level: agent?.skills.get(queueId) ?? 1, idleSince: seat.state.idleSince })
  }

  /** The agent to be offered the queue's next call. */
  first(queueId: number): string | undefined {
    return this.#idle.get(queueId)?.peek()?.key
  }

  idleCount(queueId: number): number {
    return this.#idle.get(queueId)?.size ?? 0
  }

  /** Signed in to the queue, idle or not. */
  dutyCount(queueId: number): number {
    return this.#onDuty.get(queueId)?.size ?? 0
  }

  isStaffed(queueId: number): boolean {
    return this.dutyCount(queueId) > 0
  }

  #rank(queueId: number, agentNumber: string, rank: Omit<Rank, 'agentNumber'>): void {
    const heap = this.#idle.get(queueId) ?? new IndexedHeap<string, Rank>(ahead)
    this.#idle.set(queueId, heap)
    heap.set(agentNumber, { ...rank, agentNumber })
  }

  #leave(queueId: number, agentNumber: string): void {
    this.#idle.get(queueId)?.delete(agentNumber)
    this.#onDuty.get(queueId)?.delete(agentNumber)
  }

  #duty(queueId: number): Set<string> {
    const known = this.#onDuty.get(queueId)
    if (known) return known
    const made = new Set<string>()
    this.#onDuty.set(queueId, made)
    return made
  }
}
