// A recording whose worker dies, or whose disk refuses: real workers, real RTP, real files.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createMediaEngine, type MediaEngine, type PlaySource } from '@openseat/telephony'
import { QUEUE_MUSIC_HZ } from '@openseat/telephony/media/music'
import { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import type { AcdInput, AudioPlan, PromptKey } from '@openseat/domain'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { until } from '../test-support/sip-peer.ts'
import { AudioDirector } from './audio-director.ts'
import type { RecordingEnded } from './recording-owners.ts'

let folder: string
let engine: MediaEngine
let director: AudioDirector
let phone: RtpPhone
let inputs: AcdInput[]
let begun: string[]
let ended: RecordingEnded[]
let failures: unknown[]
let notes: unknown[]
let refused = 0
let prompts: (key: PromptKey) => Promise<PlaySource | undefined> = () => Promise.resolve(undefined)

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'director-'))
  phone = await RtpPhone.open({ toneHz: 1130 })
  inputs = []
  begun = []
  ended = []
})
afterEach(async () => {
  phone.close()
  await director.close()
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

function open(recordingFolder: string, roomsPerWorker = 10): void {
  failures = []
  notes = []
  refused = 0
  engine = createMediaEngine({ settings: { workers: 1, roomsPerWorker, recordingFolder } })
  director = new AudioDirector({
    engine,
    report: (_tenantId, input) => inputs.push(input),
    recordings: { began: (_tenantId, recordingId) => begun.push(recordingId), ended: (_tenantId, one) => ended.push(one) },
    prompt: (_tenantId, promptId) => prompts(promptId),
    failed: (error) => failures.push(error),
    full: () => (refused += 1),
    noted: (what, facts) => notes.push([what, facts]),
  })
}

const leg = 'phone/1-1'
const plan = (recordingId: string): AudioPlan => ({
  roomId: '1-1',
  live: true,
  legs: [{ leg, sound: 'silence', phase: 'talking', connected: true }],
  hearing: [],
  recording: { recordingId, paused: false, left: [leg], right: [] },
  video: null,
  cause: null,
})
const connect = async (): Promise<void> => {
  const { answerSdp } = await director.answer({ room: '1-1', leg }, { offerSdp: phone.negotiation.offer(), secure: false })
  phone.speakTo(answerSdp)
}
const lost = () => inputs.find((input) => input.type === 'recordingLost')

it('refuses a call for which there is no room in words; that is no fault', async () => {
  open(folder, 1)
  director.follow(1, plan('1-1-1'))
  await connect()
  const another = '1-2'
  director.follow(1, { ...plan('1-2-1'), roomId: another })
  const offer = { offerSdp: phone.negotiation.offer(), secure: false }
  await expect(director.answer({ room: another, leg }, offer)).rejects.toMatchObject({ code: 'OVERLOADED', params: { seconds: 5 } })
  expect([refused, failures]).toEqual([1, []])
})

it('keeps what a dying worker had written, tells the desk, and records on under the next name', { timeout: 30_000 }, async () => {
  open(folder)
  director.follow(1, plan('1-1-1'))
  await connect()
  await until(() => begun.length === 1)
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  const { workers } = await engine.health()
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  await until(() => lost() !== undefined)
  expect(lost()).toEqual({ type: 'recordingLost', room: '1-1', recordingId: '1-1-1', canGoOn: true })
  expect(inputs).toContainEqual({ type: 'audioLost', room: '1-1', leg })
  expect((await readFile(ended[0]?.path ?? '')).length).toBeGreaterThan(16_000)
  director.follow(1, plan('1-1-1'))
  await connect()
  director.follow(1, plan('1-1-2'))
  await until(() => begun.length === 2)
  await new Promise((resolve) => setTimeout(resolve, 500))
  director.follow(1, { ...plan('1-1-2'), live: false, legs: [], recording: null })
  await until(() => ended.length === 2)
  expect([begun, ended[1]?.reason, (ended[1]?.bytes ?? 0) > 1_000]).toEqual([['1-1-1', '1-1-2'], 'stopped', true])
})

it('notes for the log that audio comes of which nothing is heard, and why, once', { timeout: 20_000 }, async () => {
  open(folder)
  director.follow(1, { ...plan('1-1-1'), recording: null })
  await connect()
  phone.speaking = false
  const payload = Buffer.alloc(160, 0x5a)
  for (let i = 0; i < 200; i++) phone.send({ ssrc: 5, payloadType: 9, sequenceNumber: i, timestamp: i * 160, marker: false, payload })
  await until(() => notes.length > 0)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(notes).toEqual([['audio comes and is not heard: codec', { call: '1-1', leg, detail: 'payload type 9' }]])
})

it('tells the desk once when the disk takes nothing, and the call goes on', { timeout: 20_000 }, async () => {
  const notAFolder = path.join(folder, 'file')
  await writeFile(notAFolder, '')
  open(notAFolder)
  director.follow(1, plan('1-1-1'))
  await connect()
  await until(() => lost() !== undefined)
  expect(lost()).toMatchObject({ recordingId: '1-1-1', canGoOn: false })
  director.follow(1, plan('1-1-1'))
  await until(() => inputs.some(({ type }) => type === 'audioConnected'))
  expect([begun, ended.map(({ bytes }) => bytes)]).toEqual([['1-1-1'], [0]])
})

it('tells the desk of a key that came in the signalling, and counts it once with the same key in the audio', () => {
  open(path.join(folder, 'recordings'))
  director.follow(1, plan('r1'))
  director.pressed({ room: '1-1', leg }, '5')
  director.pressed({ room: '1-1', leg }, '5', 'audio')
  director.pressed({ room: 'gone', leg }, '5')
  expect(inputs).toEqual([{ type: 'digitsPressed', room: '1-1', leg, count: 1 }])
})

it('plays the usual tone where the tenant’s own cannot be had or played, and says so', { timeout: 20_000 }, async () => {
  open(folder)
  const sounds = [() => Promise.reject(new Error('gone')), () => Promise.resolve({ kind: 'file', path: '/nowhere.wav' } as const)]
  const waiting = (promptId: number): AudioPlan => ({
    ...plan('1-1-1'),
    legs: [{ leg, sound: 'waitTone', prompt: promptId, phase: 'waiting', connected: true }],
    recording: null,
  })
  prompts = (key) => sounds[Number(key)]?.() ?? Promise.resolve(undefined)
  for (const promptId of [0, 1]) {
    director.follow(1, waiting(promptId))
    if (promptId === 0) await connect()
    phone.forget()
    await until(() => phone.levelDb(QUEUE_MUSIC_HZ) > -45)
  }
  await until(() => failures.length === 2)
})
