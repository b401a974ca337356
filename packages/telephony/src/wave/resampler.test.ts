import { expect, it } from 'vitest'
import { toneLevelDb } from '../media/goertzel.ts'
import { Resampler, SAMPLE_RATES } from './resampler.ts'

const tone = (frequencyHz: number, sampleRate: number, seconds = 1): Float32Array =>
  Float32Array.from({ length: sampleRate * seconds }, (_, i) => 16_384 * Math.sin((2 * Math.PI * frequencyHz * i) / sampleRate))

const inBlocks = (sampleRate: number, input: Float32Array, block: number): number[] => {
  const resampler = new Resampler(sampleRate)
  const output: number[] = []
  for (let at = 0; at < input.length; at += block) output.push(...resampler.push(input.subarray(at, at + block)))
  return [...output, ...resampler.finish()]
}

it.each(SAMPLE_RATES)('keeps the voice of %d Hz at its level and length', (sampleRate) => {
  for (const hz of [200, 1000, 3000]) {
    const output = inBlocks(sampleRate, tone(hz, sampleRate), 5000)
    expect(Math.abs(output.length - 8000)).toBeLessThanOrEqual(1)
    expect(toneLevelDb(output.slice(100, -100), hz)).toBeCloseTo(-6, 0)
  }
})

it.each(SAMPLE_RATES.filter((rate) => rate >= 16_000))('lets nothing of %d Hz from above 4 kHz fold into the voice', (sampleRate) => {
  for (const hz of [4300, 5000, 7000]) {
    const output = inBlocks(sampleRate, tone(hz, sampleRate), 5000).slice(100, -100)
    expect(toneLevelDb(output, 8000 - hz), `${hz} Hz`).toBeLessThan(-55)
  }
})

it('gives the same whatever the blocks', () => {
  const input = tone(1234, 44_100, 0.2)
  expect(inBlocks(44_100, input, 7)).toEqual(inBlocks(44_100, input, 100_000))
})
