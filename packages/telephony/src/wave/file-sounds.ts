// The sound files that a worker plays: read once, turned into 8 kHz mono, kept while they are the last used and not too many.

import { stat } from 'node:fs/promises'
import { MediaError } from '../media/media-error.ts'
import { SAMPLE_RATE } from '../media/frame.ts'
import { joined, withWave } from './read-wave.ts'
import { Resampler, SAMPLE_RATES } from './resampler.ts'

const CACHE_BYTES = 10_000_000
/** About ten minutes. */
const LONGEST_MS = (CACHE_BYTES / 2 / SAMPLE_RATE) * 1000

type Sound = { samples: Promise<Int16Array>; version: string; bytes: number }

export class FileSounds {
  /** The last used is last. */
  readonly #sounds = new Map<string, Sound>()

  /** Samples of 8 kHz, shared by all plays. `MEDIA_WAVE_REFUSED`. A changed file is read again. */
  async samples(path: string): Promise<Int16Array> {
    const version = await versionOf(path)
    const known = this.#sounds.get(path)
    const sound = known?.version === version ? known : this.#read(path, version)
    this.#sounds.delete(path)
    this.#sounds.set(path, sound)
    return sound.samples
  }

  get bytes(): number {
    return [...this.#sounds.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #read(path: string, version: string): Sound {
    const samples = telephoneSamples(path)
    const sound: Sound = { samples, version, bytes: 0 }
    samples.then(
      ({ byteLength }) => {
        sound.bytes = byteLength
        this.#forgetOldest()
      },
      () => this.#sounds.get(path) === sound && this.#sounds.delete(path),
    )
    return sound
  }

  #forgetOldest(): void {
    for (const path of this.#sounds.keys()) {
      if (this.bytes <= CACHE_BYTES) return
      this.#sounds.delete(path)
    }
  }
}

const versionOf = async (path: string): Promise<string> => {
  const facts = await stat(path).catch((error: unknown) => {
    throw new MediaError('MEDIA_WAVE_REFUSED', String(error))
  })
  return `${facts.mtimeMs}/${facts.size}`
}

const telephoneSamples = (path: string): Promise<Int16Array> =>
  withWave(path, async ({ channels, sampleRate, durationMs, blocks }) => {
    if (channels > 2) throw new MediaError('MEDIA_WAVE_REFUSED', `${channels} channels; mono and stereo are played`)
    if (!SAMPLE_RATES.includes(sampleRate)) {
      throw new MediaError('MEDIA_WAVE_REFUSED', `${sampleRate} Hz; played are ${SAMPLE_RATES.join(', ')}`)
    }
    if (durationMs > LONGEST_MS) throw new MediaError('MEDIA_WAVE_REFUSED', `longer than ${Math.floor(LONGEST_MS / 60_000)} minutes`)
    const resampler = new Resampler(sampleRate)
    const parts: Int16Array[] = []
    for await (const block of blocks()) parts.push(resampler.push(mixedDown(block)))
    return joined([...parts, resampler.finish()])
  })

const mixedDown = ([left = new Int16Array(), right]: Int16Array[]): Float32Array =>
  Float32Array.from(left, (sample, i) => (right === undefined ? sample : (sample + (right[i] ?? 0)) / 2))
