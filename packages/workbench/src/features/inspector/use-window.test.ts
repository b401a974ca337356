import { describe, expect, it } from 'vitest'
import { rowWindow } from './use-window.ts'

describe('the rows in sight', () => {
  it.each([
    [0, 2_000, { from: 0, to: 18 }],
    [4_000, 2_000, { from: 92, to: 118 }],
    [79_600, 2_000, { from: 1_982, to: 2_000 }],
    [0, 3, { from: 0, to: 3 }],
    [0, 0, { from: 0, to: 0 }],
  ])('at %i of %i rows', (top, count, expected) => {
    expect(rowWindow({ top, height: 400 }, 40, count)).toEqual(expected)
  })

  it('stay within the list when it becomes shorter than the scroll', () => {
    const { from, to } = rowWindow({ top: 79_600, height: 400 }, 40, 5)
    expect(from).toBeLessThan(5)
    expect(to).toBe(5)
  })
})
