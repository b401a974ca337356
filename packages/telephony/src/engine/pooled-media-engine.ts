// The media engine as a pool of worker processes: the main process forwards commands and never sees a packet.

import { randomUUID } from 'node:crypto'
import type {
  DigitsRequest,
  EngineHealth,
  HearingRule,
  LegAddress,
  MediaEngine,
  PlayRequest,
  RecordingAddress,
  RecordingRequest,
  RtpAcceptRequest,
  RtpAnswerRequest,
  RtpDirection,
  RtpOfferRequest,
  WebOffer,
} from './media-engine.ts'
import type { RecordedLegs } from '../recording/recorder.ts'
import type { RecordedFile } from '../recording/recording-file.ts'
import type { LegStats } from './leg-stats.ts'
import { MediaError } from '../media/media-error.ts'
import type { MediaEvent } from './media-event.ts'
import { DEFAULT_MEDIA_SETTINGS, type MediaSettings } from './media-settings.ts'
import type { CommandInput, CommandName, CommandOutput } from './room-commands.ts'
import { RecordingLedger } from './recording-ledger.ts'
import { WorkerPool } from './worker-pool.ts'

type MediaEngineParts = {
  settings?: Partial<MediaSettings>
  /** An error inside a worker that belongs to no command, for the log. */
  onFault?: (detail: string) => void
}

class PooledMediaEngine implements MediaEngine {
  readonly #listeners = new Set<(event: MediaEvent) => void>()
  readonly #pool: WorkerPool
  readonly #recordings: RecordingLedger

  constructor({ settings, onFault = () => undefined }: MediaEngineParts) {
    this.#recordings = new RecordingLedger({ folder: settings?.recordingFolder ?? '', emit: (event) => this.#publish(event) })
    this.#pool = new WorkerPool({
      settings: { ...DEFAULT_MEDIA_SETTINGS, ...settings },
      onEvent: (event) => this.#publish(event),
      onWorkerLost: (worker) => void this.#recordings.recover(worker),
      onFault,
    })
  }

  async openRoom(room: string): Promise<void> {
    const worker = this.#pool.assign(room)
    await worker.request('openRoom', { room })
  }

  async closeRoom(room: string): Promise<void> {
    const worker = this.#pool.workerOf(room)
    this.#pool.release(room)
    await worker.request('closeRoom', { room }).catch((error: unknown) => {
      // Its worker died meanwhile: the room is as closed as it was asked to be.
      if (!(error instanceof MediaError && error.code === 'MEDIA_WORKER_LOST')) throw error
    })
  }

  openWebLeg(offer: WebOffer): Promise<{ answerSdp: string }> {
    return this.#inRoom('openWebLeg', offer)
  }

  reofferWebLeg(offer: WebOffer): Promise<{ answerSdp: string }> {
    return this.#inRoom('reofferWebLeg', offer)
  }

  openRtpLeg(address: LegAddress): Promise<void> {
    return this.#inRoom('openRtpLeg', address)
  }

  offerRtpLeg(request: RtpOfferRequest): Promise<{ offerSdp: string }> {
    return this.#inRoom('offerRtpLeg', request)
  }

  answerRtpLeg(request: RtpAnswerRequest): Promise<{ answerSdp: string; direction: RtpDirection }> {
    return this.#inRoom('answerRtpLeg', request)
  }

  acceptRtpLeg(request: RtpAcceptRequest): Promise<void> {
    return this.#inRoom('acceptRtpLeg', request)
  }

  closeLeg(address: LegAddress): Promise<void> {
    return this.#inRoom('closeLeg', address)
  }

  setHearing(room: string, rules: readonly HearingRule[] | 'everyone'): Promise<void> {
    return this.#inRoom('setHearing', { room, rules })
  }

  setMuted(p: LegAddress & { muted: boolean }): Promise<void> {
    return this.#inRoom('setMuted', p)
  }

  async play(request: PlayRequest): Promise<{ playId: string }> {
    const { playId = randomUUID() } = request
    await this.#inRoom('play', { ...request, playId })
    return { playId }
  }

  stopPlay(p: { room: string; playId: string }): Promise<void> {
    return this.#inRoom('stopPlay', p)
  }

  listenForTones(p: LegAddress & { on: boolean }): Promise<void> {
    return this.#inRoom('listenForTones', p)
  }

  sendDigits(request: DigitsRequest): Promise<void> {
    return this.#inRoom('sendDigits', request)
  }

  async startRecording(request: RecordingRequest): Promise<void> {
    await this.#recordings.start(this.#pool.workerOf(request.room), request)
  }

  setRecordingPaused(p: RecordingAddress & { paused: boolean }): Promise<void> {
    return this.#inRoom('setRecordingPaused', p)
  }

  setRecordingLegs(request: RecordingAddress & RecordedLegs): Promise<void> {
    return this.#inRoom('setRecordingLegs', request)
  }

  stopRecording(address: RecordingAddress): Promise<RecordedFile> {
    return this.#inRoom('stopRecording', address)
  }

  stats(address: LegAddress): Promise<LegStats> {
    return this.#inRoom('stats', address)
  }

  on(listener: (event: MediaEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async health(): Promise<EngineHealth> {
    return { workers: await this.#pool.health() }
  }

  async close(): Promise<void> {
    this.#listeners.clear()
    await this.#pool.close()
  }

  async #inRoom<N extends CommandName>(name: N, input: CommandInput<N> & { room: string }): Promise<CommandOutput<N>> {
    return this.#pool.workerOf(input.room).request(name, input)
  }

  #publish(event: MediaEvent): void {
    if (event.type === 'recordingEnded') this.#recordings.remove(event)
    for (const listener of this.#listeners) listener(event)
  }
}

/** Starts the first worker at once; end it with `close()`. */
export const createMediaEngine = (parts: MediaEngineParts = {}): MediaEngine => new PooledMediaEngine(parts)
