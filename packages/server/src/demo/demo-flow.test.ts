// The demo's flow by itself: every way through it, and the sample that administrators import.
import { readFile } from 'node:fs/promises'
import { flowFileSchema } from '@openseat/contracts'
import { hasErrors, validateFlow } from '@openseat/domain'
import { libraryOf, mainRef, Played } from '@openseat/domain/flow/test-support/flows'
import { expect, test } from 'vitest'

const file = flowFileSchema.parse(JSON.parse(await readFile(new URL('demo-flow.json', import.meta.url), 'utf8')))
const [flow] = file.flows
if (!flow) throw new Error('no flow')
const { document } = flow

const call = () => new Played(libraryOf({ [mainRef]: document }), { variables: { callerNum: '13812345678', calledNum: '4466' } })

test('it has no errors', () => {
  const known = {
    ownId: null,
    tables: new Map(),
    workingHours: new Set<number>(),
    prompts: new Set<string>(),
    flows: new Map(),
    speaks: true,
  }
  const problems = validateFlow(document, { ...known, queues: new Set([1]), interfaces: new Set([1]) })
  expect(problems).toEqual([])
  expect(hasErrors(problems)).toBe(false)
})

test('a caller in English hears the balance, goes on to an agent and is told the position', () => {
  const caller = call()
  caller.press('2')
  caller.press('1')
  caller.press('10000001')
  expect(caller.effect).toMatchObject({ do: 'callInterface', inputs: { account: '10000001' } })
  const answer = { code: 0, data: { account: '10000001', balance: 1234.5 } }
  caller.tell({ type: 'interfaceAnswered', effectId: caller.awaited, outcome: 'answered', answer })
  expect(caller.effect).toMatchObject({ prompts: [{ text: 'Your balance is' }, { as: 'money', value: 1234.5 }], language: 'en' })
  caller.tell({ type: 'promptEnded', effectId: caller.awaited })
  caller.press('2')
  expect(caller.progress.effects).toContainEqual(expect.objectContaining({ do: 'enqueue', queueId: 1 }))
})

test.each([
  ['answered', { code: 404, data: null }, 'unknown'],
  ['timeout', null, 'late'],
  ['error', null, 'late'],
] as const)('an interface that is %s with %j leads to a text', (outcome, answer, nodeId) => {
  const caller = call()
  for (const keys of ['1', '1', '10000001']) caller.press(keys)
  caller.tell({ type: 'interfaceAnswered', effectId: caller.awaited, outcome, answer })
  expect(caller.waiting.nodeId).toBe(nodeId)
})

test('a caller to whom nothing can be said is put through to an agent', () => {
  const caller = call()
  for (const problem of ['SPEECH_NONE (1)', 'SPEECH_NONE (1)']) caller.tell({ type: 'engineFailed', effectId: caller.awaited, problem })
  expect(caller.progress.effects).toContainEqual(expect.objectContaining({ do: 'enqueue', queueId: 1 }))
})
