import { expect, it } from 'vitest'
import { EventRing } from './event-ring.ts'

const event = (seq: number, length: number) => ({ seq, text: '字'.repeat(length) })

it('a ring of events is bounded in bytes, whatever they carry', () => {
  const ring = new EventRing()
  for (let seq = 1; seq <= 1_000; seq++) ring.push(event(seq, (seq * 37) % 3_000))
  expect(ring.bytes).toBeLessThanOrEqual(32 * 1024)
  expect(ring.after(999)).toHaveLength(1)
  expect(ring.after(1)).toBeNull()
})

it('what is larger than all of it is not kept, and the database is asked', () => {
  const ring = new EventRing()
  ring.push(event(1, 10))
  ring.push(event(2, 1_000_000))
  expect(ring.bytes).toBe(0)
  expect([ring.after(0), ring.after(1)]).toEqual([null, null])
  ring.push(event(3, 10))
  expect(ring.after(2)).toHaveLength(1)
  expect(ring.after(1)).toBeNull()
})
