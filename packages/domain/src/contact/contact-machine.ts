// A contact's life as a table. It decides nothing about who is offered what (that is the router) and performs nothing.
import type { PopTrigger, ReleaseCause, TimelineKind } from '@openseat/contracts'
import { machine, type Step, type Table } from '../machine.ts'
import type { ContactState, QueuePosition, StateOf } from './contact.ts'

export type ContactEvent =
  /** `since` decides the position; absent: now. */
  | {
      readonly type: 'enqueue'
      readonly queueId: number
      readonly until: number
      readonly since?: number
      readonly priority?: number
    }
  /** A flow takes the customer. */
  | { readonly type: 'enterFlow'; readonly flowName: string }
  | { readonly type: 'offer'; readonly agentNumber: string; readonly ringUntil: number }
  /** Rings one agent who was named. */
  | { readonly type: 'direct'; readonly agentNumber: string; readonly ringUntil: number; readonly back: QueuePosition | null }
  | { readonly type: 'withdraw'; readonly outcome: OfferOutcome; readonly cause?: ReleaseCause }
  | { readonly type: 'accept' }
  /** An agent begins it; the other side is to be reached. */
  | { readonly type: 'begin'; readonly agentNumber: string }
  /** An agent joins what goes on already. */
  | { readonly type: 'join'; readonly agentNumber: string }
  /** The other side is there. */
  | { readonly type: 'connect' }
  /** Another agent takes the place of the one who serves it. */
  | { readonly type: 'replaceAgent'; readonly agentNumber: string }
  /** A number outside is being reached in the agent's place. */
  | { readonly type: 'transferOut'; readonly number: string }
  /** A number outside that is there already takes the agent's place. */
  | { readonly type: 'connectExternal'; readonly number: string }
  | { readonly type: 'release'; readonly cause: ReleaseCause }

/** Why an offer ended without being taken. `unreached`: the agent's telephone never rang, which is no doing of the agent's. */
export type OfferOutcome = 'noAnswer' | 'rejected' | 'withdrawn' | 'unreached'
/** How an agent came out of a contact. */
export type AgentOutcome = OfferOutcome | 'talked' | 'failed'

export type ContactEffect =
  | { readonly type: 'timeline'; readonly kind: TimelineKind; readonly data?: Readonly<Record<string, string | number | null>> }
  | { readonly type: 'openPops'; readonly trigger: PopTrigger; readonly agentNumber: string }
  | { readonly type: 'closePops'; readonly agentNumber: string }
  | { readonly type: 'assign'; readonly agentNumber: string; readonly as: 'offered' | 'active' }
  | { readonly type: 'unassign'; readonly agentNumber: string; readonly outcome: AgentOutcome }
  | { readonly type: 'participantStarted'; readonly party: 'agent' | 'transferee' | 'flow'; readonly number: string }
  /** Everyone but the customer is out of it; the contact goes on. */
  | { readonly type: 'participantsEnded' }
  | { readonly type: 'participantsAnswered' }

export interface ContactContext {
  readonly now: number
  /** It runs through a flow, which has it back when a named agent does not take it. */
  readonly hasFlow: boolean
}

type Of<T extends ContactEvent['type']> = Extract<ContactEvent, { type: T }>
type StepOf = Step<ContactState, ContactEffect>
type Active = StateOf<'active'>
type Offered = StateOf<'offered'>

const timeline = (kind: TimelineKind, data?: Record<string, string | number | null>): ContactEffect =>
  data ? { type: 'timeline', kind, data } : { type: 'timeline', kind }

const started = (agentNumber: string): ContactEffect => ({ type: 'participantStarted', party: 'agent', number: agentNumber })

const ended = (event: Of<'release'>, now: number, effects: readonly ContactEffect[]): StepOf => ({
  state: { kind: 'ended', cause: event.cause, at: now },
  effects: [timeline('released', { cause: event.cause }), ...effects],
})

const releaseAlone = {
  to: ['ended'],
  run: (_state: ContactState, event: Of<'release'>, { now }: ContactContext): StepOf => ended(event, now, []),
}

