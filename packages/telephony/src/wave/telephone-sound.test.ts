import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeG711 } from '../media/g711.ts'
import { sineWave, toneLevelDb } from '../media/goertzel.ts'
import { isMp3, mp3Seconds } from './mp3-frames.ts'
import { readWave } from './read-wave.ts'
import { SoundFault } from './sound-fault.ts'
import { telephoneSound } from './telephone-sound.ts'
import { pcmWave, waveOf } from './test-support/wave-bytes.ts'
import { promptWave } from './wave-header.ts'
import { readWholeWave } from './whole-wave.ts'

const HZ = 700
const tone = (sampleRate: number, amplitude = 4000, seconds = 1): Int16Array =>
  Int16Array.from({ length: sampleRate * seconds }, (_, i) => amplitude * Math.sin((2 * Math.PI * HZ * i) / sampleRate))
const bytesOf = (samples: Int16Array, width: number, write: (buffer: Buffer, value: number, at: number) => void): Buffer => {
  const data = Buffer.alloc(samples.length * width)
  for (const [i, value] of samples.entries()) write(data, value, i * width)
  return data
}
const wave = (code: number, bits: number, data: Buffer, sampleRate = 8000) => waveOf({ code, bits, channels: 1, sampleRate }, data)

const t = tone(8000)
const readable: readonly (readonly [string, Buffer])[] = [
  [
    'PCM of 8 bits',
    wave(
      1,
      8,
      bytesOf(t, 1, (b, v, at) => b.writeUInt8((v >> 8) + 128, at)),
    ),
  ],
  ['PCM of 16 bits', pcmWave(8000, [t])],
  [
    'PCM of 24 bits',
    wave(
      1,
      24,
      bytesOf(t, 3, (b, v, at) => b.writeIntLE(v * 256, at, 3)),
    ),
  ],
  [
    'PCM of 32 bits',
    wave(
      1,
      32,
      bytesOf(t, 4, (b, v, at) => b.writeInt32LE(v * 65_536, at)),
    ),
  ],
  [
    'floats',
    wave(
      3,
      32,
      bytesOf(t, 4, (b, v, at) => b.writeFloatLE(v / 32_768, at)),
    ),
  ],
  ['A-law', wave(6, 8, Buffer.from(encodeG711('alaw', t)))],
  ['mu-law', wave(7, 8, Buffer.from(encodeG711('mulaw', t)))],
  ['stereo', pcmWave(8000, [t, t])],
  ['one silent side', pcmWave(44_100, [tone(44_100), new Int16Array(44_100)])],
  ...[6000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000].map((rate) => [`${rate} Hz`, pcmWave(rate, [tone(rate)])] as const),
  [
    'chunks of others before',
    waveOf({ code: 1, bits: 16, channels: 1, sampleRate: 8000 }, Buffer.from(t.buffer), { before: [['LIST', Buffer.alloc(33)]] }),
  ],
  ['the extensible form', waveOf({ code: 0xfffe, bits: 16, channels: 1, sampleRate: 8000 }, Buffer.from(t.buffer), { subFormat: 1 })],
  ['a size that was not known', withSize(pcmWave(8000, [t]), 0xffffffff)],
]

function withSize(file: Buffer, size: number): Buffer {
  const changed = Buffer.from(file)
  changed.writeUInt32LE(size, 40)
  return changed
}

