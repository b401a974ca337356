// One room's recording, kept as the plan wants it. A recording that fails never harms its call.
import type { RecordingPlan } from '@openseat/domain'
import { MediaError, type MediaEngine, type MediaEvent } from '@openseat/telephony'

export type RecordingEnded = Extract<MediaEvent, { type: 'recordingEnded' }>

export interface RecorderParts {
  readonly engine: MediaEngine
  readonly room: string
  /** Told before the engine is, so that an end is never unknown. */
  readonly began: (recordingId: string) => void
  readonly failed: (error: unknown) => void
}

export class RoomRecorder {
  readonly #parts: RecorderParts
  #present: RecordingPlan | null = null

  constructor(parts: RecorderParts) {
    this.#parts = parts
  }

  async follow(plan: RecordingPlan | null): Promise<void> {
    try {
      await this.#follow(plan)
    } catch (error) {
      this.#present = null
      if (!(error instanceof MediaError)) throw error
      this.#parts.failed(error)
    }
  }

  /** The engine ended it: the disk, a lost worker. What is planned begins anew with the next plan only. */
  ended(recordingId: string): void {
    if (this.#present?.recordingId === recordingId) this.#present = null
  }

  async #follow(plan: RecordingPlan | null): Promise<void> {
    const { engine, room, began } = this.#parts
    const present = this.#present
    if (present && present.recordingId !== plan?.recordingId) {
      this.#present = null
      await engine.stopRecording({ room, recordingId: present.recordingId })
    }
    if (!plan) return
    const { recordingId, left, right, paused } = plan
    const known = this.#present
    if (!known) {
      began(recordingId)
      await engine.startRecording({ room, recordingId, left, right })
    } else if (JSON.stringify([known.left, known.right]) !== JSON.stringify([left, right]))
      await engine.setRecordingLegs({ room, recordingId, left, right })
    if (paused !== (known?.paused ?? false)) await engine.setRecordingPaused({ room, recordingId, paused })
    this.#present = plan
  }
}
