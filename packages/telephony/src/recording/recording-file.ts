// One recording on the disk: written behind the mixer's back, chunk after chunk, completed at its end.
// A disk that refuses or lags ends the recording and nothing else.

import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { stereoDurationMs, WAVE_HEADER_BYTES, waveHeader } from '../wave/wave-header.ts'
import { recordingPartPath, recordingPath } from './recording-path.ts'

export type RecordedFile = { path: string; durationMs: number; bytes: number }

export class RecordingExists extends Error {}

type RecordingFileParts = {
  folder: string
  recordingId: string
  /** At most once, and not for a file that could not be opened. */
  onFault: () => void
}

/** Half a minute of audio waiting for the disk. */
const MAX_WAITING_BYTES = 480_000
const FINISH_LIMIT_MS = 10_000
/** What a machine without power may lose. */
const SYNC_EVERY_BYTES = 160_000

export class RecordingFile {
  /** Rejects with `RecordingExists`, or as the disk says. */
  readonly opened: Promise<void>
  readonly #parts: RecordingFileParts
  #handle: FileHandle | undefined
  #lastTask: Promise<void>
  #waitingBytes = 0
  #dataBytes = 0
  #fault: string | undefined

  constructor(parts: RecordingFileParts) {
    this.#parts = parts
    this.opened = this.#open()
    this.#lastTask = this.opened.catch((error: unknown) => void (this.#fault = String(error)))
  }

  /** Returns at once. */
  write(chunk: Buffer): void {
    if (this.#fault !== undefined) return
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes > MAX_WAITING_BYTES) this.#fail('the disk is too slow')
    else this.#lastTask = this.#lastTask.then(() => this.#append(chunk)).catch((error: unknown) => this.#fail(String(error)))
  }

  /** With `fault` the file holds what was written until then, if need be under its unfinished name. */
  async finish(): Promise<RecordedFile & { fault?: string }> {
    const { promise: late, resolve } = Promise.withResolvers<string>()
    const limit = setTimeout(() => resolve('the disk does not answer'), FINISH_LIMIT_MS)
    const done = this.#lastTask.then(() => this.#complete()).catch(String)
    const completing = await Promise.race([done, late])
    clearTimeout(limit)
    const fault = this.#fault ?? completing
    return {
      path: completing === undefined ? this.#path : this.#partPath,
      durationMs: stereoDurationMs(this.#dataBytes),
      bytes: WAVE_HEADER_BYTES + this.#dataBytes,
      ...(fault !== undefined && { fault }),
    }
  }

  get #path(): string {
    return recordingPath(this.#parts.folder, this.#parts.recordingId)
  }

  get #partPath(): string {
    return recordingPartPath(this.#parts.folder, this.#parts.recordingId)
  }

  async #open(): Promise<void> {
    await mkdir(this.#parts.folder, { recursive: true, mode: 0o700 })
    if (await exists(this.#path)) throw new RecordingExists(this.#path)
    const handle = await open(this.#partPath, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? new RecordingExists(this.#partPath) : error
    })
    this.#handle = handle
    await writeAll(handle, waveHeader(0), 0).catch(async (error: unknown) => {
      this.#handle = undefined
      await handle.close()
      await rm(this.#partPath)
      throw error
    })
  }

  async #append(chunk: Buffer): Promise<void> {
    if (this.#fault !== undefined || this.#handle === undefined) return
    await writeAll(this.#handle, chunk, WAVE_HEADER_BYTES + this.#dataBytes)
    const before = this.#dataBytes
    this.#dataBytes += chunk.length
    this.#waitingBytes -= chunk.length
    if (Math.floor(before / SYNC_EVERY_BYTES) !== Math.floor(this.#dataBytes / SYNC_EVERY_BYTES)) await this.#handle.datasync()
  }

  #fail(detail: string): void {
    if (this.#fault !== undefined) return
    this.#fault = detail
    this.#parts.onFault()
  }

  async #complete(): Promise<undefined> {
    const handle = this.#handle
    if (handle === undefined) throw new Error('never opened')
    this.#handle = undefined
    try {
      await handle.truncate(WAVE_HEADER_BYTES + this.#dataBytes)
      await writeAll(handle, waveHeader(this.#dataBytes), 0)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await renameDurably(this.#partPath, this.#path)
  }
}

/** The file system may take less than it is given. */
export const writeAll = async (handle: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  let written = 0
  while (written < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, position + written)
    written += bytesWritten
  }
}

/** The new name outlives a loss of power. */
export const renameDurably = async (from: string, to: string): Promise<void> => {
  await rename(from, to)
  const folder = await open(dirname(to), 'r')
  await folder.sync().finally(() => folder.close())
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
