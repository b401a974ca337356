// Prompts, keys and messages of one leg: a real worker, real RTP, real files.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { AudioPlan } from '@openseat/domain'
import { createMediaEngine, type MediaEngine } from '@openseat/telephony'
import { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { LegVoiceEvent } from '../desk/ports/leg-voice.ts'
import { AudioDirector } from './audio-director.ts'
import type { RecordingEnded } from './recording-owners.ts'

let folder: string
let engine: MediaEngine
let director: AudioDirector
let phone: RtpPhone
let events: LegVoiceEvent[]
let kept: RecordingEnded[]
let failures: unknown[]

const at = { room: '1-1', leg: 'phone/1-1' }
const LIMIT = { timeout: 30_000 }
const plan = (legs = [at.leg]): AudioPlan => ({
  roomId: at.room,
  live: true,
  legs: legs.map((leg) => ({ leg, sound: 'silence', phase: 'talking', connected: true })),
  hearing: [],
  recording: null,
  video: null,
  cause: null,
})

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'voices-'))
  events = []
  kept = []
  failures = []
  engine = createMediaEngine({ settings: { workers: 1, recordingFolder: folder } })
  director = new AudioDirector({
    engine,
    report: () => undefined,
    recordings: { began: () => undefined, ended: (_tenantId, one) => kept.push(one) },
    prompt: () => Promise.resolve(undefined),
    failed: (error) => failures.push(error),
    full: () => undefined,
    noted: () => undefined,
  })
  director.voices.on((tenantId, { room, leg }, event) => {
    expect([tenantId, room, leg]).toEqual([1, at.room, at.leg])
    events.push(event)
  })
  phone = await RtpPhone.open({ toneHz: 1130 })
  director.follow(1, plan())
  const { answerSdp } = await director.answer(at, { offerSdp: phone.negotiation.offer(), secure: false })
  phone.speakTo(answerSdp)
})
afterEach(async () => {
  phone.close()
  await director.close()
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const music = { kind: 'generated', sound: 'queue-music' } as const
const beep = { kind: 'generated', sound: 'beep' } as const
const told = (): string[] => events.map((event) => (event.type === 'keyPressed' ? event.key : `${event.type} ${event.reason}`))
const untilTold = (...expected: string[]) => expect.poll(told, { timeout: 15_000 }).toEqual(expected)
/** An event of RFC 4733 under the number that the phone offers. */
const press = (key: number, timestamp: number): void =>
  phone.send({
    ssrc: 4,
    payloadType: 101,
    sequenceNumber: timestamp & 0xffff,
    timestamp,
    marker: true,
    payload: Buffer.from([key, 10, 0, 160]),
  })

it('plays a prompt to its end, another until it is stopped, and refuses one that is not there', LIMIT, async () => {
  await director.voices.play(at, { promptId: 'a', source: beep })
  await untilTold('promptEnded finished')
  await director.voices.play(at, { promptId: 'b', source: music })
  await director.voices.stop(at, 'b')
  await director.voices.stop(at, 'b')
  await untilTold('promptEnded finished', 'promptEnded stopped')
  const none = { promptId: 'c', source: { kind: 'file', path: path.join(folder, 'none.wav') } } as const
  await expect(director.voices.play(at, none)).rejects.toMatchObject({ code: 'MEDIA_WAVE_REFUSED' })
  expect(told()).toHaveLength(2)
})

it('tells each key once, though the signalling brings it as well', LIMIT, async () => {
  press(5, 8_000)
  await untilTold('5')
  director.pressed(at, '5')
  director.pressed(at, '6')
  await untilTold('5', '6')
})

it('records a message after the beep until its stop key, and no message whose key comes first', LIMIT, async () => {
  await director.voices.record(at, { recordingId: '1-1-1', maxSeconds: 20, beep: true, stopKeys: '#' })
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  press(3, 8_000)
  press(11, 16_000)
  await untilTold('3', '#', 'messageEnded stopKey')
  expect(events.at(-1)).toMatchObject({ recordingId: '1-1-1', durationMs: expect.any(Number) })
  expect(kept).toMatchObject([{ recordingId: '1-1-1', reason: 'stopped', path: path.join(folder, '1-1-1.wav') }])
  expect(kept[0]?.durationMs).toBeGreaterThan(500)
  const playing = director.voices.record(at, { recordingId: '1-1-2', maxSeconds: 20, beep: true, stopKeys: '#' })
  director.pressed(at, '#')
  await playing
  director.pressed(at, '#')
  await expect.poll(() => events.at(-1), { timeout: 15_000 }).toMatchObject({ type: 'messageEnded', reason: 'stopKey' })
  expect(failures).toEqual([])
})

it('ends a message by its length, and when its speaker leaves', LIMIT, async () => {
  await director.voices.record(at, { recordingId: '1-1-1', maxSeconds: 1, beep: false, stopKeys: '' })
  await untilTold('messageEnded full')
  await director.voices.record(at, { recordingId: '1-1-2', maxSeconds: 20, beep: true, stopKeys: '' })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  director.follow(1, plan([]))
  await untilTold('messageEnded full', 'messageEnded left')
  expect(kept).toHaveLength(2)
})

it('ends what goes on when the worker dies, and when the room closes', LIMIT, async () => {
  await director.voices.play(at, { promptId: 'a', source: music })
  process.kill((await engine.health()).workers[0]?.pid ?? 0, 'SIGKILL')
  await untilTold('promptEnded lost')
  const { answerSdp } = await director.answer(at, { offerSdp: phone.negotiation.offer(), secure: false })
  phone.speakTo(answerSdp)
  await director.voices.play(at, { promptId: 'b', source: music })
  director.follow(1, { ...plan([]), live: false })
  await untilTold('promptEnded lost', 'promptEnded lost')
})
