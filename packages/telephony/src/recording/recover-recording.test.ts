import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { waveHeader } from '../wave/wave-header.ts'
import { recoverRecording } from './recover-recording.ts'

let folder: string
let part: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recover-'))
  part = join(folder, 'a.wav.part')
})
afterEach(() => rm(folder, { recursive: true }))

const AUDIO = Buffer.alloc(32_000, 0x55)

it('makes the head tell what is there, and gives the final name; a second time changes nothing', async () => {
  await writeFile(part, Buffer.concat([waveHeader(0), AUDIO, Buffer.of(1)]))
  const mended = { path: join(folder, 'a.wav'), durationMs: 2000, bytes: 32_058 }
  expect(await recoverRecording(part)).toEqual(mended)
  expect(await readFile(mended.path)).toEqual(Buffer.concat([waveHeader(32_000), AUDIO]))
  expect(await recoverRecording(part)).toEqual(mended)
  expect(await recoverRecording(mended.path)).toEqual(mended)
  expect(await readdir(folder)).toEqual(['a.wav'])
})

it('mends a head that a loss of power left empty, and a file that has nothing but a part of it', async () => {
  await writeFile(part, Buffer.concat([Buffer.alloc(58), AUDIO]))
  expect(await recoverRecording(part)).toMatchObject({ durationMs: 2000 })
  await writeFile(part, Buffer.alloc(0))
  expect(await recoverRecording(part)).toMatchObject({ durationMs: 0, bytes: 58 })
  expect(await readFile(join(folder, 'a.wav'))).toEqual(waveHeader(0))
})

it('leaves a file alone that is none of ours, and tells of one that is not there', async () => {
  const text = Buffer.from('something else, of more than fifty-eight bytes, that nobody recorded')
  await writeFile(part, text)
  await expect(recoverRecording(part)).rejects.toMatchObject({ code: 'MEDIA_DISK_FAULT' })
  expect(await readFile(part)).toEqual(text)
  await expect(recoverRecording(join(folder, 'none.wav.part'))).rejects.toMatchObject({ code: 'MEDIA_DISK_FAULT' })
})
