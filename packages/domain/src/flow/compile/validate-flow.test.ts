import { type FlowProblemCode, flowProblemText, flowProblemWords } from '@openseat/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documentOf, type Nodes, text } from '../test-support/flows.ts'
import type { FlowFacts, KnownFlow, KnownReferences } from './known-references.ts'
import { hasErrors, validateFlow } from './validate-flow.ts'

const facts: FlowFacts = { arguments: ['who'], results: ['found'], outcomes: ['done'], calls: [], waits: 'input' }
const flow: KnownFlow = { name: 'sub', kind: 'ivr', publishedRevision: 2, revisions: new Map([[2, facts]]) }

const known: KnownReferences = {
  ownId: 1,
  queues: new Set([7]),
  interfaces: new Set([3]),
  tables: new Map([
    [4, { isPublished: true, columns: new Set(['c1']) }],
    [5, { isPublished: false, columns: new Set(['c1']) }],
  ]),
  workingHours: new Set([6]),
  prompts: new Set(['welcome']),
  flows: new Map<number, KnownFlow>([
    [2, flow],
    [3, { ...flow, publishedRevision: null }],
    [4, { ...flow, revisions: new Map([[2, { ...facts, calls: [1] }]]) }],
    [5, { ...flow, kind: 'chat' }],
  ]),
  speaks: true,
}

const variables = [
  { name: 'account', type: 'string' },
  { name: 'balance', type: 'number', default: 0 },
  { name: 'pin', type: 'secret' },
  { name: 'answer_', type: 'map', default: {} },
]

const sound: Nodes = {
  s: ['start', {}, { next: 'hours' }],
  hours: ['schedule', { hoursId: 6 }, { open: 'ask', closed: 'h', holiday: 'h' }],
  ask: ['collect', { prompts: [{ kind: 'file', prompt: 'welcome' }], variable: 'account' }, { ok: 'pin', noInput: 'h', invalid: 'h' }],
  pin: ['collect', { prompts: text('PIN of {{ account }}'), secret: true, variable: 'pin' }, { ok: 'i', noInput: 'h', invalid: 'ask' }],
  i: [
    'interface',
    { interfaceId: 3, inputs: [{ name: 'pin', value: 'pin' }], mappings: [{ to: 'balance', path: 'answer.balance' }] },
    { ok: 't', error: 'h' },
  ],
  t: ['table', { tableId: 4, value: 'account', columns: [{ column: 'c1', to: 'calldata.name' }] }, { found: 'f', none: 'f' }],
  f: [
    'subFlow',
    { flow: { flowId: 2 }, arguments: [{ name: 'who', value: 'account' }], results: [{ name: 'found', to: 'account' }] },
    { done: 'q' },
  ],
  q: ['queue', { queueId: 7 }, { timeout: 'h', overflow: 'h', offDuty: 'h' }],
  h: ['hangUp', {}],
}

const more = { variables, onError: 'h' }

const codesOf = (nodes: Nodes, changes: object = {}, of: Partial<KnownReferences> = {}) =>
  validateFlow(documentOf(nodes, { ...more, ...changes }), { ...known, ...of }).map(({ code }) => code)

test('a flow that is sound has no problems', () => {
  expect(validateFlow(documentOf(sound, more), known)).toEqual([])
})

const set = (to: string, value: string): Nodes => ({
  s: ['start', {}, { next: 'x' }],
  x: ['set', { rows: [{ to, value }] }, { next: 'h' }],
  h: ['hangUp', {}],
})
const through = (kind: string, config: object, next: Record<string, string> = {}): Nodes => ({
  s: ['start', {}, { next: 'x' }],
  x: [kind, config, next],
  h: ['hangUp', {}],
})
const subFlow = (config: object) => through('subFlow', { flow: { flowId: 2 }, ...config }, { done: 'h', other: 'h' })

type Planted = readonly [code: FlowProblemCode, nodes: Nodes, changes?: object, of?: Partial<KnownReferences>]

