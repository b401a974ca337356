// The kernel by itself: sub-flows, errors, budgets, restarts, ends.
import { flowBudgets } from '@openseat/contracts'
import { expect, test } from 'vitest'
import { resumeFlow } from './advance.ts'
import { flowRef } from './run.ts'
import { documentOf, libraryOf, mainRef, type Nodes, noon, Played, text } from './test-support/flows.ts'

const played = (nodes: Nodes, more: object = {}, given = {}) =>
  new Played(libraryOf({ [mainRef]: documentOf(nodes, more) }), { variables: {}, ...given })

const end: Nodes = { h: ['hangUp', { reason: 'end' }], e: ['hangUp', { reason: 'error' }] }
const broken = ['set', { rows: [{ to: 'n', value: '1 / n' }] }, { next: 'h' }] as const
const numbers = { variables: [{ name: 'n', type: 'number', default: 0 }] }

test('a node that fails goes to its own error branch, else to that of its flow', () => {
  const own = played({ s: ['start', {}, { next: 'x' }], x: [broken[0], broken[1], { next: 'h', error: 'e' }], ...end }, numbers)
  expect(own.run).toMatchObject({ end: { reason: 'error' } })
  const whole = played({ s: ['start', {}, { next: 'x' }], x: broken, ...end }, { ...numbers, onError: 'e' })
  expect(whole.run).toMatchObject({ end: { reason: 'error' } })
  expect(whole.trace.find(({ nodeId }) => nodeId === 'x')).toMatchObject({ branch: 'error', detail: 'expression: divisionByZero' })
})

test('where errors lead nowhere the product apologises, then lets go', () => {
  const call = played({ s: ['start', {}, { next: 'x' }], x: broken, ...end }, numbers)
  expect(call.effect).toMatchObject({ do: 'playPrompts', prompts: [{ kind: 'text', saying: 'apology' }], interruptible: false })
  expect(call.tell({ type: 'queueLeft', outcome: 'timeout' })).toBe(false)
  call.tell({ type: 'engineFailed', effectId: call.awaited, problem: 'no engine' })
  expect(call.effect).toMatchObject({ do: 'release', cause: 'flowFailed' })
  expect(call.run).toMatchObject({ end: { kind: 'released', cause: 'flowFailed' } })
})

test('an error in the error branch ends with the apology', () => {
  const call = played({ s: ['start', {}, { next: 'x' }], x: broken, ...end }, { ...numbers, onError: 'x' })
  expect(call.waiting.wait).toEqual({ kind: 'apology' })
})

test('a loop that never waits is stopped after its steps, and goes to the error branch', () => {
  const call = played({ s: ['start', {}, { next: 'x' }], x: ['mark', { name: 'x' }, { next: 'x', error: 'x' }], ...end }, { onError: 'e' })
  expect(call.run).toMatchObject({ end: { reason: 'error' } })
  expect(call.trace).toHaveLength(flowBudgets.steps + 2)
  expect(call.trace.at(-2)).toMatchObject({ nodeId: 'x', branch: 'error', detail: 'loop' })
})

test('a loop in the error branch ends with the apology', () => {
  const call = played({ s: ['start', {}, { next: 'x' }], x: ['mark', { name: 'x' }, { next: 'x' }] }, { onError: 'x' })
  expect(call.waiting.wait).toEqual({ kind: 'apology' })
  expect(call.trace).toHaveLength(flowBudgets.steps + flowBudgets.stepsInError + 2)
})

test('an interface that fails and is asked again without end is stopped by the calls it makes', () => {
  const call = played(
    { s: ['start', {}, { next: 'i' }], i: ['interface', { interfaceId: 1 }, { ok: 'i', error: 'i' }], ...end },
    { onError: 'e' },
  )
  let asked = 0
  while (call.run.at === 'waiting') {
    asked += 1
    call.tell({ type: 'interfaceAnswered', effectId: call.awaited, outcome: 'error', answer: null, problem: 'refused' })
  }
  expect(asked).toBe(flowBudgets.outsideCalls)
  expect(call.run).toMatchObject({ end: { reason: 'error' } })
})

