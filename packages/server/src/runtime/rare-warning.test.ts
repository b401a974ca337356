import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { RareWarning } from './rare-warning.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function written() {
  const lines: object[] = []
  return { lines, log: { warn: (...line: unknown[]) => void lines.push(line) } }
}

it('all are counted, and written down once in a while, without another one having to come', () => {
  const { lines, log } = written()
  const warning = new RareWarning(log, 'wrong password')
  for (let i = 0; i < 1000; i++) warning.note(() => ({ user: `desk${i}` }))
  expect(lines).toEqual([[{ user: 'desk0', times: 1 }, 'wrong password']])
  vi.advanceTimersByTime(10_000)
  expect(lines.slice(1)).toEqual([[{ user: 'desk999', times: 999 }, 'wrong password']])
  vi.advanceTimersByTime(60_000)
  expect(lines).toHaveLength(2)
  warning.note()
  expect(warning.count).toBe(1001)
  expect(lines.slice(2)).toEqual([[{ times: 1 }, 'wrong password']])
})

it('one kind is not counted as another', () => {
  const { lines, log } = written()
  const warning = new RareWarning(log, 'refused')
  for (const status of [415, 415, 420]) warning.note(() => ({ status }), String(status))
  vi.advanceTimersByTime(10_000)
  expect(lines).toEqual([
    [{ status: 415, times: 1 }, 'refused'],
    [{ status: 420, times: 1 }, 'refused'],
    [{ status: 415, times: 1 }, 'refused'],
  ])
})

it('however many kinds there are, few lines are written', () => {
  const { lines, log } = written()
  const warning = new RareWarning(log, 'refused')
  for (let i = 0; i < 1000; i++) warning.note(() => ({}), String(i))
  vi.advanceTimersByTime(10_000)
  expect(lines).toHaveLength(22)
  expect(lines.at(-1)).toEqual([{ times: 979 }, 'refused'])
})
