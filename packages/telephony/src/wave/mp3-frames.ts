// What an MP3 file is made of (ISO 11172-3, 13818-3, layer III): its frames are walked, not decoded, so that a decoder is only ever given
// what is one, of a length that is known.

import { SoundFault } from './sound-fault.ts'

const RATES = [44_100, 48_000, 32_000]
/** kbit/s by the header's four bits. */
const BITRATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const BITRATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
/** By the header's two bits: MPEG 2.5, one that is reserved, MPEG-2, MPEG-1. */
const VERSIONS = [
  { bitrates: BITRATES_2, slower: 4, samples: 576 },
  undefined,
  { bitrates: BITRATES_2, slower: 2, samples: 576 },
  { bitrates: BITRATES_1, slower: 1, samples: 1152 },
]
/** Eleven bits of synchronisation, and layer III. */
const isFrame = (sync: number, kind: number): boolean => sync === 0xff && (kind & 0xe6) === 0xe2
/** So much of the file may be anything else, such as padding and tags at its end. */
const FOREIGN_SHARE = 0.1
const TAG_BYTES = 128

interface Frame {
  readonly bytes: number
  readonly seconds: number
}

export function isMp3(bytes: Buffer): boolean {
  const at = afterTag(bytes)
  const first = frameAt(bytes, at)
  return first !== undefined && (at + first.bytes === bytes.length || frameAt(bytes, at + first.bytes) !== undefined)
}

/** Seconds. Throws a `SoundFault` where the file is broken or longer than `mostSeconds`. */
export function mp3Seconds(bytes: Buffer, mostSeconds: number): number {
  const begin = afterTag(bytes)
  let seconds = 0
  let foreign = 0
  for (let at = begin; at < bytes.length;) {
    const frame = frameAt(bytes, at)
    seconds += frame?.seconds ?? 0
    if (frame === undefined) foreign++
    at += frame?.bytes ?? 1
    if (seconds > mostSeconds) throw new SoundFault('tooLong')
  }
  if (foreign > TAG_BYTES + (bytes.length - begin) * FOREIGN_SHARE) throw new SoundFault('broken', `${foreign} B`)
  if (seconds === 0) throw new SoundFault('empty')
  return seconds
}

/** ID3v2 says its length in four times seven bits. */
function afterTag(bytes: Buffer): number {
  if (bytes.length < 10 || bytes.toString('latin1', 0, 3) !== 'ID3') return 0
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((bytes[at] ?? 0) & 0x7f), 0)
  return Math.min(10 + size, bytes.length)
}

/** Undefined: no frame begins here, or its end is not there. */
function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + 4 > bytes.length) return undefined
  const [sync = 0, kind = 0, shape = 0] = bytes.subarray(at, at + 3)
  const version = isFrame(sync, kind) ? VERSIONS[(kind >> 3) & 3] : undefined
  const bitrate = version?.bitrates[shape >> 4] ?? 0
  const rate = RATES[(shape >> 2) & 3]
  if (version === undefined || bitrate === 0 || rate === undefined) return undefined
  const sampleRate = rate / version.slower
  const length = Math.floor(((version.samples / 8) * bitrate * 1000) / sampleRate) + ((shape >> 1) & 1)
  return at + length > bytes.length ? undefined : { bytes: length, seconds: version.samples / sampleRate }
}
