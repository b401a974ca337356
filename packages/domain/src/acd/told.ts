// What agents were told last, so that each is told of what changed, and of that once.
import type { CallView, SeatView } from '@openseat/contracts'

interface ToldContact {
  view: CallView | null
  popIds: readonly number[]
}

/** What is new of a view: another state, the same state with other facts, or nothing. */
export type Difference = 'state' | 'facts' | null

export class Told {
  readonly #contacts = new Map<string, Map<string, ToldContact>>()
  readonly #sessions = new Map<string, string>()

  /** Keeps the view; says in what it differs from the one before. */
  contact(agentNumber: string, view: CallView): Difference {
    const told = this.#of(view.callId, agentNumber)
    const before = told.view
    told.view = view
    if (before?.state !== view.state) return 'state'
    return JSON.stringify(before) === JSON.stringify(view) ? null : 'facts'
  }

  /** Keeps the pages that are open for the agent; says which were open before. */
  pops(callId: string, agentNumber: string, popIds: readonly number[]): readonly number[] {
    const told = this.#of(callId, agentNumber)
    const before = told.popIds
    told.popIds = popIds
    return before
  }

  /** Agents who were told of pages of the contact. */
  withPops(callId: string): string[] {
    return [...(this.#contacts.get(callId) ?? [])].flatMap(([agentNumber, { popIds }]) => (popIds.length > 0 ? [agentNumber] : []))
  }

  /** The agent is out of the contact: should it come back, all of it is new. */
  left(callId: string, agentNumber: string): void {
    const told = this.#contacts.get(callId)?.get(agentNumber)
    if (told) told.view = null
  }

  forget(callId: string): void {
    this.#contacts.delete(callId)
  }

  /** Keeps the view; whether it differs from the one before. */
  session(view: SeatView): boolean {
    const text = JSON.stringify(view)
    if (this.#sessions.get(view.agentNumber) === text) return false
    this.#sessions.set(view.agentNumber, text)
    return true
  }

  #of(callId: string, agentNumber: string): ToldContact {
    const agents = this.#contacts.get(callId) ?? new Map<string, ToldContact>()
    this.#contacts.set(callId, agents)
    const known = agents.get(agentNumber)
    if (known) return known
    const made: ToldContact = { view: null, popIds: [] }
    agents.set(agentNumber, made)
    return made
  }
}
