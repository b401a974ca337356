// The agent's session as a table: what the agent wishes, what calls do to the seat, what time does.
import { busyReasonCodes, type NextState } from '@openseat/contracts'
import { machine, type Step, type Table } from '../machine.ts'
import type { AgentOutcome } from '../call/call-machine.ts'
import type { OwedWrapUp, SeatState } from './seat.ts'

export type SeatEvent =
  | { readonly type: 'signIn' }
  | { readonly type: 'signOut' }
  | { readonly type: 'setIdle' }
  | { readonly type: 'setBusy'; readonly reason: number }
  | { readonly type: 'setRest'; readonly minutes: number }
  | { readonly type: 'extendWrapUp'; readonly seconds: number }
  | { readonly type: 'finishWrapUp' }
  | { readonly type: 'offered'; readonly callId: string }
  | { readonly type: 'answered' }
  | { readonly type: 'dialled'; readonly callId: string }
  | { readonly type: 'freed'; readonly outcome: AgentOutcome; readonly wrapUpSeconds: number; readonly callId: string }
  /** One of the agent's calls is over for the agent, `callId` goes on. */
  | { readonly type: 'moved'; readonly callId: string; readonly owed: OwedWrapUp | null }
  | { readonly type: 'deadline' }

export type SeatEffect = { readonly type: 'setNext'; readonly next: NextState | null }

export interface SeatContext {
  readonly now: number
  readonly next: NextState | null
}

type StepOf = Step<SeatState, SeatEffect>

const to = (state: SeatState, effects: readonly SeatEffect[] = []): StepOf => ({ state, effects })
const clearNext: SeatEffect = { type: 'setNext', next: null }
const setNext = (next: NextState | null): SeatEffect => ({ type: 'setNext', next })

const idle = (now: number): SeatState => ({ kind: 'idle', since: now, idleSince: now })
const busy = (now: number, reason: number): SeatState => ({ kind: 'busy', since: now, reason })
const rest = (now: number, minutes: number): SeatState => ({ kind: 'rest', since: now, until: now + minutes * 60_000 })

/** Where a seat goes when a call is quite over: the wish it carries, or idle. */
function settle(now: number, next: NextState | null): StepOf {
  if (next?.kind === 'busy') return to(busy(now, next.reason), [clearNext])
  if (next?.kind === 'rest') return to(rest(now, next.minutes), [clearNext])
  return to(idle(now), [clearNext])
}

const signOut = {
  to: ['signedOut'],
  run: (_state: SeatState, _event: SeatEvent, { now }: SeatContext) => to({ kind: 'signedOut', since: now }, [clearNext]),
}
const setIdle = { to: ['idle'], run: (_state: SeatState, _event: SeatEvent, { now }: SeatContext) => to(idle(now), [clearNext]) }
const setBusy = {
  to: ['busy'],
  run: (_state: SeatState, event: Extract<SeatEvent, { type: 'setBusy' }>, { now }: SeatContext) =>
    to(busy(now, event.reason), [clearNext]),
}
const setRest = {
  to: ['rest'],
  run: (_state: SeatState, event: Extract<SeatEvent, { type: 'setRest' }>, { now }: SeatContext) =>
    to(rest(now, event.minutes), [clearNext]),
}

/** In a call, a wish about one's state is kept for afterwards. */
const later = (kind: 'ringing' | 'talking') => ({
  setIdle: { to: [kind], run: (state: SeatState) => to(state, [clearNext]) },
  setBusy: {
    to: [kind],
    run: (state: SeatState, event: Extract<SeatEvent, { type: 'setBusy' }>) => to(state, [setNext({ kind: 'busy', reason: event.reason })]),
  },
  setRest: {
    to: [kind],
    run: (state: SeatState, event: Extract<SeatEvent, { type: 'setRest' }>) =>
      to(state, [setNext({ kind: 'rest', minutes: event.minutes })]),
  },
})

const dial = (wish: (state: SeatState) => NextState | null) => ({
  to: ['talking'],
  run: (state: SeatState, event: Extract<SeatEvent, { type: 'dialled' }>, { now, next }: SeatContext) =>
    to({ kind: 'talking', since: now, callId: event.callId, owed: null }, [setNext(wish(state) ?? next)]),
})

const busyAgain = (state: SeatState): NextState | null => (state.kind === 'busy' ? { kind: 'busy', reason: state.reason } : null)

function afterRinging(state: Extract<SeatState, { kind: 'ringing' }>, outcome: AgentOutcome, { now, next }: SeatContext): StepOf {
  // A rest that an inspector gave, or the agent's own wish, stands, whatever becomes of the call.
  if (next) return settle(now, next)
  if (outcome === 'noAnswer') return to(busy(now, busyReasonCodes.noAnswer), [clearNext])
  if (outcome === 'rejected') return to(busy(now, busyReasonCodes.rejected), [clearNext])
  return to({ kind: 'idle', since: now, idleSince: state.idleSince }, [clearNext])
}

const table: Table<SeatState, SeatEvent, SeatContext, SeatEffect> = {
  signedOut: { signIn: { to: ['idle'], run: (_state, _event, { now }) => to(idle(now), [clearNext]) } },
  idle: {
    signOut,
    setBusy,
    setRest,
    offered: {
      to: ['ringing'],
      run: ({ idleSince }, { callId }, { now }) => to({ kind: 'ringing', since: now, callId, idleSince }),
    },
    dialled: dial(() => null),
  },
  busy: { signOut, setIdle, setBusy, setRest, dialled: dial(busyAgain) },
  rest: { signOut, setIdle, setBusy, setRest },
  ringing: {
    ...later('ringing'),
    answered: { to: ['talking'], run: ({ callId }, _event, { now }) => to({ kind: 'talking', since: now, callId, owed: null }) },
    freed: { to: ['idle', 'busy', 'rest'], run: (state, event, context) => afterRinging(state, event.outcome, context) },
  },
  talking: {
    ...later('talking'),
    freed: {
      to: ['wrapUp', 'idle', 'busy', 'rest'],
      run: ({ owed }, { outcome, wrapUpSeconds, callId }, { now, next }) => {
        const due = outcome === 'talked' && wrapUpSeconds > 0 ? { callId, seconds: wrapUpSeconds } : owed
        if (!due) return settle(now, next)
        return to({ kind: 'wrapUp', since: now, until: now + due.seconds * 1000, callId: due.callId })
      },
    },
    moved: { to: ['talking'], run: (state, { callId, owed }) => to({ ...state, callId, owed: owed ?? state.owed }) },
  },
  wrapUp: {
    signOut,
    setIdle,
    setBusy,
    setRest,
    extendWrapUp: { to: ['wrapUp'], run: (state, { seconds }) => to({ ...state, until: state.until + seconds * 1000 }) },
    finishWrapUp: { to: ['idle', 'busy', 'rest'], run: (_state, _event, { now, next }) => settle(now, next) },
    dialled: dial(() => null),
    deadline: { to: ['idle', 'busy', 'rest'], run: (_state, _event, { now, next }) => settle(now, next) },
  },
}

export const seatMachine = machine('agent session', table)
