import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sineWave, toneLevelDb } from '../media/goertzel.ts'
import { FileSounds } from './file-sounds.ts'
import { pcmWave } from './test-support/wave-bytes.ts'

let folder: string
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'sounds-'))))
afterAll(() => rm(folder, { recursive: true }))

const fileOf = async (name: string, bytes: Buffer): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

it('mixes stereo down, and reads a file once for many plays', async () => {
  const sounds = new FileSounds()
  const path = await fileOf('stereo.wav', pcmWave(8000, [sineWave(500, 8000), sineWave(900, 8000)]))
  const [first, second] = await Promise.all([sounds.samples(path), sounds.samples(path)])
  expect(second).toBe(first)
  expect([500, 900].map((hz) => Math.round(toneLevelDb(first, hz)))).toEqual([-18, -18])
})

it('reads a changed file again', async () => {
  const sounds = new FileSounds()
  const path = await fileOf('changing.wav', pcmWave(8000, [sineWave(500, 8000)]))
  await sounds.samples(path)
  await fileOf('changing.wav', pcmWave(8000, [sineWave(900, 8000)]))
  await utimes(path, new Date(), new Date(Date.now() + 5000))
  expect(toneLevelDb(await sounds.samples(path), 900)).toBeGreaterThan(-20)
})

it('keeps ten megabytes, the last used', async () => {
  const sounds = new FileSounds()
  const minutes = (count: number) => pcmWave(8000, [new Int16Array(count * 60 * 8000)])
  const paths = await Promise.all(['a', 'b', 'c'].map((name) => fileOf(`${name}.wav`, minutes(4))))
  const [first, second] = [await sounds.samples(paths[0] ?? ''), await sounds.samples(paths[1] ?? '')]
  expect(await sounds.samples(paths[0] ?? '')).toBe(first)
  await sounds.samples(paths[2] ?? '')
  expect(sounds.bytes).toBeLessThanOrEqual(10_000_000)
  expect(await sounds.samples(paths[0] ?? '')).toBe(first)
  expect(await sounds.samples(paths[1] ?? '')).not.toBe(second)
  await expect(sounds.samples(await fileOf('long.wav', minutes(11)))).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
})

it.each([
  ['11.025 kHz', () => pcmWave(11_025, [new Int16Array(100)])],
  ['three channels', () => pcmWave(8000, [new Int16Array(9), new Int16Array(9), new Int16Array(9)])],
  ['a text', () => Buffer.from('hello')],
])('refuses %s, and takes it when it was mended', async (_, bytes) => {
  const sounds = new FileSounds()
  const path = await fileOf('bad.wav', bytes())
  await expect(sounds.samples(path)).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
  await fileOf('bad.wav', pcmWave(8000, [new Int16Array(100)]))
  expect(await sounds.samples(path)).toHaveLength(100)
})
