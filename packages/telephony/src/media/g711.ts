// ITU-T G.711, both laws, by table. Static payload types from RFC 3551: 0 = mu-law (PCMU), 8 = A-law (PCMA).

export type Law = 'mulaw' | 'alaw'

export const lawOfPayloadType = (payloadType: number): Law | undefined =>
  payloadType === 0 ? 'mulaw' : payloadType === 8 ? 'alaw' : undefined

export const payloadTypeOfLaw = (law: Law): 0 | 8 => (law === 'mulaw' ? 0 : 8)

const MULAW_BIAS = 0x84

const expandMulaw = (byte: number): number => {
  const code = ~byte & 0xff
  const magnitude = (((code & 0x0f) << 3) + MULAW_BIAS) << ((code & 0x70) >> 4)
  return code & 0x80 ? MULAW_BIAS - magnitude : magnitude - MULAW_BIAS
}

const expandAlaw = (byte: number): number => {
  const code = byte ^ 0x55
  const exponent = (code & 0x70) >> 4
  const mantissa = ((code & 0x0f) << 4) + 8
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1)
  return code & 0x80 ? magnitude : -magnitude
}

const compressMulaw = (sample: number): number => {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), 32635) + MULAW_BIAS
  const exponent = 31 - Math.clz32(magnitude) - 7
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff
}

const compressAlaw = (sample: number): number => {
  const sign = sample < 0 ? 0 : 0x80
  const magnitude = sample < 0 ? ~sample : sample
  const exponent = magnitude < 0x100 ? 0 : 31 - Math.clz32(magnitude) - 7
  const mantissa = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f
  return (sign | (exponent << 4) | mantissa) ^ 0x55
}

const expandTable = (expand: (byte: number) => number): Int16Array => Int16Array.from({ length: 256 }, (_, byte) => expand(byte))

// Indexed by the sample as an unsigned 16-bit number.
const compressTable = (compress: (sample: number) => number): Uint8Array =>
  Uint8Array.from({ length: 65_536 }, (_, index) => compress((index << 16) >> 16))

const EXPAND = { mulaw: expandTable(expandMulaw), alaw: expandTable(expandAlaw) }
const COMPRESS = { mulaw: compressTable(compressMulaw), alaw: compressTable(compressAlaw) }

/** One byte becomes one sample. */
export const decodeG711 = (law: Law, bytes: Uint8Array): Int16Array => {
  const table = EXPAND[law]
  const samples = new Int16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) samples[i] = table[bytes[i] ?? 0] ?? 0
  return samples
}

/** One sample becomes one byte. */
export const encodeG711 = (law: Law, samples: Int16Array): Buffer => {
  const table = COMPRESS[law]
  const bytes = Buffer.allocUnsafe(samples.length)
  for (let i = 0; i < samples.length; i++) bytes[i] = table[(samples[i] ?? 0) & 0xffff] ?? 0
  return bytes
}
