// For tests: a SIP peer's media, a plain UDP socket that says one tone and measures what it hears.

import { createSocket, type Socket } from 'node:dgram'
import { decodeG711, encodeG711, lawOfPayloadType, payloadTypeOfLaw, type Law } from '../../media/g711.ts'
import { sineWave, toneLevelDb } from '../../media/goertzel.ts'
import { parseRtp, writeRtp } from '../../rtp/wire/rtp-wire.ts'
import { parseAudio } from '../../sdp/audio-description.ts'
import { AudioNegotiation } from '../../sdp/audio-negotiation.ts'
import type { RtpIn, RtpOut } from '../../media/rtp-packet.ts'
import type { LegAddress, MediaEngine, RtpDirection } from '../media-engine.ts'

const HEARD_SAMPLES = 4000
const TEN_MS = 80

type RtpPhoneParts = { toneHz: number; law?: Law; /** Packets of so many milliseconds. */ ptimeMs?: number }

type OfferChanges = { direction?: RtpDirection; edit?: (sdp: string) => string }

export class RtpPhone {
  readonly negotiation: AudioNegotiation
  readonly #socket: Socket
  readonly #parts: Required<RtpPhoneParts>
  readonly #startedAt = performance.now()
  readonly #timer: NodeJS.Timeout
  readonly packets: RtpIn[] = []
  #heard: number[] = []
  #sent = 0
  #isOpen = true
  #target: number | undefined
  speaking = true

  private constructor(socket: Socket, parts: RtpPhoneParts) {
    this.#parts = { law: 'mulaw', ptimeMs: 20, ...parts }
    this.#socket = socket
    this.negotiation = new AudioNegotiation({ address: '127.0.0.1', port: this.port })
    socket.on('message', (bytes) => this.#onPacket(parseRtp(bytes)))
    this.#timer = setInterval(() => this.#speak(), this.#parts.ptimeMs)
  }

  static async open(parts: RtpPhoneParts): Promise<RtpPhone> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    return new RtpPhone(socket, parts)
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** Opens the leg and talks to it. */
  async call(engine: MediaEngine, address: LegAddress): Promise<void> {
    await engine.openRtpLeg(address)
    await this.offer(engine, address)
  }

  /** `edit` changes what is offered. Returns the answer. */
  async offer(engine: MediaEngine, address: LegAddress, more: OfferChanges = {}): Promise<string> {
    const { direction = 'sendrecv', edit = (sdp) => sdp } = more
    const offerSdp = edit(this.negotiation.offer(direction, { laws: [this.#parts.law] }))
    const { answerSdp } = await engine.answerRtpLeg({ ...address, offerSdp, direction: 'sendrecv' })
    this.speakTo(answerSdp)
    return answerSdp
  }

  /** Talks to where the other side's SDP says. */
  speakTo(sdp: string): void {
    this.#target = parseAudio(sdp)?.audio.port
  }

  send(packet: RtpOut): void {
    this.sendBytes(writeRtp(packet))
  }

  sendBytes(bytes: Buffer): void {
    if (this.#target !== undefined) this.#socket.send(bytes, this.#target, '127.0.0.1')
  }

  /** dBFS in the last half second; what is older does not count after `forget()`. */
  levelDb(frequencyHz: number): number {
    return this.#heard.length < HEARD_SAMPLES ? Number.NaN : toneLevelDb(this.#heard, frequencyHz)
  }

  forget(): void {
    this.#heard = []
  }

  close(): void {
    clearInterval(this.#timer)
    if (this.#isOpen) this.#socket.close()
    this.#isOpen = false
  }

  /** As many packets as the time that has passed asks for. */
  #speak(): void {
    const { law, ptimeMs, toneHz } = this.#parts
    const due = Math.floor((performance.now() - this.#startedAt) / ptimeMs)
    const samples = (ptimeMs / 10) * TEN_MS
    for (; this.#sent < due; this.#sent++) {
      const timestamp = this.#sent * samples
      const payload = encodeG711(law, sineAt(toneHz, timestamp, samples))
      const packet = {
        ssrc: toneHz,
        payloadType: payloadTypeOfLaw(law),
        sequenceNumber: this.#sent & 0xffff,
        timestamp,
        marker: false,
        payload,
      }
      if (this.speaking) this.send(packet)
    }
  }

  #onPacket(packet: RtpIn | undefined): void {
    if (packet === undefined) return
    this.packets.push(packet)
    const law = lawOfPayloadType(packet.payloadType)
    if (law !== undefined) this.#heard = [...this.#heard, ...decodeG711(law, packet.payload)].slice(-HEARD_SAMPLES)
  }
}

/** A second of whole hertz ends where it began. */
const sineAt = (frequencyHz: number, from: number, length: number): Int16Array => {
  const at = from % 8000
  return sineWave(frequencyHz, at + length).subarray(at)
}
