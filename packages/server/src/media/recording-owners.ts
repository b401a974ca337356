// Whose the recordings are that go on. One may end after its room; one that could not begin ends as well.
import type { MediaEvent } from '@openseat/telephony'

export type RecordingEnded = Extract<MediaEvent, { type: 'recordingEnded' }>

export interface RecordingKeeper {
  began(tenantId: number, recordingId: string): void
  ended(tenantId: number, ended: RecordingEnded): void
}

export class RecordingOwners {
  readonly #keeper: RecordingKeeper
  readonly #tenants = new Map<string, number>()

  constructor(keeper: RecordingKeeper) {
    this.#keeper = keeper
  }

  began(tenantId: number, recordingId: string): void {
    this.#tenants.set(recordingId, tenantId)
    this.#keeper.began(tenantId, recordingId)
  }

  /** Returns whose it was; undefined for what is over. */
  ended(ended: RecordingEnded): number | undefined {
    const tenantId = this.#tenants.get(ended.recordingId)
    this.#tenants.delete(ended.recordingId)
    if (tenantId !== undefined) this.#keeper.ended(tenantId, ended)
    return tenantId
  }
}

export const notBegun = (room: string, recordingId: string, reason: 'diskFault' | 'roomLost'): RecordingEnded => ({
  type: 'recordingEnded',
  room,
  recordingId,
  reason,
  path: '',
  durationMs: 0,
  bytes: 0,
})
