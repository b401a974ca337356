// What single kinds of nodes do beyond their branches.
import { expect, test } from 'vitest'
import type { FlowContext } from '../flow-context.ts'
import { resumeFlow } from '../advance.ts'
import { documentOf, libraryOf, mainRef, type Nodes, noon, Played, text } from '../test-support/flows.ts'

const ends: Nodes = { h: ['hangUp', { reason: 'end' }], e: ['hangUp', { reason: 'error' }] }

interface Scene {
  readonly variables?: readonly object[]
  readonly kind?: string
  readonly given?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly context?: Partial<FlowContext>
}

function at(node: Nodes[string], { variables = [], kind = 'ivr', given = {}, context = {} }: Scene = {}): Played {
  const document = documentOf({ s: ['start', {}, { next: 'x' }], x: node, ...ends }, { onError: 'e', kind, variables })
  return new Played(libraryOf({ [mainRef]: document }), { variables: JSON.parse(JSON.stringify(given)) }, context)
}

const string = (name: string) => ({ name, type: 'string' })

test('collected digits are read back, and collected again when they are not confirmed', () => {
  const node = ['collect', { prompts: text('?'), repeatBack: true, variable: 'digits' }, { ok: 'h', noInput: 'e', invalid: 'e' }] as const
  const call = at(node, { variables: [string('digits')] })
  call.press('4711')
  expect(call.effect).toMatchObject({ prompts: [{ saying: 'readBack' }, { kind: 'readOut', as: 'digits', value: '4711' }, {}] })
  call.press('2')
  expect(call.waiting).toMatchObject({ nodeId: 'x', attempt: 1 })
  call.press('4712')
  call.press('1')
  expect(call.run).toMatchObject({ vars: { digits: '4712' } })
})

test('a retry says its own prompts, and what was pressed by then is forgotten', () => {
  const asking = { prompts: text('first'), noInputPrompts: text('nothing heard'), retries: 1, variable: 'digits' }
  const call = at(['collect', asking, { ok: 'h', noInput: 'e', invalid: 'e' }], { variables: [string('digits')] })
  expect(call.effect).toMatchObject({ prompts: [{ text: 'first' }], clearsKeys: false })
  call.miss('noInput')
  expect(call.effect).toMatchObject({ prompts: [{ text: 'nothing heard' }], clearsKeys: true })
})

test('the language that was chosen is that of what follows', () => {
  const choices = [
    { language: 'zh-CN', key: '1' },
    { language: 'en', key: '2' },
  ]
  const document = documentOf({
    s: ['start', {}, { next: 'l' }],
    l: ['language', { prompts: text('1 2'), choices }, { next: 'p' }],
    p: ['play', { prompts: text('{{ language }}') }, { next: 'h' }],
    ...ends,
  })
  const call = new Played(libraryOf({ [mainRef]: document }))
  expect(call.effect).toMatchObject({ language: 'zh-CN' })
  call.press('2')
  expect(call.effect).toMatchObject({ language: 'en', prompts: [{ text: 'en' }] })
})

test('an answer’s parts go to variables, defaults where it lacks them, and a lack without a default is an error', () => {
  const variables = [{ name: 'balance', type: 'number' }, string('name')]
  const mappings = [
    { to: 'balance', path: 'answer.data.balance' },
    { to: 'name', path: 'answer.data.name', default: 'customer' },
    { to: 'calldata.level', path: 'answer.data.level', default: '' },
  ]
  const node = ['interface', { interfaceId: 3, inputs: [{ name: 'number', value: 'callerNum' }], mappings }, { ok: 'h' }] as const
  const call = at(node, { variables, given: { callerNum: '138' } })
  expect(call.effect).toMatchObject({ do: 'callInterface', interfaceId: 3, inputs: { number: '138' }, timeoutSeconds: 8, retries: 0 })
  const told = (answer: object) =>
    call.tell({ type: 'interfaceAnswered', effectId: call.awaited, outcome: 'answered', answer: JSON.parse(JSON.stringify(answer)) })
  told({ data: { balance: '12.50', level: 3 } })
  expect(call.run).toMatchObject({ end: { reason: 'end' }, vars: { balance: 12.5, name: 'customer' } })
  expect(call.progress.effects[0]).toMatchObject({ do: 'setAttachedData', values: { level: '3' } })
  const poor = at(node, { variables, given: { callerNum: '138' } })
  poor.tell({ type: 'interfaceAnswered', effectId: poor.awaited, outcome: 'answered', answer: {} })
  expect(poor.trace.find(({ nodeId }) => nodeId === 'x')).toMatchObject({
    branch: 'error',
    detail: expect.stringMatching(/^answerUnread: balance/),
  })
})

