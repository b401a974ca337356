import { expect, test } from 'vitest'
import { documentOf, libraryOf, mainRef, Played, text } from './test-support/flows.ts'

const keys = (...all: string[]) => all.map((key) => ({ key }))

const hotline = documentOf(
  {
    s: ['start', {}, { next: 'm' }],
    m: ['menu', { prompts: text('1 or 2'), keys: keys('1', '2'), retries: 1 }, { '1': 'c', '2': 'q', noInput: 'h', invalid: 'h' }],
    c: ['collect', { prompts: text('Account'), max: 8, variable: 'account' }, { ok: 'v', noInput: 'h', invalid: 'h' }],
    v: ['condition', { rows: [{ name: 'long', when: 'size(account) > 4' }] }, { long: 'set', otherwise: 'h' }],
    set: ['set', { rows: [{ to: 'calldata.account', value: 'account' }] }, { next: 'p' }],
    p: ['play', { prompts: text('You are {{ account }}.') }, { next: 'q' }],
    q: ['queue', { queueId: 7 }, { timeout: 'h', overflow: 'h', offDuty: 'h' }],
    h: ['hangUp', { reason: 'nothing' }],
    e: ['hangUp', { reason: 'error' }],
  },
  { onError: 'e', variables: [{ name: 'account', type: 'string' }] },
)

const play = () => new Played(libraryOf({ [mainRef]: hotline }))

test('a caller goes through menu, digits, a condition and a text to a queue, where an agent ends the run', () => {
  const call = play()
  expect(call.effect).toMatchObject({ do: 'collectKeys', collection: { keys: '12' } })
  call.press('1')
  call.press('12345')
  expect(call.progress.effects).toMatchObject([
    { do: 'setAttachedData', values: { account: '12345' } },
    { do: 'playPrompts', prompts: [{ kind: 'text', text: 'You are 12345.' }] },
  ])
  call.tell({ type: 'promptEnded', effectId: call.awaited })
  expect(call.effect).toMatchObject({ do: 'enqueue', queueId: 7 })
  call.tell({ type: 'queueLeft', outcome: 'answered' })
  expect(call.run).toMatchObject({ at: 'finished', end: { kind: 'served' }, vars: { account: '12345' } })
  expect(call.way).toBe('s>next m>1 c>ok v>long set>next p>next q>')
})

test('who presses nothing is asked again as often as the menu says, then takes its branch', () => {
  const call = play()
  call.miss('noInput')
  expect(call.waiting).toMatchObject({ nodeId: 'm', attempt: 1 })
  call.miss('invalid')
  expect(call.run).toMatchObject({ at: 'finished', end: { kind: 'released', cause: 'flowEnded', reason: 'nothing' } })
})

test('an answer to what is not waited for any more changes nothing', () => {
  const call = play()
  const before = call.awaited
  call.press('1')
  expect(call.tell({ type: 'keysCollected', effectId: before, outcome: 'ok', value: '2' })).toBe(false)
  expect(call.waiting.nodeId).toBe('c')
})
