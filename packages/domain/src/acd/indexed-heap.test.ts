import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { IndexedHeap } from './indexed-heap.ts'

describe('the indexed heap', () => {
  it('is a sorted list with removal by key', () => {
    const operation = fc.record({ key: fc.nat(20), value: fc.nat(50), remove: fc.boolean() })
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 200 }), (operations) => {
        const heap = new IndexedHeap<number, number>((a, b) => a < b)
        const model = new Map<number, number>()
        for (const { key, value, remove } of operations) {
          if (remove) expect(heap.delete(key)).toBe(model.delete(key))
          else {
            heap.set(key, value)
            model.set(key, value)
          }
          expect(heap.size).toBe(model.size)
          expect(heap.peek()?.value).toBe(model.size > 0 ? Math.min(...model.values()) : undefined)
        }
      }),
    )
  })
})
