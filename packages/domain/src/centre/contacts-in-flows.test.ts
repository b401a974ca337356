// Calls in flows: from a called route, from a queue's exits, beside a wait, from an agent and back; what the flow asks of the outside,
// and what becomes of the call whatever happens.
import { beforeEach, describe, expect, it } from 'vitest'
import type { RoutingConfig } from '../config/routing-config.ts'
import { documentOf, libraryOf, text, type Nodes } from '../flow/test-support/flows.ts'
import type { FlowEffect, FlowEvent } from '../flow/run.ts'
import { Acd, type Changes } from './acd.ts'
import type { CentreCommand } from './command-table.ts'
import { phaseIn, storedOf, testAgent, testConfig, testQueue, toQueue } from './test-support/testing.ts'

let acd: Acd
let now: number
let changes: Changes[]

const flows: Readonly<Record<number, Nodes>> = {
  // Asks, then queues.
  1: {
    s: ['start', {}, { next: 'ask' }],
    ask: ['collect', { prompts: text('account'), variable: 'account' }, { ok: 'tag', noInput: 'bye', invalid: 'bye' }],
    tag: ['set', { rows: [{ to: 'calldata.account', value: 'account' }] }, { next: 'q' }],
    q: ['queue', { queueId: 1, maxWaitSeconds: 30, priority: 5 }, { timeout: 'sorry', overflow: 'sorry', offDuty: 'sorry' }],
    sorry: ['play', { prompts: text('sorry') }, { next: 'bye' }],
    bye: ['hangUp', { reason: 'done' }],
  },
  // Hands on to an agent, else to a number outside.
  2: {
    s: ['start', {}, { next: 't' }],
    t: ['transfer', { target: { kind: 'agent', agentNumber: '102' } }, { busy: 'out', noAnswer: 'out', refused: 'out' }],
    out: ['transfer', { target: { kind: 'number', number: '13800138000' } }, { busy: 'bye', noAnswer: 'bye', refused: 'bye' }],
    bye: ['hangUp', { reason: 'nobody' }],
  },
  // For who comes from an agent.
  3: {
    s: ['start', {}, { next: 'p' }],
    p: ['play', { prompts: text('please rate') }, { next: 'back' }],
    back: ['returnToAgent', {}],
  },
  // Beside a wait.
  4: {
    s: ['start', {}, { next: 'p' }],
    p: ['play', { prompts: text('all are busy') }, { next: 'm' }],
    m: ['menu', { prompts: text('1 leaves a message'), keys: [{ key: '1' }] }, { '1': 'v', noInput: 'p', invalid: 'p' }],
    v: ['voicemail', { queueId: 1, prompts: text('after the tone') }, { saved: 'bye', tooShort: 'bye' }],
    bye: ['hangUp', { reason: 'message' }],
  },
  // Nobody is on duty: back to the same queue without an end.
  5: { s: ['start', {}, { next: 'q' }], q: ['queue', { queueId: 2 }, { timeout: 'q', overflow: 'q', offDuty: 'q' }] },
  6: { s: ['start', {}, { next: 'p' }], p: ['play', { prompts: text('hello') }, { next: 'b' }], b: ['hangUp', {}] },
  // Nobody to go back to.
  12: { s: ['start', {}, { next: 'back' }], back: ['returnToAgent', {}] },
  // Hands on to what a number leads to.
  13: {
    s: ['start', {}, { next: 't' }],
    t: ['transfer', { target: { kind: 'accessCode', number: '44669' } }, { busy: 'b', noAnswer: 'b', refused: 'b' }],
    b: ['hangUp', {}],
  },
  7: { s: ['start', {}, { next: 'i' }], i: ['interface', { interfaceId: 1 }, { ok: 'b', timeout: 'b', error: 'b' }], b: ['hangUp', {}] },
  8: {
    s: ['start', {}, { next: 't' }],
    t: ['table', { tableId: 1, value: 'callerNum', columns: [{ column: 'c1', to: 'account' }] }, { found: 'b', none: 'b', error: 'b' }],
    b: ['hangUp', {}],
  },
  10: {
    s: ['start', {}, { next: 'v' }],
    v: ['voicemail', { queueId: 1, prompts: text('speak') }, { saved: 'b', tooShort: 'b' }],
    b: ['hangUp', {}],
  },
  11: {
    s: ['start', {}, { next: 'c' }],
    c: ['collect', { prompts: text('account'), variable: 'account' }, { ok: 'pin', noInput: 'b', invalid: 'b' }],
    pin: ['collect', { prompts: text('pin'), secret: true, variable: 'pin' }, { ok: 'i', noInput: 'b', invalid: 'b' }],
    i: ['interface', { interfaceId: 1, inputs: [{ name: 'pin', value: 'pin' }] }, { ok: 'b', timeout: 'b', error: 'b' }],
    b: ['hangUp', {}],
  },
}

