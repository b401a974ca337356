// One call's audio between this browser and the server: offer, answer, voice both ways. The browser always offers,
// without trickling, G.711 and telephone-event only (telephony.md, section 6). It does not decide when to try again.

export interface AudioLinkOptions {
  readonly microphone: MediaStream
  readonly iceServers: readonly { urls: string[]; username?: string | undefined; credential?: string | undefined }[]
  /** Takes the offer to the server and resolves with its answer. */
  readonly exchange: (offerSdp: string) => Promise<string>
  readonly onState: (state: LinkState) => void
  readonly onVoice: (stream: MediaStream) => void
}

export type LinkState = 'opening' | 'connected' | 'interrupted' | 'failed'

const gatherAtMostMs = 1_500
const codecOrder = ['audio/pcmu', 'audio/pcma', 'audio/telephone-event']

/** PCMU, PCMA and telephone-event at 8 kHz, in this order, out of what the browser has. */
export function callCodecs<C extends { mimeType: string; clockRate: number }>(capabilities: readonly C[]): C[] {
  const rank = (codec: C): number => codecOrder.indexOf(codec.mimeType.toLowerCase())
  return capabilities.filter((codec) => rank(codec) >= 0 && codec.clockRate === 8_000).toSorted((a, b) => rank(a) - rank(b))
}

const stateOf = (state: RTCPeerConnectionState): LinkState => {
  if (state === 'connected') return 'connected'
  if (state === 'disconnected') return 'interrupted'
  return state === 'failed' || state === 'closed' ? 'failed' : 'opening'
}

export class AudioLink {
  readonly #options: AudioLinkOptions
  readonly #peer: RTCPeerConnection
  readonly #sender: RTCRtpSender | undefined

  constructor(options: AudioLinkOptions) {
    this.#options = options
    this.#peer = new RTCPeerConnection({ iceServers: options.iceServers.map(iceServer) })
    this.#peer.onconnectionstatechange = () => options.onState(stateOf(this.#peer.connectionState))
    this.#peer.ontrack = ({ track }) => options.onVoice(new MediaStream([track]))
    for (const track of options.microphone.getAudioTracks()) {
      const transceiver = this.#peer.addTransceiver(track, { direction: 'sendrecv' })
      const codecs = callCodecs(RTCRtpReceiver.getCapabilities('audio')?.codecs ?? [])
      if (codecs.length > 0) transceiver.setCodecPreferences(codecs)
      this.#sender ??= transceiver.sender
    }
  }

  get state(): LinkState {
    return stateOf(this.#peer.connectionState)
  }

  /** Rejects with what the exchange rejects with, or when the answer cannot be used. */
  async open(): Promise<void> {
    await this.#peer.setLocalDescription()
    await gathered(this.#peer)
    const answer = await this.#options.exchange(this.#peer.localDescription?.sdp ?? '')
    if (this.#peer.signalingState === 'closed') return
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answer })
  }

  /** Keys as RFC 4733 events; false while the link cannot carry them. */
  sendDigits(digits: string): boolean {
    const dtmf = this.#sender?.dtmf
    if (!dtmf?.canInsertDTMF) return false
    dtmf.insertDTMF(dtmf.toneBuffer + digits, 120, 60)
    return true
  }

  close(): void {
    this.#peer.onconnectionstatechange = this.#peer.ontrack = null
    this.#peer.close()
  }
}

const iceServer = ({ urls, username, credential }: AudioLinkOptions['iceServers'][number]): RTCIceServer => ({
  urls,
  ...(username !== undefined && { username }),
  ...(credential !== undefined && { credential }),
})

function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, gatherAtMostMs)
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    })
  })
}
