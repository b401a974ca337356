// The main process's memory of which recordings are in which worker, so that those of a worker that died are mended and told.

import { recordingPartPath } from '../recording/recording-path.ts'
import { recoverRecording } from '../recording/recover-recording.ts'
import type { RecordingAddress, RecordingRequest } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import type { MediaWorkerProcess } from './media-worker-process.ts'

type RecordingLedgerParts = { folder: string; emit: (event: MediaEvent) => void }

type Entry = RecordingAddress & { worker: MediaWorkerProcess; started: boolean }

export class RecordingLedger {
  readonly #parts: RecordingLedgerParts
  readonly #running = new Map<string, Entry>()

  constructor(parts: RecordingLedgerParts) {
    this.#parts = parts
  }

  /** Its end is told only if it had a beginning. */
  async start(worker: MediaWorkerProcess, request: RecordingRequest): Promise<void> {
    const entry: Entry = { worker, room: request.room, recordingId: request.recordingId, started: false }
    const key = keyOf(entry)
    if (!this.#running.has(key)) this.#running.set(key, entry)
    try {
      await worker.request('startRecording', request)
      entry.started = true
    } catch (error) {
      if (this.#running.get(key) === entry) this.#running.delete(key)
      throw error
    }
  }

  remove(ended: RecordingAddress): void {
    this.#running.delete(keyOf(ended))
  }

  async recover(worker: MediaWorkerProcess): Promise<void> {
    const lost = [...this.#running.values()].filter((recording) => recording.worker === worker)
    for (const recording of lost) this.remove(recording)
    await Promise.all(lost.filter(({ started }) => started).map((recording) => this.#recoverOne(recording)))
  }

  async #recoverOne({ room, recordingId }: RecordingAddress): Promise<void> {
    const path = recordingPartPath(this.#parts.folder, recordingId)
    const file = await recoverRecording(path).catch(() => ({ path, durationMs: 0, bytes: 0 }))
    this.#parts.emit({ type: 'recordingEnded', room, recordingId, ...file, reason: 'roomLost' })
  }
}

const keyOf = ({ room, recordingId }: RecordingAddress): string => `${recordingId} ${room}`
