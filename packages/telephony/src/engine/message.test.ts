// What a caller's message and a caller's keys need of a real worker: recordings that end by themselves, keys as tones and as events.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { DtmfTones } from '../media/dtmf-tones.ts'
import { encodeG711 } from '../media/g711.ts'
import { readWave } from '../wave/read-wave.ts'
import { EventLog } from './event-log.ts'
import type { MediaEngine } from './media-engine.ts'
import type { MediaEvent } from './media-event.ts'
import { createMediaEngine } from './pooled-media-engine.ts'
import { RtpPhone } from './test-support/rtp-phone.ts'

const LIMIT = { timeout: 40_000 }
const AT = { room: 'call', leg: 'phone/1' }

let folder: string
let engine: MediaEngine
let log: EventLog
let phone: RtpPhone

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'messages-'))
  engine = createMediaEngine({ settings: { workers: 1, recordingFolder: folder } })
  log = new EventLog(engine)
  await engine.openRoom('call')
  phone = await RtpPhone.open({ toneHz: 1014 })
  await phone.call(engine, AT)
})

afterEach(async () => {
  phone.close()
  await engine.close()
  await rm(folder, { recursive: true, force: true })
})

const message = (recordingId: string) => ({ room: 'call', recordingId, left: ['phone/1'], right: [] })
const endOf = (recordingId: string) => (event: MediaEvent) => event.type === 'recordingEnded' && event.recordingId === recordingId

it('ends a message that is as long as it may be', LIMIT, async () => {
  await engine.startRecording({ ...message('long'), maxSeconds: 1, silenceSeconds: 30 })
  expect(await log.until(endOf('long'))).toMatchObject({ reason: 'full', durationMs: 1000 })
  expect((await readWave(join(folder, 'long.wav'))).durationMs).toBe(1000)
})

it('ends a message whose speaker says no more, or never said anything', LIMIT, async () => {
  await engine.startRecording({ ...message('said'), maxSeconds: 30, silenceSeconds: 1 })
  await new Promise((resolve) => setTimeout(resolve, 1500))
  phone.speaking = false
  const said = await log.until(endOf('said'))
  expect(said).toMatchObject({ reason: 'silence' })
  expect((await readWave(join(folder, 'said.wav'))).durationMs).toBeGreaterThan(1500)
  await engine.startRecording({ ...message('nothing'), silenceSeconds: 1 })
  expect(await log.until(endOf('nothing'))).toMatchObject({ reason: 'silence', durationMs: 1000 })
})

let sent = 0
/** One packet more of the stream that keys are pressed in. */
const sendKeyPacket = (packet: { payloadType: number; marker: boolean; payload: Buffer }): void => {
  phone.send({ ssrc: 99, sequenceNumber: sent, timestamp: sent * 160, ...packet })
  sent += 1
}

/** As long as the key is pressed, in the place of what is said. */
const pressTones = async (keys: string): Promise<void> => {
  const tones = new DtmfTones()
  tones.enqueue(keys)
  phone.speaking = false
  for (let frame = tones.next(); frame !== undefined; frame = tones.next()) {
    sendKeyPacket({ payloadType: 0, marker: false, payload: Buffer.from(encodeG711('mulaw', frame)) })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  phone.speaking = true
}
const keysTold = (): string => log.events.flatMap((event) => (event.type === 'digit' ? [event.digit] : [])).join('')

it('tells keys that come as tones while somebody waits for them, and a press that comes both ways once', LIMIT, async () => {
  await pressTones('1')
  await engine.listenForTones({ ...AT, on: true })
  await pressTones('25#')
  await expect.poll(keysTold, { timeout: 10_000 }).toBe('25#')
  const pressEvent = (key: number): void => sendKeyPacket({ payloadType: 101, marker: true, payload: Buffer.from([key, 10, 0, 160]) })
  pressEvent(8)
  await expect.poll(keysTold, { timeout: 10_000 }).toBe('25#8')
  await pressTones('8')
  pressEvent(9)
  await expect.poll(keysTold, { timeout: 10_000 }).toBe('25#89')
})

it('refuses to listen to a leg that is not there', async () => {
  await expect(engine.listenForTones({ room: 'call', leg: 'nobody', on: true })).rejects.toMatchObject({ code: 'MEDIA_LEG_UNKNOWN' })
})