const planted: readonly Planted[] = [
  ['argumentUnknown', sound, { arguments: ['who'] }],
  ['argumentUnknown', subFlow({ arguments: [{ name: 'nobody', value: '1' }] })],
  ['branchTarget', through('mark', { name: 'm' }, { next: 'nowhere' })],
  ['branchUnconnected', through('mark', { name: 'm' })],
  ['branchUnknown', through('mark', { name: 'm' }, { next: 'h', sideways: 'h' })],
  ['branchUnknown', { s: ['start', {}, { next: 'h' }], h: ['hangUp', {}, { next: 's' }] }],
  [
    'branchTwice',
    through(
      'condition',
      {
        rows: [
          { name: 'a', when: 'true' },
          { name: 'a', when: 'true' },
        ],
      },
      { a: 'h', otherwise: 'h' },
    ),
  ],
  ['cycleWithoutInput', through('play', { prompts: text('again') }, { next: 'x', error: 'h' })],
  ['cycleWithoutWait', through('mark', { name: 'm' }, { next: 'x', error: 'h' })],
  ['defaultType', sound, { variables: [...variables, { name: 'n', type: 'number', default: 'many' }] }],
  ['endMissing', { s: ['start', {}, { next: 'x' }], x: ['play', { prompts: text('and') }, { next: 'x' }] }, { onError: 'x' }],
  ['expression', set('account', '1 +')],
  ['expression', set('balance', '"much"')],
  ['kindNotAllowed', sound, { kind: 'chat' }],
  ['kindUnknown', through('teleport', {})],
  ['lengths', through('collect', { prompts: text('x'), min: 5, max: 4, variable: 'account' }, { ok: 'h', noInput: 'h', invalid: 'h' })],
  ['manyNodes', Object.fromEntries(Array.from({ length: 151 }, (_, n) => [n === 0 ? 's' : `n${n}`, ['start', {}, { next: 's' }]]))],
  ['onErrorMissing', sound, { onError: null }],
  ['outcomeMissing', subFlow({ outcomes: ['other'] })],
  ['outcomeUnknown', subFlow({ outcomes: ['done', 'other'] })],
  ['pattern', through('collect', { prompts: text('x'), pattern: '(', variable: 'account' }, { ok: 'h', noInput: 'h', invalid: 'h' })],
  ['readBeforeSet', through('play', { prompts: text('{{ account }}') }, { next: 'h' })],
  [
    'readBeforeSet',
    {
      s: ['start', {}, { next: 'x' }],
      x: ['queueInfo', { queueId: 7, position: 'place' }, { next: 'p' }],
      p: ['play', { prompts: text('{{ place }}') }, { next: 'h' }],
      h: ['hangUp', {}],
    },
    { variables: [...variables, { name: 'place', type: 'number' }] },
  ],
  ['recursion', subFlow({ flow: { flowId: 4 } })],
  ['recursion', subFlow({}), {}, { ownId: 2 }],
  ['referenceMissing', through('schedule', { hoursId: 9 }, { open: 'h', closed: 'h' })],
  ['referenceMissing', through('play', { prompts: [{ kind: 'file', prompt: 'lost' }] }, { next: 'h' })],
  ['referenceMissing', through('table', { tableId: 4, value: '1', columns: [{ column: 'c9', to: 'account' }] }, { found: 'h', none: 'h' })],
  [
    'referenceUnpublished',
    through('table', { tableId: 5, value: '1', columns: [{ column: 'c1', to: 'account' }] }, { found: 'h', none: 'h' }),
  ],
  ['referenceUnpublished', subFlow({ flow: { flowId: 3 } })],
  ['resultUnknown', subFlow({ results: [{ name: 'nothing', to: 'account' }] })],
  ['secret', set('account', 'pin')],
  ['secret', set('calldata.pin', 'pin')],
  ['secret', through('play', { prompts: text('{{ pin }}') }, { next: 'h' })],
  ['secret', through('collect', { prompts: text('x'), variable: 'pin' }, { ok: 'h', noInput: 'h', invalid: 'h' })],
  ['secret', through('collect', { prompts: text('x'), secret: true, variable: 'account' }, { ok: 'h', noInput: 'h', invalid: 'h' })],
  ['settings', through('play', { prompts: [] }, { next: 'h' })],
  ['startMissing', sound, { start: 'h' }],
  ['subFlowKind', subFlow({ flow: { flowId: 5 } })],
  ['textUnspoken', sound, {}, { speaks: false }],
  [
    'unavailable',
    through('agentSignIn', { as: 'in', numberPrompts: text('x'), pinPrompts: text('x') }, { ok: 'h', refused: 'h', locked: 'h' }),
  ],
  ['unreachable', { ...sound, lonely: ['hangUp', {}] }],
  ['valueType', through('queueInfo', { queueId: 7, waiting: 'answer_' }, { next: 'h' })],
  ['variableTwice', sound, { variables: [...variables, { name: 'pin', type: 'string' }] }],
  ['variableUnknown', set('account', 'nobody')],
  ['variableUnknown', set('nobody', '1')],
  ['verificationResult', { s: ['start', {}, { next: 'r' }], r: ['returnToAgent', {}] }, { kind: 'verification', onError: 'r' }],
]

