// Brings audio of a file down to the 8 kHz of the telephone: a low-pass (Kaiser-windowed sinc) read at the new instants.
// Frequencies from 4 kHz on would fold into the voice band; they are 60 dB down. Stateful: blocks of any length in turn.

import { clampSample, SAMPLE_RATE } from '../media/frame.ts'

const CUTOFF_HZ = 3550
/** Of a rate below the telephone's: what it cannot hold must not be made up. */
const LESS_THAN_HALF = 0.44
/** Zero crossings of the sinc on each side, at 8 kHz. */
const LOBES = 16
const KAISER_BETA = 5.65

/** Of the files that a worker plays as they are; others would each cost it a filter table of their own. */
export const SAMPLE_RATES: readonly number[] = [8000, 16_000, 24_000, 32_000, 44_100, 48_000]

export class Resampler {
  readonly #filter: Filter
  /** Input not yet done with; its first sample is number `#heldFrom` of the input. */
  #held: Float32Array = new Float32Array()
  #heldFrom: number
  #produced = 0

  constructor(sampleRate: number) {
    this.#filter = new Filter(sampleRate)
    this.#heldFrom = -this.#filter.reach
    this.#held = new Float32Array(this.#filter.reach)
  }

  /** What can be told from the input so far. */
  push(samples: Float32Array): Int16Array {
    const input = new Float32Array(this.#held.length + samples.length)
    input.set(this.#held)
    input.set(samples, this.#held.length)
    const output: number[] = []
    for (;;) {
      const { position, phase } = this.#filter.instant(this.#produced)
      const first = position - this.#filter.reach - this.#heldFrom
      if (first + this.#filter.taps > input.length) return this.#hold(input, first, output)
      output.push(this.#filter.apply(input, first, phase))
      this.#produced++
    }
  }

  /** The end of the input: what its last samples still give. */
  finish(): Int16Array {
    return this.push(new Float32Array(this.#filter.reach))
  }

  #hold(input: Float32Array, first: number, output: readonly number[]): Int16Array {
    const done = Math.min(Math.max(0, first), input.length)
    this.#held = input.slice(done)
    this.#heldFrom += done
    return Int16Array.from(output, (value) => clampSample(Math.round(value)))
  }
}

class Filter {
  readonly reach: number
  readonly taps: number
  readonly #step: number
  readonly #phases: number
  readonly #tables: Float32Array[]

  constructor(sampleRate: number) {
    const shared = greatestCommonDivisor(sampleRate, SAMPLE_RATE)
    this.#step = sampleRate / shared
    this.#phases = SAMPLE_RATE / shared
    this.reach = Math.ceil((LOBES * sampleRate) / SAMPLE_RATE)
    this.taps = 2 * this.reach + 1
    this.#tables = Array.from({ length: this.#phases }, (_, phase) => this.#table(sampleRate, phase / this.#phases))
  }

  /** Where output sample `number` lies in the input: between `position` and the next, at `phase` of the tables. */
  instant(number: number): { position: number; phase: number } {
    const exact = number * this.#step
    return { position: Math.floor(exact / this.#phases), phase: exact % this.#phases }
  }

  apply(input: Float32Array, first: number, phase: number): number {
    const table = this.#tables[phase] ?? new Float32Array()
    let sum = 0
    for (let i = 0; i < table.length; i++) sum += (table[i] ?? 0) * (input[first + i] ?? 0)
    return sum
  }

  #table(sampleRate: number, fraction: number): Float32Array {
    const cycle = (2 * Math.min(CUTOFF_HZ, LESS_THAN_HALF * sampleRate)) / sampleRate
    const weights = Float32Array.from({ length: this.taps }, (_, i) => {
      const distance = i - this.reach - fraction
      return cycle * sinc(cycle * distance) * kaiser(distance / (this.reach + 1))
    })
    const sum = weights.reduce((total, weight) => total + weight, 0)
    return weights.map((weight) => weight / sum)
  }
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

/** `x` from -1 to 1. */
const kaiser = (x: number): number => (Math.abs(x) > 1 ? 0 : besselI0(KAISER_BETA * Math.sqrt(1 - x * x)) / besselI0(KAISER_BETA))

/** Modified Bessel function of the first kind, order 0, by its series. */
const besselI0 = (x: number): number => {
  let term = 1
  let sum = 1
  for (let k = 1; term > sum * 1e-10; k++) {
    term *= (x / (2 * k)) ** 2
    sum += term
  }
  return sum
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
