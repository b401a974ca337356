// The contacts waiting in each skill queue, first come first. One whose customer is out of reach keeps its position, and is passed over.
import type { Contact } from '../contact/contact.ts'
import { IndexedHeap } from './indexed-heap.ts'

interface Position {
  readonly priority: number
  readonly since: number
  readonly order: number
}

function earlier(a: Position, b: Position): boolean {
  if (a.priority !== b.priority) return a.priority > b.priority
  return a.since !== b.since ? a.since < b.since : a.order < b.order
}

interface Line {
  /** All that wait, reachable or not. */
  readonly members: Map<string, Position>
  readonly reachable: IndexedHeap<string, Position>
}

export class SkillQueueLines {
  readonly #lines = new Map<number, Line>()
  readonly #queueOf = new Map<string, number>()
  readonly #orders = new Map<string, number>()
  #lastOrder = 0

  /** Puts the contact where its state says, or takes it out. `reachable`: it may be offered now. */
  update(contact: Contact, reachable: boolean): void {
    const { state } = contact
    const before = this.#queueOf.get(contact.callId)
    if (before !== undefined && (state.kind !== 'waiting' || state.queueId !== before)) this.#leave(contact.callId, before)
    if (state.kind === 'ended') this.#orders.delete(contact.callId)
    if (state.kind !== 'waiting') return
    const line = this.#line(state.queueId)
    const position: Position = { priority: state.priority ?? 0, since: state.since, order: this.#orderOf(contact.callId) }
    line.members.set(contact.callId, position)
    this.#queueOf.set(contact.callId, state.queueId)
    if (!reachable) line.reachable.delete(contact.callId)
    else if (!line.reachable.has(contact.callId)) line.reachable.set(contact.callId, position)
  }

  /** The contact to be served next, or undefined. */
  head(queueId: number): { callId: string; since: number } | undefined {
    const first = this.#lines.get(queueId)?.reachable.peek()
    return first && { callId: first.key, since: first.value.since }
  }

  length(queueId: number): number {
    return this.#lines.get(queueId)?.members.size ?? 0
  }

  /** 1 for who is first, counting those who are out of reach; null for who does not wait there. O(length). */
  positionOf(callId: string, queueId: number): number | null {
    const members = this.#lines.get(queueId)?.members
    const own = members?.get(callId)
    if (!members || !own) return null
    return [...members.values()].filter((other) => earlier(other, own)).length + 1
  }

  #leave(callId: string, queueId: number): void {
    const line = this.#line(queueId)
    line.members.delete(callId)
    line.reachable.delete(callId)
    this.#queueOf.delete(callId)
  }

  /** Kept while a contact lives, so that an unanswered offer returns to its old position. */
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
    const made: Line = { members: new Map(), reachable: new IndexedHeap(earlier) }
    this.#lines.set(queueId, made)
    return made
  }
}
