// The outline of a recording, for a waveform view.

import { withWave } from './read-wave.ts'
import { frameBytes } from './wave-format.ts'

export type WavePeaks = {
  durationMs: number
  /** Loudest sample of each equal part of the time, 0..1; at most `points`. `right` is empty for a file of one channel. */
  left: number[]
  right: number[]
}

/** Reads the file block by block. `MEDIA_WAVE_REFUSED`. */
export const wavePeaks = (path: string, { points }: { points: number }): Promise<WavePeaks> =>
  withWave(path, async (wave) => {
    const frames = wave.dataBytes / frameBytes(wave)
    const outlines = Array.from({ length: Math.min(wave.channels, 2) }, () => new Outline(frames, points))
    for await (const block of wave.blocks()) for (const [channel, outline] of outlines.entries()) outline.add(block[channel] ?? [])
    const [left = [], right = []] = outlines.map(({ peaks }) => peaks)
    return { durationMs: wave.durationMs, left, right }
  })

class Outline {
  readonly #framesPerPoint: number
  readonly #highest: Uint16Array
  #at = 0

  constructor(frames: number, points: number) {
    const length = Math.max(0, Math.min(frames, Math.floor(points)))
    this.#highest = new Uint16Array(length)
    this.#framesPerPoint = frames / Math.max(1, length)
  }

  add(samples: Iterable<number>): void {
    for (const sample of samples) {
      const point = Math.floor(this.#at++ / this.#framesPerPoint)
      const height = Math.abs(sample)
      if (height > (this.#highest[point] ?? height)) this.#highest[point] = height
    }
  }

  get peaks(): number[] {
    return Array.from(this.#highest, (height) => Math.round((height / 32_768) * 10_000) / 10_000)
  }
}
