// One contact at one agent, as a table: offered, active, then written up. It takes one place of the agent's capacity until it is over.
import type { Channel } from '../config/channels.ts'
import type { AgentOutcome } from '../contact/contact-machine.ts'
import { machine, type Step, type Table } from '../machine.ts'

export type AssignmentState =
  | { readonly kind: 'offered' }
  | { readonly kind: 'active' }
  /** `until` is null while it is pending: another call of the agent's goes on. */
  | { readonly kind: 'wrapUp'; readonly since: number; readonly until: number | null; readonly seconds: number }
  | { readonly kind: 'over' }

export interface Assignment {
  readonly callId: string
  readonly channel: Channel
  readonly state: Exclude<AssignmentState, { kind: 'over' }>
}

export type AssignmentEvent =
  | { readonly type: 'accept' }
  | { readonly type: 'release'; readonly outcome: AgentOutcome; readonly wrapUpSeconds: number }
  /** Nothing else of the agent's goes on: a pending wrap-up begins. */
  | { readonly type: 'beginWrapUp' }
  | { readonly type: 'extend'; readonly seconds: number }
  | { readonly type: 'finish' }

interface AssignmentContext {
  readonly now: number
}

const over: Step<AssignmentState, never> = { state: { kind: 'over' }, effects: [] }

const table: Table<AssignmentState, AssignmentEvent, AssignmentContext, never> = {
  offered: {
    accept: { to: ['active'], run: () => ({ state: { kind: 'active' }, effects: [] }) },
    release: { to: ['over'], run: () => over },
  },
  active: {
    release: {
      to: ['wrapUp', 'over'],
      run: (_state, { outcome, wrapUpSeconds: seconds }, { now }) =>
        outcome === 'talked' && seconds > 0 ? { state: { kind: 'wrapUp', since: now, until: null, seconds }, effects: [] } : over,
    },
  },
  wrapUp: {
    beginWrapUp: {
      to: ['wrapUp'],
      run: (state, _event, { now }) => ({ state: { ...state, since: now, until: now + state.seconds * 1000 }, effects: [] }),
    },
    extend: {
      to: ['wrapUp'],
      run: (state, { seconds }) => ({
        state: { ...state, until: state.until === null ? null : state.until + seconds * 1000 },
        effects: [],
      }),
    },
    finish: { to: ['over'], run: () => over },
  },
  over: {},
}

export const assignmentMachine = machine('assignment', table)