describe('a sound that somebody brings', () => {
  it.each(readable)('as %s is one second at -20 dBFS afterwards', (_, file) => {
    const { samples, durationMs } = telephoneSound(readWholeWave(file, 300))
    expect(Math.abs(durationMs - 1000)).toBeLessThanOrEqual(1)
    // The level is the mean power's; a sine of that power peaks 3 dB above.
    expect(toneLevelDb(samples.subarray(200, -200), HZ)).toBeCloseTo(-17, 0)
  })

  it('is raised when it is quiet, lowered when it is loud, and never blown up or cut', () => {
    const levelOf = (amplitude: number) =>
      toneLevelDb(telephoneSound({ sampleRate: 8000, samples: Float32Array.from(tone(8000, amplitude)) }).samples, HZ)
    expect(levelOf(200)).toBeCloseTo(-17, 0)
    expect(levelOf(32_000)).toBeCloseTo(-17, 0)
    expect(levelOf(2)).toBeLessThan(-45)
    const click = Float32Array.from({ length: 8000 }, (_, i) => (i === 4000 ? 30_000 : 40 * Math.sin(i)))
    expect(Math.max(...telephoneSound({ sampleRate: 8000, samples: click }).samples)).toBeLessThan(32_767)
    expect(telephoneSound({ sampleRate: 8000, samples: new Float32Array(800) }).samples).toEqual(new Int16Array(800))
  })

  it('is measured where it speaks, and loses long silence at its ends when that is wished', () => {
    const spoken = Float32Array.from({ length: 80_000 }, (_, i) =>
      i > 24_000 && i < 40_000 ? 3000 * Math.sin((2 * Math.PI * HZ * i) / 8000) : 0,
    )
    const whole = telephoneSound({ sampleRate: 8000, samples: spoken })
    expect(whole.durationMs).toBe(10_000)
    expect(toneLevelDb(whole.samples.subarray(25_000, 39_000), HZ)).toBeCloseTo(-17, 0)
    const { durationMs } = telephoneSound({ sampleRate: 8000, samples: spoken }, { trim: true })
    expect(durationMs).toBeGreaterThan(2300)
    expect(durationMs).toBeLessThan(2500)
  })

  it('is written so that it can be read', async () => {
    const samples = sineWave(HZ, 8000)
    expect((await readWave(promptWave(samples))).samples).toEqual([samples])
    expect(readWholeWave(promptWave(samples), 300).samples).toEqual(Float32Array.from(samples))
  })
})

const valid = pcmWave(8000, [t])
const refused: readonly (readonly [string, Buffer, string])[] = [
  ['nothing', Buffer.alloc(0), 'unknown'],
  ['text', Buffer.from('hello, this is no sound at all'), 'unknown'],
  ['a stump of 60 bytes', valid.subarray(0, 60), 'broken'],
  ['half of it', valid.subarray(0, 8000), 'broken'],
  ['a greater size than there is', withSize(valid, 20_000), 'broken'],
  ['half a sample', withSize(valid, 15_999), 'broken'],
  ['no samples', pcmWave(8000, [new Int16Array()]), 'empty'],
  ['no audio', valid.subarray(0, 36), 'broken'],
  ['a codec of others', wave(0x11, 4, Buffer.alloc(100)), 'encoding'],
  ['three channels', pcmWave(8000, [t, t, t]), 'channels'],
  ['a rate of none', pcmWave(4000, [t]), 'sampleRate'],
  ['96 kHz', pcmWave(96_000, [t]), 'sampleRate'],
  ['more than its time', pcmWave(8000, [tone(8000, 1000, 11)]), 'tooLong'],
  ['a block size of its own', ((file) => (file.writeUInt16LE(7, 32), file))(Buffer.from(valid)), 'broken'],
]

const reasonOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof SoundFault) return error.reason
    throw error
  }
  return 'taken'
}

describe('a sound that cannot be used', () => {
  it.each(refused)('is %s', (_, file, reason) => expect(reasonOf(() => readWholeWave(file, 10))).toBe(reason))

  it('is told by a fault, whatever the bytes', () => {
    const changes = fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(changes, fc.nat(valid.length), (bytes, length) => {
        const file = Buffer.from(valid.subarray(0, length))
        for (const [at, value] of bytes) if (at < file.length) file[at] = value
        reasonOf(() => telephoneSound(readWholeWave(file, 10)))
      }),
      { numRuns: 300 },
    )
  })
})

describe('an MP3 file', () => {
  const read = (name: string) => readFile(new URL(`./test-support/${name}`, import.meta.url))

  it('is known by its frames, and how long it is', async () => {
    const file = await read('tone.mp3')
    expect([isMp3(file), isMp3(valid), isMp3(Buffer.alloc(500, 0xff))]).toEqual([true, false, false])
    expect(mp3Seconds(file, 10)).toBeCloseTo(2, 0)
  })

  it('is refused when it is too long, mostly something else, or nothing', async () => {
    const file = await read('tone.mp3')
    expect(reasonOf(() => mp3Seconds(file, 1))).toBe('tooLong')
    expect(reasonOf(() => mp3Seconds(Buffer.concat([file, Buffer.alloc(5_000, 0x41)]), 10))).toBe('broken')
    expect(reasonOf(() => mp3Seconds(Buffer.alloc(0), 10))).toBe('empty')
  })
})
