// One attempt to see the other browser: a connection for video alone, beside the call's audio and without any of it. It
// sends where there is a camera and receives in any case. It does not decide when to try again.
import type { IceServer, VideoSignal } from '@openseat/contracts'

export type VideoLinkState = 'opening' | 'connected' | 'interrupted' | 'failed'

export interface VideoLinkOptions {
  /** Number of the offer; carried by everything that belongs to it. */
  readonly attempt: number
  readonly camera: MediaStreamTrack | null
  readonly iceServers: readonly IceServer[]
  readonly send: (signal: VideoSignal) => void
  readonly onState: (state: VideoLinkState) => void
  readonly onRemote: (stream: MediaStream) => void
}

const stateOf = (state: RTCPeerConnectionState): VideoLinkState => {
  if (state === 'connected') return 'connected'
  if (state === 'disconnected') return 'interrupted'
  return state === 'failed' || state === 'closed' ? 'failed' : 'opening'
}

type Candidate = Extract<VideoSignal, { kind: 'candidate' }>['candidate']

const candidateOf = (candidate: RTCIceCandidate | null): Candidate =>
  candidate && {
    candidate: candidate.candidate,
    sdpMid: candidate.sdpMid,
    sdpMLineIndex: candidate.sdpMLineIndex,
    usernameFragment: candidate.usernameFragment,
  }

export class VideoLink {
  readonly #options: VideoLinkOptions
  readonly #peer: RTCPeerConnection
  #transceiver: RTCRtpTransceiver | null = null
  #camera: MediaStreamTrack | null
  /** Candidates that came before the description that they belong to. */
  #early: Candidate[] | null = []

  constructor(options: VideoLinkOptions) {
    this.#options = options
    this.#camera = options.camera
    // Structured copies: what a framework made reactive is no plain object.
    const iceServers = options.iceServers.map(({ urls, username, credential }) => ({
      urls: [...urls],
      ...(username !== undefined && { username }),
      ...(credential !== undefined && { credential }),
    }))
    this.#peer = new RTCPeerConnection({ iceServers })
    this.#peer.onconnectionstatechange = () => options.onState(stateOf(this.#peer.connectionState))
    this.#peer.ontrack = ({ track }) => options.onRemote(new MediaStream([track]))
    this.#peer.onicecandidate = ({ candidate }) =>
      options.send({ kind: 'candidate', attempt: options.attempt, candidate: candidateOf(candidate) })
  }

  get attempt(): number {
    return this.#options.attempt
  }

  async offer(): Promise<void> {
    this.#transceiver = this.#peer.addTransceiver(this.#camera ?? 'video', { direction: 'sendrecv' })
    await this.#peer.setLocalDescription()
    this.#options.send({ kind: 'offer', attempt: this.attempt, sdp: this.#peer.localDescription?.sdp ?? '' })
  }

  async answer(sdp: string): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'offer', sdp })
    this.#transceiver = this.#peer.getTransceivers()[0] ?? null
    if (this.#transceiver) this.#transceiver.direction = 'sendrecv'
    await this.#transceiver?.sender.replaceTrack(this.#camera)
    await this.#peer.setLocalDescription()
    this.#options.send({ kind: 'answer', attempt: this.attempt, sdp: this.#peer.localDescription?.sdp ?? '' })
    await this.#addEarly()
  }

  async accept(sdp: string): Promise<void> {
    if (this.#peer.signalingState !== 'have-local-offer') return
    await this.#peer.setRemoteDescription({ type: 'answer', sdp })
    await this.#addEarly()
  }

  async candidate(candidate: Candidate): Promise<void> {
    if (this.#early) this.#early.push(candidate)
    else await this.#add(candidate)
  }

  /** Sends from this camera, or nothing from now on. */
  async useCamera(camera: MediaStreamTrack | null): Promise<void> {
    this.#camera = camera
    await this.#transceiver?.sender.replaceTrack(camera)
  }

  close(): void {
    this.#peer.onconnectionstatechange = this.#peer.ontrack = this.#peer.onicecandidate = null
    this.#peer.close()
  }

  async #addEarly(): Promise<void> {
    const early = this.#early ?? []
    this.#early = null
    for (const candidate of early) await this.#add(candidate)
  }

  async #add(candidate: Candidate): Promise<void> {
    if (candidate && this.#peer.signalingState !== 'closed') {
      const { usernameFragment, ...rest } = candidate
      await this.#peer.addIceCandidate({ ...rest, ...(usernameFragment !== undefined && { usernameFragment }) })
    }
  }
}
