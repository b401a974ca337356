// The media port: rooms of legs, who hears whom, what is played, digits, statistics.
// Rooms, legs and plays are named by the caller. It knows no tenant, agent or queue, and no codec or worker shows here.

import type { RecordedLegs } from '../recording/recorder.ts'
import type { RecordedFile } from '../recording/recording-file.ts'
import type { RecordingLimits } from '../recording/recording-watch.ts'
import type { LegStats } from './leg-stats.ts'
import type { MediaEvent } from './media-event.ts'

/** Generated sounds; all are ours, deterministic, without a file. `beep` is one short tone that ends by itself. */
export type GeneratedSound = 'queue-music' | 'hold-music' | 'ring-back' | 'busy' | 'beep'

/**
 * What can be played. A file is WAV of PCM (16 bits), A-law or mu-law, mono or stereo (mixed down), of 8, 16, 24, 32, 44.1 or 48 kHz,
 * at most ten minutes long. A worker reads it once and keeps it.
 */
export type PlaySource = { kind: 'generated'; sound: GeneratedSound } | { kind: 'file'; path: string }

/** One cell of the matrix: `listener` hears `source` with `gain` (1 = unchanged, 0 = not at all, at most 4). */
export type HearingRule = { listener: string; source: string; gain: number }

export type LegAddress = { room: string; leg: string }

export type WebOffer = LegAddress & {
  /** The browser's offer, at once, without waiting for its candidates: none is used, its own checks reveal its address. */
  offerSdp: string
}

/** From our side: `sendonly` holds the peer. */
export type RtpDirection = 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'

/** G.711's laws by their usual names: A-law (PCMA), mu-law (PCMU). */
export type RtpLaw = 'alaw' | 'mulaw'

/**
 * `secure`: with SRTP, its keys in the SDP (RFC 4568). Absent: as the leg is now, plain at first. `laws`: in our order; absent: both,
 * and as the peer likes.
 */
export type RtpOfferRequest = LegAddress & { direction: RtpDirection; secure?: boolean; laws?: readonly RtpLaw[] }

/** Encrypted when the peer offers so; `secure: true` refuses plain offers. `signallingHost`: where the peer's SIP comes from; its RTP is believed from there and from the SDP's address alone. */
export type RtpAnswerRequest = RtpOfferRequest & { offerSdp: string; signallingHost?: string }

export type RtpAcceptRequest = LegAddress & { answerSdp: string; signallingHost?: string }

/**
 * `leg` absent: to everyone in the room, also to those who join later. `loop`: until stopped. `playId`: never used twice; absent: one
 * is made.
 */
export type PlayRequest = { room: string; leg?: string; source: PlaySource; loop: boolean; playId?: string }

export type DigitsRequest = LegAddress & {
  /** Any of 0-9 * # A-D, at most 64; each is 100 ms of tone and 60 ms of pause: as events, or as tones in the audio to a peer that takes none. */
  digits: string
}

/** `recordingId`: 1 to 80 of A-Z a-z 0-9 _ -, and the file's name; never used twice in one folder. */
export type RecordingAddress = { room: string; recordingId: string }

/**
 * Legs by name; they may join later. Each side is the sum of what its legs say: not while muted, without plays, whoever hears it.
 * `'others'`: everyone who is not left.
 */
export type RecordingRequest = RecordingAddress & RecordedLegs & RecordingLimits

/**
 * Every command rejects with a `MediaError` (see media-error.ts) for an unknown room or leg.
 * Commands of one room take effect in the order in which they were given.
 */
export interface MediaEngine {
  /** Chooses a worker; one room is one call. `MEDIA_ROOM_EXISTS`, `MEDIA_NO_CAPACITY`. */
  openRoom(room: string): Promise<void>

  /** Closes the room's legs and plays; no event tells of them. Its recordings end, each with its event. */
  closeRoom(room: string): Promise<void>

  /**
   * Connects a browser; resolves when the answer is ready, before the connection is (`legConnected` tells that).
   * A leg id in use is replaced (page reload): the old connection is closed silently, while the leg's
   * hearing rules, mute and plays stay. `MEDIA_OFFER_REFUSED` when the offer has no usable G.711 audio.
   */
  openWebLeg(offer: WebOffer): Promise<{ answerSdp: string }>

  /** A further offer on the same connection (ICE restart, hold). `MEDIA_OFFER_REFUSED` leaves the leg as it was. */
  reofferWebLeg(offer: WebOffer): Promise<{ answerSdp: string }>

