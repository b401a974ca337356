import { expect, it } from 'vitest'
import { addQueue, makeDefault, withDefaults, type GroupQueue } from './group-queues.ts'

const types = new Map([
  [1, 'voice'],
  [2, 'voice'],
  [3, 'video'],
] as const)
const rows = (...defaults: boolean[]): GroupQueue[] => defaults.map((isDefault, index) => ({ queueId: index + 1, level: 5, isDefault }))
const defaultsOf = (given: readonly GroupQueue[]): number[] => given.filter(({ isDefault }) => isDefault).map(({ queueId }) => queueId)

it('the first queue of each type is its default until another is named', () => {
  expect(defaultsOf(withDefaults(rows(false, false, false), types))).toEqual([1, 3])
  expect(defaultsOf(withDefaults(rows(false, true, false), types))).toEqual([2, 3])
  expect(defaultsOf(makeDefault(withDefaults(rows(false, false, false), types), 1, types))).toEqual([2, 3])
})

it('a default that is taken out leaves the next of its type', () => {
  const three = withDefaults(rows(false, true, false), types)
  expect(defaultsOf(withDefaults(three.toSpliced(1, 1), types))).toEqual([1, 3])
  expect(addQueue([], 2)).toEqual([{ queueId: 2, level: 5, isDefault: false }])
})