/** Shown below. */
const elsewhere: readonly FlowProblemCode[] = ['nodeNewer', 'subFlowDepth']

test.each(planted.map(([code, nodes, changes = {}, of = {}]) => [code, nodes, changes, of] as const))(
  '%s is found where it was planted',
  (code, nodes, changes, of) => {
    expect(codesOf(nodes, changes, of)).toContain(code)
  },
)

test('every code has a planted fault', () => {
  const all = Object.keys(flowProblemWords).toSorted()
  expect([...new Set([...planted.map(([code]) => code), ...elsewhere])].toSorted()).toEqual(all)
})

test('a node of a newer version is left as it is and told', () => {
  const document = documentOf(sound, more)
  const newer = { ...document, nodes: { ...document.nodes, h: { ...document.nodes['h'], v: 2, config: { why: 1 } } } }
  expect(validateFlow(newer, known).map(({ code, nodeId }) => [code, nodeId])).toContainEqual(['nodeNewer', 'h'])
})

test('sub-flows that call each other more than five deep are refused', () => {
  const calling = (id: number) => ({ ...flow, revisions: new Map([[2, { ...facts, calls: [id] }]]) })
  const flows = new Map([10, 11, 12, 13, 14, 15].map((id) => [id, calling(id + 1)]))
  expect(codesOf(subFlow({ flow: { flowId: 11 } }), {}, { flows })).toContain('subFlowDepth')
  expect(codesOf(subFlow({ flow: { flowId: 12 } }), {}, { flows })).not.toContain('subFlowDepth')
})

test('what is wrong in an expression is told with its place', () => {
  const [problem] = validateFlow(documentOf(set('account', '"a" + nobody'), more), known).filter(({ code }) => code === 'variableUnknown')
  expect(problem).toMatchObject({ nodeId: 'x', field: 'config.rows.0.value', range: { from: 6, to: 12 }, severity: 'error' })
})

test('rounds of a loop node are counted, so that they need no wait', () => {
  const nodes: Nodes = {
    s: ['start', {}, { next: 'l' }],
    l: ['loop', { count: 3 }, { again: 'm', done: 'h' }],
    m: ['mark', { name: 'm' }, { next: 'l' }],
    h: ['hangUp', {}],
  }
  expect(codesOf(nodes)).toEqual([])
})

test('warnings alone keep no flow from being published', () => {
  expect(hasErrors(validateFlow(documentOf({ ...sound, lonely: ['hangUp', {}] }, more), known))).toBe(false)
  expect(hasErrors(validateFlow(documentOf(sound, { ...more, onError: null }), known))).toBe(true)
})

test('each problem has words in both languages', () => {
  const [problem] = validateFlow(documentOf(through('play', { prompts: [] }, { next: 'h' }), more), known)
  if (!problem) throw new Error('none')
  expect(flowProblemText(problem, 'en')).toMatch(/\w/)
  expect(flowProblemText(problem, 'zh-CN')).toMatch(/\p{Script=Han}/u)
})

test('whatever stands in the nodes, it is checked without an exception', () => {
  const node = fc.oneof(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.record({
      kind: fc.constantFrom('start', 'play', 'menu', 'condition', 'interface', 'subFlow', 'loop', 'ask'),
      config: fc.dictionary(fc.constantFrom('prompts', 'rows', 'keys', 'text', 'flow', 'count', 'variable'), fc.jsonValue()),
      next: fc.dictionary(fc.constantFrom('next', 'error', 'ok', '1'), fc.constantFrom('s', 'a', 'b')),
    }),
  )
  fc.assert(
    fc.property(fc.record({ s: node, a: node, b: node }), (nodes) => {
      const document = { ...documentOf({}), nodes }
      expect(() => validateFlow(document, known)).not.toThrow()
    }),
  )
})
