// Every kind of node that waits, and every event: what is for it, and what changes nothing.
import { expect, test } from 'vitest'
import type { FlowEvent } from '../run.ts'
import { documentOf, libraryOf, mainRef, Played, text } from '../test-support/flows.ts'

const branches = ['next', 'ok', 'noInput', 'invalid', 'businessFailed', 'timeout', 'found', 'none', 'overflow', 'offDuty', 'leftByKey']
const more = ['busy', 'noAnswer', 'refused', 'saved', 'tooShort', 'answered', 'locked', '1', '2']
/** Each branch leads to an end of its own name. */
const ends = Object.fromEntries([...branches, ...more, 'error'].map((branch) => [`to_${branch}`, ['hangUp', { reason: branch }] as const]))
const everywhere = Object.fromEntries([...branches, ...more].map((branch) => [branch, `to_${branch}`]))

const asking = { prompts: text('?'), retries: 0 }
const configs: Readonly<Record<string, object>> = {
  play: { prompts: text('Hello') },
  collect: { ...asking, variable: 'digits' },
  menu: { ...asking, keys: [{ key: '1' }, { key: '2' }] },
  language: {
    ...asking,
    choices: [
      { language: 'zh-CN', key: '1' },
      { language: 'en', key: '2' },
    ],
  },
  interface: { interfaceId: 3, success: 'answer.ok' },
  table: { tableId: 4, value: 'callerNum', columns: [{ column: 'c1', to: 'digits' }] },
  queue: { queueId: 7, announceSeconds: 30 },
  transfer: { target: { kind: 'agent', agentNumber: '101' } },
  voicemail: { queueId: 7, prompts: text('Speak') },
  ask: { text: 'Who?', retries: 0, variable: 'digits' },
  survey: { ...asking, queueId: 7, scale: 5 },
  agentSignIn: { as: 'in', numberPrompts: text('Number'), pinPrompts: text('PIN'), retries: 0 },
}

const variables = [{ name: 'digits', type: 'string' }]

function waitingAt(kind: string): Played {
  const nodes = { s: ['start', {}, { next: 'x' }] as const, x: [kind, configs[kind] ?? {}, everywhere] as const, ...ends }
  const document = documentOf(nodes, { variables, onError: 'to_error', kind: kind === 'ask' ? 'chat' : 'ivr' })
  return new Played(libraryOf({ [mainRef]: document }), { variables: { callerNum: '13800138000' } })
}

const answers = {
  prompt: (effectId: number): FlowEvent => ({ type: 'promptEnded', effectId }),
  noEngine: (effectId: number): FlowEvent => ({ type: 'engineFailed', effectId, problem: 'no engine' }),
  keys: (effectId: number): FlowEvent => ({ type: 'keysCollected', effectId, outcome: 'ok', value: '1' }),
  noKeys: (effectId: number): FlowEvent => ({ type: 'keysCollected', effectId, outcome: 'noInput', value: '' }),
  badKeys: (effectId: number): FlowEvent => ({ type: 'keysCollected', effectId, outcome: 'invalid', value: '9' }),
  answer: (effectId: number): FlowEvent => ({ type: 'interfaceAnswered', effectId, outcome: 'answered', answer: { ok: true } }),
  refusal: (effectId: number): FlowEvent => ({ type: 'interfaceAnswered', effectId, outcome: 'answered', answer: { ok: false } }),
  oddAnswer: (effectId: number): FlowEvent => ({ type: 'interfaceAnswered', effectId, outcome: 'answered', answer: 'what?' }),
  late: (effectId: number): FlowEvent => ({ type: 'interfaceAnswered', effectId, outcome: 'timeout', answer: null }),
  failure: (effectId: number): FlowEvent => ({ type: 'interfaceAnswered', effectId, outcome: 'error', answer: null }),
  row: (effectId: number): FlowEvent => ({ type: 'tableAnswered', effectId, outcome: 'found', row: { c1: 'Li' } }),
  noRow: (effectId: number): FlowEvent => ({ type: 'tableAnswered', effectId, outcome: 'none', row: {} }),
  noTable: (effectId: number): FlowEvent => ({ type: 'tableAnswered', effectId, outcome: 'error', row: {} }),
  saved: (effectId: number): FlowEvent => ({ type: 'recordingEnded', effectId, outcome: 'saved' }),
  short: (effectId: number): FlowEvent => ({ type: 'recordingEnded', effectId, outcome: 'tooShort' }),
  noRecorder: (effectId: number): FlowEvent => ({ type: 'recordingEnded', effectId, outcome: 'error' }),
  message: (): FlowEvent => ({ type: 'messageReceived', text: 'Li' }),
  served: (): FlowEvent => ({ type: 'queueLeft', outcome: 'answered' }),
  waitedOut: (): FlowEvent => ({ type: 'queueLeft', outcome: 'timeout' }),
  closed: (): FlowEvent => ({ type: 'queueLeft', outcome: 'closed' }),
  taken: (): FlowEvent => ({ type: 'transferEnded', outcome: 'answered' }),
  busy: (): FlowEvent => ({ type: 'transferEnded', outcome: 'busy' }),
  signedIn: (effectId: number): FlowEvent => ({ type: 'signInEnded', effectId, outcome: 'ok' }),
  time: (): FlowEvent => ({ type: 'timerFired' }),
  hangUp: (): FlowEvent => ({ type: 'customerLeft' }),
  takenBack: (): FlowEvent => ({ type: 'takenBack' }),
}
type Answer = keyof typeof answers