const account = { name: 'account', type: 'string' }
const variables: Readonly<Record<number, object>> = {
  1: { variables: [account] },
  8: { variables: [account] },
  11: { variables: [account, { name: 'pin', type: 'secret' }] },
}
/** What is dialled behind the access code; 9 leads to a queue. */
const extensionOf = (id: string): string => (id.length === 1 ? id : `0${id.slice(1).replace('0', '')}`)

function start(more: Partial<RoutingConfig> = {}): void {
  now = 1_000_000
  changes = []
  const documents = Object.entries(flows).map(([id, nodes]) => [`${id}@1`, documentOf(nodes, variables[Number(id)])] as const)
  const published = new Map(Object.keys(flows).map((id) => [Number(id), { ref: `${id}@1`, name: `flow ${id}` }]))
  acd = new Acd(
    testConfig({
      queues: new Map([
        [1, testQueue(1)],
        [2, testQueue(2)],
      ]),
      routes: [
        ...Object.keys(flows).map((id) => ({
          accessCode: '4466',
          extensionCode: extensionOf(id),
          target: { kind: 'flow', flowId: Number(id) } as const,
        })),
        { accessCode: '4466', extensionCode: '9', target: toQueue(1) },
      ],
      agents: new Map(['101', '102'].map((number) => [number, testAgent(number, { 1: 5 })])),
      flows: { published, library: libraryOf(Object.fromEntries(documents)) },
      ...more,
    }),
  )
}

function take(): Changes {
  const taken = acd.takeChanges()
  changes.push(taken)
  return taken
}
function did(agentNumber: string, what: CentreCommand): void {
  now += 1
  expect(acd.command({ agentNumber, browserId: 'browser', newCallId: `n${now}` }, what, now)).toMatchObject({ ok: true })
  take()
}
function signIn(agentNumber: string): void {
  acd.handle({ type: 'seatConnected', agentNumber }, now)
  did(agentNumber, { kind: 'signIn', queueIds: [1], device: 'browser' })
}
function arrive(extension: string, callId = 'c-1'): void {
  now += 1
  acd.handle(
    { type: 'callArrived', callId, mediaType: 'audio', callerNumber: '139', dialled: `4466${extension}`, attachedData: {}, ref: 'l' },
    now,
  )
  acd.handle({ type: 'audioConnected', room: callId, leg: `phone/${callId}` }, now)
  take()
}
const contact = (callId = 'c-1') => acd.centre.state.knownContact(callId)
const pending = (callId = 'c-1'): readonly FlowEffect[] => contact(callId)?.flow?.pending ?? []
function told(event: FlowEvent, callId = 'c-1'): void {
  now += 1
  acd.handle({ type: 'flowTold', callId, n: contact(callId)?.flowsBegun ?? 0, event }, now)
  take()
}
const effectId = (callId?: string): number => pending(callId).at(-1)?.effectId ?? -1
const keyed = (value: string, callId?: string): void =>
  told({ type: 'keysCollected', effectId: effectId(callId), outcome: 'ok', value }, callId)
const heard = (callId?: string): void => told({ type: 'promptEnded', effectId: effectId(callId) }, callId)
const timeline = (): string[] => changes.flatMap((each) => each.timeline.map(({ item }) => item.kind))
const plan = () => changes.flatMap((each) => each.flows).at(-1)

