// RTCP of one plain RTP leg: our sender and receiver reports, and what the peer reports of us (RFC 3550 sections 6.4 and A.3).

import { SAMPLE_RATE, sequenceDistance } from '../media/frame.ts'
import type { RtpIn, RtpOut } from '../media/rtp-packet.ts'

const SENDER_REPORT = 200
const RECEIVER_REPORT = 201
const SOURCE_DESCRIPTION = 202
const BLOCK_BYTES = 24
/** RFC 3550 section A.1: a sequence that leaps further is numbered anew. */
const MAX_DROPOUT = 3000
const MAX_MISORDER = 100
/** A clock that steps by more than a second was set. */
const CLOCK_STEP = SAMPLE_RATE
const NTP_OFFSET_SECONDS = 2_208_988_800

type Sent = { ssrc: number; timestamp: number; packets: number; bytes: number }
type Heard = { ssrc: number; first: number; highest: number; packets: number; jitterUnits: number; lastTransit: number | undefined }

export class RtcpSession {
  /** As the peer reports; null until it does. */
  roundTripMs: number | null = null
  lossFraction: number | null = null
  jitterMs: number | null = null
  #sent: Sent | undefined
  #heard: Heard | undefined
  #before = { expected: 0, packets: 0 }
  #lastSenderReport: { ntpMiddle: number; atMs: number } | undefined

  onSent({ ssrc, timestamp, payload }: RtpOut): void {
    const { packets = 0, bytes = 0 } = this.#sent ?? {}
    this.#sent = { ssrc, timestamp, packets: packets + 1, bytes: bytes + payload.length }
  }

  onReceived({ ssrc, sequenceNumber, timestamp, marker }: RtpIn, atMs: number): void {
    const heard = this.#continued(ssrc, sequenceNumber) ?? this.#begun(ssrc, sequenceNumber)
    heard.packets++
    heard.highest += Math.max(0, sequenceDistance(sequenceNumber, heard.highest & 0xffff))
    const transit = ((atMs * SAMPLE_RATE) / 1000 - timestamp) | 0
    const difference = Math.abs((transit - (heard.lastTransit ?? transit)) | 0)
    if (marker !== true && difference < CLOCK_STEP) heard.jitterUnits += (difference - heard.jitterUnits) / 16
    heard.lastTransit = transit
  }

