// One recording of a room: what some legs say goes left, what others say goes right, mu-law, tick by tick.
// Its time is the call's time: a pause, a missing leg and ticks that were given up are silence.

import { clampSample, FRAME_SAMPLES } from '../media/frame.ts'
import { encodeG711 } from '../media/g711.ts'
import type { Tap } from '../media/room.ts'
import { STEREO_BYTES } from '../wave/wave-header.ts'

export type RecordedLegs = { left: readonly string[]; right: readonly string[] | 'others' }

const FRAME_BYTES = FRAME_SAMPLES * STEREO_BYTES
/** 0.8 s, so that even with some lateness no more than a second is lost with a crash. */
const CHUNK_FRAMES = 40
const SILENCE = 0xff

export class Recorder implements Tap {
  readonly #write: (chunk: Buffer) => void
  #legs: RecordedLegs
  #paused = false
  #chunk = newChunk()
  #filled = 0

  constructor(parts: { legs: RecordedLegs; write: (chunk: Buffer) => void }) {
    this.#legs = parts.legs
    this.#write = parts.write
  }

  setLegs(legs: RecordedLegs): void {
    this.#legs = legs
  }

  setPaused(paused: boolean): void {
    this.#paused = paused
  }

  tick(spoken: ReadonlyMap<string, Int16Array>): void {
    if (!this.#paused && spoken.size > 0) {
      this.#put(
        mix(spoken, (leg) => this.#isLeft(leg)),
        0,
      )
      this.#put(
        mix(spoken, (leg) => this.#isRight(leg)),
        1,
      )
    }
    this.#next()
  }

  skip(ticks: number): void {
    for (let i = 0; i < ticks; i++) this.#next()
  }

  /** Hands over what is there. */
  flush(): void {
    if (this.#filled > 0) this.#write(this.#chunk.subarray(0, this.#filled))
    this.#chunk = newChunk()
    this.#filled = 0
  }

  #isLeft(leg: string): boolean {
    return this.#legs.left.includes(leg)
  }

  #isRight(leg: string): boolean {
    return this.#legs.right === 'others' ? !this.#isLeft(leg) : this.#legs.right.includes(leg)
  }

  #put(frame: Int16Array, side: 0 | 1): void {
    const bytes = encodeG711('mulaw', frame)
    for (let i = 0; i < FRAME_SAMPLES; i++) this.#chunk[this.#filled + i * STEREO_BYTES + side] = bytes[i] ?? SILENCE
  }

  #next(): void {
    this.#filled += FRAME_BYTES
    if (this.#filled === this.#chunk.length) this.flush()
  }
}

const newChunk = (): Buffer => Buffer.alloc(CHUNK_FRAMES * FRAME_BYTES, SILENCE)

const mix = (spoken: ReadonlyMap<string, Int16Array>, isWanted: (leg: string) => boolean): Int16Array => {
  const sum = new Int32Array(FRAME_SAMPLES)
  for (const [leg, frame] of spoken) {
    if (isWanted(leg)) for (let i = 0; i < FRAME_SAMPLES; i++) sum[i] = (sum[i] ?? 0) + (frame[i] ?? 0)
  }
  return Int16Array.from(sum, clampSample)
}
