// The port behind every play: something that yields audio frame by frame. WAV files and speech come in here later.

import { FRAME_SAMPLES } from './frame.ts'

export interface AudioSource {
  /** The next 160 samples, the last one padded with silence; null when over. */
  next(): Int16Array | null
  rewind(): void
}

/** Plays samples that are in memory; many plays may share one array. */
export class SampleSource implements AudioSource {
  readonly #samples: Int16Array
  #at = 0

  constructor(samples: Int16Array) {
    this.#samples = samples
  }

  next(): Int16Array | null {
    if (this.#at >= this.#samples.length) return null
    const part = this.#samples.subarray(this.#at, this.#at + FRAME_SAMPLES)
    this.#at += FRAME_SAMPLES
    if (part.length === FRAME_SAMPLES) return part
    const padded = new Int16Array(FRAME_SAMPLES)
    padded.set(part)
    return padded
  }

  rewind(): void {
    this.#at = 0
  }
}
