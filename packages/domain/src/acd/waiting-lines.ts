// The callers waiting in each queue, first come first. A caller whose audio is lost keeps the place but is passed over.
import type { Call } from '../call/call.ts'
import { IndexedHeap } from './indexed-heap.ts'

interface Place {
  readonly since: number
  readonly order: number
}

const earlier = (a: Place, b: Place): boolean => (a.since !== b.since ? a.since < b.since : a.order < b.order)

interface Line {
  /** All that wait, reachable or not. */
  readonly members: Set<string>
  readonly reachable: IndexedHeap<string, Place>
}

export class WaitingLines {
  readonly #lines = new Map<number, Line>()
  readonly #queueOf = new Map<string, number>()
  readonly #orders = new Map<string, number>()
  #lastOrder = 0

  /** Puts the call where its state says, or takes it out. `reachable`: it may be offered now. */
  update(call: Call, reachable: boolean): void {
    const { state } = call
    const before = this.#queueOf.get(call.callId)
    if (before !== undefined && (state.kind !== 'waiting' || state.queueId !== before)) this.#leave(call.callId, before)
    if (state.kind === 'ended') this.#orders.delete(call.callId)
    if (state.kind !== 'waiting') return
    const line = this.#line(state.queueId)
    line.members.add(call.callId)
    this.#queueOf.set(call.callId, state.queueId)
    const place: Place = { since: state.since, order: this.#orderOf(call.callId) }
    if (!reachable) line.reachable.delete(call.callId)
    else if (!line.reachable.has(call.callId)) line.reachable.set(call.callId, place)
  }

  /** The caller to be served next, or undefined. */
  head(queueId: number): { callId: string; since: number } | undefined {
    const first = this.#lines.get(queueId)?.reachable.peek()
    return first && { callId: first.key, since: first.value.since }
  }

  length(queueId: number): number {
    return this.#lines.get(queueId)?.members.size ?? 0
  }

  #leave(callId: string, queueId: number): void {
    const line = this.#line(queueId)
    line.members.delete(callId)
    line.reachable.delete(callId)
    this.#queueOf.delete(callId)
  }

  /** Kept while a call lives, so that an unanswered offer returns to its old place. */
  #orderOf(callId: string): number {
    const known = this.#orders.get(callId)
    if (known !== undefined) return known
    this.#lastOrder += 1
    this.#orders.set(callId, this.#lastOrder)
    return this.#lastOrder
  }

  #line(queueId: number): Line {
    const known = this.#lines.get(queueId)
    if (known) return known
    const made: Line = { members: new Set(), reachable: new IndexedHeap(earlier) }
    this.#lines.set(queueId, made)
    return made
  }
}
