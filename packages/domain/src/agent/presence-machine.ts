// What an agent wishes to be, as a table. What contacts make of it is read off elsewhere (agent-state.ts).
import { machine, type Step, type Table } from '../machine.ts'

export type Presence =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'busy'; readonly reason: number }
  /** The minutes begin when nothing keeps the agent from resting. */
  | { readonly kind: 'rest'; readonly minutes: number }

export type PresenceEvent =
  | { readonly type: 'signIn' }
  | { readonly type: 'signOut' }
  | { readonly type: 'setIdle' }
  | { readonly type: 'setBusy'; readonly reason: number }
  | { readonly type: 'setRest'; readonly minutes: number }

type Of<T extends PresenceEvent['type']> = Extract<PresenceEvent, { type: T }>
type StepOf = Step<Presence, never>

const to = (state: Presence): StepOf => ({ state, effects: [] })

const whileSignedIn = {
  signOut: { to: ['signedOut'], run: () => to({ kind: 'signedOut' }) },
  setIdle: { to: ['ready'], run: () => to({ kind: 'ready' }) },
  setBusy: { to: ['busy'], run: (_state: Presence, { reason }: Of<'setBusy'>) => to({ kind: 'busy', reason }) },
  setRest: { to: ['rest'], run: (_state: Presence, { minutes }: Of<'setRest'>) => to({ kind: 'rest', minutes }) },
}

const table: Table<Presence, PresenceEvent, null, never> = {
  signedOut: { signIn: { to: ['ready'], run: () => to({ kind: 'ready' }) } },
  ready: whileSignedIn,
  busy: whileSignedIn,
  rest: whileSignedIn,
}

export const presenceMachine = machine('presence', table)
