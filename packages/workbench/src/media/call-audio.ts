// Keeps the audio of at most one call connected: opens it when the call wants it, opens it anew when it was lost, and
// closes it with the call. Used by the workbench and by the telephone page; neither knows about peers or microphones.
import { AudioLink, type LinkState } from './audio-link.ts'
import { closeMicrophone, CaptureUnavailable, openMicrophone, type CaptureProblem } from './capture.ts'
import { RemoteAudio } from './remote-audio.ts'

export interface CallAudioOptions {
  readonly microphoneId: () => string | null
  readonly speakerId: () => string | null
  readonly iceServers: () => readonly { urls: string[]; username?: string | undefined; credential?: string | undefined }[]
  /** Takes an offer for `callId` to the server. */
  readonly exchange: (callId: string, offerSdp: string) => Promise<string>
  readonly onChange: (state: AudioState) => void
}

export type AudioState =
  | { readonly kind: 'off' }
  | { readonly kind: LinkState }
  | { readonly kind: 'noMicrophone'; readonly problem: CaptureProblem }

/** What is wanted now; null for no call. `wanted`: the server has no audio from here. */
export interface AudioWish {
  readonly callId: string
  readonly wanted: boolean
}

interface Present {
  readonly callId: string
  link: AudioLink | null
  microphone: MediaStream | null
  voice: RemoteAudio | null
  /** It was connected once: a new wish of the server means that it was lost. */
  proven: boolean
  closed: boolean
  retry: ReturnType<typeof setTimeout> | null
  attempts: number
}

const retryMs = [400, 1_000, 2_000, 4_000, 8_000]

export class CallAudio {
  readonly #options: CallAudioOptions
  #present: Present | null = null
  #wish: AudioWish | null = null
  #muted = false

  constructor(options: CallAudioOptions) {
    this.#options = options
  }

  /** Call on every change of the call. */
  follow(wish: AudioWish | null): void {
    this.#wish = wish
    if (this.#present && this.#present.callId !== wish?.callId) this.#close()
    if (!wish) return
    if (!this.#present) this.#begin(wish.callId, 0)
    else if (!wish.wanted) this.#present.proven = true
    else if (this.#present.proven) this.#again(this.#present)
  }

  /** The way to the server is there again: an attempt that failed meanwhile is made now. */
  retryNow(): void {
    const present = this.#present
    if (present && present.retry !== null) this.#again(present)
  }

  /** The server asks for a new offer outright (telephone). One that is on its way already will do. */
  renew(callId: string): void {
    const present = this.#present
    this.#wish = { callId, wanted: true }
    if (present?.callId === callId && present.link?.state === 'connected') this.#again(present)
    else this.follow(this.#wish)
  }

  /** Muted, the other side hears silence; it lasts over reconnections, until it is taken back. */
  setMuted(muted: boolean): void {
    this.#muted = muted
    if (this.#present) this.#applyMute(this.#present)
  }

  sendDigits(digits: string): boolean {
    return this.#present?.link?.sendDigits(digits) ?? false
  }

  close(): void {
    this.follow(null)
  }

  #begin(callId: string, attempts: number): void {
    const present: Present = { callId, link: null, microphone: null, voice: null, proven: false, closed: false, retry: null, attempts }
    this.#present = present
    this.#options.onChange({ kind: 'opening' })
    this.#open(present).catch((error: unknown) => this.#failed(present, error))
  }

  async #open(present: Present): Promise<void> {
    const microphone = await openMicrophone(this.#options.microphoneId())
    if (present.closed) return closeMicrophone(microphone)
    present.microphone = microphone
    this.#applyMute(present)
    const link = new AudioLink({
      microphone,
      iceServers: this.#options.iceServers(),
      exchange: (sdp) => this.#options.exchange(present.callId, sdp),
      onState: (state) => this.#onState(present, state),
      onVoice: (stream) => {
        present.voice?.close()
        present.voice = new RemoteAudio(stream, this.#options.speakerId())
      },
    })
    present.link = link
    await link.open()
  }

  #applyMute({ microphone }: Present): void {
    for (const track of microphone?.getAudioTracks() ?? []) track.enabled = !this.#muted
  }

  #onState(present: Present, state: LinkState): void {
    if (present.closed) return
    this.#options.onChange({ kind: state })
    if (state === 'connected') present.attempts = 0
    if (state === 'failed') this.#retryLater(present)
  }

  #failed(present: Present, error: unknown): void {
    if (present.closed) return
    if (error instanceof CaptureUnavailable) this.#options.onChange({ kind: 'noMicrophone', problem: error.problem })
    else this.#options.onChange({ kind: 'failed' })
    this.#retryLater(present)
  }

  #retryLater(present: Present): void {
    if (present.retry !== null) return
    present.retry = setTimeout(() => this.#again(present), retryMs[Math.min(present.attempts, retryMs.length - 1)])
  }

  #again(present: Present): void {
    if (present.closed) return
    const { callId } = present
    const attempts = present.attempts + 1
    this.#release(present)
    if (this.#wish?.callId === callId) this.#begin(callId, attempts)
  }

  #close(): void {
    if (this.#present) this.#release(this.#present)
    this.#options.onChange({ kind: 'off' })
  }

  #release(present: Present): void {
    present.closed = true
    if (present.retry !== null) clearTimeout(present.retry)
    present.link?.close()
    present.voice?.close()
    closeMicrophone(present.microphone)
    if (this.#present === present) this.#present = null
  }
}