test('what the customer does gives the steps back, but not those of the whole run', () => {
  const call = played(
    {
      s: ['start', {}, { next: 'm' }],
      m: ['menu', { prompts: text('?'), keys: [{ key: '1' }] }, { '1': 'l', noInput: 'h', invalid: 'h' }],
      l: ['loop', { count: 100 }, { again: 'k', done: 'm' }],
      k: ['mark', { name: 'k' }, { next: 'l' }],
      ...end,
    },
    { onError: 'e' },
  )
  let rounds = 0
  while (call.run.at === 'waiting') {
    rounds += 1
    call.press('1')
  }
  expect(rounds).toBe(Math.ceil(flowBudgets.stepsOfRun / 202))
  expect(call.run).toMatchObject({ end: { reason: 'error' } })
})

const callee = (nodes: Nodes, more: object = {}) =>
  documentOf(nodes, {
    arguments: ['who'],
    results: ['greeting'],
    variables: ['who', 'greeting'].map((name) => ({ name, type: 'string' })),
    ...more,
  })

const caller = documentOf(
  {
    s: ['start', {}, { next: 'f' }],
    f: [
      'subFlow',
      {
        flow: { flowId: 2, revision: 3 },
        arguments: [{ name: 'who', value: 'name' }],
        results: [{ name: 'greeting', to: 'said' }],
        outcomes: ['done', 'other'],
      },
      { done: 'h', other: 'e' },
    ],
    h: ['hangUp', { reason: 'end' }],
    e: ['hangUp', { reason: 'error' }],
    x: ['hangUp', { reason: 'caught' }],
  },
  {
    variables: [
      { name: 'name', type: 'string', default: 'Li' },
      { name: 'said', type: 'string' },
    ],
    onError: 'x',
  },
)

test('a sub-flow is given arguments and gives back results and an outcome', () => {
  const inner = callee({
    s: ['start', {}, { next: 'x' }],
    x: ['set', { rows: [{ to: 'greeting', value: '"Hello " + who' }] }, { next: 'p' }],
    p: ['play', { prompts: text('{{ greeting }}') }, { next: 'r' }],
    r: ['return', { outcome: 'done' }],
  })
  const call = new Played(libraryOf({ [mainRef]: caller, [flowRef(2, 3)]: inner }))
  expect(call.waiting).toMatchObject({ flow: '2@3', frames: [{ flow: mainRef, nodeId: 'f' }] })
  call.tell({ type: 'promptEnded', effectId: call.awaited })
  expect(call.run).toMatchObject({ end: { reason: 'end' }, vars: { said: 'Hello Li' } })
  expect(call.way).toBe('s>next f> s>next x>next p>next r>done f>done h>')
})

test('a sub-flow that fails is caught by the flow that called it', () => {
  const inner = callee({
    s: ['start', {}, { next: 'x' }],
    x: ['set', { rows: [{ to: 'greeting', value: 'calldata.none' }] }, { next: 'x' }],
  })
  const call = new Played(libraryOf({ [mainRef]: caller, [flowRef(2, 3)]: inner }))
  expect(call.run).toMatchObject({ end: { reason: 'caught' } })
})

test('a sub-flow that is not there, and one that calls itself, are errors', () => {
  expect(new Played(libraryOf({ [mainRef]: caller })).run).toMatchObject({ end: { reason: 'caught' } })
  const self = callee({
    s: ['start', {}, { next: 'f' }],
    f: ['subFlow', { flow: { flowId: 2, revision: 3 } }, { done: 'r' }],
    r: ['return', {}],
  })
  const call = new Played(libraryOf({ [mainRef]: caller, [flowRef(2, 3)]: self }))
  expect(call.run).toMatchObject({ end: { reason: 'caught' } })
  expect(call.trace.some(({ detail }) => detail === 'tooDeep: 2@3')).toBe(true)
})

test('a flow that is not there says its apology', () => {
  const call = new Played(libraryOf({}))
  expect(call.effect).toMatchObject({ do: 'playPrompts', prompts: [{ saying: 'apology' }] })
})

