// For tests: a SIP peer's media, a plain UDP socket that says one tone and measures what it hears.

import { createSocket, type Socket } from 'node:dgram'
import { frequenciesOf } from '../../media/dtmf-tones.ts'
import { DTMF_DIGITS } from '../../media/dtmf-receive.ts'
import { decodeG711, encodeG711, lawOfPayloadType, payloadTypeOfLaw, type Law } from '../../media/g711.ts'
import { sineWave, toneLevelDb } from '../../media/goertzel.ts'
import { parseRtp, writeRtp } from '../../rtp/wire/rtp-wire.ts'
import { parseAudio } from '../../sdp/audio-description.ts'
import { AudioNegotiation } from '../../sdp/audio-negotiation.ts'
import type { RtpIn, RtpOut } from '../../media/rtp-packet.ts'
import type { LegAddress, MediaEngine, RtpDirection } from '../media-engine.ts'

const HEARD_SAMPLES = 4000
const TEN_MS = 80
/** As our own offers number it. */
const EVENT_PAYLOAD = 101
/** A key and the pause after it. */
const KEY_MS = 240
const TONE_SAMPLES = 960

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
  /** Packets beside the audio's: they count with it. */
  #extra = 0
  #tone: { samples: Int16Array; at: number } | null = null
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

  /** dBFS of all that was heard in the last half second. */
  get loudnessDb(): number {
    if (this.#heard.length < HEARD_SAMPLES) return Number.NaN
    return 10 * Math.log10(this.#heard.reduce((sum, sample) => sum + sample * sample, 1) / this.#heard.length / 32_768 ** 2)
  }

  /** Presses keys one after the other: as events (RFC 4733), or as tones in the audio. Resolves when all are sent. */
  async press(keys: string, by: 'event' | 'tone' = 'event'): Promise<void> {
    for (const key of keys) {
      if (by === 'event') this.#sendEvent(key)
      else this.#tone = { samples: toneOf(key), at: 0 }
      await new Promise((resolve) => setTimeout(resolve, KEY_MS))
    }
  }

  #sendEvent(key: string): void {
    const ticks = [1, 2, 3, 4, 5, 5, 5]
    const timestamp = this.#sent * TEN_MS * 2
    for (const [index, tick] of ticks.entries()) {
      const payload = Buffer.from([DTMF_DIGITS.indexOf(key), tick === 5 ? 0x8a : 0x0a, (tick * 160) >> 8, (tick * 160) & 0xff])
      // As its sender counts on: between two packets of its audio.
      this.send({
        ssrc: this.#parts.toneHz,
        payloadType: EVENT_PAYLOAD,
        sequenceNumber: this.#nextSequence(),
        timestamp,
        marker: index === 0,
        payload,
      })
    }
  }

  #nextSequence(): number {
    this.#extra += 1
    return (this.#sent + this.#extra) & 0xffff
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
      const payload = encodeG711(law, this.#nextOfTone(samples) ?? sineAt(toneHz, timestamp, samples))
      const packet = {
        ssrc: toneHz,
        payloadType: payloadTypeOfLaw(law),
        sequenceNumber: (this.#sent + this.#extra) & 0xffff,
        timestamp,
        marker: false,
        payload,
      }
      if (this.speaking) this.send(packet)
    }
  }

  #nextOfTone(length: number): Int16Array | null {
    if (!this.#tone) return null
    const { samples, at } = this.#tone
    this.#tone = at + length >= samples.length ? null : { samples, at: at + length }
    return samples.subarray(at, at + length)
  }

  #onPacket(packet: RtpIn | undefined): void {
    if (packet === undefined) return
    this.packets.push(packet)
    const law = lawOfPayloadType(packet.payloadType)
    if (law !== undefined) this.#heard = [...this.#heard, ...decodeG711(law, packet.payload)].slice(-HEARD_SAMPLES)
  }
}

/** 120 ms of a key's two tones. */
function toneOf(key: string): Int16Array {
  const [low, high] = frequenciesOf(key).map((hertz) => sineWave(hertz, TONE_SAMPLES, 6_000))
  return Int16Array.from({ length: TONE_SAMPLES }, (_, i) => (low?.[i] ?? 0) + (high?.[i] ?? 0))
}

/** A second of whole hertz ends where it began. */
const sineAt = (frequencyHz: number, from: number, length: number): Int16Array => {
  const at = from % 8000
  return sineWave(frequencyHz, at + length).subarray(at)
}
