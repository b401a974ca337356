// What all expressions of a run may spend from one wait to the next. Counted, never timed.
import { flowBudgets } from '@openseat/contracts'
import { expect, test } from 'vitest'
import { documentOf, libraryOf, mainRef, type Nodes, Played, text } from './test-support/flows.ts'

const items = Array.from({ length: 160 }, (_, index) => index)
const variables = [{ name: 'l', type: 'list', default: items }]

/** 25,600 items looked at: nearly all that one expression may take. */
const costly = 'l.all(x, l.all(y, false || x != -1))'
const tooCostly = 'l.all(x, l.all(y, x + y + x + y >= 0))'

const condition = (when: string, next: string, more: object = {}): Nodes[string] => [
  'condition',
  { rows: [{ name: 'yes', when }] },
  { yes: next, otherwise: next, ...more },
]

/** A chain of as many conditions as a flow may have, and a text at its end and on its error branch. */
function chain(when: string, more: (next: string) => object = () => ({})): Played {
  const names = Array.from({ length: 490 }, (_, index) => `c${index}`)
  const links = names.map((name, index) => [name, condition(when, names[index + 1] ?? 'end', more(names[index + 1] ?? 'end'))] as const)
  const flow = documentOf(
    {
      s: ['start', {}, { next: 'c0' }],
      ...Object.fromEntries(links),
      end: ['play', { prompts: text('all of them') }, { next: 'bye' }],
      e: ['play', { prompts: text('{{ size(l) }} items were too many') }, { next: 'bye' }],
      bye: ['hangUp', {}],
    },
    { onError: 'e', variables },
  )
  return new Played(libraryOf({ [mainRef]: flow }))
}

test('conditions as flows have them are evaluated in their hundreds', () => {
  expect(chain('size(l) > 3 && l[2] == 2 && "a" != "b"').effect).toMatchObject({ prompts: [{ text: 'all of them' }] })
})

test('costly conditions spend what a run has until it waits, and the error branch is heard', () => {
  const call = chain(costly)
  const passed = call.trace.filter(({ branch }) => branch === 'yes').length
  expect(passed).toBeGreaterThan(0)
  expect(passed).toBeLessThanOrEqual(flowBudgets.expressions * 2)
  expect(call.trace.at(-1)).toMatchObject({ branch: 'error', detail: 'loop: tooMuchWork' })
  expect(call.effect).toMatchObject({ prompts: [{ text: '160 items were too many' }] })
})

test('conditions that each cost too much fail one by one, until the run has nothing left', () => {
  const call = chain(tooCostly, (next) => ({ error: next }))
  const failed = call.trace.filter(({ detail }) => detail === 'expression: tooMuchWork')
  expect(failed).toHaveLength(flowBudgets.expressions - 1)
  expect(call.trace.at(-1)).toMatchObject({ detail: 'loop: tooMuchWork' })
})

test('a run that has waited may spend as much again', () => {
  const flow = documentOf(
    {
      s: ['start', {}, { next: 'c' }],
      c: condition(costly, 'p'),
      p: ['play', { prompts: text('round') }, { next: 'c' }],
    },
    { variables },
  )
  const call = new Played(libraryOf({ [mainRef]: flow }))
  for (let round = 0; round < flowBudgets.expressions * 3; round += 1) call.tell({ type: 'promptEnded', effectId: call.awaited })
  expect(call.effect).toMatchObject({ do: 'playPrompts', prompts: [{ text: 'round' }] })
  expect(call.waiting.inError).toBe(false)
})

test('an error branch that is as costly ends in the apology', () => {
  const flow = documentOf(
    { s: ['start', {}, { next: 'c' }], c: condition(costly, 'c'), e: condition(costly, 'e') },
    { onError: 'e', variables },
  )
  expect(new Played(libraryOf({ [mainRef]: flow })).waiting.wait).toEqual({ kind: 'apology' })
})