const served = (agentNumber: string, now: number, isAnswered = true): Active => ({
  kind: 'active',
  agentNumber,
  external: null,
  since: now,
  isAnswered,
})

const transferredOut = (external: string, now: number, isAnswered: boolean): Active => ({
  kind: 'active',
  agentNumber: null,
  external,
  since: now,
  isAnswered,
})

const position = ({ type: _type, ...wanted }: Of<'enqueue'>, now: number): ContactState => ({ kind: 'waiting', since: now, ...wanted })

const enqueue = {
  to: ['waiting'],
  run: (_state: ContactState, event: Of<'enqueue'>, { now }: ContactContext): StepOf => ({ state: position(event, now), effects: [] }),
}

const inFlow = (flowName: string): ContactEffect[] => [
  { type: 'participantStarted', party: 'flow', number: flowName },
  timeline('flowEntered', { flowName }),
]

const enterFlow = {
  to: ['inFlow'],
  run: (_state: ContactState, { flowName }: Of<'enterFlow'>, { now }: ContactContext): StepOf => ({
    state: { kind: 'inFlow', since: now },
    effects: inFlow(flowName),
  }),
}

const answered = (agentNumber: string): ContactEffect[] => [
  { type: 'participantsAnswered' },
  timeline('answered', { agentNumber }),
  { type: 'openPops', trigger: 'answered', agentNumber },
]

/** The agent leaves a contact that goes on. */
const left = ({ agentNumber }: Active): ContactEffect[] =>
  agentNumber === null
    ? [{ type: 'participantsEnded' }]
    : [{ type: 'participantsEnded' }, { type: 'unassign', agentNumber, outcome: 'talked' }]

const offerEffects = (agentNumber: string): ContactEffect[] => [
  started(agentNumber),
  { type: 'assign', agentNumber, as: 'offered' },
  timeline('offered', { agentNumber }),
  { type: 'openPops', trigger: 'ringing', agentNumber },
]

const directed = ({ agentNumber, ringUntil, back }: Of<'direct'>, now: number): Offered => ({
  kind: 'offered',
  via: 'direct',
  agentNumber,
  offeredAt: now,
  ringUntil,
  back,
})

const takenBack = (agentNumber: string, { outcome, cause = 'unreachable' }: Of<'withdraw'>): ContactEffect[] => [
  { type: 'closePops', agentNumber },
  { type: 'participantsEnded' },
  outcome === 'unreached' ? timeline('notRung', { agentNumber, cause }) : timeline('notAnswered', { agentNumber, outcome }),
]

/** Why a contact ends, or a transfer fails, whose named agent did not take it. */
export const unansweredCause = ({ outcome }: Of<'withdraw'>): ReleaseCause =>
  outcome === 'rejected' ? 'rejected' : outcome === 'unreached' ? 'phoneUnreached' : 'noAnswer'

