// Random flows and random events: a run ends or waits, within its budgets, and goes the same way again.
import { flowBudgets, type FlowDocument, flowLimits } from '@openseat/contracts'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { advanceFlow, isFlowRejection, resumeFlow, startFlow } from './advance.ts'
import type { FlowEvent, FlowRun } from './run.ts'
import { contextAt, documentOf, libraryOf, mainRef, noon, text } from './test-support/flows.ts'

const asking = { prompts: text('{{ a }}'), retries: 1 }
const variables = [
  { name: 'a', type: 'string', default: '' },
  { name: 'n', type: 'number', default: 1 },
  { name: 'pin', type: 'secret' },
]

const nodes = fc.constantFrom<readonly [string, object]>(
  ['play', { prompts: text('{{ 1 / n }}') }],
  ['collect', { ...asking, variable: 'a' }],
  ['collect', { ...asking, secret: true, variable: 'pin' }],
  ['collect', { ...asking, repeatBack: true, variable: 'a' }],
  ['menu', { ...asking, keys: [{ key: '1' }, { key: '2' }], variable: 'a' }],
  ['set', { rows: [{ to: 'n', value: 'n - 1' }] }],
  ['set', { rows: [{ to: 'a', value: 'a + a + "x"' }] }],
  ['condition', { rows: [{ name: '1', when: 'n > 0' }] }],
  ['loop', { count: 3 }],
  [
    'interface',
    { interfaceId: 1, inputs: [{ name: 'pin', value: 'pin' }], mappings: [{ to: 'a', path: 'answer.a' }], success: 'answer.ok' },
  ],
  ['table', { tableId: 1, value: 'a', columns: [{ column: 'c1', to: 'a' }] }],
  ['queue', { queueId: 1, announceSeconds: 20, leaveKey: '1' }],
  ['queue', { queueId: 1, announceSeconds: 20 }],
  ['transfer', { target: { kind: 'agent', agentNumber: '{{ a }}' } }],
  ['voicemail', { queueId: 1, prompts: text('Speak') }],
  ['survey', { ...asking, queueId: 1 }],
  ['agentSignIn', { as: 'in', numberPrompts: text('1'), pinPrompts: text('2') }],
  ['subFlow', { flow: { flowId: 1, revision: 1 }, outcomes: ['ok'] }],
  ['return', { outcome: 'ok' }],
  ['hangUp', {}],
  ['mark', { name: 'm' }],
)

const ids = ['s', 'a', 'b', 'c', 'd', 'e']
const branches =
  'next ok noInput invalid 1 2 otherwise again done businessFailed timeout error found none overflow offDuty leftByKey busy noAnswer refused saved tooShort answered locked'.split(
    ' ',
  )

const flows: fc.Arbitrary<FlowDocument> = fc
  .tuple(
    fc.array(nodes, { minLength: 5, maxLength: 5 }),
    fc.array(
      fc.dictionary(fc.constantFrom(...branches), fc.constantFrom(...ids.slice(1)), { minKeys: 12, maxKeys: 24, noNullPrototype: true }),
      {
        minLength: 5,
        maxLength: 5,
      },
    ),
    fc.constantFrom('ivr', 'verification', 'chat'),
    fc.constantFrom(null, 'a', 'b'),
  )
  .map(([kinds, next, kind, onError]) => {
    const rest = kinds.map(([name, config], index) => [ids[index + 1], [name, config, next[index]]])
    return documentOf({ s: ['start', {}, { next: 'a' }], ...Object.fromEntries(rest) }, { kind, onError, variables })
  })

