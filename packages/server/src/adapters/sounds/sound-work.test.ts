import { readFile } from 'node:fs/promises'
import { toneLevelDb } from '@openseat/telephony/media/goertzel'
import { pcmWave } from '@openseat/telephony/wave/test-support/wave-bytes'
import { afterAll, describe, expect, it } from 'vitest'
import { findProgram } from '../../runtime/find-program.ts'
import { samplesOf } from './prompt-samples.ts'
import { SoundWork } from './sound-work.ts'

const work = new SoundWork()
afterAll(() => work.close())

const tone = (sampleRate: number, seconds: number): Int16Array =>
  Int16Array.from({ length: sampleRate * seconds }, (_, i) => 3000 * Math.sin((2 * Math.PI * 700 * i) / sampleRate))
const wish = (bytes: Uint8Array, mostSeconds = 300) => ({ tenantId: 1, bytes, mostSeconds })
const mp3 = () => readFile(new URL('../../../../telephony/src/wave/test-support/tone.mp3', import.meta.url))

describe('sounds in a process of their own', () => {
  it('come back as calls carry them', async () => {
    const made = await work.prepare(wish(pcmWave(44_100, [tone(44_100, 1), tone(44_100, 1)])))
    expect(made).toMatchObject({ ok: true, durationMs: 1000, format: 'wav' })
    const samples = made.ok ? samplesOf(made.wave) : []
    expect(samples).toHaveLength(8000)
    expect(toneLevelDb(samples, 700)).toBeCloseTo(-17, 0)
  })

  it('are refused by reason, each job in turn', async () => {
    const files = [Buffer.from('text'), pcmWave(8000, [tone(8000, 2)]).subarray(0, 9000), pcmWave(8000, [tone(8000, 2)])]
    const made = await Promise.all(files.map((file) => work.prepare(wish(file, 1))))
    expect(made.map((one) => (one.ok ? 'ok' : one.reason))).toEqual(['unknown', 'broken', 'tooLong'])
  })

  it('leave nothing behind in the process that the next ones use', async () => {
    const warnings: string[] = []
    const listen = ({ name }: Error): number => warnings.push(name)
    process.on('warning', listen)
    for (let count = 0; count < 12; count += 1) await work.prepare(wish(pcmWave(8000, [tone(8000, 1)])))
    process.off('warning', listen)
    expect(warnings).toEqual([])
  })

  it.skipIf(findProgram('mpg123') === undefined)('are read from MP3 by the system’s decoder', async () => {
    const made = await work.prepare(wish(await mp3()))
    expect(made).toMatchObject({ ok: true, format: 'mp3' })
    const samples = made.ok ? samplesOf(made.wave) : []
    expect(samples.length).toBeGreaterThan(15_000)
    expect(toneLevelDb(samples.slice(2_000, 14_000), 700)).toBeCloseTo(-17, 0)
  })

  it('of MP3 are refused in words where there is no decoder, and garbage never is one', async () => {
    const without = new SoundWork('')
    expect(await without.prepare(wish(await mp3()))).toMatchObject({ ok: false, reason: 'noMp3' })
    without.close()
    expect(await work.prepare(wish(Buffer.alloc(3000, 0xff)))).toMatchObject({ ok: false, reason: 'unknown' })
  })

  it('that end their process fail alone', async () => {
    const dying = new SoundWork('/bin/false')
    const jobs = [dying.prepare(wish(await mp3())), dying.prepare(wish(pcmWave(8000, [tone(8000, 1)])))]
    expect((await Promise.all(jobs)).map(({ ok }) => ok)).toEqual([false, true])
    const killed = dying.prepare(wish(pcmWave(48_000, [tone(48_000, 90)])))
    dying.close()
    expect(await killed).toMatchObject({ ok: false, reason: 'failed' })
  })
})
