// A sound as a call can carry it: 8 kHz, one channel, 16 bits, speech at -20 dBFS so that one prompt is as loud as the next.

import { clampSample, FRAME_SAMPLES, SAMPLE_RATE } from '../media/frame.ts'
import { joined } from './read-wave.ts'
import { Resampler } from './resampler.ts'
import type { HeardSound } from './whole-wave.ts'

const SPEECH_DB = -20
/** Louder is not made; the peaks of a levelled voice would be cut. */
const PEAK_DB = -1
/** A recording that is nearly silent is not blown up to its noise. */
const MOST_GAIN_DB = 30
/** Frames this far below the loudest are pauses, and no part of the level. */
const PAUSE_DB = 30
const KEPT_SILENCE_SECONDS = 0.2
const LONG_SILENCE_SECONDS = 1

export interface TelephoneSound {
  readonly samples: Int16Array
  readonly durationMs: number
}

/** `trim`: silence of more than a second at either end goes, but for a moment of it. */
export function telephoneSound({ sampleRate, samples }: HeardSound, { trim = false } = {}): TelephoneSound {
  const resampler = new Resampler(sampleRate)
  const whole = joined([resampler.push(samples), resampler.finish()])
  const gain = gainFor(whole)
  const cut = trim ? trimmed(whole) : whole
  const levelled = Int16Array.from(cut, (sample) => clampSample(Math.round(sample * gain)))
  return { samples: levelled, durationMs: Math.round((levelled.length * 1000) / SAMPLE_RATE) }
}

function gainFor(samples: Int16Array): number {
  const speech = speechPower(samples)
  const peak = samples.reduce((highest, sample) => Math.max(highest, Math.abs(sample)), 0)
  if (speech === 0 || peak === 0) return 1
  const wanted = (32_768 * fromDb(SPEECH_DB)) / Math.sqrt(speech)
  return Math.min(wanted, (32_768 * fromDb(PEAK_DB)) / peak, fromDb(MOST_GAIN_DB))
}

const fromDb = (db: number): number => 10 ** (db / 20)

/** Mean square of the frames in which somebody speaks. */
function speechPower(samples: Int16Array): number {
  const powers = framePowers(samples)
  const threshold = loudest(powers) * 10 ** (-PAUSE_DB / 10)
  const spoken = powers.filter((power) => power > 0 && power >= threshold)
  return spoken.length === 0 ? 0 : spoken.reduce((sum, power) => sum + power, 0) / spoken.length
}

/** One click is not the loudest speech. */
const loudest = (powers: readonly number[]): number => [...powers].sort((a, b) => b - a)[Math.floor(powers.length / 50)] ?? 0

function framePowers(samples: Int16Array): number[] {
  const powers: number[] = []
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const frame = samples.subarray(at, at + FRAME_SAMPLES)
    let sum = 0
    for (const sample of frame) sum += sample * sample
    powers.push(sum / frame.length)
  }
  return powers
}

function trimmed(samples: Int16Array): Int16Array {
  const powers = framePowers(samples)
  const threshold = loudest(powers) * 10 ** (-PAUSE_DB / 10)
  const isSpoken = (power: number): boolean => power > 0 && power >= threshold
  const first = powers.findIndex(isSpoken) * FRAME_SAMPLES
  const last = (powers.findLastIndex(isSpoken) + 1) * FRAME_SAMPLES
  if (last <= 0) return samples
  const kept = KEPT_SILENCE_SECONDS * SAMPLE_RATE
  const long = LONG_SILENCE_SECONDS * SAMPLE_RATE
  const from = first > long ? first - kept : 0
  const to = samples.length - last > long ? last + kept : samples.length
  return samples.subarray(from, to)
}
