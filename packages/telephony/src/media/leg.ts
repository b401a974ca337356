// One party's connection as the mixer sees it: RTP in and out in one G.711 law, whatever the edge is.
// It knows no room and no other leg. A replaced connection is a new Leg under the old name.

import { DtmfSender } from './dtmf-send.ts'
import { DtmfTones } from './dtmf-tones.ts'
import { decodeG711, encodeG711, payloadTypeOfLaw } from './g711.ts'
import { HeardKeys } from './heard-keys.ts'
import { JitterQueue } from './jitter-queue.ts'
import { kindOf, type LegFormat } from './leg-format.ts'
import { LevelMeter } from './level-meter.ts'
import { Packetiser, type AudioPacket } from './packetiser.ts'
import { RtpClock } from './rtp-clock.ts'
import type { RtpIn, RtpOut } from './rtp-packet.ts'
import { RtpReceiveStats } from './rtp-receive-stats.ts'

type LegParts = {
  format: LegFormat
  /** The SSRC of all that we send; a random one when absent. */
  ssrc?: number
  send: (packet: RtpOut) => void
  onDigit: (digit: string) => void
}

/** What is longer is no comfort noise (RFC 3389: a level and some coefficients). */
const MOST_NOISE_BYTES = 24

export class Leg {
  readonly #parts: LegParts
  readonly #clock: RtpClock
  #format: LegFormat
  #dtmfSender: DtmfSender | null
  readonly #keys: HeardKeys
  readonly #dtmfTones = new DtmfTones()
  readonly #packetiser = new Packetiser()
  readonly jitterQueue = new JitterQueue()
  readonly received = new RtpReceiveStats()
  readonly levelIn = new LevelMeter()
  readonly levelOut = new LevelMeter()
  lastPacketAtMs: number | undefined
  /** Audio by a payload type that was not agreed upon: how much, and which the last one was. */
  foreign = { packets: 0, payloadType: 0 }
  packetsSent = 0
  bytesSent = 0
  #audioMarker = true
  #peerListens = true

  constructor(parts: LegParts) {
    this.#parts = parts
    this.#clock = new RtpClock(parts.ssrc)
    this.#keys = new HeardKeys(parts.onDigit)
    this.#format = parts.format
    this.#dtmfSender = senderFor(parts.format)
    this.#packetiser.setLength(parts.format.packetMs)
  }

  /** After a further offer and answer; the numbering of what we send goes on. */
  setFormat(format: LegFormat): void {
    const { eventPayloadType, eventRate } = this.#format
    const isAsBefore = format.eventPayloadType === eventPayloadType && format.eventRate === eventRate
    if (!isAsBefore) this.#dtmfSender = senderFor(format)
    this.#packetiser.setLength(format.packetMs)
    this.#format = format
  }

  /** While it does not, as when it holds us, nothing is sent, and no number is used up: that would be loss in its figures. */
  setPeerListens(listens: boolean): void {
    this.#peerListens = listens
    this.#audioMarker ||= !listens
  }

  /** Comfort noise and other payload types are counted and otherwise ignored. */
  receive(packet: RtpIn, atMs: number): void {
    this.lastPacketAtMs = atMs
    this.received.add(packet, atMs)
    const kind = kindOf(this.#format, packet.payloadType)
    if (kind === 'event') this.#keys.event(packet)
    else if (kind !== undefined) this.jitterQueue.push(packet.timestamp, decodeG711(kind, packet.payload))
    else if (packet.payload.length > MOST_NOISE_BYTES) this.foreign = { packets: this.foreign.packets + 1, payloadType: packet.payloadType }
  }

  /** This tick's audio from the peer; null = silence. */
  pull(): Int16Array | null {
    const frame = this.jitterQueue.pull()
    this.levelIn.add(frame)
    this.#keys.audio(frame)
    return frame
  }

  /** Sends this tick's audio, or the digit under way in its place. */
  sendFrame(frame: Int16Array): void {
    this.levelOut.add(this.#peerListens ? frame : null)
    if (!this.#peerListens) return this.skip(1)
    const events = this.#dtmfSender?.tick(this.#clock) ?? []
    if (events.length > 0) {
      this.#audioMarker = true
      this.#packetiser.clear()
    }
    const audio = events.length > 0 ? [] : this.#packetiser.push(this.#dtmfTones.next() ?? frame, this.#clock.timestamp)
    for (const packet of [...events, ...audio.map((one) => this.#audioPacket(one))]) this.#send(packet)
    this.#clock.advance(1)
  }

  skip(ticks: number): void {
    this.#packetiser.clear()
    this.#clock.advance(ticks)
  }

  /** As events, or as tones to a peer that takes none. */
  sendDigits(digits: string): void {
    const way = this.#dtmfSender ?? this.#dtmfTones
    way.enqueue(digits)
  }

  /** Keys that the peer sends as tones in its audio count too; off at first. */
  listenForTones(on: boolean): void {
    this.#keys.listenForTones(on)
  }

  #audioPacket({ timestamp, samples }: AudioPacket): RtpOut {
    const { law, payloadType = payloadTypeOfLaw(law) } = this.#format
    const marker = this.#audioMarker
    this.#audioMarker = false
    return this.#clock.stamp({ payloadType, marker, payload: encodeG711(law, samples) }, timestamp)
  }

  #send(packet: RtpOut): void {
    this.packetsSent++
    this.bytesSent += packet.payload.length
    this.#parts.send(packet)
  }
}

const senderFor = ({ eventPayloadType, eventRate }: LegFormat): DtmfSender | null =>
  eventPayloadType === null ? null : new DtmfSender(eventPayloadType, eventRate)
