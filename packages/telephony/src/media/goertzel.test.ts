import { expect, it } from 'vitest'
import { sineWave, toneLevelDb } from './goertzel.ts'

it('finds the tone that is there, at its level', () => {
  const tone = sineWave(1000, 8000, 16_384)
  expect(toneLevelDb(tone, 1000)).toBeCloseTo(-6, 0)
  expect(toneLevelDb(tone, 1500)).toBeLessThan(-60)
})

it('finds nothing in nothing', () => {
  expect(toneLevelDb([], 1000)).toBe(-120)
  expect(toneLevelDb(new Int16Array(160), 1000)).toBe(-120)
})