describe('a call in a flow', () => {
  beforeEach(() => start())

  it('is asked by the flow that its called route leads to, and the outside is told what for', () => {
    arrive('1')
    expect(contact()?.state.kind).toBe('inFlow')
    expect(plan()).toMatchObject({ callId: 'c-1', n: 1, ref: '1@1', isAudible: true, leg: { room: 'c-1', leg: 'phone/c-1' } })
    expect(plan()?.effects.map((effect) => effect.do)).toEqual(['collectKeys'])
    expect(phaseIn(acd, 'c-1')).toBe('inFlow')
  })

  it('waits in the queue with what was keyed, and is an agent’s once answered; the flow is over', () => {
    signIn('101')
    arrive('1')
    keyed('4711')
    expect(contact()?.state).toMatchObject({ kind: 'offered', agentNumber: '101' })
    expect(contact()?.attachedData).toEqual({ account: '4711' })
    did('101', { kind: 'answer', callId: 'c-1' })
    expect(contact()?.flow).toBeNull()
    expect(plan()).toMatchObject({ ref: null, effects: [] })
    expect(contact()?.participants.map(({ party }) => party)).toEqual(['customer', 'flow', 'agent'])
    expect(timeline().filter((kind) => kind === 'flowStep')).toHaveLength(4)
  })

  it('is before others that wait, by the flow’s priority', () => {
    signIn('101')
    did('101', { kind: 'setBusy', reason: 1 })
    arrive('9', 'c-1')
    arrive('1', 'c-2')
    keyed('1', 'c-2')
    did('101', { kind: 'setIdle' })
    expect(contact('c-2')?.state.kind).toBe('offered')
  })

  it('goes on in the flow when the wait is over, with nobody on duty, and when the queue is gone', () => {
    arrive('1')
    keyed('1')
    expect(contact()?.state.kind).toBe('inFlow')
    expect(pending().map((effect) => effect.do)).toEqual(['playPrompts'])
    heard()
    expect(contact()?.state).toMatchObject({ kind: 'ended', cause: 'flowEnded' })
  })

  it('times out of the line into its branch after the flow’s own longest wait', () => {
    signIn('101')
    did('101', { kind: 'setBusy', reason: 1 })
    arrive('1')
    keyed('1')
    expect(contact()?.state).toMatchObject({ kind: 'waiting', queueId: 1, priority: 5 })
    now += 30_000
    acd.handle({ type: 'deadlines' }, now)
    take()
    expect(contact()?.state.kind).toBe('inFlow')
    expect(pending().map((effect) => effect.do)).toEqual(['playPrompts'])
  })

  it('rings the agent whom the flow names, then the number outside, then ends', () => {
    signIn('102')
    arrive('2')
    expect(contact()?.state).toMatchObject({ kind: 'offered', via: 'direct', agentNumber: '102' })
    acd.command({ agentNumber: '102', browserId: 'browser', newCallId: 'n' }, { kind: 'hangUp', callId: 'c-1' }, now)
    take()
    expect(contact()?.state).toMatchObject({ kind: 'active', agentNumber: null, external: '13800138000', isAnswered: false })
    acd.handle({ type: 'lineFailed', room: 'c-1', leg: 'phone/c-1/2', cause: 'calleeBusy' }, now)
    take()
    expect(contact()?.state).toMatchObject({ kind: 'ended', cause: 'flowEnded' })
  })

  it('leaves the flow for what a number leads to, with every step on its record', () => {
    signIn('101')
    arrive('03')
    expect(contact()).toMatchObject({ flow: null, state: { kind: 'offered', agentNumber: '101' } })
    expect(timeline().filter((kind) => kind === 'flowStep')).toHaveLength(2)
  })

  it('is told so where there is no agent and no queue to go back to', () => {
    arrive('02')
    expect(pending()).toMatchObject([{ do: 'playPrompts' }])
    heard()
    expect(contact()?.state).toMatchObject({ kind: 'ended', cause: 'flowFailed' })
  })

  it('does not go round without end where nobody is on duty: it is told so and ended', () => {
    arrive('5')
    expect(pending().map((effect) => effect.do)).toEqual(['playPrompts'])
    heard()
    expect(contact()?.state).toMatchObject({ kind: 'ended', cause: 'flowFailed' })
  })

  it('is over with the caller; what comes late changes nothing', () => {
    arrive('1')
    const late = effectId()
    acd.handle({ type: 'lineHungUp', room: 'c-1', leg: 'phone/c-1' }, now)
    take()
    expect(contact()?.state).toMatchObject({ kind: 'ended', cause: 'customerHangUp' })
    expect(plan()).toMatchObject({ ref: null, effects: [] })
    told({ type: 'keysCollected', effectId: late, outcome: 'ok', value: '1' })
    expect(contact()?.state.kind).toBe('ended')
  })

  it('keeps its revision when another one is published', () => {
    arrive('1')
    const other = documentOf({ s: ['start', {}, { next: 'b' }], b: ['hangUp', { reason: 'new' }] })
    const published = new Map([[1, { ref: '1@2', name: 'new' }]])
    const config = { ...acd.config, revision: 2, flows: { published, library: libraryOf({ '1@2': other }) } }
    acd.handle({ type: 'configChanged', config }, now)
    keyed('1')
    expect(pending().map((effect) => effect.do)).toEqual(['playPrompts'])
  })
})

