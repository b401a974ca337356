// One party's connection as the mixer sees it: RTP in and out in one G.711 law, whatever the edge is.
// It knows no room and no other leg. A replaced connection is a new Leg under the old name.

import { DtmfReceiver } from './dtmf-receive.ts'
import { DtmfSender } from './dtmf-send.ts'
import { decodeG711, encodeG711, lawOfPayloadType, payloadTypeOfLaw, type Law } from './g711.ts'
import { JitterQueue } from './jitter-queue.ts'
import { LevelMeter } from './level-meter.ts'
import { RtpClock } from './rtp-clock.ts'
import type { RtpIn, RtpOut } from './rtp-packet.ts'
import { RtpReceiveStats } from './rtp-receive-stats.ts'

export type LegFormat = {
  /** The law that we send; both are understood. */
  law: Law
  /** From the peer's SDP, never assumed; null when the peer takes no telephone-event. */
  eventPayloadType: number | null
}

type LegParts = {
  format: LegFormat
  /** The SSRC of all that we send; a random one when absent. */
  ssrc?: number
  send: (packet: RtpOut) => void
  onDigit: (digit: string) => void
}

export class Leg {
  readonly #parts: LegParts
  readonly #clock: RtpClock
  #format: LegFormat
  #dtmfSender: DtmfSender | null
  #dtmfReceiver = new DtmfReceiver()
  #peerSsrc: number | undefined
  readonly jitterQueue = new JitterQueue()
  readonly received = new RtpReceiveStats()
  readonly levelIn = new LevelMeter()
  readonly levelOut = new LevelMeter()
  lastPacketAtMs: number | undefined
  packetsSent = 0
  bytesSent = 0
  #audioMarker = true

  constructor(parts: LegParts) {
    this.#parts = parts
    this.#clock = new RtpClock(parts.ssrc)
    this.#format = parts.format
    this.#dtmfSender = senderFor(parts.format)
  }

  /** After a further offer and answer; the numbering of what we send goes on. */
  setFormat(format: LegFormat): void {
    if (format.eventPayloadType !== this.#format.eventPayloadType) this.#dtmfSender = senderFor(format)
    this.#format = format
  }

  /** Comfort noise and other payload types are counted and otherwise ignored. */
  receive(packet: RtpIn, atMs: number): void {
    if (packet.ssrc !== this.#peerSsrc) this.#onNewStream(packet.ssrc)
    this.lastPacketAtMs = atMs
    this.received.add(packet, atMs)
    const law = lawOfPayloadType(packet.payloadType)
    if (law !== undefined) this.jitterQueue.push(packet.timestamp, decodeG711(law, packet.payload))
    else if (packet.payloadType === this.#format.eventPayloadType) this.#receiveDigit(packet)
  }

  /** This tick's audio from the peer; null = silence. */
  pull(): Int16Array | null {
    const frame = this.jitterQueue.pull()
    this.levelIn.add(frame)
    return frame
  }

  /** Sends this tick's audio, or the digit under way in its place. */
  sendFrame(frame: Int16Array): void {
    this.levelOut.add(frame)
    const events = this.#dtmfSender?.tick(this.#clock) ?? []
    if (events.length > 0) this.#audioMarker = true
    for (const packet of events.length > 0 ? events : [this.#audioPacket(frame)]) this.#send(packet)
    this.#clock.advance(1)
  }

  skip(ticks: number): void {
    this.#clock.advance(ticks)
  }

  /** False when the peer takes no telephone-event. */
  sendDigits(digits: string): boolean {
    this.#dtmfSender?.enqueue(digits)
    return this.#dtmfSender !== null
  }

  #receiveDigit(packet: RtpIn): void {
    const digit = this.#dtmfReceiver.receive(packet)
    if (digit !== null) this.#parts.onDigit(digit)
  }

  #onNewStream(ssrc: number): void {
    this.#peerSsrc = ssrc
    this.#dtmfReceiver = new DtmfReceiver()
    this.received.restart()
  }

  #audioPacket(frame: Int16Array): RtpOut {
    const { law } = this.#format
    const marker = this.#audioMarker
    this.#audioMarker = false
    return this.#clock.stamp({ payloadType: payloadTypeOfLaw(law), marker, payload: encodeG711(law, frame) })
  }

  #send(packet: RtpOut): void {
    this.packetsSent++
    this.bytesSent += packet.payload.length
    this.#parts.send(packet)
  }
}

const senderFor = ({ eventPayloadType }: LegFormat): DtmfSender | null =>
  eventPayloadType === null ? null : new DtmfSender(eventPayloadType)
