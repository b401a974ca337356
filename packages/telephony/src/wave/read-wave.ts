// The audio of a WAV file as linear samples per channel: as a whole, or block by block for files of hours.

import { open, type FileHandle } from 'node:fs/promises'
import { MediaError } from '../media/media-error.ts'
import { decodeG711 } from '../media/g711.ts'
import { frameBytes, readWaveFormat, WAVE_HEAD_BYTES, type WaveFormat, type WaveSource } from './wave-format.ts'

export type Wave = WaveFormat & { samples: Int16Array[] }

/** 8192 frames of the widest kind: decoded in a fraction of a tick. */
const BLOCK_BYTES = 32_768

export type OpenWave = WaveFormat & { blocks: () => AsyncGenerator<Int16Array[]> }

/** A path or the bytes of a file. `MEDIA_WAVE_REFUSED`: not there, no WAV, or of an encoding that is not read. */
export const readWave = async (source: Uint8Array | string): Promise<Wave> => {
  if (typeof source !== 'string') return readBytes(Buffer.from(source.buffer, source.byteOffset, source.byteLength))
  return withWave(source, async ({ blocks, ...format }) => {
    const parts: Int16Array[][] = []
    for await (const block of blocks()) parts.push(block)
    return { ...format, samples: channelsOf(format).map((channel) => joined(parts.map((part) => part[channel] ?? new Int16Array()))) }
  })
}

/** Lends an open file, whose `blocks` are samples per channel. `MEDIA_WAVE_REFUSED`. */
export const withWave = async <T>(path: string, use: (wave: OpenWave) => Promise<T>): Promise<T> => {
  const file = await open(path, 'r').catch(refuse)
  try {
    const format = formatOf(await headOf(file).catch(refuse))
    return await use({ ...format, blocks: () => blocksOf(file, format) })
  } finally {
    await file.close()
  }
}

const refuse = (error: unknown): never => {
  throw new MediaError('MEDIA_WAVE_REFUSED', String(error))
}

const readBytes = (bytes: Buffer): Wave => {
  const format = formatOf({ bytes, fileBytes: bytes.length })
  return { ...format, samples: decodeFrames(format, bytes.subarray(format.dataOffset, format.dataOffset + format.dataBytes)) }
}

const formatOf = (source: WaveSource): WaveFormat => {
  const format = readWaveFormat(source)
  if (typeof format === 'string') throw new MediaError('MEDIA_WAVE_REFUSED', format)
  return format
}

const headOf = async (file: FileHandle): Promise<WaveSource> => {
  const { size } = await file.stat()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, WAVE_HEAD_BYTES)), 0, null, 0)
  return { bytes: buffer.subarray(0, bytesRead), fileBytes: size }
}

async function* blocksOf(file: FileHandle, format: WaveFormat): AsyncGenerator<Int16Array[]> {
  const step = BLOCK_BYTES - (BLOCK_BYTES % frameBytes(format))
  const end = format.dataOffset + format.dataBytes
  for (let at = format.dataOffset; at < end; at += step) {
    const length = Math.min(step, end - at)
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, at).catch(refuse)
    yield decodeFrames(format, buffer.subarray(0, bytesRead - (bytesRead % frameBytes(format))))
  }
}

const decodeFrames = (format: WaveFormat, bytes: Buffer): Int16Array[] => {
  const { encoding, channels } = format
  const interleaved = encoding === 'pcm16' ? decodePcm(bytes) : decodeG711(encoding, bytes)
  const frames = interleaved.length / channels
  return channelsOf(format).map((channel) => {
    const samples = new Int16Array(frames)
    for (let i = 0; i < frames; i++) samples[i] = interleaved[i * channels + channel] ?? 0
    return samples
  })
}

const decodePcm = (bytes: Buffer): Int16Array => {
  const samples = new Int16Array(bytes.length / 2)
  for (let i = 0; i < samples.length; i++) samples[i] = bytes.readInt16LE(2 * i)
  return samples
}

const channelsOf = ({ channels }: WaveFormat): number[] => Array.from({ length: channels }, (_, channel) => channel)

export const joined = (parts: readonly Int16Array[]): Int16Array => {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