describe('a flow beside a wait', () => {
  beforeEach(() => {
    start({
      queues: new Map([
        [1, testQueue(1, { waitFlowId: 4 })],
        [2, testQueue(2)],
      ]),
    })
    signIn('101')
    did('101', { kind: 'setBusy', reason: 1 })
    arrive('9')
  })

  it('speaks while the call waits, and ends when an agent takes it', () => {
    expect(contact()?.state.kind).toBe('waiting')
    expect(pending().map((effect) => effect.do)).toEqual(['playPrompts'])
    heard()
    did('101', { kind: 'setIdle' })
    did('101', { kind: 'answer', callId: 'c-1' })
    expect(contact()?.state.kind).toBe('active')
    expect(plan()).toMatchObject({ ref: null, effects: [] })
  })

  it('takes the call out of the line for a message', () => {
    heard()
    keyed('1')
    expect(pending()).toMatchObject([{ do: 'record', queueId: 1 }])
    expect(contact()?.state.kind).toBe('inFlow')
    told({ type: 'recordingEnded', effectId: effectId(), outcome: 'saved' })
    expect(contact()?.state.kind).toBe('ended')
  })

  it('gives way to the queue’s own exit', () => {
    now += 60_000
    acd.handle({ type: 'deadlines' }, now)
    take()
    expect(contact()?.state).toMatchObject({ kind: 'ended', cause: 'waitExpired' })
  })
})

describe('a queue’s exit into a flow', () => {
  it.each([
    ['with nobody on duty', { onUnstaffed: { action: 'flow', flowId: 1 } as const }, false],
    ['when the wait is over', { onTimeout: { action: 'flow', flowId: 1 } as const }, true],
  ])('%s', (_name, ways, isStaffed) => {
    start({
      queues: new Map([
        [1, testQueue(1, ways)],
        [2, testQueue(2)],
      ]),
    })
    if (isStaffed) {
      signIn('101')
      did('101', { kind: 'setBusy', reason: 1 })
    }
    arrive('9')
    if (isStaffed) acd.handle({ type: 'deadlines' }, (now += 60_000))
    take()
    expect(contact()?.state.kind).toBe('inFlow')
    expect(pending().map((effect) => effect.do)).toEqual(['collectKeys'])
  })
})

