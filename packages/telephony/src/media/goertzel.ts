// How much of one frequency is in a piece of audio: one filter of a Fourier transform (Goertzel 1958), Hann window.
// Made for tests: one tone per party shows who hears whom. Choose tones that are no multiples of one another's
// common divisor (1014, 1510, 2466 Hz): the quantisation noise of a G.711 tone falls on its multiples, at -46 dB.

import { SAMPLE_RATE } from './frame.ts'

/** Level of `frequencyHz` in dBFS: a full-scale sine of that frequency gives about 0, its absence below -60. */
export const toneLevelDb = (samples: ArrayLike<number>, frequencyHz: number, sampleRate: number = SAMPLE_RATE): number => {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRate)
  let previous = 0
  let beforePrevious = 0
  for (let i = 0; i < samples.length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples.length)
    const current = window * (samples[i] ?? 0) + coefficient * previous - beforePrevious
    beforePrevious = previous
    previous = current
  }
  const power = previous * previous + beforePrevious * beforePrevious - coefficient * previous * beforePrevious
  const amplitude = (4 * Math.sqrt(Math.max(power, 0))) / Math.max(samples.length, 1)
  return 20 * Math.log10(Math.max(amplitude / 32768, 1e-6))
}

/** A sine of `amplitude` (0..32767), to be measured again. */
export const sineWave = (frequencyHz: number, length: number, amplitude = 8000): Int16Array =>
  Int16Array.from({ length }, (_, i) => Math.round(amplitude * Math.sin((2 * Math.PI * frequencyHz * i) / SAMPLE_RATE)))
