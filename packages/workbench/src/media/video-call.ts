// Keeps the video of at most one call: opens it for a session, opens it anew when it was lost, closes it with the session.
// The agent's page offers, the customer's says `ready` and answers. Whatever goes wrong here stays here: the audio is
// another connection. Knows neither peers nor cameras; both are handed in.
import type { VideoSignal } from '@openseat/contracts'
import { captureProblem, type CaptureProblem } from './capture.ts'
import type { VideoLinkOptions, VideoLinkState } from './video-link.ts'

/** Two browsers that see each other. `callId` is any word that stays the same for a call. */
export interface VideoPlace {
  readonly callId: string
  readonly session: number
}

export interface VideoView {
  readonly state: 'off' | VideoLinkState
  readonly local: MediaStream | null
  readonly remote: MediaStream | null
  /** The person wants to be seen; without `local` see `problem`. */
  readonly cameraOn: boolean
  /** The other side says whether its camera is on; null until it has. */
  readonly remoteCamera: boolean | null
  readonly problem: CaptureProblem | null
}

export interface Link {
  readonly attempt: number
  offer(): Promise<void>
  answer(sdp: string): Promise<void>
  accept(sdp: string): Promise<void>
  candidate(candidate: Extract<VideoSignal, { kind: 'candidate' }>['candidate']): Promise<void>
  useCamera(camera: MediaStreamTrack | null): Promise<void>
  close(): void
}

export interface VideoCallOptions {
  readonly offers: boolean
  readonly open: (options: Omit<VideoLinkOptions, 'iceServers'>) => Link
  readonly openCamera: () => Promise<MediaStream>
  readonly send: (place: VideoPlace, signal: VideoSignal) => void
  readonly onChange: (view: VideoView) => void
}

export const noVideo: VideoView = { state: 'off', local: null, remote: null, cameraOn: false, remoteCamera: null, problem: null }

/** A connection that has not come about by then is tried anew. */
export const connectWithinMs = 8_000
const retryAfterMs = 1_500
/** An offer as young as this is still on its way: a `ready` that crosses it wants no other. */
const freshMs = 3_000

export class VideoCall {
  readonly #options: VideoCallOptions
  #place: VideoPlace | null = null
  #view: VideoView = noVideo
  #link: Link | null = null
  #attempts = 0
  #offeredAt = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  /** The call in which the person switched the camera off: it stays off after hold and transfer. */
  #offIn: string | null = null
  /** Counts openings of the camera: one that comes too late is closed at once. */
  #cameraTurn = 0

  constructor(options: VideoCallOptions) {
    this.#options = options
  }

  /** Call on every change of the call; null when nobody is to be seen. */
  follow(place: VideoPlace | null): void {
    if (this.#place?.callId === place?.callId && this.#place?.session === place?.session) return
    const sameCall = this.#place !== null && this.#place.callId === place?.callId
    this.#closeLink()
    this.#place = place
    if (!place) return this.#end()
    this.#show({ state: 'opening', remote: null, remoteCamera: null })
    if (!sameCall) this.setCamera(this.#offIn !== place.callId)
    this.#begin()
  }

  /** What the other browser says. */
  take(session: number, signal: VideoSignal): void {
    if (this.#place?.session === session) this.#take(signal).catch(() => this.#later(retryAfterMs))
  }

  /** Switches the camera, or opens another one. */
  setCamera(on: boolean): void {
    const turn = ++this.#cameraTurn
    this.#offIn = on ? null : (this.#place?.callId ?? null)
    this.#show({ cameraOn: on, problem: null })
    if (!on) return this.#useCamera(null)
    this.#options.openCamera().then(
      (stream) => (turn === this.#cameraTurn && this.#place ? this.#useCamera(stream) : stopAll(stream)),
      (error: unknown) => {
        if (turn !== this.#cameraTurn) return
        this.#show({ problem: captureProblem(error) })
        this.#useCamera(null)
      },
    )
  }

  close(): void {
    this.follow(null)
  }

  #begin(): void {
    clearTimeout(this.#retry)
    if (this.#options.offers) this.#offer()
    else {
      this.#send({ kind: 'ready' })
      this.#later(connectWithinMs)
    }
  }

  #offer(): void {
    this.#closeLink()
    this.#offeredAt = Date.now()
    // Told by the clock: a page that was reloaded must not use a number a second time.
    const link = this.#open((this.#attempts = Math.max(this.#attempts + 1, Math.floor(Date.now() / 100) % 1_000_000)))
    this.#later(connectWithinMs)
    link.offer().catch(() => this.#later(retryAfterMs))
  }

  async #take(signal: VideoSignal): Promise<void> {
    switch (signal.kind) {
      case 'ready':
        if (this.#options.offers && (this.#view.state === 'connected' || Date.now() - this.#offeredAt > freshMs)) this.#offer()
        return
      case 'offer':
        return this.#answer(signal)
      case 'answer':
        if (this.#link?.attempt === signal.attempt) await this.#link.accept(signal.sdp)
        return this.#sayCamera()
      case 'candidate':
        if (this.#link?.attempt === signal.attempt) await this.#link.candidate(signal.candidate)
        return
      case 'camera':
        return this.#show({ remoteCamera: signal.on })
    }
  }

  async #answer({ attempt, sdp }: { attempt: number; sdp: string }): Promise<void> {
    if (this.#options.offers) return
    this.#closeLink()
    const link = this.#open(attempt)
    this.#later(connectWithinMs)
    await link.answer(sdp)
    this.#sayCamera()
  }

  #open(attempt: number): Link {
    const link = this.#options.open({
      attempt,
      camera: this.#view.local?.getVideoTracks()[0] ?? null,
      send: (signal) => this.#link === link && this.#send(signal),
      onState: (state) => this.#link === link && this.#onState(state),
      onRemote: (remote) => this.#link === link && this.#show({ remote }),
    })
    this.#link = link
    return link
  }

  #onState(state: VideoLinkState): void {
    this.#show({ state })
    if (state === 'connected') clearTimeout(this.#retry)
    if (state === 'failed') this.#later(retryAfterMs)
  }

  #later(delayMs: number): void {
    clearTimeout(this.#retry)
    if (this.#place) this.#retry = setTimeout(() => this.#begin(), delayMs)
  }

  #useCamera(stream: MediaStream | null): void {
    stopAll(this.#view.local)
    this.#show({ local: stream })
    this.#sayCamera()
    this.#link?.useCamera(stream?.getVideoTracks()[0] ?? null).catch(() => this.#later(retryAfterMs))
  }

  #sayCamera(): void {
    this.#send({ kind: 'camera', on: this.#view.local !== null })
  }

  #send(signal: VideoSignal): void {
    if (this.#place) this.#options.send(this.#place, signal)
  }

  #closeLink(): void {
    clearTimeout(this.#retry)
    this.#link?.close()
    this.#link = null
  }

  #end(): void {
    this.#cameraTurn += 1
    stopAll(this.#view.local)
    this.#show(noVideo)
  }

  #show(change: Partial<VideoView>): void {
    this.#view = { ...this.#view, ...change }
    this.#options.onChange(this.#view)
  }
}

const stopAll = (stream: MediaStream | null): void => stream?.getTracks().forEach((track) => track.stop())
