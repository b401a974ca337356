// RMS level of the last second, per 20 ms frame.

import { FRAME_SAMPLES } from './frame.ts'

const WINDOW_FRAMES = 50
export const SILENCE_DB = -96

export class LevelMeter {
  readonly #power = new Float64Array(WINDOW_FRAMES)
  #next = 0

  /** `null` is a frame of silence. */
  add(frame: Int16Array | null): void {
    let sum = 0
    if (frame !== null) for (const sample of frame) sum += sample * sample
    this.#power[this.#next] = sum / FRAME_SAMPLES
    this.#next = (this.#next + 1) % WINDOW_FRAMES
  }

  /** dBFS, `SILENCE_DB` at least. */
  get levelDb(): number {
    const mean = this.#power.reduce((sum, power) => sum + power, 0) / WINDOW_FRAMES
    return mean <= 0 ? SILENCE_DB : Math.max(SILENCE_DB, 10 * Math.log10(mean / (32768 * 32768)))
  }
}
