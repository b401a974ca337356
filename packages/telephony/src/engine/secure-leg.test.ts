// SRTP between the legs of two engines, each with a plain phone behind it that says one tone.

import { createSocket } from 'node:dgram'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseRtp } from '../rtp/wire/rtp-wire.ts'
import { parseAudio } from '../sdp/audio-description.ts'
import type { MediaEngine } from './media-engine.ts'
import { createMediaEngine } from './pooled-media-engine.ts'
import { RtpPhone } from './test-support/rtp-phone.ts'

const LIMIT = { timeout: 40_000 }
const TRUNK = { room: 'call', leg: 'trunk' }
const HERE_HZ = 1014
const THERE_HZ = 1510

type Side = { engine: MediaEngine; phone: RtpPhone }
let here: Side
let there: Side
const closers: (() => void)[] = []

const sideOf = async (toneHz: number): Promise<Side> => {
  const engine = createMediaEngine({ settings: { workers: 1 } })
  await engine.openRoom('call')
  const phone = await RtpPhone.open({ toneHz })
  await phone.call(engine, { room: 'call', leg: 'phone' })
  await engine.openRtpLeg(TRUNK)
  return { engine, phone }
}

beforeEach(async () => {
  here = await sideOf(HERE_HZ)
  there = await sideOf(THERE_HZ)
})

afterEach(async () => {
  for (const close of closers.splice(0)) close()
  for (const { engine, phone } of [here, there]) {
    phone.close()
    await engine.close()
  }
})

type Edits = { offer?: (sdp: string) => string; answer?: (sdp: string) => string }

const connect = async ({ offer = (sdp) => sdp, answer = (sdp) => sdp }: Edits = {}): Promise<string> => {
  const { offerSdp } = await here.engine.offerRtpLeg({ ...TRUNK, direction: 'sendrecv', secure: true })
  const { answerSdp } = await there.engine.answerRtpLeg({ ...TRUNK, offerSdp: offer(offerSdp), direction: 'sendrecv', secure: true })
  await here.engine.acceptRtpLeg({ ...TRUNK, answerSdp: answer(answerSdp) })
  return answerSdp
}

const heard = () => [here.phone.levelDb(THERE_HZ) > -30, there.phone.levelDb(HERE_HZ) > -30]
const hearing = (expected: boolean[]) => expect.poll(heard, { timeout: 15_000 }).toEqual(expected)
const dropFirstSuite = (sdp: string) => sdp.replace(/a=crypto:1 .*\r\n/, '')

it.each([
  ['AES_CM_128_HMAC_SHA1_80', (sdp: string) => sdp],
  ['AES_CM_128_HMAC_SHA1_32', dropFirstSuite],
])('speaks both ways with %s, and goes on after hold with the same keys', LIMIT, async (suite, offer) => {
  const answerSdp = await connect({ offer })
  expect(answerSdp).toMatch(/m=audio \d+ RTP\/SAVP /)
  expect(answerSdp.match(/a=crypto:/g)).toHaveLength(1)
  expect(answerSdp).toContain(suite)
  await hearing([true, true])
  const held = await here.engine.offerRtpLeg({ ...TRUNK, direction: 'sendonly' })
  expect(held.offerSdp).toContain('RTP/SAVP')
  const holding = await there.engine.answerRtpLeg({ ...TRUNK, offerSdp: offer(held.offerSdp), direction: 'sendrecv' })
  expect(holding.direction).toBe('recvonly')
  await here.engine.acceptRtpLeg({ ...TRUNK, answerSdp: holding.answerSdp })
  const again = await here.engine.offerRtpLeg({ ...TRUNK, direction: 'sendrecv' })
  const answered = await there.engine.answerRtpLeg({ ...TRUNK, offerSdp: offer(again.offerSdp), direction: 'sendrecv' })
  await here.engine.acceptRtpLeg({ ...TRUNK, answerSdp: answered.answerSdp })
  for (const { phone } of [here, there]) phone.forget()
  await hearing([true, true])
  expect((await there.engine.stats(TRUNK)).packetsRefused).toBe(0)
})

it('hears nothing of a peer with another key, and counts what it refuses', LIMIT, async () => {
  await connect({ answer: (sdp) => sdp.replace(/inline:.{4}/, 'inline:AAAA') })
  await hearing([false, true])
  const stats = await here.engine.stats(TRUNK)
  expect(stats).toMatchObject({ packetsReceived: 0 })
  expect(stats.packetsRefused).toBeGreaterThan(20)
})

it('hears each packet once, however often it comes, and the wire carries no speech', LIMIT, async () => {
  const doubler = createSocket('udp4')
  await new Promise<void>((resolve) => doubler.bind(0, '127.0.0.1', resolve))
  closers.push(() => doubler.close())
  const ports = { here: 0, there: 0 }
  const payloads: string[] = []
  doubler.on('message', (bytes, source) => {
    payloads.push(Buffer.from(parseRtp(bytes)?.payload.subarray(0, 160) ?? []).toString('hex'))
    const target = source.port === ports.here ? ports.there : ports.here
    for (let i = 0; i < 2; i++) doubler.send(bytes, target, '127.0.0.1')
  })
  const throughDoubler = (side: keyof typeof ports) => (sdp: string) => {
    ports[side] = parseAudio(sdp)?.audio.port ?? 0
    return sdp.replace(/m=audio \d+/, `m=audio ${doubler.address().port}`)
  }
  await connect({ offer: throughDoubler('here'), answer: throughDoubler('there') })
  await hearing([true, true])
  const { packetsReceived, packetsRefused, packetsLost } = await there.engine.stats(TRUNK)
  expect(packetsReceived).toBeGreaterThan(20)
  expect(Math.abs(packetsRefused - packetsReceived)).toBeLessThan(10)
  expect(packetsLost).toBeLessThan(3)
  expect(new Set(payloads).size).toBe(payloads.length)
})

it('refuses by reason what it cannot encrypt', LIMIT, async () => {
  const { offerSdp } = await here.engine.offerRtpLeg({ ...TRUNK, direction: 'sendrecv', secure: true })
  const answer = (sdp: string) => there.engine.answerRtpLeg({ ...TRUNK, offerSdp: sdp, direction: 'sendrecv' })
  await expect(answer(offerSdp.replace('RTP/SAVP', 'UDP/TLS/RTP/SAVP'))).rejects.toMatchObject({
    code: 'MEDIA_OFFER_REFUSED',
    detail: expect.stringContaining('UDP/TLS'),
  })
  await expect(answer(offerSdp.replaceAll(/a=crypto.*\r\n/g, ''))).rejects.toMatchObject({
    code: 'MEDIA_OFFER_REFUSED',
    detail: expect.stringContaining('a=crypto'),
  })
  const plain = await here.engine.offerRtpLeg({ ...TRUNK, direction: 'sendrecv', secure: false })
  await expect(
    there.engine.answerRtpLeg({ ...TRUNK, offerSdp: plain.offerSdp, direction: 'sendrecv', secure: true }),
  ).rejects.toMatchObject({ code: 'MEDIA_OFFER_REFUSED' })
})
