// WAV files as people bring them (RIFF; RFC 2361 for the codes): every size is checked, nothing is guessed. Recordings of ours, which
// may be unfinished, are read by wave-format.ts.

import { decodeG711 } from '../media/g711.ts'
import { SoundFault } from './sound-fault.ts'

export interface HeardSound {
  /** Hertz. */
  readonly sampleRate: number
  /** One channel, mixed down, in the range of 16 bits. */
  readonly samples: Float32Array
}

export const LEAST_RATE = 6_000
export const GREATEST_RATE = 48_000
const EXTENSIBLE = 0xfffe
/** Written by programs that did not know yet how much would follow. */
const UNKNOWN_SIZE = 0xffffffff
const MOST_CHUNKS = 1_000

interface Shape {
  readonly decode: (bytes: Buffer) => Float32Array
  readonly sampleBytes: number
  readonly channels: number
  readonly sampleRate: number
}

export const isWave = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WAVE'

/** Throws a `SoundFault`. `mostSeconds`: longer ones are refused before they are decoded. */
export function readWholeWave(bytes: Buffer, mostSeconds: number): HeardSound {
  if (!isWave(bytes)) throw new SoundFault('unknown')
  const { shape, data } = chunksOf(bytes)
  const frameBytes = shape.sampleBytes * shape.channels
  if (data.length === 0) throw new SoundFault('empty')
  if (data.length % frameBytes !== 0) throw new SoundFault('broken', `${data.length} B`)
  if (data.length / frameBytes > mostSeconds * shape.sampleRate) throw new SoundFault('tooLong')
  const interleaved = shape.decode(data)
  return { sampleRate: shape.sampleRate, samples: shape.channels === 1 ? interleaved : mixedDown(interleaved) }
}

function chunksOf(bytes: Buffer): { shape: Shape; data: Buffer } {
  let shape: Shape | undefined
  let at = 12
  for (let count = 0; at + 8 <= bytes.length && count < MOST_CHUNKS; count++) {
    const name = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, at + 8 + size)
    if (name === 'data' && shape && (size === UNKNOWN_SIZE || body.length === size)) return { shape, data: body }
    if (body.length < size) throw new SoundFault('broken', name.replace(/[^ -~]/g, '?').trim())
    if (name === 'fmt ') shape = shapeOf(body)
    at += 8 + size + (size % 2)
  }
  throw new SoundFault('broken', shape ? 'data' : 'fmt')
}

function shapeOf(chunk: Buffer): Shape {
  if (chunk.length < 16) throw new SoundFault('broken', 'fmt')
  const tag = chunk.readUInt16LE(0)
  const code = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag
  const bits = chunk.readUInt16LE(14)
  const channels = chunk.readUInt16LE(2)
  const sampleRate = chunk.readUInt32LE(4)
  const decode = decoders.get(`${code}/${bits}`)
  if (decode === undefined) throw new SoundFault('encoding', `${code}/${bits}`)
  if (channels < 1 || channels > 2) throw new SoundFault('channels', String(channels))
  if (sampleRate < LEAST_RATE || sampleRate > GREATEST_RATE) throw new SoundFault('sampleRate', String(sampleRate))
  const sampleBytes = bits / 8
  if (chunk.readUInt16LE(12) !== sampleBytes * channels) throw new SoundFault('broken', 'fmt')
  return { decode, sampleBytes, channels, sampleRate }
}

type Decode = (bytes: Buffer) => Float32Array

const each =
  (sampleBytes: number, read: (bytes: Buffer, at: number) => number): Decode =>
  (bytes) =>
    Float32Array.from({ length: bytes.length / sampleBytes }, (_, i) => read(bytes, i * sampleBytes))

/** What is no number, or far beyond full scale, must not reach the filters. */
const fromFloat = (value: number): number => (Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) * 32_768 : 0)

const decoders: ReadonlyMap<string, Decode> = new Map([
  ['1/8', each(1, (bytes, at) => ((bytes[at] ?? 128) - 128) * 256)],
  ['1/16', each(2, (bytes, at) => bytes.readInt16LE(at))],
  ['1/24', each(3, (bytes, at) => bytes.readIntLE(at, 3) / 256)],
  ['1/32', each(4, (bytes, at) => bytes.readInt32LE(at) / 65_536)],
  ['3/32', each(4, (bytes, at) => fromFloat(bytes.readFloatLE(at)))],
  ['6/8', (bytes) => Float32Array.from(decodeG711('alaw', bytes))],
  ['7/8', (bytes) => Float32Array.from(decodeG711('mulaw', bytes))],
])

const mixedDown = (interleaved: Float32Array): Float32Array =>
  Float32Array.from({ length: interleaved.length / 2 }, (_, i) => ((interleaved[2 * i] ?? 0) + (interleaved[2 * i + 1] ?? 0)) / 2)