test('a secret is given to an interface as a reference, and stands in no trace', () => {
  const variables = [{ name: 'pin', type: 'secret' }]
  const document = documentOf(
    {
      s: ['start', {}, { next: 'c' }],
      c: ['collect', { prompts: text('PIN'), secret: true, variable: 'pin' }, { ok: 'i', noInput: 'h', invalid: 'h' }],
      i: ['interface', { interfaceId: 3, inputs: [{ name: 'pin', value: 'pin' }] }, { ok: 'h' }],
      ...ends,
    },
    { variables },
  )
  const call = new Played(libraryOf({ [mainRef]: document }))
  const secret = { secretRef: 'vault-1', length: 6 }
  call.tell({ type: 'keysCollected', effectId: call.awaited, outcome: 'ok', value: secret })
  expect(call.effect).toMatchObject({ inputs: { pin: secret } })
  call.tell({ type: 'interfaceAnswered', effectId: call.awaited, outcome: 'answered', answer: null })
  expect(JSON.stringify([call.trace, call.run])).not.toContain('vault-1')
})

const hours = {
  weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
  specialDays: [{ name: 'Fair', from: '2026-11-24', to: '2026-11-24', ranges: [] }],
}
const dayMs = 86_400_000

test.each([
  ['open', noon],
  ['closed', noon + dayMs / 3],
  ['holiday', noon + dayMs],
])('working hours are %s by the tenant’s clock', (branch, now) => {
  const document = documentOf({
    s: ['start', {}, { next: 'x' }],
    x: ['schedule', { hoursId: 6 }, { open: 'open', closed: 'closed', holiday: 'holiday' }],
    ...Object.fromEntries(['open', 'closed', 'holiday'].map((reason) => [reason, ['hangUp', { reason }] as const])),
  })
  const call = new Played(libraryOf({ [mainRef]: document }), { variables: {} }, { now, workingHours: new Map([[6, hours]]) })
  expect(call.run).toMatchObject({ end: { reason: branch } })
})

test('hours that are gone are an error', () => {
  expect(at(['schedule', { hoursId: 6 }, { open: 'h', closed: 'h' }]).run).toMatchObject({ end: { reason: 'error' } })
})

const facts = (position: number | null) => () => ({ position, waiting: 5, agents: 2, expectedWaitSeconds: 130 })
const toQueue = { timeout: 'h', overflow: 'h', offDuty: 'h', leftByKey: 'e' }

test('position and expected wait are said while the contact stays in line', () => {
  const node = ['queue', { queueId: 7, announceSeconds: 30, announceWait: true, announcePrompts: text('Please hold') }, toQueue] as const
  const call = at(node, { context: { queueFacts: facts(3) } })
  expect(call.progress.effects).toMatchObject([{ do: 'enqueue', queueId: 7, priority: null, music: null }])
  expect(call.waiting.wakeAt).toBe(noon + 30_000)
  call.now += 30_000
  call.tell({ type: 'timerFired' })
  expect(call.progress.effects).toMatchObject([
    {
      do: 'playPrompts',
      prompts: [
        { saying: 'queueAhead' },
        { kind: 'readOut', as: 'number', value: 2 },
        { saying: 'queueAheadEnd' },
        { saying: 'expectedWait' },
        { kind: 'readOut', as: 'duration', value: 180 },
        { saying: 'expectedWaitEnd' },
        { text: 'Please hold' },
      ],
    },
  ])
  call.now += 9_000
  call.tell({ type: 'promptEnded', effectId: call.awaited })
  expect(call.waiting.wakeAt).toBe(noon + 69_000)
})

test('a key leads out of the line, and an answer that comes after it is rejected', () => {
  const call = at(['queue', { queueId: 7, announceSeconds: 60, leaveKey: '9' }, toQueue], { context: { queueFacts: facts(1) } })
  expect(call.progress.effects).toMatchObject([
    { do: 'enqueue' },
    { do: 'collectKeys', prompts: [], collection: { keys: '9', firstDigitSeconds: 60 } },
  ])
  call.miss('noInput')
  expect(call.progress.effects).toMatchObject([
    { do: 'playPrompts', prompts: [{ saying: 'queueNext' }] },
    { do: 'collectKeys', prompts: [] },
  ])
  call.miss('invalid')
  expect(call.progress.effects).toMatchObject([{ do: 'collectKeys', prompts: [] }])
  call.press('9')
  expect(call.progress.effects).toMatchObject([{ do: 'dequeue' }, { do: 'release' }])
  expect(call.run).toMatchObject({ end: { reason: 'error' } })
})

