// Keys heard as tones (ITU-T Q.23, judged as Q.24 asks), from peers that send no telephone-event. Fed frame by frame; two blocks
// of 12.75 ms in a row must agree, so 40 ms of tone suffice. Speech is told apart: the pair must hold nearly all of the energy.
// It is for legs on which somebody waits for keys: it costs eight filters of each sample.

import { DTMF_DIGITS } from './dtmf-receive.ts'
import { frequenciesOf } from './dtmf-tones.ts'
import { SAMPLE_RATE } from './frame.ts'

const BLOCK = 102
/** Of one tone: about -43 dBFS, below what Q.24 asks for. */
const LEAST_POWER = (BLOCK * 230) ** 2 / 4
/** The column's tone may be 8 dB weaker than the row's, or 4 dB stronger; a filter that a tone lies beside takes part of it. */
const NORMAL_TWIST = 10
const REVERSE_TWIST = 3.2
/** How much stronger than any other of its group a tone must be: 8 dB. */
const ABOVE_OTHERS = 6.3
/** Share of the whole energy that lies in the two tones; speech that whistles has less. */
const SHARE = 0.7

const ROWS = ['1', '4', '7', '*'].map((key) => frequenciesOf(key)[0])
const COLUMNS = ['1', '2', '3', 'A'].map((key) => frequenciesOf(key)[1])
const keyOf = new Map([...DTMF_DIGITS].map((key) => [frequenciesOf(key).join(), key]))
const stepOf = (hertz: number): number => 2 * Math.cos((2 * Math.PI * hertz) / SAMPLE_RATE)
const STEPS = [...ROWS, ...COLUMNS].map(stepOf)
const TONES = ROWS.length

export class DtmfDetector {
  readonly #block = new Int16Array(BLOCK)
  #filled = 0
  /** What the last block was, and what is being pressed; '' for nothing. */
  #last = ''
  #pressed = ''

  /** The keys that began in this frame; `null` is a frame of silence. */
  add(frame: Int16Array | null): string {
    if (frame === null) return this.#silence()
    let keys = ''
    for (let at = 0; at < frame.length;) {
      const part = frame.subarray(at, at + BLOCK - this.#filled)
      this.#block.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled === BLOCK) keys += this.#judge(keyIn(this.#block))
    }
    return keys
  }

  /** A lost packet does not end a press; two frames without sound do. */
  #silence(): string {
    this.#filled = 0
    return this.#judge('')
  }

  /** A change counts when two blocks in a row differ from what was, a key when they agree. */
  #judge(key: string): string {
    this.#filled = 0
    const changed = key !== this.#pressed && this.#last !== this.#pressed
    const begun = changed && key !== '' && key === this.#last ? key : ''
    if (changed) this.#pressed = begun
    this.#last = key
    return begun
  }
}

/** '' when the block is no pair of a key. */
function keyIn(block: Int16Array): string {
  let energy = 0
  for (const sample of block) energy += sample * sample
  if (energy * BLOCK < 4 * LEAST_POWER) return ''
  const powers = STEPS.map((step) => powerOf(block, step))
  const row = loudest(powers, 0)
  const column = loudest(powers, TONES)
  const [low = 0, high = 0] = [powers[row], powers[column]]
  if (low < LEAST_POWER || high < LEAST_POWER || high > low * REVERSE_TWIST || low > high * NORMAL_TWIST) return ''
  const isAlone = powers.every((power, index) => index === row || index === column || power * ABOVE_OTHERS < (index < TONES ? low : high))
  // A sine of amplitude A has the energy A²N/2 and, in its filter, the power (AN/2)².
  if (!isAlone || (low + high) * 2 < SHARE * energy * BLOCK) return ''
  return keyOf.get(`${ROWS[row]},${COLUMNS[column - TONES]}`) ?? ''
}

function loudest(powers: readonly number[], from: number): number {
  let found = from
  for (let index = from + 1; index < from + TONES; index++) if ((powers[index] ?? 0) > (powers[found] ?? 0)) found = index
  return found
}

function powerOf(block: Int16Array, step: number): number {
  let previous = 0
  let before = 0
  for (const sample of block) {
    const current = sample + step * previous - before
    before = previous
    previous = current
  }
  return previous * previous + before * before - step * previous * before
}
