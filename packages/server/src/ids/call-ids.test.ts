import { expect, it } from 'vitest'
import { CallIds } from './call-ids.ts'

const at = 1_796_000_000_000

it('call ids are the second and a number within it', () => {
  expect(new CallIds(at + 7).next(at)).toBe('1796000000-701')
})

it('call ids never repeat, though the clock is set back and the program started again', () => {
  const before = new CallIds(at)
  const first = before.next(at)
  expect(before.next(at - 600_000)).not.toBe(first)
  const after = new CallIds(at)
  after.startAfter(at)
  expect(Number(after.next(at - 600_000).split('-')[0])).toBeGreaterThan(at / 1000)
})
