// One room's recording, kept as the plan wants it. A recording that fails never harms its call.
import type { RecordingPlan } from '@openseat/domain'
import { MediaError, type MediaEngine } from '@openseat/telephony'

export interface RecorderParts {
  readonly engine: MediaEngine
  readonly room: string
  /** Told before the engine is, so that an end is never unknown. */
  readonly began: (recordingId: string) => void
  /** It could not begin; nothing more is told of it. */
  readonly refused: (recordingId: string, reason: 'diskFault' | 'roomLost') => void
  readonly failed: (error: unknown) => void
}

const isOfDisk = new Set<MediaError['code']>(['MEDIA_DISK_FAULT', 'MEDIA_RECORDING_REFUSED'])

export class RoomRecorder {
  readonly #parts: RecorderParts
  #present: RecordingPlan | null = null
  /** The last that this one began: a room may have other recordings, such as a caller's message. */
  #begun = ''
  /** Ended by itself: the desk is told, and plans another one or none. */
  #over = ''

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  async follow(plan: RecordingPlan | null): Promise<void> {
    try {
      await this.#follow(plan?.recordingId === this.#over ? null : plan)
    } catch (error) {
      if (!(error instanceof MediaError)) throw error
      // It has just ended, or its room is lost: the engine tells of its end.
      if (this.#present) this.ended(this.#present.recordingId)
      this.#parts.failed(error)
    }
  }

  /** The engine ended it: the disk, a lost worker. */
  ended(recordingId: string): void {
    if (recordingId !== this.#begun) return
    this.#over = recordingId
    if (this.#present?.recordingId === recordingId) this.#present = null
  }

  async #follow(plan: RecordingPlan | null): Promise<void> {
    const { engine, room } = this.#parts
    const present = this.#present
    if (present && present.recordingId !== plan?.recordingId) {
      this.#present = null
      await engine.stopRecording({ room, recordingId: present.recordingId })
    }
    if (!plan) return
    const { recordingId, left, right, paused } = plan
    const known = this.#present
    if (!known && !(await this.#begin(plan))) return
    if (known && JSON.stringify([known.left, known.right]) !== JSON.stringify([left, right]))
      await engine.setRecordingLegs({ room, recordingId, left, right })
    if (paused !== (known?.paused ?? false)) await engine.setRecordingPaused({ room, recordingId, paused })
    this.#present = plan
  }

  async #begin({ recordingId, left, right }: RecordingPlan): Promise<boolean> {
    const { engine, room, began, refused, failed } = this.#parts
    this.#begun = recordingId
    began(recordingId)
    try {
      await engine.startRecording({ room, recordingId, left, right })
      return true
    } catch (error) {
      this.#over = recordingId
      refused(recordingId, error instanceof MediaError && isOfDisk.has(error.code) ? 'diskFault' : 'roomLost')
      failed(error)
      return false
    }
  }
}
