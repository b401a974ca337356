// What SIP peers do on the wire, against a real worker: packets of other lengths, hold, silence, their own numbers for digits.

import { networkInterfaces } from 'node:os'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { EventLog } from './event-log.ts'
import type { MediaEngine } from './media-engine.ts'
import { createMediaEngine } from './pooled-media-engine.ts'
import { RtpPhone } from './test-support/rtp-phone.ts'

const HAS_IPV6 = networkInterfaces()['lo']?.some(({ address }) => address === '::1') === true
const LIMIT = { timeout: 40_000 }
const [A, B] = [
  { room: 'call', leg: 'a' },
  { room: 'call', leg: 'b' },
]
const A_HZ = 1014
const B_HZ = 1510

let engine: MediaEngine
let log: EventLog
const phones: RtpPhone[] = []

beforeEach(async () => {
  engine = createMediaEngine({ settings: { workers: 1, mediaTimeoutMs: 500, quietAfterMs: 1000 } })
  log = new EventLog(engine)
  await engine.openRoom('call')
})

afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close()
  await engine.close()
})

const phoneOf = async (parts: Parameters<typeof RtpPhone.open>[0]): Promise<RtpPhone> => {
  const phone = await RtpPhone.open(parts)
  phones.push(phone)
  return phone
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const missed = () => log.events.filter(({ type }) => type === 'legQuiet' || type === 'mediaTimeout').length

it.each([10, 30, 40, 60])('hears a peer that sends packets of %d ms without gaps, and answers in its own 20 ms', LIMIT, async (ptimeMs) => {
  const [a, b] = [await phoneOf({ toneHz: A_HZ, ptimeMs }), await phoneOf({ toneHz: B_HZ })]
  await a.call(engine, A)
  await b.call(engine, B)
  await expect.poll(() => b.levelDb(A_HZ), { timeout: 10_000 }).toBeGreaterThan(-13.5)
  const before = (await engine.stats(A)).framesMissing
  await pause(2000)
  expect((await engine.stats(A)).framesMissing - before).toBeLessThanOrEqual(10)
  expect(new Set(a.packets.map(({ payload }) => payload.length))).toEqual(new Set([160]))
})

it('takes and sends digits under the number of each leg', LIMIT, async () => {
  const [a, b] = [await phoneOf({ toneHz: A_HZ }), await phoneOf({ toneHz: B_HZ })]
  const numbered = (number: number) => (sdp: string) => sdp.replace(/ 101\r/, ` ${number}\r`).replaceAll(':101 ', `:${number} `)
  for (const [phone, address, number] of [[a, A, 96] as const, [b, B, 126] as const]) {
    await engine.openRtpLeg(address)
    expect(await phone.offer(engine, address, { edit: numbered(number) })).toContain(`a=rtpmap:${number} telephone-event/8000`)
    await engine.sendDigits({ ...address, digits: '5' })
    const event = { ssrc: A_HZ, payloadType: 96, sequenceNumber: 9, timestamp: 77_000, marker: true, payload: Buffer.from([7, 10, 0, 160]) }
    phone.send(event)
  }
  await expect.poll(() => phones.map(({ packets }) => packets.filter(({ payloadType }) => payloadType > 95).length)).toEqual([7, 7])
  expect(phones.map(({ packets }) => packets.find(({ payloadType }) => payloadType > 95)?.payloadType)).toEqual([96, 126])
  await pause(100)
  expect(log.events.filter(({ type }) => type === 'digit')).toEqual([{ type: 'digit', ...A, digit: '7' }])
})

it('answers hold from the far side with recvonly in a new version, is silent towards it, and does not miss its media', LIMIT, async () => {
  const [a, b] = [await phoneOf({ toneHz: A_HZ }), await phoneOf({ toneHz: B_HZ })]
  await b.call(engine, B)
  await engine.openRtpLeg(A)
  const versionOf = (sdp: string) => Number(/^o=- \d+ (\d+)/m.exec(sdp)?.[1])
  const first = await a.offer(engine, A)
  await expect.poll(() => a.levelDb(B_HZ), { timeout: 10_000 }).toBeGreaterThan(-20)
  for (const [direction, mirror] of [
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
  ] as const) {
    const answer = await a.offer(engine, A, { direction })
    expect(answer).toContain(`a=${mirror}\r\n`)
    expect(versionOf(answer)).toBeGreaterThan(versionOf(first))
    a.speaking = false
    await pause(200)
    const packets = a.packets.length
    await pause(2500)
    expect(a.packets.length > packets, direction).toBe(direction === 'recvonly')
    expect(missed()).toBe(0)
  }
  await a.offer(engine, A)
  a.forget()
  await expect.poll(() => a.levelDb(B_HZ), { timeout: 10_000 }).toBeGreaterThan(-20)
  expect(await log.until(({ type }) => type === 'legQuiet')).toMatchObject({ leg: 'a' })
})

it('does not miss the media of a peer that we hold, also when it does not say so', LIMIT, async () => {
  const a = await phoneOf({ toneHz: A_HZ })
  await engine.openRtpLeg(A)
  const { offerSdp } = await engine.offerRtpLeg({ ...A, direction: 'sendonly' })
  const answerSdp = a.negotiation.answer(offerSdp)?.sdp ?? ''
  await engine.acceptRtpLeg({ ...A, answerSdp: answerSdp.replace('a=recvonly', 'a=sendrecv') })
  await pause(2500)
  expect(missed()).toBe(0)
})

it('tells again and again of a peer from which nothing comes at all, held or not, and of none that reports', LIMIT, async () => {
  const [a, b] = [await phoneOf({ toneHz: A_HZ }), await phoneOf({ toneHz: B_HZ })]
  await a.call(engine, A)
  await engine.openRtpLeg(B)
  await b.offer(engine, B, { direction: 'inactive', edit: (sdp) => `${sdp}a=rtcp-mux\r\n` })
  a.speaking = b.speaking = false
  const report = Buffer.from([0x80, 201, 0, 1, 0, 0, 0, 7])
  const timer = setInterval(() => b.sendBytes(report), 200)
  const silences = (leg: string) => log.events.filter((event) => event.type === 'legSilent' && event.leg === leg).length
  await expect.poll(() => silences('a'), { timeout: 10_000 }).toBeGreaterThan(1)
  expect(silences('b')).toBe(0)
  clearInterval(timer)
  await expect.poll(() => silences('b'), { timeout: 10_000 }).toBeGreaterThan(0)
  expect(missed()).toBe(1)
})

it('tells once of packets from where nobody said the peer was', LIMIT, async () => {
  const [a, b] = [await phoneOf({ toneHz: A_HZ }), await phoneOf({ toneHz: B_HZ })]
  await engine.openRtpLeg(A)
  const answer = await a.offer(engine, A, { edit: (sdp) => sdp.replace('c=IN IP4 127.0.0.1', 'c=IN IP4 192.0.2.9') })
  a.speaking = false
  b.speakTo(answer)
  expect(await log.until(({ type }) => type === 'legUnread')).toEqual({ type: 'legUnread', ...A, reason: 'address', detail: '127.0.0.1' })
  await pause(1500)
  expect(log.events.filter(({ type }) => type === 'legUnread')).toHaveLength(1)
  expect((await engine.stats(A)).packetsReceived).toBe(0)
})

it.skipIf(!HAS_IPV6)('speaks over IPv6', LIMIT, async () => {
  const other = createMediaEngine({ settings: { workers: 1, rtpAddress: '::1' } })
  const legs: string[] = []
  other.on((event) => void (event.type === 'legConnected' && legs.push(event.leg)))
  await other.openRoom('call')
  for (const address of [A, B]) await other.openRtpLeg(address)
  const { offerSdp } = await other.offerRtpLeg({ ...A, direction: 'sendrecv', secure: true })
  expect(offerSdp).toContain('c=IN IP6 ::1')
  const { answerSdp } = await other.answerRtpLeg({ ...B, offerSdp, direction: 'sendrecv' })
  await other.acceptRtpLeg({ ...A, answerSdp })
  await expect.poll(() => legs.toSorted(), { timeout: 10_000 }).toEqual(['a', 'b'])
  await other.close()
})
