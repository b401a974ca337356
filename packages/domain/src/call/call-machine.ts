// The call's life as a table. It decides nothing about who is offered what (that is the ACD) and performs nothing.
import type { PopTrigger, ReleaseCause, SupervisionMode, TimelineKind } from '@openseat/contracts'
import { machine, type Step, type Table } from '../machine.ts'
import type { CallState, LinePlace, Party } from './call.ts'

export type CallEvent =
  | { readonly type: 'enqueue'; readonly queueId: number; readonly until: number }
  | { readonly type: 'offer'; readonly agentNumber: string; readonly ringUntil: number }
  | { readonly type: 'direct'; readonly agentNumber: string; readonly ringUntil: number; readonly back: LinePlace | null }
  | { readonly type: 'withdraw'; readonly outcome: OfferOutcome; readonly cause?: ReleaseCause }
  | { readonly type: 'answer' }
  | { readonly type: 'dial'; readonly agentNumber: string; readonly until: number; readonly summoning: boolean }
  | { readonly type: 'summoned' }
  | { readonly type: 'alert' }
  | { readonly type: 'connect' }
  | { readonly type: 'hold'; readonly by: Party }
  | { readonly type: 'retrieve' }
  /** The consultation joins, or has left. */
  | { readonly type: 'join' }
  | { readonly type: 'part' }
  /** Another agent takes the place of this one, who is in the room already. */
  | { readonly type: 'handOver'; readonly agentNumber: string }
  /** An outside number is called in the agent's place. */
  | { readonly type: 'dialOut'; readonly leg: string; readonly number: string; readonly until: number }
  /** An outside number that is in the room takes the agent's place. */
  | { readonly type: 'handOff'; readonly leg: string; readonly number: string }
  | { readonly type: 'supervise'; readonly agentNumber: string; readonly mode: SupervisionMode }
  | { readonly type: 'release'; readonly cause: ReleaseCause }

/** Why an offer ended without an answer. `unreached`: the agent's telephone never rang, which is no doing of the agent's. */
export type OfferOutcome = 'noAnswer' | 'rejected' | 'withdrawn' | 'unreached'
/** How an agent came out of a call. */
export type AgentOutcome = OfferOutcome | 'talked' | 'failed'

export type CallEffect =
  | { readonly type: 'timeline'; readonly kind: TimelineKind; readonly data?: Readonly<Record<string, string | number | null>> }
  | { readonly type: 'openPops'; readonly trigger: PopTrigger; readonly agentNumber: string }
  | { readonly type: 'closePops'; readonly agentNumber: string }
  | { readonly type: 'freeAgent'; readonly agentNumber: string; readonly outcome: AgentOutcome }
  | { readonly type: 'legStarted'; readonly party: 'agent' | 'transferee'; readonly number: string }
  /** The agent's or transferee's leg is over while the call goes on. */
  | { readonly type: 'legEnded' }
  | { readonly type: 'legAnswered' }

export interface CallContext {
  readonly now: number
}

type Of<T extends CallEvent['type']> = Extract<CallEvent, { type: T }>
type StepOf = Step<CallState, CallEffect>
type Served = { readonly agentNumber: string }

const timeline = (kind: TimelineKind, data?: Record<string, string | number | null>): CallEffect =>
  data ? { type: 'timeline', kind, data } : { type: 'timeline', kind }

const ended = (event: Of<'release'>, now: number, effects: readonly CallEffect[]): StepOf => ({
  state: { kind: 'ended', cause: event.cause, at: now },
  effects: [timeline('released', { cause: event.cause }), ...effects],
})

/** A release while an agent is in the call: the agent is freed with `outcome`. */
const release = (outcome: AgentOutcome) => ({
  to: ['ended'],
  run: (state: Served, event: Of<'release'>, { now }: CallContext): StepOf => {
    const freed: CallEffect = { type: 'freeAgent', agentNumber: state.agentNumber, outcome }
    const closed: CallEffect = { type: 'closePops', agentNumber: state.agentNumber }
    return ended(event, now, outcome === 'withdrawn' ? [closed, freed] : [freed])
  },
})

