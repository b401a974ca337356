// The recordings of one room inside a worker: their recorders at the mixer, their files, their ends.

import type { Room } from '../media/room.ts'
import { Recorder } from '../recording/recorder.ts'
import { RecordingExists, RecordingFile, type RecordedFile } from '../recording/recording-file.ts'
import { isRecordingId } from '../recording/recording-path.ts'
import { RecordingWatch } from '../recording/recording-watch.ts'
import { MediaError } from '../media/media-error.ts'
import type { RecordingRequest } from './media-engine.ts'
import type { MediaEvent, RecordingEnd } from './media-event.ts'

type RoomRecordingsParts = {
  room: string
  mixer: Room
  folder: string | undefined
  emit: (event: MediaEvent) => void
}

type Recording = { recorder: Recorder; file: RecordingFile; watch: RecordingWatch }

export class RoomRecordings {
  readonly #parts: RoomRecordingsParts
  readonly #running = new Map<string, Recording>()
  readonly #ending = new Set<Promise<unknown>>()

  constructor(parts: RoomRecordingsParts) {
    this.#parts = parts
  }

  /** What is said counts from now on; `opened` tells whether the disk takes it. `MEDIA_RECORDING_REFUSED`. */
  start({ recordingId, left, right, ...limits }: RecordingRequest): { opened: Promise<void> } {
    const { folder, mixer } = this.#parts
    if (folder === undefined) throw new MediaError('MEDIA_RECORDING_REFUSED', 'there is no folder for recordings')
    if (!isRecordingId(recordingId)) throw new MediaError('MEDIA_RECORDING_REFUSED', 'not 1 to 80 of A-Z a-z 0-9 _ -')
    if (this.#running.has(recordingId)) throw new MediaError('MEDIA_RECORDING_REFUSED', `${recordingId} is running`)
    const file = new RecordingFile({ folder, recordingId, onFault: () => this.#endInBackground(recordingId, 'diskFault') })
    const recorder = new Recorder({ legs: { left, right }, write: (chunk) => file.write(chunk) })
    const watch = new RecordingWatch({ legs: left, limits, onEnd: (reason) => this.#endInBackground(recordingId, reason) })
    this.#running.set(recordingId, { recorder, file, watch })
    mixer.addTap(recorder)
    mixer.addTap(watch)
    return { opened: file.opened.catch((error: unknown) => this.#giveUp(recordingId, error)) }
  }

  /** `MEDIA_RECORDING_UNKNOWN`. */
  recorder(recordingId: string): Recorder {
    return this.#get(recordingId).recorder
  }

  /** `MEDIA_RECORDING_UNKNOWN`; `finished` may reject with `MEDIA_DISK_FAULT`. */
  stop(recordingId: string): { finished: Promise<RecordedFile> } {
    this.#get(recordingId)
    return { finished: this.#end(recordingId, 'stopped') }
  }

  /** Returns at once; the events follow. */
  close(): void {
    for (const recordingId of this.#running.keys()) this.#endInBackground(recordingId, 'roomClosed')
  }

  async allEnded(): Promise<void> {
    await Promise.allSettled(this.#ending)
  }

  #get(recordingId: string): Recording {
    const recording = this.#running.get(recordingId)
    if (recording === undefined) throw new MediaError('MEDIA_RECORDING_UNKNOWN', `${this.#parts.room}/${recordingId}`)
    return recording
  }

  #detach(recordingId: string): Recording {
    const recording = this.#get(recordingId)
    this.#running.delete(recordingId)
    this.#parts.mixer.removeTap(recording.recorder)
    this.#parts.mixer.removeTap(recording.watch)
    return recording
  }

  #giveUp(recordingId: string, error: unknown): never {
    if (this.#running.has(recordingId)) this.#detach(recordingId)
    throw new MediaError(error instanceof RecordingExists ? 'MEDIA_RECORDING_REFUSED' : 'MEDIA_DISK_FAULT', String(error))
  }

  #endInBackground(recordingId: string, reason: RecordingEnd): void {
    const ending = this.#end(recordingId, reason)
    this.#ending.add(ending)
    // The event has told it.
    ending.catch(() => undefined).finally(() => this.#ending.delete(ending))
  }

  async #end(recordingId: string, reason: RecordingEnd): Promise<RecordedFile> {
    const { recorder, file } = this.#detach(recordingId)
    recorder.flush()
    const { fault, ...recorded } = await file.finish()
    const { room, emit } = this.#parts
    emit({ type: 'recordingEnded', room, recordingId, ...recorded, reason: fault === undefined ? reason : 'diskFault' })
    if (fault !== undefined) throw new MediaError('MEDIA_DISK_FAULT', fault)
    return recorded
  }
}