  /** A leg for a SIP peer's RTP, silent until its SDP is known. A leg id in use is replaced. `MEDIA_NO_CAPACITY`: no free ports. */
  openRtpLeg(address: LegAddress): Promise<void>

  /** Our offer for it; the same again while nothing changes. */
  offerRtpLeg(request: RtpOfferRequest): Promise<{ offerSdp: string }>

  /** Answers the peer's offer, hold included. `MEDIA_OFFER_REFUSED` leaves the leg as it was: refuse the offer with 488. */
  answerRtpLeg(request: RtpAnswerRequest): Promise<{ answerSdp: string; direction: RtpDirection }>

  /** The peer's answer to our offer, early media included. `MEDIA_OFFER_REFUSED`: it took no audio. */
  acceptRtpLeg(request: RtpAcceptRequest): Promise<void>

  closeLeg(address: LegAddress): Promise<void>

  /**
   * The full matrix: who is not in it is not heard. Rules may name legs that join later and survive a replaced leg.
   * `'everyone'` (the state of a new room): everyone hears everyone else with gain 1. Nobody ever hears himself.
   * `MEDIA_RULES_REFUSED`: a gain out of range; the matrix stays as it was.
   */
  setHearing(room: string, rules: readonly HearingRule[] | 'everyone'): Promise<void>

  /** Muted: nobody hears this leg, and its digits are still received. */
  setMuted(p: LegAddress & { muted: boolean }): Promise<void>

  /**
   * Mixed over what the listener hears by the matrix; for music *instead of* voices set the matrix as well.
   * `MEDIA_WAVE_REFUSED`: the file is not there or cannot be played. A file not yet read begins when it has been.
   */
  play(request: PlayRequest): Promise<{ playId: string }>

  /** A play that is already over is not an error. */
  stopPlay(p: { room: string; playId: string }): Promise<void>

  /**
   * Whether keys that the peer sends as tones in its audio are told as well; off for a new leg, kept when it is replaced. Once a peer
   * has sent events (RFC 4733), its tones do not count: each press is told once.
   */
  listenForTones(p: LegAddress & { on: boolean }): Promise<void>

  /** Resolves when queued. `MEDIA_DIGITS_REFUSED`: not a digit. */
  sendDigits(request: DigitsRequest): Promise<void>

  /**
   * Stereo WAV in `recordingFolder`, written as it goes on; resolves when the disk has taken its beginning. Several at once are possible.
   * Always ends with `recordingEnded`, whatever happens to the room. `MEDIA_RECORDING_REFUSED`: id not allowed or in use, no folder.
   * `MEDIA_DISK_FAULT`.
   */
  startRecording(request: RecordingRequest): Promise<void>

  /** While paused silence is written, so that the file's time stays the call's. `MEDIA_RECORDING_UNKNOWN`. */
  setRecordingPaused(p: RecordingAddress & { paused: boolean }): Promise<void>

  /** Who is on which side from now on. `MEDIA_RECORDING_UNKNOWN`. */
  setRecordingLegs(request: RecordingAddress & RecordedLegs): Promise<void>

  /** Resolves when the file is complete. `MEDIA_RECORDING_UNKNOWN`; `MEDIA_DISK_FAULT` (the event tells what is left). */
  stopRecording(address: RecordingAddress): Promise<RecordedFile>

  stats(address: LegAddress): Promise<LegStats>

  /** Returns the function that ends the subscription. A listener must not throw. */
  on(listener: (event: MediaEvent) => void): () => void

  health(): Promise<EngineHealth>

  /**
   * Ends all workers; commands under way reject with `MEDIA_ENGINE_CLOSED`. No events follow: stop recordings before, or take what is
   * left in the folder through `recoverRecording` at the next start.
   */
  close(): Promise<void>
}

export type EngineHealth = { workers: WorkerHealth[] }

/** Since the worker's start; lateness over its last 3,000 ticks (one minute). */
export type WorkerHealth = {
  pid: number
  rooms: number
  legs: number
  /** How late ticks ran after their planned time, milliseconds. */
  tickLatenessP99Ms: number
  tickLatenessMaxMs: number
  ticks: number
  /** Ticks given up after a stall longer than the catch-up cap. */
  ticksSkipped: number
  /** CPU time used, milliseconds (user + system). */
  cpuMs: number
  residentBytes: number
}
