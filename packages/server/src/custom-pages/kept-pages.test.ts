import { beforeEach, expect, it } from 'vitest'
import { KeptPages } from './kept-pages.ts'

let now = 0
let kept: KeptPages<object>
const mib = 1024 * 1024
const add = (key: string, tenantId: number, bytes: number): object => {
  const value = {}
  kept.add(key, tenantId, value)
  kept.weigh(key, value, bytes)
  return value
}

beforeEach(() => {
  now = 0
  kept = new KeptPages<object>(() => now, { bytesInAll: 10 * mib, bytesOfTenant: 4 * mib, ms: 1_000 })
})

it('pages of one tenant push out its own, the one used longest ago first, and nobody else’s', () => {
  add('other', 2, mib)
  for (const key of ['a', 'b', 'c']) add(key, 1, mib)
  kept.get('a')
  add('d', 1, mib)
  expect(['other', 'a', 'b', 'c', 'd'].map((key) => kept.get(key) !== undefined)).toEqual([true, true, false, true, true])
})

it('pages of all tenants together are bounded, and so are those that are not there yet', () => {
  for (let n = 0; n < 2_000; n++) add(`${n}`, n % 7, (n % 5) * 300_000)
  expect(kept.bytes).toBeLessThanOrEqual(10 * mib)
  for (let n = 0; n < 20_000; n++) kept.add(`p${n}`, n, {})
  expect(kept.bytes).toBeLessThanOrEqual(10 * mib)
})

it('a page is kept for an hour since it was last asked for', () => {
  add('a', 1, 10)
  add('b', 1, 10)
  now = 900
  kept.get('b')
  now = 1_500
  add('c', 2, 10)
  expect(['a', 'b'].map((key) => kept.get(key) !== undefined)).toEqual([false, true])
})

it('a page that nobody asks for is forgotten, though nothing new comes', () => {
  add('a', 1, 10)
  now = 500
  add('b', 1, 10)
  now = 1_200
  kept.sweep()
  expect(['a', 'b'].map((key) => kept.get(key) !== undefined)).toEqual([false, true])
  now = 3_000
  kept.sweep()
  expect(kept.bytes).toBe(0)
})

it('what is larger than a tenant’s share is not kept, and an older answer is not weighed for a newer one', () => {
  add('huge', 1, 5 * mib)
  expect([kept.get('huge'), kept.bytes]).toEqual([undefined, 0])
  const old = add('a', 1, 10)
  add('a', 1, 20)
  const { bytes } = kept
  kept.weigh('a', old, mib)
  expect(kept.bytes).toBe(bytes)
})