  #continued(ssrc: number, sequenceNumber: number): Heard | undefined {
    const heard = this.#heard?.ssrc === ssrc ? this.#heard : undefined
    const ahead = sequenceDistance(sequenceNumber, (heard?.highest ?? 0) & 0xffff)
    return ahead > MAX_DROPOUT || ahead < -MAX_MISORDER ? undefined : heard
  }

  #begun(ssrc: number, sequenceNumber: number): Heard {
    this.#before = { expected: 0, packets: 0 }
    this.#heard = { ssrc, first: sequenceNumber, highest: sequenceNumber, packets: 0, jitterUnits: 0, lastTransit: undefined }
    return this.#heard
  }

  /** A compound report; undefined before anything was sent. */
  report(nowMs: number): Buffer | undefined {
    const sent = this.#sent
    if (sent === undefined) return undefined
    const blocks = this.#heard === undefined ? [] : [this.#block(this.#heard, nowMs)]
    const body = Buffer.concat([senderInfo(sent, nowMs), ...blocks])
    return Buffer.concat([withHeader(SENDER_REPORT, blocks.length, body), description(sent.ssrc)])
  }

  /** Never throws on what a peer sent; unknown packets are passed over. */
  receive(bytes: Buffer, nowMs: number): void {
    let rest = bytes
    while (rest.length >= 8 && rest.readUInt8(0) >> 6 === 2) {
      const length = 4 * (rest.readUInt16BE(2) + 1)
      if (length > rest.length) return
      this.#receiveOne(rest.subarray(0, length), nowMs)
      rest = rest.subarray(length)
    }
  }

  #receiveOne(packet: Buffer, nowMs: number): void {
    const type = packet.readUInt8(1)
    if (type !== SENDER_REPORT && type !== RECEIVER_REPORT) return
    const blocksStart = type === SENDER_REPORT ? 28 : 8
    if (type === SENDER_REPORT && packet.length >= blocksStart) {
      this.#lastSenderReport = { ntpMiddle: packet.readUInt32BE(10), atMs: nowMs }
    }
    const count = packet.readUInt8(0) & 0x1f
    for (let i = 0; i < count && packet.length >= blocksStart + (i + 1) * BLOCK_BYTES; i++) {
      this.#readBlock(packet.subarray(blocksStart + i * BLOCK_BYTES), nowMs)
    }
  }

  #readBlock(block: Buffer, nowMs: number): void {
    if (block.readUInt32BE(0) !== this.#sent?.ssrc) return
    this.lossFraction = block.readUInt8(4) / 256
    this.jitterMs = (block.readUInt32BE(12) * 1000) / SAMPLE_RATE
    const lastReport = block.readUInt32BE(16)
    const delay = block.readUInt32BE(20)
    if (lastReport !== 0) this.roundTripMs = Math.max(0, (((ntpMiddle(nowMs) - lastReport - delay) | 0) * 1000) / 65_536)
  }

  #block(heard: Heard, nowMs: number): Buffer {
    const expected = heard.highest - heard.first + 1
    const lost = Math.max(0, expected - heard.packets)
    const expectedNow = expected - this.#before.expected
    const lostNow = Math.max(0, expectedNow - (heard.packets - this.#before.packets))
    this.#before = { expected, packets: heard.packets }
    const block = Buffer.alloc(BLOCK_BYTES)
    block.writeUInt32BE(heard.ssrc, 0)
    block.writeUInt8(expectedNow > 0 ? Math.min(255, Math.floor((lostNow * 256) / expectedNow)) : 0, 4)
    block.writeUIntBE(Math.min(lost, 0x7f_ffff), 5, 3)
    block.writeUInt32BE(heard.highest >>> 0, 8)
    block.writeUInt32BE(Math.floor(heard.jitterUnits) >>> 0, 12)
    const last = this.#lastSenderReport
    if (last === undefined) return block
    block.writeUInt32BE(last.ntpMiddle, 16)
    block.writeUInt32BE(Math.floor(((nowMs - last.atMs) * 65_536) / 1000) >>> 0, 20)
    return block
  }
}

const ntp = (nowMs: number): { seconds: number; fraction: number } => {
  const seconds = Math.floor(nowMs / 1000)
  return { seconds: (seconds + NTP_OFFSET_SECONDS) >>> 0, fraction: Math.floor(((nowMs - seconds * 1000) / 1000) * 2 ** 32) >>> 0 }
}

const ntpMiddle = (nowMs: number): number => {
  const { seconds, fraction } = ntp(nowMs)
  return (((seconds & 0xffff) << 16) | (fraction >>> 16)) >>> 0
}

const senderInfo = ({ ssrc, timestamp, packets, bytes }: Sent, nowMs: number): Buffer => {
  const info = Buffer.alloc(24)
  const { seconds, fraction } = ntp(nowMs)
  for (const [i, value] of [ssrc, seconds, fraction, timestamp, packets >>> 0, bytes >>> 0].entries()) info.writeUInt32BE(value, 4 * i)
  return info
}

/** A name is compulsory; it tells nothing of us. */
const description = (ssrc: number): Buffer => {
  const body = Buffer.alloc(16)
  body.writeUInt32BE(ssrc, 0)
  body.writeUInt8(1, 4)
  body.writeUInt8(8, 5)
  body.write(ssrc.toString(16).padStart(8, '0'), 6, 'ascii')
  return withHeader(SOURCE_DESCRIPTION, 1, body)
}

const withHeader = (type: number, count: number, body: Buffer): Buffer => {
  const header = Buffer.alloc(4)
  header.writeUInt8(0x80 | count, 0)
  header.writeUInt8(type, 1)
  header.writeUInt16BE(body.length / 4, 2)
  return Buffer.concat([header, body])
}
