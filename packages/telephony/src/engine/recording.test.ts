// Recordings and sound files through a real worker process, with SIP peers that say one tone each.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sineWave, toneLevelDb } from '../media/goertzel.ts'
import { readWave } from '../wave/read-wave.ts'
import { pcmWave } from '../wave/test-support/wave-bytes.ts'
import { EventLog } from './event-log.ts'
import type { MediaEngine } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import { createMediaEngine } from './pooled-media-engine.ts'
import { RtpPhone } from './test-support/rtp-phone.ts'

const CUSTOMER_HZ = 1014
const AGENT_HZ = 1510
const INSPECTOR_HZ = 2466
/** Of util-linux: stands for a full disk. */
const PRLIMIT = '/usr/bin/prlimit'
const MAY_LIMIT = existsSync(PRLIMIT)
const LIMIT = { timeout: 40_000 }

let folder: string
let engine: MediaEngine
let log: EventLog
let phones: RtpPhone[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recordings-'))
  engine = createMediaEngine({ settings: { workers: 1, recordingFolder: join(folder, 'made') } })
  log = new EventLog(engine)
  phones = []
  await engine.openRoom('call')
})

afterEach(async () => {
  for (const phone of phones) phone.close()
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const joinCall = async (leg: string, toneHz: number): Promise<RtpPhone> => {
  const phone = await RtpPhone.open({ toneHz })
  phones.push(phone)
  await phone.call(engine, { room: 'call', leg })
  await log.until((event) => event.type === 'legConnected' && event.leg === leg)
  return phone
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const request = (recordingId: string) => ({ room: 'call', recordingId, left: ['phone/1'], right: 'others' }) as const
const isEnd = (event: MediaEvent) => event.type === 'recordingEnded'

/** Per channel and half second: which tones are there. */
const tonesIn = async (path: string): Promise<string[][]> => {
  const { samples } = await readWave(path)
  return samples.map((channel) =>
    Array.from({ length: Math.floor(channel.length / 4000) }, (_, i) => tonesOf(channel.subarray(i * 4000, (i + 1) * 4000))),
  )
}

/** Without repetitions. */
const inTurn = (states: string[]): string[] => states.filter((state, i) => state !== states[i - 1])

const tonesOf = (samples: Int16Array): string =>
  Object.entries({ c: CUSTOMER_HZ, a: AGENT_HZ, i: INSPECTOR_HZ })
    .filter(([, hz]) => toneLevelDb(samples, hz) > -30)
    .map(([name]) => name)
    .join('')

describe('recording', () => {
  it('writes the customer left and the others right, as long as the call, silence where nobody may be heard', LIMIT, async () => {
    await joinCall('phone/1', CUSTOMER_HZ)
    await engine.startRecording(request('main'))
    await joinCall('agent/101', AGENT_HZ)
    await pause(1500)
    await engine.setRecordingPaused({ room: 'call', recordingId: 'main', paused: true })
    await pause(1500)
    await engine.setRecordingPaused({ room: 'call', recordingId: 'main', paused: false })
    await engine.setMuted({ room: 'call', leg: 'agent/101', muted: true })
    await engine.play({ room: 'call', source: { kind: 'generated', sound: 'busy' }, loop: true })
    await pause(1500)
    const recorded = await engine.stopRecording({ room: 'call', recordingId: 'main' })
    expect(recorded.path).toBe(join(folder, 'made', 'main.wav'))
    expect(recorded.bytes).toBe((await stat(recorded.path)).size)
    expect(recorded.durationMs).toBeGreaterThan(4300)
    expect(log.events.find(isEnd)).toEqual({ type: 'recordingEnded', room: 'call', recordingId: 'main', ...recorded, reason: 'stopped' })
    const wave = await readWave(recorded.path)
    expect(wave).toMatchObject({ encoding: 'mulaw', channels: 2, sampleRate: 8000, durationMs: recorded.durationMs })
    const [left = [], right = []] = await tonesIn(recorded.path)
    expect(inTurn(left)).toEqual(['c', '', 'c'])
    expect(inTurn(['', ...right])).toEqual(['', 'a', ''])
    expect(toneLevelDb(wave.samples[1] ?? [], 450)).toBeLessThan(-60)
  })

  it('keeps several recordings apart, each with its own legs, and changes them', LIMIT, async () => {
    await joinCall('phone/1', CUSTOMER_HZ)
    await joinCall('agent/101', AGENT_HZ)
    await joinCall('agent/103', INSPECTOR_HZ)
    await engine.startRecording(request('all'))
    await engine.startRecording({ room: 'call', recordingId: 'two', left: ['phone/1'], right: ['agent/101'] })
    await pause(1200)
    await engine.setRecordingLegs({ room: 'call', recordingId: 'two', left: ['agent/103'], right: [] })
    await pause(1200)
    const [all, two] = await Promise.all(['all', 'two'].map((recordingId) => engine.stopRecording({ room: 'call', recordingId })))
    const [allTones, twoTones] = [await tonesIn(all?.path ?? ''), await tonesIn(two?.path ?? '')]
    expect([allTones[0]?.[1], allTones[1]?.[1]]).toEqual(['c', 'ai'])
    expect([twoTones[0]?.[1], twoTones[1]?.[1]]).toEqual(['c', 'a'])
    expect([twoTones[0]?.at(-1), twoTones[1]?.at(-1)]).toEqual(['i', ''])
  })

  it('ends with the room, which does not wait for it', LIMIT, async () => {
    await engine.startRecording(request('a'))
    await engine.closeRoom('call')
    const end = await log.until(isEnd)
    expect(end).toMatchObject({ recordingId: 'a', reason: 'roomClosed', path: join(folder, 'made', 'a.wav') })
    expect(await readdir(join(folder, 'made'))).toEqual(['a.wav'])
  })

  it('is complete when the engine ends in good order', LIMIT, async () => {
    await engine.startRecording(request('a'))
    await pause(300)
    await engine.close()
    expect(await readdir(join(folder, 'made'))).toEqual(['a.wav'])
    expect((await readWave(join(folder, 'made', 'a.wav'))).durationMs).toBeGreaterThan(100)
  })

  it('refuses names that leave the folder, names in use, and what is not running', LIMIT, async () => {
    for (const id of ['../a', 'a/b', 'a.b', '', 'a'.repeat(81), 'ä', 'a\0']) {
      await expect(engine.startRecording(request(id)), id).rejects.toMatchObject({ code: 'MEDIA_RECORDING_REFUSED' })
    }
    await engine.startRecording(request('a'))
    await expect(engine.startRecording(request('a'))).rejects.toMatchObject({ code: 'MEDIA_RECORDING_REFUSED' })
    const address = { room: 'call', recordingId: 'a' }
    await engine.stopRecording(address)
    await expect(engine.startRecording(request('a'))).rejects.toMatchObject({ code: 'MEDIA_RECORDING_REFUSED' })
    const late = [
      engine.stopRecording(address),
      engine.setRecordingPaused({ ...address, paused: true }),
      engine.setRecordingLegs(request('a')),
    ]
    for (const refusal of late) await expect(refusal).rejects.toMatchObject({ code: 'MEDIA_RECORDING_UNKNOWN' })
    expect(await readdir(join(folder, 'made'))).toEqual(['a.wav'])
    expect(await readdir(folder)).toEqual(['made'])
  })

  it('mends what a killed worker leaves, up to its last second, and tells the end', LIMIT, async () => {
    await joinCall('phone/1', CUSTOMER_HZ)
    await engine.startRecording(request('lost'))
    await pause(2500)
    process.kill((await engine.health()).workers[0]?.pid ?? 0, 'SIGKILL')
    const end = await log.until(isEnd)
    expect(end).toMatchObject({ room: 'call', recordingId: 'lost', reason: 'roomLost', path: join(folder, 'made', 'lost.wav') })
    const wave = await readWave(join(folder, 'made', 'lost.wav'))
    expect(wave.durationMs).toBeGreaterThanOrEqual(1500)
    expect(end).toMatchObject({ durationMs: wave.durationMs, bytes: (await readFile(join(folder, 'made', 'lost.wav'))).length })
    expect((await tonesIn(join(folder, 'made', 'lost.wav')))[0]?.[1]).toBe('c')
    expect(log.events.map(({ type }) => type).filter((type) => type.endsWith('Lost'))).toEqual(['roomLost'])
  })

  it.skipIf(!MAY_LIMIT)('goes on with the call when the disk takes no more, and keeps what it took', LIMIT, async () => {
    const [customer, agent] = [await joinCall('phone/1', CUSTOMER_HZ), await joinCall('agent/101', AGENT_HZ)]
    await engine.startRecording(request('full'))
    const pid = (await engine.health()).workers[0]?.pid ?? 0
    execFileSync(PRLIMIT, ['--pid', String(pid), '--fsize=20000'])
    const end = await log.until(isEnd)
    expect(end).toMatchObject({ recordingId: 'full', reason: 'diskFault', path: join(folder, 'made', 'full.wav'), bytes: 12_858 })
    expect((await readWave(join(folder, 'made', 'full.wav'))).durationMs).toBe(800)
    await expect(engine.stopRecording({ room: 'call', recordingId: 'full' })).rejects.toMatchObject({ code: 'MEDIA_RECORDING_UNKNOWN' })
    customer.forget()
    await expect.poll(() => [customer.levelDb(AGENT_HZ) > -30, agent.levelDb(CUSTOMER_HZ) > -30], { timeout: 10_000 }).toEqual([true, true])
  })

  it('refuses to begin where there can be no folder', LIMIT, async () => {
    await writeFile(join(folder, 'made'), 'a file where the folder should be')
    await expect(engine.startRecording(request('a'))).rejects.toMatchObject({ code: 'MEDIA_DISK_FAULT' })
    await rm(join(folder, 'made'))
    expect(log.events.filter(isEnd)).toEqual([])
  })

  it.skipIf(!MAY_LIMIT)('leaves no file that it could not begin', LIMIT, async () => {
    execFileSync(PRLIMIT, ['--pid', String((await engine.health()).workers[0]?.pid), '--fsize=10'])
    await expect(engine.startRecording(request('a'))).rejects.toMatchObject({ code: 'MEDIA_DISK_FAULT' })
    expect(await readdir(join(folder, 'made'))).toEqual([])
    expect(log.events.filter(isEnd)).toEqual([])
  })
})

describe('playing a file', () => {
  it('is heard, and tells when it is over', LIMIT, async () => {
    const path = join(folder, 'greeting.wav')
    await writeFile(
      path,
      pcmWave(16_000, [Int16Array.from({ length: 16_000 }, (_, i) => 8000 * Math.sin((2 * Math.PI * 700 * i) / 16_000))]),
    )
    const customer = await joinCall('phone/1', CUSTOMER_HZ)
    const { playId } = await engine.play({ room: 'call', leg: 'phone/1', source: { kind: 'file', path }, loop: false })
    await expect.poll(() => customer.levelDb(700), { timeout: 5000, interval: 50 }).toBeGreaterThan(-20)
    expect(await log.until((event) => event.type === 'playEnded')).toMatchObject({ playId, reason: 'finished' })
  })

  it('is refused when there is nothing to play, and the call goes on', LIMIT, async () => {
    await writeFile(join(folder, 'text.wav'), sineWave(1, 100).join())
    for (const name of ['text.wav', 'none.wav']) {
      const source = { kind: 'file', path: join(folder, name) } as const
      await expect(engine.play({ room: 'call', source, loop: false })).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
    }
    await engine.play({ room: 'call', source: { kind: 'generated', sound: 'beep' }, loop: false })
  })
})
