import { access, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promptWave } from '@openseat/telephony/wave/wave-header'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SoundSpool } from './sound-spool.ts'

let folder: string
let spool: SoundSpool
let now: number
beforeEach(async () => {
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'spool-')), 'sounds')
  now = 0
  spool = new SoundSpool(folder, () => now)
})
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))

const second = (): Promise<Uint8Array> => Promise.resolve(promptWave(new Int16Array(8000)))
const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

describe('sounds on disk', () => {
  it('are made once for all who ask at once, and read as they were made', async () => {
    let made = 0
    const make = (): Promise<Uint8Array> => {
      made += 1
      return second()
    }
    const all = await Promise.all([spool.keep('a', make), spool.keep('a', make), spool.keep('a', make)])
    expect([made, new Set(all.map((sound) => sound.path)).size, all[0]?.durationMs]).toEqual([1, 1, 1000])
    expect(all[0] && (await spool.file(all[0]))).toEqual(Buffer.from(await second()))
  })

  it('are made again after a failure', async () => {
    await expect(spool.keep('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await spool.keep('a', second)).toMatchObject({ durationMs: 1000 })
  })

  it('of an earlier program are gone', async () => {
    await mkdir(folder, { recursive: true })
    const old = path.join(folder, 'old.wav')
    await writeFile(old, 'x')
    await spool.keep('a', second)
    expect(await isThere(old)).toBe(false)
  })

  it('go, the longest unused first, when there are many, but not within ten minutes', async () => {
    const large = (): Promise<Uint8Array> => Promise.resolve(promptWave(new Int16Array(45_000_000)))
    const first = await spool.keep('a', large)
    const next = await spool.keep('b', large)
    now = 599_000
    await spool.keep('c', large)
    expect([await isThere(first.path), await isThere(next.path)]).toEqual([true, true])
    await spool.keep('a', large)
    now = 600_001
    await spool.keep('d', second)
    await expect.poll(() => isThere(next.path)).toBe(false)
    expect(await isThere(first.path)).toBe(true)
  })
})