describe('an agent hands over to a flow', () => {
  beforeEach(() => {
    start()
    signIn('101')
    arrive('9')
    did('101', { kind: 'answer', callId: 'c-1' })
    acd.handle({ type: 'audioConnected', room: 'c-1', leg: 'agent/101' }, now)
    take()
  })

  it('for good: the agent is out of it', () => {
    did('101', { kind: 'blindTransfer', callId: 'c-1', to: { kind: 'flow', flowId: 1, comesBack: false } })
    expect(contact()?.state.kind).toBe('inFlow')
    expect(acd.ask('agentState', { agentNumber: '101' }, now)).toBe('wrapUp')
  })

  it('to have the call back: the same agent is rung first', () => {
    did('101', { kind: 'blindTransfer', callId: 'c-1', to: { kind: 'flow', flowId: 3, comesBack: true } })
    did('101', { kind: 'finishWrapUp' })
    heard()
    expect(contact()?.state).toMatchObject({ kind: 'offered', via: 'direct', agentNumber: '101' })
  })

  it('comes back to the top of the queue where the agent is not free', () => {
    signIn('102')
    did('102', { kind: 'setBusy', reason: 1 })
    did('101', { kind: 'blindTransfer', callId: 'c-1', to: { kind: 'flow', flowId: 3, comesBack: true } })
    did('101', { kind: 'setBusy', reason: 1 })
    arrive('9', 'c-2')
    heard()
    expect(contact()?.state.kind).toBe('waiting')
    did('102', { kind: 'setIdle' })
    expect(contact()?.state).toMatchObject({ kind: 'offered', agentNumber: '102' })
  })

  it('is refused where there is no such flow', () => {
    const to = { kind: 'flow', flowId: 77, comesBack: false } as const
    const reply = acd.command(
      { agentNumber: '101', browserId: 'browser', newCallId: 'n' },
      { kind: 'blindTransfer', callId: 'c-1', to },
      now,
    )
    expect(reply).toMatchObject({ ok: false, code: 'FLOW_UNKNOWN' })
  })
})

describe('after a restart', () => {
  function restart(): readonly string[] {
    const again = new Acd(acd.config)
    again.restore(storedOf(acd), now)
    acd = again
    const effects = take().flows.flatMap((each) => each.effects.map((effect) => effect.do))
    acd.handle({ type: 'audioConnected', room: 'c-1', leg: 'phone/c-1' }, now)
    take()
    return effects
  }

  it.each([
    { where: 'in a question', extension: '1', agents: [], state: 'inFlow', effects: ['collectKeys'] },
    { where: 'in a line', extension: '1', agents: ['101'], state: 'waiting', effects: [] },
    { where: 'rung for', extension: '2', agents: ['102'], state: 'offered', effects: [] },
    { where: 'in a prompt', extension: '6', agents: [], state: 'inFlow', effects: ['playPrompts'] },
    { where: 'with a service', extension: '7', agents: [], state: 'inFlow', effects: ['callInterface'] },
    { where: 'with a table', extension: '8', agents: [], state: 'inFlow', effects: ['readTable'] },
    { where: 'leaving a message', extension: '0', agents: [], state: 'inFlow', effects: ['record'] },
  ])('a call $where goes on', ({ extension, agents, state, effects }) => {
    start()
    for (const agentNumber of agents) signIn(agentNumber)
    if (state === 'waiting') did('101', { kind: 'setBusy', reason: 1 })
    arrive(extension)
    if (state === 'waiting') keyed('1')
    expect(contact()?.state.kind).toBe(state)
    expect(restart()).toEqual(effects)
    expect(contact()?.state.kind).toBe(state)
  })

  it('a question is answered as if nothing had been', () => {
    start()
    arrive('1')
    restart()
    keyed('5')
    expect(contact()?.attachedData).toEqual({ account: '5' })
  })

  it('a secret that was keyed before is asked for again: nobody has kept it', () => {
    start()
    arrive('01')
    keyed('1')
    told({ type: 'keysCollected', effectId: effectId(), outcome: 'ok', value: { secretRef: 'r', length: 4 } })
    expect(pending().map((effect) => effect.do)).toEqual(['callInterface'])
    expect(restart()).toEqual(['collectKeys'])
  })

  it('what was asked for before it is not taken for an answer to what is asked now', () => {
    start()
    arrive('1')
    const before = effectId()
    restart()
    told({ type: 'keysCollected', effectId: before, outcome: 'ok', value: '7' })
    expect(contact()?.state.kind).toBe('inFlow')
    expect(contact()?.attachedData).toEqual({})
  })
})
