// Digits as tones in the audio (ITU-T Q.23), for a peer that takes no telephone-event: G.711 carries them unharmed.

import { DTMF_DIGITS } from './dtmf-receive.ts'
import { FRAME_SAMPLES, SAMPLE_RATE } from './frame.ts'

const TONE_TICKS = 5
const PAUSE_TICKS = 3
const AMPLITUDE = 5000
const LOW_HZ = [697, 770, 852, 941]
const HIGH_HZ = [1209, 1336, 1477, 1633]
/** Rows of the keypad. */
const KEYS = ['123A', '456B', '789C', '*0#D']

export class DtmfTones {
  readonly #waiting: string[] = []
  /** Of the digit under way. */
  #tick = 0

  enqueue(digits: string): void {
    this.#waiting.push(...digits)
  }

  /** This tick's audio in the place of what would be sent; undefined when no digit is under way. */
  next(): Int16Array | undefined {
    const digit = this.#waiting[0]
    if (digit === undefined) return undefined
    const tick = this.#tick++
    if (this.#tick === TONE_TICKS + PAUSE_TICKS) {
      this.#waiting.shift()
      this.#tick = 0
    }
    return tick < TONE_TICKS ? toneOf(digit, tick * FRAME_SAMPLES) : new Int16Array(FRAME_SAMPLES)
  }
}

/** The two frequencies of a key. */
export const frequenciesOf = (digit: string): readonly [number, number] => {
  const row = KEYS.findIndex((keys) => keys.includes(digit))
  const column = KEYS[row]?.indexOf(digit) ?? -1
  const [low, high] = [LOW_HZ[row], HIGH_HZ[column]]
  if (low === undefined || high === undefined) throw new Error(`${digit} is none of ${DTMF_DIGITS}`)
  return [low, high]
}

const toneOf = (digit: string, from: number): Int16Array => {
  const steps = frequenciesOf(digit).map((hertz) => (2 * Math.PI * hertz) / SAMPLE_RATE)
  return Int16Array.from({ length: FRAME_SAMPLES }, (_, i) =>
    Math.round(AMPLITUDE * steps.reduce((sum, step) => sum + Math.sin(step * (from + i)), 0)),
  )
}
