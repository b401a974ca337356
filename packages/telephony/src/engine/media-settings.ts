// What the engine needs to be told, with the values for one machine on loopback.

import type { PortRange } from '../webrtc/port-window.ts'

export type MediaSettings = {
  /** Processes at most; they start when needed. */
  workers: number
  /** A room is one call; measured comfortable load of a core (telephony.md, section 3). */
  roomsPerWorker: number
  /** UDP, shared out among the workers; undefined = any free port. */
  udpPorts?: PortRange
  /** Exactly these addresses are offered to browsers; undefined = the machine's own and 127.0.0.1. */
  addresses?: readonly string[]
  /** Where plain RTP of SIP peers is listened for; numeric. */
  rtpAddress: string
  /** What SIP peers send to, when it is another address. */
  rtpPublicAddress?: string
  /** Where recordings are written; made when missing. Undefined = nothing is recorded. */
  recordingFolder?: string
  connectTimeoutMs: number
  /** A browser that sends nothing for so long is lost. */
  mediaTimeoutMs: number
  /** A SIP peer that sends nothing for so long is quiet, which is no fault. */
  quietAfterMs: number
  statsIntervalMs: number
  /** A worker that answers nothing for three of these is taken for hung, and killed. */
  livenessCheckMs: number
}

export const DEFAULT_MEDIA_SETTINGS: MediaSettings = {
  workers: 2,
  roomsPerWorker: 40,
  rtpAddress: '127.0.0.1',
  connectTimeoutMs: 20_000,
  mediaTimeoutMs: 10_000,
  quietAfterMs: 30_000,
  statsIntervalMs: 5_000,
  livenessCheckMs: 5_000,
}

/** The part that one worker gets. */
export type WorkerSettings = Omit<MediaSettings, 'workers' | 'roomsPerWorker' | 'livenessCheckMs'>
