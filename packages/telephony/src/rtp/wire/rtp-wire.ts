// RTP packets as bytes (RFC 3550 section 5.1). What we write has neither CSRC, extension nor padding.

import type { RtpIn, RtpOut } from '../../media/rtp-packet.ts'

const VERSION = 2
const HEADER_BYTES = 12

/** Undefined when it is no RTP; `payload` shares the bytes. */
export const parseRtp = (bytes: Buffer): RtpIn | undefined => {
  if (bytes.length < HEADER_BYTES || bytes.readUInt8(0) >> 6 !== VERSION) return undefined
  const start = rtpHeaderBytes(bytes)
  const padding = bytes.readUInt8(0) & 0x20 ? bytes.readUInt8(bytes.length - 1) : 0
  if (start === undefined || start + padding > bytes.length) return undefined
  return {
    payloadType: bytes.readUInt8(1) & 0x7f,
    sequenceNumber: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    marker: (bytes.readUInt8(1) & 0x80) !== 0,
    ssrc: bytes.readUInt32BE(8),
    payload: bytes.subarray(start, bytes.length - padding),
  }
}

/** RTP and RTCP on one port (RFC 5761 section 4): by the second byte, which no RTP packet with a payload type of ours has so. */
export const isRtcp = (bytes: Buffer): boolean =>
  bytes.length >= 4 && bytes.readUInt8(0) >> 6 === VERSION && bytes.readUInt8(1) >= 192 && bytes.readUInt8(1) <= 223

export const writeRtp = (packet: RtpOut): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(VERSION << 6, 0)
  header.writeUInt8((packet.marker ? 0x80 : 0) | packet.payloadType, 1)
  header.writeUInt16BE(packet.sequenceNumber, 2)
  header.writeUInt32BE(packet.timestamp, 4)
  header.writeUInt32BE(packet.ssrc, 8)
  return Buffer.concat([header, packet.payload])
}

/** With sources and extension; of at least twelve bytes. Undefined when the packet ends before. */
export const rtpHeaderBytes = (bytes: Buffer): number | undefined => {
  const first = bytes.readUInt8(0)
  const afterSources = HEADER_BYTES + (first & 0x0f) * 4
  if (!(first & 0x10)) return afterSources
  return bytes.length < afterSources + 4 ? undefined : afterSources + 4 + bytes.readUInt16BE(afterSources + 2) * 4
}
