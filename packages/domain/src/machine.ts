// The one shape of our state machines: a table from (state, event) to a transition.
// An event that a state does not take is a returned rejection, never an exception: late messages are normal.

export interface Step<S, F> {
  readonly state: S
  readonly effects: readonly F[]
}

export interface Transition<S, E, C, F> {
  /** Kinds of state that `run` may lead to; drawn in the diagram and checked by tests. */
  readonly to: readonly string[]
  readonly run: (state: S, event: E, context: C) => Step<unknown, F>
}

interface Kinded {
  readonly kind: string
}

interface Typed {
  readonly type: string
}

export type Table<S extends Kinded, E extends Typed, C, F> = {
  readonly [K in S['kind']]: {
    readonly [T in E['type']]?: Transition<Extract<S, { kind: K }>, Extract<E, { type: T }>, C, F>
  }
}

export interface Rejection {
  readonly rejected: true
  readonly state: string
  readonly event: string
}

export interface Machine<S extends Kinded, E extends Typed, C, F> {
  readonly name: string
  readonly table: Table<S, E, C, F>
  /** The next state and its effects, or a rejection. */
  readonly step: (state: S, event: E, context: C) => Step<S, F> | Rejection
}

type AnyTransition<S, E, C, F> = Transition<S, E, C, F> | undefined

/** Makes a machine of a table. `name` heads its diagram. */
export function machine<S extends Kinded, E extends Typed, C, F>(name: string, table: Table<S, E, C, F>): Machine<S, E, C, F> {
  const rows = table as Readonly<Record<string, Readonly<Record<string, AnyTransition<S, E, C, F>>>>>
  return {
    name,
    table,
    step: (state, event, context) => {
      const transition = rows[state.kind]?.[event.type]
      if (!transition) return { rejected: true, state: state.kind, event: event.type }
      return transition.run(state, event, context) as Step<S, F>
    },
  }
}

export const isRejection = (result: object): result is Rejection => 'rejected' in result

/** The table as a Mermaid state diagram. */
export function diagram<S extends Kinded, E extends Typed, C, F>(subject: Machine<S, E, C, F>, initial: string): string {
  const rows = subject.table as Readonly<Record<string, Readonly<Record<string, AnyTransition<S, E, C, F>>>>>
  const lines = Object.entries(rows).flatMap(([from, transitions]) =>
    Object.entries(transitions).flatMap(([event, transition]) => (transition?.to ?? []).map((to) => `  ${from} --> ${to}: ${event}`)),
  )
  const ends = Object.entries(rows).flatMap(([kind, transitions]) => (Object.keys(transitions).length === 0 ? [`  ${kind} --> [*]`] : []))
  return ['stateDiagram-v2', `  [*] --> ${initial}`, ...lines, ...ends, ''].join('\n')
}
