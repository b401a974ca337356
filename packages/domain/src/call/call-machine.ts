// The call's life as a table. It decides nothing about who is offered what (that is the ACD) and performs nothing.
import type { PopTrigger, ReleaseCause, TimelineKind } from '@openseat/contracts'
import { machine, type Step, type Table } from '../machine.ts'
import type { CallState } from './call.ts'

export type CallEvent =
  | { readonly type: 'enqueue'; readonly queueId: number; readonly until: number }
  | { readonly type: 'offer'; readonly agentNumber: string; readonly ringUntil: number }
  | { readonly type: 'withdraw'; readonly outcome: OfferOutcome }
  | { readonly type: 'answer' }
  | { readonly type: 'dial'; readonly agentNumber: string; readonly until: number }
  | { readonly type: 'alert' }
  | { readonly type: 'connect' }
  | { readonly type: 'hold' }
  | { readonly type: 'retrieve' }
  | { readonly type: 'release'; readonly cause: ReleaseCause }

/** Why an offer ended without an answer. */
export type OfferOutcome = 'noAnswer' | 'rejected' | 'withdrawn'
/** How an agent came out of a call. */
export type AgentOutcome = OfferOutcome | 'talked' | 'failed'

export type CallEffect =
  | { readonly type: 'timeline'; readonly kind: TimelineKind; readonly data?: Readonly<Record<string, string | number | null>> }
  | { readonly type: 'openPops'; readonly trigger: PopTrigger; readonly agentNumber: string }
  | { readonly type: 'closePops'; readonly agentNumber: string }
  | { readonly type: 'freeAgent'; readonly agentNumber: string; readonly outcome: AgentOutcome }
  | { readonly type: 'legStarted'; readonly agentNumber: string }
  | { readonly type: 'legAnswered' }

export interface CallContext {
  readonly now: number
}

type Ended = Extract<CallEvent, { type: 'release' }>
type StepOf = Step<CallState, CallEffect>

const timeline = (kind: TimelineKind, data?: Record<string, string | number | null>): CallEffect =>
  data ? { type: 'timeline', kind, data } : { type: 'timeline', kind }

const ended = (event: Ended, now: number, effects: readonly CallEffect[]): StepOf => ({
  state: { kind: 'ended', cause: event.cause, at: now },
  effects: [timeline('released', { cause: event.cause }), ...effects],
})

/** A release while an agent is in the call: the agent is freed with `outcome`. */
const release = (outcome: AgentOutcome) => ({
  to: ['ended'],
  run: (state: { agentNumber: string }, event: Ended, { now }: CallContext): StepOf => {
    const freed: CallEffect = { type: 'freeAgent', agentNumber: state.agentNumber, outcome }
    const closed: CallEffect = { type: 'closePops', agentNumber: state.agentNumber }
    return ended(event, now, outcome === 'withdrawn' ? [closed, freed] : [freed])
  },
})

const releaseAlone = {
  to: ['ended'],
  run: (_state: CallState, event: Ended, { now }: CallContext): StepOf => ended(event, now, []),
}

const talkingFrom = (agentNumber: string, now: number): StepOf => ({
  state: { kind: 'talking', agentNumber, since: now },
  effects: [{ type: 'legAnswered' }, timeline('answered', { agentNumber }), { type: 'openPops', trigger: 'answered', agentNumber }],
})

const connect = {
  to: ['talking'],
  run: (state: { agentNumber: string }, _event: CallEvent, { now }: CallContext): StepOf => talkingFrom(state.agentNumber, now),
}

const enqueue = {
  to: ['waiting'],
  run: (_state: CallState, event: Extract<CallEvent, { type: 'enqueue' }>, { now }: CallContext): StepOf => ({
    state: { kind: 'waiting', queueId: event.queueId, since: now, until: event.until },
    effects: [],
  }),
}

const table: Table<CallState, CallEvent, CallContext, CallEffect> = {
  arrived: {
    enqueue,
    dial: {
      to: ['dialling'],
      run: (_state, { agentNumber, until }) => ({
        state: { kind: 'dialling', agentNumber, until },
        effects: [{ type: 'legStarted', agentNumber }, timeline('dialled')],
      }),
    },
    release: releaseAlone,
  },
  waiting: {
    enqueue,
    offer: {
      to: ['offered'],
      run: ({ queueId, since, until }, { agentNumber, ringUntil }, { now }) => ({
        state: { kind: 'offered', queueId, since, until, agentNumber, offeredAt: now, ringUntil },
        effects: [
          { type: 'legStarted', agentNumber },
          timeline('offered', { agentNumber }),
          { type: 'openPops', trigger: 'ringing', agentNumber },
        ],
      }),
    },
    release: releaseAlone,
  },
  offered: {
    answer: connect,
    withdraw: {
      to: ['waiting'],
      run: ({ queueId, since, until, agentNumber }, { outcome }) => ({
        state: { kind: 'waiting', queueId, since, until },
        effects: [
          { type: 'closePops', agentNumber },
          timeline('notAnswered', { agentNumber, outcome }),
          timeline('requeued'),
          { type: 'freeAgent', agentNumber, outcome },
        ],
      }),
    },
    release: release('withdrawn'),
  },
  dialling: {
    alert: {
      to: ['alerting'],
      run: ({ agentNumber, until }) => ({ state: { kind: 'alerting', agentNumber, until }, effects: [timeline('alerting')] }),
    },
    connect,
    release: release('failed'),
  },
  alerting: { connect, release: release('failed') },
  talking: {
    hold: {
      to: ['held'],
      run: ({ agentNumber, since }, _event, { now }) => ({
        state: { kind: 'held', agentNumber, since: now, talkingSince: since },
        effects: [timeline('held')],
      }),
    },
    release: release('talked'),
  },
  held: {
    retrieve: {
      to: ['talking'],
      run: ({ agentNumber, talkingSince }) => ({
        state: { kind: 'talking', agentNumber, since: talkingSince },
        effects: [timeline('retrieved')],
      }),
    },
    release: release('talked'),
  },
  ended: {},
}

export const callMachine = machine('call', table)