test('a run that lasts too long goes to the error branch', () => {
  const call = played(
    {
      s: ['start', {}, { next: 'q' }],
      q: ['queue', { queueId: 7 }, { timeout: 'h', overflow: 'h', offDuty: 'h' }],
      p: ['play', { prompts: text('Sorry') }, { next: 'e' }],
      ...end,
    },
    { onError: 'p' },
  )
  expect(call.waiting.wakeAt).toBe(noon + 8 * 3_600_000)
  expect(call.tell({ type: 'timerFired' })).toBe(false)
  call.now = noon + 8 * 3_600_000
  call.tell({ type: 'timerFired' })
  expect(call.waiting.nodeId).toBe('p')
  call.tell({ type: 'promptEnded', effectId: call.awaited })
  expect(call.run).toMatchObject({ end: { reason: 'error' } })
})

test('values may take so much room and no more', () => {
  const call = played(
    {
      s: ['start', {}, { next: 'l' }],
      l: ['loop', { count: 100 }, { again: 'x', done: 'h' }],
      x: ['set', { rows: [{ to: 'long', value: 'long + long' }] }, { next: 'l' }],
      ...end,
    },
    { variables: [{ name: 'long', type: 'string', default: 'ab' }], onError: 'e' },
  )
  expect(call.run).toMatchObject({ end: { reason: 'error' } })
  expect(call.trace.some(({ detail }) => detail === 'valuesTooLarge')).toBe(true)
})

test('a verification has a result whatever becomes of it: 0 before its service was asked, 3 after', () => {
  const verification = { kind: 'verification' }
  const nodes: Nodes = {
    s: ['start', {}, { next: 'p' }],
    p: ['play', { prompts: text('One moment') }, { next: 'i' }],
    i: ['interface', { interfaceId: 1 }, { ok: 'h' }],
    h: ['hangUp', {}],
  }
  const early = played(nodes, verification)
  early.tell({ type: 'takenBack' })
  expect(early.progress.effects).toMatchObject([{ do: 'setVerificationResult', result: 0 }])
  const late = played(nodes, verification)
  late.tell({ type: 'promptEnded', effectId: late.awaited })
  late.tell({ type: 'customerLeft' })
  expect(late.progress.effects).toMatchObject([{ do: 'setVerificationResult', result: 3 }])
  const whole = played(nodes, verification)
  whole.tell({ type: 'promptEnded', effectId: whole.awaited })
  whole.tell({ type: 'interfaceAnswered', effectId: whole.awaited, outcome: 'answered', answer: {} })
  expect(whole.progress.effects).toMatchObject([{ do: 'setVerificationResult', result: 3 }, { do: 'returnToAgent' }])
})

test('after a restart, what the run waits for is asked for again under a new number', () => {
  const call = played({ s: ['start', {}, { next: 'p' }], p: ['play', { prompts: text('Hello') }, { next: 'h' }], ...end })
  const before = call.awaited
  const progress = resumeFlow(call.world, JSON.parse(JSON.stringify(call.waiting)))
  expect(progress.effects).toMatchObject([{ do: 'playPrompts', effectId: before + 1 }])
  call.progress = progress
  expect(call.tell({ type: 'promptEnded', effectId: before })).toBe(false)
  expect(call.tell({ type: 'promptEnded', effectId: before + 1 })).toBe(true)
})

test('a secret that was lost with its process is asked for again, by the question itself', () => {
  const call = played(
    {
      s: ['start', {}, { next: 'c' }],
      c: ['collect', { prompts: text('PIN'), secret: true, variable: 'pin' }, { ok: 'p', noInput: 'h', invalid: 'again' }],
      p: ['play', { prompts: text('One moment') }, { next: 'i' }],
      i: ['interface', { interfaceId: 1, inputs: [{ name: 'pin', value: 'pin' }] }, { ok: 'h' }],
      again: ['play', { prompts: text('Once more') }, { next: 'c' }],
      ...end,
    },
    { variables: [{ name: 'pin', type: 'secret' }] },
  )
  call.tell({ type: 'keysCollected', effectId: call.awaited, outcome: 'ok', value: { secretRef: 'r1', length: 4 } })
  expect(JSON.stringify(call.trace)).not.toContain('r1')
  call.progress = resumeFlow(call.world, call.waiting)
  expect(call.waiting.vars).toEqual({})
  call.tell({ type: 'promptEnded', effectId: call.awaited })
  expect(call.waiting.nodeId).toBe('c')
})
