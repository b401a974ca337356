// For tests without a browser: a peer made of werift that says one tone, and keeps what it hears.

import { randomInt } from 'node:crypto'
import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, type RTCRtpTransceiver } from 'werift'
import { DtmfReceiver } from '../media/dtmf-receive.ts'
import { FRAME_SAMPLES, TICK_MS } from '../media/frame.ts'
import { decodeG711, encodeG711, lawOfPayloadType, payloadTypeOfLaw, type Law } from '../media/g711.ts'
import { sineWave, toneLevelDb } from '../media/goertzel.ts'

const EVENT_PAYLOAD_TYPE = 110
const HEARD_FRAMES = 50

type WeriftPartyParts = {
  toneHz: number
  law?: Law
  /** Without, the offer has no telephone-event. */
  events?: boolean
}

const eventCodec = () => new RTCRtpCodecParameters({ mimeType: 'audio/telephone-event', clockRate: 8000, payloadType: EVENT_PAYLOAD_TYPE })

const speechCodec = (law: Law) =>
  new RTCRtpCodecParameters({
    mimeType: law === 'mulaw' ? 'audio/PCMU' : 'audio/PCMA',
    clockRate: 8000,
    channels: 1,
    payloadType: payloadTypeOfLaw(law),
  })

export class WeriftParty {
  readonly #peer: RTCPeerConnection
  readonly #audio: RTCRtpTransceiver
  readonly #law: Law
  readonly #toneHz: number
  readonly #digitReceiver = new DtmfReceiver()
  readonly #heard: Int16Array[] = []
  #sentFrames = 0
  #sequenceNumber = randomInt(0x8000)
  #timer: NodeJS.Timeout | undefined
  digits = ''

  constructor({ toneHz, law = 'mulaw', events = true }: WeriftPartyParts) {
    this.#toneHz = toneHz
    this.#law = law
    // telephone-event first, as nothing forbids it.
    this.#peer = new RTCPeerConnection({
      iceServers: [],
      iceUseIpv6: false,
      iceAdditionalHostAddresses: ['127.0.0.1'],
      codecs: { audio: events ? [eventCodec(), speechCodec(law)] : [speechCodec(law)], video: [] },
    })
    this.#audio = this.#peer.addTransceiver('audio', { direction: 'sendrecv' })
    this.#audio.dtlsTransport.onRtp.subscribe(({ header, payload }) => this.#onRtp(header, payload))
  }

  async offer(): Promise<string> {
    await this.#peer.setLocalDescription(await this.#peer.createOffer())
    return this.#peer.localDescription?.sdp ?? ''
  }

  /** Connects and begins to talk. */
  async accept(answerSdp: string): Promise<void> {
    await this.acceptAgain(answerSdp)
    this.#timer = setInterval(() => this.#speak(), TICK_MS)
  }

  /** The answer to a further offer. */
  async acceptAgain(answerSdp: string): Promise<void> {
    await this.#peer.setRemoteDescription({ type: 'answer', sdp: answerSdp })
  }

  /** dBFS in the last second; -120 when nothing came. */
  levelDb(frequencyHz: number): number {
    return toneLevelDb(
      this.#heard.flatMap((frame) => [...frame]),
      frequencyHz,
    )
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#peer.close()
  }

  #speak(): void {
    const timestamp = this.#sentFrames++ * FRAME_SAMPLES
    const second = sineWave(this.#toneHz, 8000)
    const at = timestamp % second.length
    const payload = encodeG711(this.#law, second.subarray(at, at + FRAME_SAMPLES))
    const sequenceNumber = (this.#sequenceNumber + this.#sentFrames) & 0xffff
    const { ssrc } = this.#audio.sender
    const header = new RtpHeader({ ssrc, payloadType: payloadTypeOfLaw(this.#law), sequenceNumber, timestamp })
    const { dtlsTransport } = this.#audio
    if (dtlsTransport.state === 'connected') void dtlsTransport.sendRtp(payload, header)
  }

  #onRtp({ payloadType, timestamp, sequenceNumber }: RtpHeader, payload: Buffer): void {
    const law = lawOfPayloadType(payloadType)
    if (law !== undefined) {
      this.#heard.push(decodeG711(law, payload))
      if (this.#heard.length > HEARD_FRAMES) this.#heard.shift()
    } else if (payloadType === EVENT_PAYLOAD_TYPE) this.digits += this.#digitReceiver.receive({ timestamp, sequenceNumber, payload }) ?? ''
  }
}
