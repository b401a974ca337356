// RTP as a capture that sipp plays (pcap with Ethernet, IPv4 and UDP headers, of which sipp takes lengths and times only).

type Captured = { atMs: number; bytes: Buffer }

const HEADERS = { ethernet: 14, ip: 20, udp: 8 }
const PORT = 10_000

export const rtpCapture = (packets: readonly Captured[]): Buffer => {
  const file = Buffer.alloc(24)
  for (const [at, value] of [0xa1b2_c3d4, 0x0004_0002, 0, 0, 0xffff, 1].entries()) file.writeUInt32LE(value, 4 * at)
  return Buffer.concat([file, ...packets.flatMap(({ atMs, bytes }) => [recordOf(atMs, bytes.length), headersOf(bytes.length), bytes])])
}

const recordOf = (atMs: number, length: number): Buffer => {
  const record = Buffer.alloc(16)
  const whole = length + HEADERS.ethernet + HEADERS.ip + HEADERS.udp
  for (const [at, value] of [Math.floor(atMs / 1000), (atMs % 1000) * 1000, whole, whole].entries()) record.writeUInt32LE(value, 4 * at)
  return record
}

const headersOf = (length: number): Buffer => {
  const headers = Buffer.alloc(HEADERS.ethernet + HEADERS.ip + HEADERS.udp)
  headers.writeUInt16BE(0x0800, 12)
  headers.writeUInt8(0x45, 14)
  headers.writeUInt16BE(HEADERS.ip + HEADERS.udp + length, 16)
  headers.writeUInt8(64, 22)
  headers.writeUInt8(17, 23)
  headers.writeUInt32BE(0x7f00_0001, 26)
  headers.writeUInt32BE(0x7f00_0001, 30)
  for (const at of [34, 36]) headers.writeUInt16BE(PORT, at)
  headers.writeUInt16BE(HEADERS.udp + length, 38)
  return headers
}
