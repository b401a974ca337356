import { limits } from '@openseat/contracts'
import { expect, it } from 'vitest'
import { fileFault, justEnded, percentOf } from './import-file.ts'

it.each([
  ['客户_2026.csv', 1, null],
  ['A.CSV', limits.importBytes, null],
  ['a.csv', limits.importBytes + 1, 'tooLarge'],
  ['a.csv', 0, 'empty'],
  ['a.xlsx', 1, 'notCsv'],
  ['a (1).csv', 1, 'name'],
  ['a-b.csv', 1, 'name'],
  [`${'a'.repeat(125)}.csv`, 1, 'name'],
] as const)('says of %s with %i bytes: %s', (name, size, fault) => {
  expect(fileFault({ name, size })).toBe(fault)
})

it('is at a hundred only once the rows are seen', () => {
  expect(percentOf({ status: 'running', bytes: 0, doneBytes: 0 })).toBe(0)
  expect(percentOf({ status: 'running', bytes: 300, doneBytes: 100 })).toBe(33)
  expect(percentOf({ status: 'running', bytes: 300, doneBytes: 300 })).toBe(99)
  expect(percentOf({ status: 'completed', bytes: 300, doneBytes: 300 })).toBe(100)
})

it('notices an end, also of an import that nobody saw running', () => {
  const running = { id: 2, status: 'running' as const }
  const done = { id: 1, status: 'completed' as const }
  expect(justEnded([done], [running, done])).toBe(false)
  expect(justEnded([running, done], [{ id: 2, status: 'stopped' }, done])).toBe(true)
  expect(justEnded([done], [{ id: 2, status: 'completed' }, done])).toBe(true)
  expect(justEnded([done], [done])).toBe(false)
})
