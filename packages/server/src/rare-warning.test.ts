import { expect, it } from 'vitest'
import { RareWarning } from './rare-warning.ts'

it('all are counted, and written down once in a while', () => {
  let nowMs = 0
  const lines: unknown[] = []
  const warning = new RareWarning({ warn: (...line: unknown[]) => void lines.push(line) }, 'wrong password', () => nowMs)
  for (let i = 0; i < 1000; i++) warning.note(() => ({ user: 'desk' }))
  nowMs = 10_000
  warning.note()
  expect(warning.count).toBe(1001)
  expect(lines).toEqual([
    [{ user: 'desk', times: 1 }, 'wrong password'],
    [{ times: 1000 }, 'wrong password'],
  ])
})
