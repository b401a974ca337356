import { describe, expect, it } from 'vitest'
import { toneSamples } from './tones.ts'

describe('toneSamples', () => {
  it.each(['ring', 'autoAnswer', 'test'] as const)('makes %s audible without clipping, silent at both ends', (name) => {
    const samples = toneSamples(name, 8_000)
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    expect(peak).toBeGreaterThan(0.2)
    expect(peak).toBeLessThan(1)
    expect(samples[0]).toBe(0)
    expect(Math.abs(samples.at(-1) ?? 1)).toBeLessThan(0.02)
  })
})
