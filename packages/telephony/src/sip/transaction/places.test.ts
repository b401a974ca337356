import { expect, it } from 'vitest'
import { Places } from './places.ts'

it('one address cannot take all places, nor new requests those of calls that are there', () => {
  const places = new Places()
  const taken = Array.from({ length: 30_000 }, (_, i) => places.take('peer', i < 15_000 ? 'loud' : `quiet${i}`)).filter(Boolean)
  expect(taken).toHaveLength(20_000)
  expect(places.take('peer', 'other')).toBe(false)
  expect(places.take('dialog', 'other')).toBe(true)
  places.free('peer', 'loud')
  expect(places.take('peer', 'loud')).toBe(true)
})