test('after a restart the contact is in its line already', () => {
  const call = at(['queue', { queueId: 7, announceSeconds: 60 }, toQueue])
  expect(resumeFlow(call.world, call.waiting).effects).toEqual([])
})

test('what is known of a queue goes to variables', () => {
  const variables = [
    { name: 'ahead', type: 'number' },
    { name: 'place', type: 'number', default: 0 },
  ]
  const call = at(['queueInfo', { queueId: 7, waiting: 'ahead', position: 'place' }, { next: 'h' }], {
    variables,
    context: { queueFacts: facts(null) },
  })
  expect(call.run).toMatchObject({ vars: { ahead: 5, place: 0 } })
})

test('a transfer takes its number from variables', () => {
  const target = { kind: 'number', number: '{{ calldata.branch }}', callerNumber: null }
  const call = at(['transfer', { target, ringSeconds: 20 }, { busy: 'h', noAnswer: 'h', refused: 'h' }], {
    given: { calldata: { branch: ' 0215551234 ' } },
  })
  expect(call.effect).toMatchObject({
    do: 'transfer',
    target: { kind: 'number', number: '0215551234', callerNumber: null },
    ringSeconds: 20,
  })
})

test('a chat’s question takes a button’s value, and asks again in other words', () => {
  const config = {
    text: 'Which?',
    invalidText: 'a or b',
    pattern: 'a|b',
    retries: 1,
    buttons: [{ value: 'a', label: 'First' }],
    variable: 'choice',
  }
  const call = at(['ask', config, { ok: 'h', noInput: 'e', invalid: 'e' }], { kind: 'chat', variables: [string('choice')] })
  call.tell({ type: 'messageReceived', text: 'c' })
  expect(call.effect).toMatchObject({ do: 'sendMessage', text: 'a or b' })
  expect(resumeFlow(call.world, call.waiting).effects).toEqual([])
  call.tell({ type: 'messageReceived', text: 'First' })
  expect(call.run).toMatchObject({ vars: { choice: 'a' } })
})

test('a survey’s answer is attached data', () => {
  const call = at(['survey', { prompts: text('1 to 5'), queueId: 7 }, { answered: 'h', noInput: 'e' }])
  expect(call.effect).toMatchObject({ collection: { keys: '12345' } })
  call.press('4')
  expect(call.progress.effects[0]).toMatchObject({ do: 'setAttachedData', values: { satisfaction: '4' } })
})

test.each([
  [{ calldata: { level: 'gold' }, data: { verifyResult: 1, verifyReturn1: 'a' } }, 1, ['a', '', '']],
  [{ calldata: { level: 'gold', data: { verifyResult: '2', verifyReturn3: 5 } } }, 2, ['', '', '5']],
  [{ calldata: { level: 'gold' }, data: { verifyResult: 9 } }, 3, ['', '', '']],
])('a verification’s result is read out of the answer %#', (answer, result, returns) => {
  const variables = [{ name: 'said', type: 'map', default: answer }]
  const node = ['verifyResult', { from: { kind: 'answer', variable: 'said' } }, { next: 'r' }] as const
  const document = documentOf({ s: ['start', {}, { next: 'x' }], x: node, r: ['returnToAgent', {}] }, { kind: 'verification', variables })
  const call = new Played(libraryOf({ [mainRef]: document }))
  expect(call.progress.effects).toMatchObject([
    { do: 'setAttachedData', values: { level: 'gold' } },
    { do: 'setVerificationResult', result, returns },
    { do: 'returnToAgent' },
  ])
})

test('an agent signs in with a number and a secret PIN', () => {
  const config = { as: 'in', numberPrompts: text('Number'), pinPrompts: text('PIN'), retries: 1 }
  const call = at(['agentSignIn', config, { ok: 'h', refused: 'e', locked: 'e' }])
  call.press('371')
  expect(call.effect).toMatchObject({ do: 'collectKeys', collection: { secret: true, min: 6 } })
  const pin = { secretRef: 'vault-2', length: 6 }
  call.tell({ type: 'keysCollected', effectId: call.awaited, outcome: 'ok', value: pin })
  expect(call.effect).toMatchObject({ do: 'signInAgent', agentNumber: '371', pin, as: 'in' })
  call.tell({ type: 'signInEnded', effectId: call.awaited, outcome: 'refused' })
  expect(call.waiting).toMatchObject({ attempt: 1, memory: {} })
})