const table: Table<ContactState, ContactEvent, ContactContext, ContactEffect> = {
  arrived: {
    enqueue,
    enterFlow,
    direct: {
      to: ['offered'],
      run: (_state, event, { now }) => ({ state: directed(event, now), effects: offerEffects(event.agentNumber) }),
    },
    begin: {
      to: ['active'],
      run: (_state, { agentNumber }, { now }) => ({
        state: served(agentNumber, now, false),
        effects: [started(agentNumber), { type: 'assign', agentNumber, as: 'active' }],
      }),
    },
    join: {
      to: ['active'],
      run: (_state, { agentNumber }, { now }) => ({
        state: served(agentNumber, now),
        effects: [started(agentNumber), { type: 'assign', agentNumber, as: 'active' }],
      }),
    },
    release: releaseAlone,
  },
  inFlow: {
    enqueue: {
      to: ['waiting'],
      run: (_state, event, { now }) => ({ state: position(event, now), effects: [{ type: 'participantsEnded' }] }),
    },
    enterFlow: {
      to: ['inFlow'],
      run: (state, { flowName }) => ({ state, effects: [{ type: 'participantsEnded' }, ...inFlow(flowName)] }),
    },
    direct: {
      to: ['offered'],
      run: (_state, event, { now }) => ({
        state: directed(event, now),
        effects: [{ type: 'participantsEnded' }, ...offerEffects(event.agentNumber)],
      }),
    },
    transferOut: {
      to: ['active'],
      run: (_state, { number }, { now }) => ({
        state: transferredOut(number, now, false),
        effects: [{ type: 'participantsEnded' }, { type: 'participantStarted', party: 'transferee', number }],
      }),
    },
    release: releaseAlone,
  },
  waiting: {
    enqueue,
    enterFlow,
    offer: {
      to: ['offered'],
      run: ({ kind: _kind, ...back }, { agentNumber, ringUntil }, { now }) => ({
        state: { kind: 'offered', via: 'queue', agentNumber, offeredAt: now, ringUntil, back },
        effects: offerEffects(agentNumber),
      }),
    },
    release: releaseAlone,
  },
  offered: {
    accept: {
      to: ['active'],
      run: ({ agentNumber }, _event, { now }) => ({
        state: served(agentNumber, now),
        effects: [{ type: 'assign', agentNumber, as: 'active' }, ...answered(agentNumber)],
      }),
    },
    withdraw: {
      to: ['waiting', 'inFlow', 'ended'],
      run: ({ agentNumber, back }, event, { now, hasFlow }) => {
        const effects = takenBack(agentNumber, event)
        const freed: ContactEffect = { type: 'unassign', agentNumber, outcome: event.outcome }
        if (!back && hasFlow) return { state: { kind: 'inFlow', since: now }, effects: [...effects, freed] }
        if (back) return { state: { kind: 'waiting', ...back }, effects: [...effects, timeline('requeued'), freed] }
        return ended({ type: 'release', cause: unansweredCause(event) }, now, [...effects, freed])
      },
    },
    release: {
      to: ['ended'],
      run: ({ agentNumber }, event, { now }) =>
        ended(event, now, [
          { type: 'closePops', agentNumber },
          { type: 'unassign', agentNumber, outcome: 'withdrawn' },
        ]),
    },
  },
  active: {
    connect: {
      to: ['active'],
      run: (state, _event, { now }) => ({
        state: { ...state, since: now, isAnswered: true },
        effects:
          state.agentNumber === null
            ? [{ type: 'participantsAnswered' }, timeline('transferred', { to: state.external })]
            : answered(state.agentNumber),
      }),
    },
    enqueue: { to: ['waiting'], run: (state, event, { now }) => ({ state: position(event, now), effects: left(state) }) },
    enterFlow: {
      to: ['inFlow'],
      run: (state, { flowName }, { now }) => ({ state: { kind: 'inFlow', since: now }, effects: [...left(state), ...inFlow(flowName)] }),
    },
    direct: {
      to: ['offered'],
      run: (state, event, { now }) => ({ state: directed(event, now), effects: [...left(state), ...offerEffects(event.agentNumber)] }),
    },
    replaceAgent: {
      to: ['active'],
      run: (state, { agentNumber }, { now }) => ({
        state: served(agentNumber, now),
        effects: [
          ...left(state),
          started(agentNumber),
          { type: 'assign', agentNumber, as: 'active' },
          { type: 'participantsAnswered' },
          { type: 'openPops', trigger: 'answered', agentNumber },
        ],
      }),
    },
    transferOut: {
      to: ['active'],
      run: (state, { number }, { now }) => ({
        state: transferredOut(number, now, false),
        effects: [...left(state), { type: 'participantStarted', party: 'transferee', number }],
      }),
    },
    connectExternal: {
      to: ['active'],
      run: (state, { number }, { now }) => ({
        state: transferredOut(number, now, true),
        effects: [...left(state), { type: 'participantStarted', party: 'transferee', number }, { type: 'participantsAnswered' }],
      }),
    },
    release: {
      to: ['ended'],
      run: ({ agentNumber, isAnswered }, event, { now }) =>
        ended(event, now, agentNumber === null ? [] : [{ type: 'unassign', agentNumber, outcome: isAnswered ? 'talked' : 'failed' }]),
    },
  },
  ended: {},
}

export const contactMachine = machine('contact', table)
