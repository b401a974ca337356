// What follows from a contact's state alone: one row per state. Whoever shows, times or counts contacts reads it here.
import type { Contact, ContactState, ContactStateKind, QueuePosition, StateOf } from './contact.ts'

export interface StateFacts {
  /** Who serves it, or is offered it. */
  readonly agentNumber: string | null
  /** The wait that it is in, ringing an agent included. */
  readonly wait: QueuePosition | null
  /** When the state ends by itself, epoch milliseconds, or null. */
  readonly deadline: number | null
  /** Since when it stands so, ringing an agent counted to the wait; null: since it began. */
  readonly since: number | null
  /** The word for it in a refusal, and for the agent who serves it. */
  readonly shown: 'dialling' | 'ringing' | 'talking' | 'ended'
  /** Nobody has taken it yet. */
  readonly isBeforeAnswer: boolean
}

type FactsOf = { readonly [K in ContactStateKind]: (state: StateOf<K>) => StateFacts }

const nothing: StateFacts = { agentNumber: null, wait: null, deadline: null, since: null, shown: 'dialling', isBeforeAnswer: true }

const facts: FactsOf = {
  arrived: () => nothing,
  // A caller who hangs up in a flow has given up no wait.
  inFlow: ({ since }) => ({ ...nothing, since, isBeforeAnswer: false }),
  waiting: ({ kind: _kind, ...wait }) => ({ ...nothing, wait, deadline: wait.until, since: wait.since }),
  offered: ({ agentNumber, via, back, offeredAt, ringUntil }) => ({
    agentNumber,
    wait: via === 'queue' ? back : null,
    deadline: ringUntil,
    since: via === 'queue' ? back.since : offeredAt,
    shown: 'ringing',
    isBeforeAnswer: true,
  }),
  active: ({ agentNumber, since, isAnswered }) => ({
    ...nothing,
    agentNumber,
    since,
    shown: agentNumber === null ? 'ended' : isAnswered ? 'talking' : 'dialling',
    isBeforeAnswer: false,
  }),
  ended: ({ at }) => ({ ...nothing, since: at, shown: 'ended', isBeforeAnswer: false }),
}

export const factsOf = (state: ContactState): StateFacts => (facts[state.kind] as (state: ContactState) => StateFacts)(state)

/** The agent who serves the contact now, or is offered it. */
export const servingAgent = ({ state }: Contact): string | null => factsOf(state).agentNumber

/** The agents who are in the contact: who serves it or is offered it, and who made it. */
export const agentsOf = (contact: Contact): string[] => {
  if (contact.state.kind === 'ended') return []
  return [servingAgent(contact), contact.initiator].filter((agent) => agent !== null)
}
