// The head of a WAV file (RIFF; RFC 2361 for the codes): what the audio is and where it lies. PCM16 and both laws of G.711.

export type WaveEncoding = 'pcm16' | 'mulaw' | 'alaw'

export type WaveFormat = {
  encoding: WaveEncoding
  channels: number
  /** Hertz. */
  sampleRate: number
  /** Of the first byte of audio. */
  dataOffset: number
  /** Whole frames (one sample of each channel) only. */
  dataBytes: number
  durationMs: number
}

export type WaveSource = { bytes: Buffer; fileBytes: number }

const ENCODINGS: ReadonlyMap<string, WaveEncoding> = new Map([
  ['1/16', 'pcm16'],
  ['6/8', 'alaw'],
  ['7/8', 'mulaw'],
])
const EXTENSIBLE = 0xfffe
const MAX_CHANNELS = 8

/** All chunks before the audio must lie within this. */
export const WAVE_HEAD_BYTES = 65_536

/** A text tells what is wrong. `bytes` is the beginning of a file of `fileBytes`; an unfinished file ends where it ends. */
export const readWaveFormat = ({ bytes, fileBytes }: WaveSource): WaveFormat | string => {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') return 'no WAV file'
  let shape: Shape | string = 'no format before the audio'
  let at = 12
  while (at + 8 <= bytes.length) {
    const name = bytes.toString('latin1', at, at + 4)
    const size = bytes.readUInt32LE(at + 4)
    if (name === 'fmt ') shape = readShape(bytes.subarray(at + 8, at + 8 + size))
    if (name === 'data') return typeof shape === 'string' ? shape : withData(shape, { offset: at + 8, size, fileBytes })
    at += 8 + size + (size % 2)
  }
  return 'no audio in the file'
}

export const frameBytes = ({ encoding, channels }: Pick<WaveFormat, 'encoding' | 'channels'>): number =>
  channels * (encoding === 'pcm16' ? 2 : 1)

type Shape = Pick<WaveFormat, 'encoding' | 'channels' | 'sampleRate'>

const readShape = (chunk: Buffer): Shape | string => {
  if (chunk.length < 16) return 'a broken format'
  const tag = chunk.readUInt16LE(0)
  const code = tag === EXTENSIBLE && chunk.length >= 26 ? chunk.readUInt16LE(24) : tag
  const bits = chunk.readUInt16LE(14)
  const encoding = ENCODINGS.get(`${code}/${bits}`)
  const channels = chunk.readUInt16LE(2)
  const sampleRate = chunk.readUInt32LE(4)
  if (encoding === undefined) return `encoding ${code} of ${bits} bits; only PCM of 16 bits, A-law and mu-law are read`
  if (channels < 1 || channels > MAX_CHANNELS || sampleRate < 1) return `${channels} channels at ${sampleRate} Hz`
  return { encoding, channels, sampleRate }
}

/** A recorder that was cut off leaves 0 or the greatest number for the size. */
const withData = (shape: Shape, data: { offset: number; size: number; fileBytes: number }): WaveFormat => {
  const present = Math.max(0, data.fileBytes - data.offset)
  const stated = data.size === 0 ? present : Math.min(data.size, present)
  const frames = Math.floor(stated / frameBytes(shape))
  return {
    ...shape,
    dataOffset: data.offset,
    dataBytes: frames * frameBytes(shape),
    durationMs: Math.round((frames * 1000) / shape.sampleRate),
  }
}
