// Sounds on disk as the media workers play them: each made once under the key of what it says, gone when it was not wanted for a while
// and there are many. Nothing of it outlives the program.
import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

export interface SpooledSound {
  readonly path: string
  readonly durationMs: number
}

interface Entry {
  readonly sound: Promise<SpooledSound>
  bytes: number
  usedAtMs: number
}

const mostBytes = 200_000_000
/** A worker that is asked to play a file reads it then; until then it stays. */
const keptMs = 600_000
const headerBytes = 44
const bytesPerMs = 16

export class SoundSpool {
  readonly #folder: string
  readonly #now: () => number
  /** The last used is last. */
  readonly #entries = new Map<string, Entry>()
  #ready: Promise<void> | undefined

  constructor(folder: string, now: () => number = () => performance.now()) {
    this.#folder = folder
    this.#now = now
  }

  /** `make` gives a WAV file as `promptWave` writes it. What it rejects with is not kept. */
  async keep(key: string, make: () => Promise<Uint8Array>): Promise<SpooledSound> {
    const entry = this.#entries.get(key) ?? this.#make(key, make)
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    entry.usedAtMs = this.#now()
    return entry.sound
  }

  async file({ path: file }: SpooledSound): Promise<Buffer> {
    return readFile(file)
  }

  get bytes(): number {
    return [...this.#entries.values()].reduce((sum, { bytes }) => sum + bytes, 0)
  }

  #make(key: string, make: () => Promise<Uint8Array>): Entry {
    const file = path.join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.wav`)
    const entry: Entry = { sound: this.#write(file, make), bytes: 0, usedAtMs: this.#now() }
    entry.sound.then(
      ({ durationMs }) => {
        entry.bytes = headerBytes + durationMs * bytesPerMs
        void this.#forgetOldest()
      },
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    )
    return entry
  }

  async #write(file: string, make: () => Promise<Uint8Array>): Promise<SpooledSound> {
    this.#ready ??= this.#empty()
    await this.#ready
    const wave = await make()
    await writeFile(file, wave, { mode: 0o600 })
    return { path: file, durationMs: Math.round((wave.length - headerBytes) / bytesPerMs) }
  }

  async #empty(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true })
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
  }

  async #forgetOldest(): Promise<void> {
    for (const [key, { sound, usedAtMs }] of this.#entries) {
      if (this.bytes <= mostBytes || this.#now() - usedAtMs < keptMs) return
      this.#entries.delete(key)
      await rm((await sound).path, { force: true })
    }
  }
}