const releaseAlone = {
  to: ['ended'],
  run: (_state: CallState, event: Of<'release'>, { now }: CallContext): StepOf => ended(event, now, []),
}

const talking = (agentNumber: string, now: number): CallState => ({ kind: 'talking', agentNumber, since: now, conference: false })

const connect = {
  to: ['talking'],
  run: ({ agentNumber }: Served, _event: CallEvent, { now }: CallContext): StepOf => ({
    state: talking(agentNumber, now),
    effects: [{ type: 'legAnswered' }, timeline('answered', { agentNumber }), { type: 'openPops', trigger: 'answered', agentNumber }],
  }),
}

const line = (event: Of<'enqueue'>, now: number): CallState => ({ kind: 'waiting', queueId: event.queueId, since: now, until: event.until })

const enqueue = {
  to: ['waiting'],
  run: (_state: CallState, event: Of<'enqueue'>, { now }: CallContext): StepOf => ({ state: line(event, now), effects: [] }),
}

/** The agent leaves a call that goes on. */
const left = ({ agentNumber }: Served): CallEffect[] => [{ type: 'legEnded' }, { type: 'freeAgent', agentNumber, outcome: 'talked' }]

const ringing = ({ agentNumber, ringUntil, back }: Of<'direct'>, now: number): StepOf => ({
  state: { kind: 'directed', agentNumber, offeredAt: now, ringUntil, back },
  effects: [
    { type: 'legStarted', party: 'agent', number: agentNumber },
    timeline('offered', { agentNumber }),
    { type: 'openPops', trigger: 'ringing', agentNumber },
  ],
})

/** What ends an agent's part in a connected call while the call itself goes on, or ends it. */
const leaving = {
  enqueue: {
    to: ['waiting'],
    run: (state: Served, event: Of<'enqueue'>, { now }: CallContext): StepOf => ({ state: line(event, now), effects: left(state) }),
  },
  direct: {
    to: ['directed'],
    run: (state: Served, event: Of<'direct'>, { now }: CallContext): StepOf => {
      const { state: next, effects } = ringing(event, now)
      return { state: next, effects: [...left(state), ...effects] }
    },
  },
  handOver: {
    to: ['talking'],
    run: (state: Served, { agentNumber }: Of<'handOver'>, { now }: CallContext): StepOf => ({
      state: talking(agentNumber, now),
      effects: [
        ...left(state),
        { type: 'legStarted', party: 'agent', number: agentNumber },
        { type: 'legAnswered' },
        { type: 'openPops', trigger: 'answered', agentNumber },
      ],
    }),
  },
  dialOut: {
    to: ['transferring'],
    run: (state: Served, { leg, number, until }: Of<'dialOut'>, { now }: CallContext): StepOf => ({
      state: { kind: 'transferring', leg, number, since: now, until },
      effects: [...left(state), { type: 'legStarted', party: 'transferee', number }],
    }),
  },
  handOff: {
    to: ['handedOff'],
    run: (state: Served, { leg, number }: Of<'handOff'>, { now }: CallContext): StepOf => ({
      state: { kind: 'handedOff', leg, number, since: now },
      effects: [...left(state), { type: 'legStarted', party: 'transferee', number }, { type: 'legAnswered' }],
    }),
  },
  release: release('talked'),
} as const

const takenBack = (agentNumber: string, { outcome, cause = 'unreachable' }: Of<'withdraw'>): CallEffect[] => [
  { type: 'closePops', agentNumber },
  { type: 'legEnded' },
  outcome === 'unreached' ? timeline('notRung', { agentNumber, cause }) : timeline('notAnswered', { agentNumber, outcome }),
]

/** Why a call ends, or a transfer fails, whose named agent did not take it. */
export const unansweredCause = ({ outcome }: Of<'withdraw'>): ReleaseCause =>
  outcome === 'rejected' ? 'rejected' : outcome === 'unreached' ? 'phoneUnreached' : 'noAnswer'