const secret = { secretRef: 'vault', length: 6 }
const kinds: readonly ((effectId: number) => FlowEvent)[] = [
  (effectId) => ({ type: 'promptEnded', effectId }),
  (effectId) => ({ type: 'engineFailed', effectId, problem: '' }),
  (effectId) => ({ type: 'keysCollected', effectId, outcome: 'ok', value: '1' }),
  (effectId) => ({ type: 'keysCollected', effectId, outcome: 'ok', value: secret }),
  (effectId) => ({ type: 'keysCollected', effectId, outcome: 'noInput', value: '' }),
  (effectId) => ({ type: 'keysCollected', effectId, outcome: 'invalid', value: '77' }),
  (effectId) => ({ type: 'interfaceAnswered', effectId, outcome: 'answered', answer: { ok: true, a: 'x' } }),
  (effectId) => ({ type: 'interfaceAnswered', effectId, outcome: 'answered', answer: ['?'] }),
  (effectId) => ({ type: 'interfaceAnswered', effectId, outcome: 'error', answer: null }),
  (effectId) => ({ type: 'tableAnswered', effectId, outcome: 'found', row: { c1: 'x' } }),
  (effectId) => ({ type: 'recordingEnded', effectId, outcome: 'saved' }),
  (effectId) => ({ type: 'signInEnded', effectId, outcome: 'refused' }),
  () => ({ type: 'messageReceived', text: 'hello' }),
  () => ({ type: 'queueLeft', outcome: 'overflow' }),
  () => ({ type: 'transferEnded', outcome: 'busy' }),
  () => ({ type: 'timerFired' }),
]

interface Step {
  readonly kind: number
  readonly late: boolean
  readonly seconds: number
  readonly restart: boolean
}

const steps = fc.array(
  fc.record<Step>({
    kind: fc.nat(kinds.length - 1),
    late: fc.boolean(),
    seconds: fc.constantFrom(0, 1, 30, 4_000),
    restart: fc.boolean(),
  }),
  { maxLength: 60 },
)

function runs(document: FlowDocument, taken: readonly Step[]): { run: FlowRun; told: string } {
  const library = libraryOf({ [mainRef]: document })
  let now = noon
  const told: string[] = []
  const world = () => ({
    library,
    context: contextAt(now, { queueFacts: () => ({ position: 2, waiting: 3, agents: 1, expectedWaitSeconds: null }) }),
  })
  let { run, trace, effects } = startFlow(world(), mainRef, { variables: { callerNum: '138' } })
  told.push(JSON.stringify([trace, effects]))
  for (const { kind, late, seconds, restart } of taken) {
    if (run.at === 'finished') break
    now += seconds * 1000
    const event = kinds[kind]?.((run.awaits.at(-1) ?? 0) - (late ? 1 : 0)) ?? { type: 'timerFired' }
    const progress = restart ? resumeFlow(world(), run) : advanceFlow(world(), run, event)
    if (isFlowRejection(progress)) continue
    // As it lies in the database.
    ;({ run, trace, effects } = JSON.parse(JSON.stringify(progress)))
    told.push(JSON.stringify([trace, effects]))
  }
  return { run, told: told.join('\n') }
}

test('a run ends or waits, fits its row, keeps its secrets, and goes the same way when it is replayed', () => {
  fc.assert(
    fc.property(flows, steps, (document, taken) => {
      const { run, told } = runs(document, taken)
      if (run.at === 'waiting') {
        expect(run.spent.stepsOfRun).toBeLessThanOrEqual(flowBudgets.stepsOfRun + flowBudgets.stepsInError)
        expect(run.frames.length).toBeLessThanOrEqual(flowLimits.subFlowDepth)
        expect(JSON.stringify(run).length).toBeLessThanOrEqual(64 * 1024)
        expect(run.wakeAt).not.toBe(null)
      }
      expect(told).not.toMatch(/"detail":"[^"]*vault/)
      expect(runs(document, taken)).toEqual({ run, told })
    }),
    { numRuns: 1_000 },
  )
})

test('a flow of 500 nodes is made ready and walked through', () => {
  const chain = Array.from({ length: 498 }, (_, n) => [
    `n${n}`,
    ['set', { rows: [{ to: 'n', value: 'n + 1' }] }, { next: n === 497 ? 'h' : `n${n + 1}` }],
  ])
  const document = documentOf({ s: ['start', {}, { next: 'n0' }], ...Object.fromEntries(chain), h: ['hangUp', {}] }, { variables })
  const { run, trace } = startFlow({ library: libraryOf({ [mainRef]: document }), context: contextAt(noon) }, mainRef, { variables: {} })
  expect(trace).toHaveLength(flowLimits.nodes)
  expect(run).toMatchObject({ at: 'finished', vars: { n: 499 } })
  expect(() => documentOf(Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`n${n}`, ['mark', {}]])))).toThrow()
})
