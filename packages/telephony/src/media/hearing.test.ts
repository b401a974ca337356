import { expect, it } from 'vitest'
import { faultOfRules, Hearing } from './hearing.ts'

it('lets everyone hear everyone else at first', () => {
  const hearing = new Hearing()
  expect(hearing.gain('customer', 'agent')).toBe(1)
  expect(hearing.gain('agent', 'agent')).toBe(0)
})

it('takes rules as the full matrix, and returns to everyone', () => {
  const hearing = new Hearing()
  hearing.set([{ listener: 'agent', source: 'customer', gain: 0.5 }])
  expect(hearing.gain('agent', 'customer')).toBe(0.5)
  expect(hearing.gain('customer', 'agent')).toBe(0)
  hearing.set('everyone')
  expect(hearing.gain('customer', 'agent')).toBe(1)
})

it('lets nobody hear himself, even if told to', () => {
  const hearing = new Hearing()
  hearing.set([{ listener: 'agent', source: 'agent', gain: 1 }])
  expect(hearing.gain('agent', 'agent')).toBe(0)
})

it.each([-1, 5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a gain of %d', (gain) => {
  expect(faultOfRules([{ listener: 'a', source: 'b', gain }])).toContain('gain')
})

it('accepts gains from 0 to 4', () => {
  expect(faultOfRules([0, 1, 4].map((gain) => ({ listener: 'a', source: 'b', gain })))).toBeUndefined()
})
