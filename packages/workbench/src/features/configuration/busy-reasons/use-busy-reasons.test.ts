import { expect, it } from 'vitest'
import { freeCode } from './use-busy-reasons.ts'

it.each([
  [[], 200],
  [[200, 201, 203], 202],
  [Array.from({ length: 51 }, (_, index) => 200 + index), null],
])('of the codes taken it offers the lowest free one', (taken, free) => {
  expect(freeCode(taken)).toBe(free)
})