const table: Table<CallState, CallEvent, CallContext, CallEffect> = {
  arrived: {
    enqueue,
    direct: { to: ['directed'], run: (_state, event, { now }) => ringing(event, now) },
    dial: {
      to: ['dialling'],
      run: (_state, { agentNumber, until, summoning }) => ({
        state: { kind: 'dialling', agentNumber, until, summoning },
        effects: [{ type: 'legStarted', party: 'agent', number: agentNumber }, ...(summoning ? [] : [timeline('dialled')])],
      }),
    },
    supervise: {
      to: ['supervising'],
      run: (_state, { agentNumber, mode }, { now }) => ({
        state: { kind: 'supervising', agentNumber, mode, since: now },
        effects: [{ type: 'legStarted', party: 'agent', number: agentNumber }],
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
          { type: 'legStarted', party: 'agent', number: agentNumber },
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
      run: ({ queueId, since, until, agentNumber }, event) => ({
        state: { kind: 'waiting', queueId, since, until },
        effects: [...takenBack(agentNumber, event), timeline('requeued'), { type: 'freeAgent', agentNumber, outcome: event.outcome }],
      }),
    },
    release: release('withdrawn'),
  },
  directed: {
    answer: connect,
    withdraw: {
      to: ['waiting', 'ended'],
      run: ({ agentNumber, back }, event, { now }) => {
        const freed: CallEffect = { type: 'freeAgent', agentNumber, outcome: event.outcome }
        const effects = takenBack(agentNumber, event)
        if (back) return { state: { kind: 'waiting', ...back }, effects: [...effects, timeline('requeued'), freed] }
        return ended({ type: 'release', cause: unansweredCause(event) }, now, [...effects, freed])
      },
    },
    release: release('withdrawn'),
  },
  dialling: {
    summoned: {
      to: ['dialling'],
      run: (state) => ({ state: { ...state, summoning: false }, effects: state.summoning ? [timeline('dialled')] : [] }),
    },
    alert: {
      to: ['alerting'],
      run: ({ agentNumber, until }) => ({ state: { kind: 'alerting', agentNumber, until }, effects: [timeline('alerting')] }),
    },
    connect,
    release: release('failed'),
  },
  alerting: { connect, release: release('failed') },
  talking: {
    ...leaving,
    hold: {
      to: ['held'],
      run: ({ agentNumber, since }, { by }, { now }) => ({
        state: { kind: 'held', agentNumber, since: now, talkingSince: since, by },
        effects: [timeline('held')],
      }),
    },
    join: { to: ['talking'], run: (state) => ({ state: { ...state, conference: true }, effects: [timeline('conferenceStarted')] }) },
    part: {
      to: ['talking'],
      run: (state) => ({ state: { ...state, conference: false }, effects: state.conference ? [timeline('conferenceEnded')] : [] }),
    },
  },
  held: {
    ...leaving,
    retrieve: {
      to: ['talking'],
      run: ({ agentNumber, talkingSince }) => ({
        state: { kind: 'talking', agentNumber, since: talkingSince, conference: false },
        effects: [timeline('retrieved')],
      }),
    },
  },
  transferring: {
    enqueue: { to: ['waiting'], run: (_state, event, { now }) => ({ state: line(event, now), effects: [{ type: 'legEnded' }] }) },
    connect: {
      to: ['handedOff'],
      run: ({ leg, number }, _event, { now }) => ({
        state: { kind: 'handedOff', leg, number, since: now },
        effects: [{ type: 'legAnswered' }, timeline('transferred', { to: number })],
      }),
    },
    release: releaseAlone,
  },
  handedOff: { release: releaseAlone },
  supervising: {
    supervise: { to: ['supervising'], run: (state, { mode }) => ({ state: { ...state, mode }, effects: [] }) },
    release: release('failed'),
  },
  ended: {},
}

export const callMachine = machine('call', table)
