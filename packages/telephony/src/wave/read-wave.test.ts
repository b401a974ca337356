import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeG711 } from '../media/g711.ts'
import { sineWave } from '../media/goertzel.ts'
import { readWave } from './read-wave.ts'
import { pcmWave, waveOf } from './test-support/wave-bytes.ts'
import { waveHeader } from './wave-header.ts'
import { wavePeaks } from './wave-peaks.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'wave-'))))
afterAll(() => rm(folder, { recursive: true }))

const fileOf = async (bytes: Buffer): Promise<string> => {
  const path = join(folder, `${Math.random()}.wav`)
  await writeFile(path, bytes)
  return path
}

const LEFT = sineWave(400, 9000, 16_384)
const RIGHT = sineWave(700, 9000, 3000)

describe('reading a WAV file', () => {
  it('takes PCM of two channels apart, from bytes as from a file', async () => {
    const bytes = pcmWave(16_000, [LEFT, RIGHT])
    const wave = await readWave(bytes)
    expect(wave).toEqual({
      encoding: 'pcm16',
      channels: 2,
      sampleRate: 16_000,
      dataOffset: 44,
      dataBytes: 36_000,
      durationMs: 563,
      samples: [LEFT, RIGHT],
    })
    expect(await readWave(await fileOf(bytes))).toEqual(wave)
  })

  it.each([
    ['mulaw', 7],
    ['alaw', 6],
  ] as const)('expands %s', async (law, code) => {
    const bytes = waveOf({ code, bits: 8, channels: 1, sampleRate: 8000 }, encodeG711(law, LEFT))
    const wave = await readWave(bytes)
    expect(wave.encoding).toBe(law)
    expect(Math.max(...LEFT.map((sample, i) => Math.abs(sample - (wave.samples[0]?.[i] ?? 0))))).toBeLessThan(600)
  })

  it('passes over other chunks, also of odd length, and understands the extensible format', async () => {
    const data = Buffer.from(LEFT.buffer)
    const shape = { code: 0xfffe, bits: 16, channels: 1, sampleRate: 8000 }
    const bytes = waveOf(shape, data, { before: [['LIST', Buffer.from('odd')]], subFormat: 1 })
    expect((await readWave(bytes)).samples).toEqual([LEFT])
  })

  it('reads what a recorder that was cut off left behind', async () => {
    const audio = encodeG711('mulaw', LEFT)
    const wave = await readWave(Buffer.concat([waveHeader(0), audio]))
    expect(wave).toMatchObject({ encoding: 'mulaw', channels: 2, dataOffset: 58, dataBytes: 9000 })
    expect(await readWave(Buffer.concat([waveHeader(100_000), audio.subarray(0, 7)]))).toMatchObject({ dataBytes: 6 })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no WAV', Buffer.from('hello, this is no sound')],
    ['an MP3', Buffer.concat([Buffer.from('ID3'), Buffer.alloc(5000)])],
    ['24 bits', waveOf({ code: 1, bits: 24, channels: 1, sampleRate: 8000 }, Buffer.alloc(300))],
    ['floating point', waveOf({ code: 3, bits: 32, channels: 1, sampleRate: 8000 }, Buffer.alloc(400))],
    ['no channel', waveOf({ code: 1, bits: 16, channels: 0, sampleRate: 8000 }, Buffer.alloc(300))],
    ['no audio', waveHeader(0).subarray(0, 40)],
  ])('refuses %s by code', async (_, bytes) => {
    await expect(readWave(bytes)).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
    await expect(readWave(await fileOf(bytes))).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
  })

  it('refuses a file that is not there, and a folder', async () => {
    await expect(readWave(join(folder, 'none.wav'))).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
    await expect(readWave(folder)).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
  })
})

describe('the outline of a recording', () => {
  it('has the loudest sample of each part, left and right', async () => {
    const quietThenLoud = Int16Array.from({ length: 80_000 }, (_, i) => (i < 40_000 ? 3277 : -32_768))
    const path = await fileOf(pcmWave(8000, [quietThenLoud, new Int16Array(80_000)]))
    expect(await wavePeaks(path, { points: 4 })).toEqual({ durationMs: 10_000, left: [0.1, 0.1, 1, 1], right: [0, 0, 0, 0] })
  })

  it('has no more points than there are samples, and none right for one channel', async () => {
    expect(await wavePeaks(await fileOf(pcmWave(8000, [Int16Array.of(0, 16_384, 0)])), { points: 100 })).toEqual({
      durationMs: 0,
      left: [0, 0.5, 0],
      right: [],
    })
    expect(await wavePeaks(await fileOf(pcmWave(8000, [new Int16Array()])), { points: 100 })).toMatchObject({ left: [], right: [] })
  })
})