/** By kind: where events lead. `waits`: it waits on. What is not named here is rejected; ends by people and a missing engine are everywhere. */
const table: Readonly<Record<string, Partial<Record<Answer, string>>>> = {
  play: { prompt: 'next', noEngine: 'error' },
  collect: { keys: 'ok', noKeys: 'noInput', badKeys: 'invalid', noEngine: 'error' },
  menu: { keys: '1', noKeys: 'noInput', badKeys: 'invalid', noEngine: 'error' },
  language: { keys: 'next', noKeys: 'next', badKeys: 'next', noEngine: 'error' },
  interface: {
    answer: 'ok',
    refusal: 'businessFailed',
    oddAnswer: 'businessFailed',
    late: 'timeout',
    failure: 'error',
    noEngine: 'error',
  },
  table: { row: 'found', noRow: 'none', noTable: 'error', noEngine: 'error' },
  queue: { served: 'served', waitedOut: 'timeout', closed: 'offDuty', time: 'waits' },
  transfer: { taken: 'transferred', busy: 'busy' },
  voicemail: { saved: 'saved', short: 'tooShort', noRecorder: 'error', noEngine: 'error' },
  ask: { message: 'ok', time: 'noInput' },
  survey: { keys: 'answered', noKeys: 'noInput', badKeys: 'noInput', noEngine: 'error' },
  agentSignIn: { keys: 'waits', noKeys: 'refused', badKeys: 'refused', signedIn: 'ok', noEngine: 'error' },
}

const cases = Object.keys(configs).flatMap((kind) => (Object.keys(answers) as Answer[]).map((answer) => [kind, answer] as const))

test.each(cases)('%s, told %s', (kind, answer) => {
  const call = waitingAt(kind)
  const before = JSON.stringify(call.run)
  call.now = call.waiting.wakeAt === null ? call.now : Math.min(call.waiting.wakeAt, call.now + 600_000)
  const wasTaken = call.tell(answers[answer](call.awaited))
  const expected = answer === 'hangUp' ? 'customerLeft' : answer === 'takenBack' ? 'takenBack' : table[kind]?.[answer]
  if (expected === undefined) {
    expect([wasTaken, JSON.stringify(call.run)]).toEqual([false, before])
    return
  }
  expect(wasTaken).toBe(true)
  expect(whereIs(call)).toBe(expected)
})

function whereIs({ run }: Played): string {
  if (run.at === 'waiting') return 'waits'
  return run.end.kind === 'released' ? run.end.reason : run.end.kind
}

test('each kind that waits stands in the table', () => {
  expect(Object.keys(table)).toEqual(Object.keys(configs))
})
