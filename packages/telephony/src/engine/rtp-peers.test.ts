// What peers' descriptions mean on the wire, against a real worker: their numbers, packet lengths, holds, names and moves.

import { afterEach, beforeEach, expect, it } from 'vitest'
import { EventLog } from './event-log.ts'
import type { MediaEngine } from './media-engine.ts'
import { createMediaEngine } from './pooled-media-engine.ts'
import { RtpPhone } from './test-support/rtp-phone.ts'

const LIMIT = { timeout: 40_000 }
const [A, B] = [
  { room: 'call', leg: 'a' },
  { room: 'call', leg: 'b' },
]
const A_HZ = 1014
const B_HZ = 1510
const HEARD_DB = -16

let engine: MediaEngine
let log: EventLog
let phones: RtpPhone[]

beforeEach(async () => {
  engine = createMediaEngine({ settings: { workers: 1, quietAfterMs: 1500 } })
  log = new EventLog(engine)
  await engine.openRoom('call')
  phones = [await RtpPhone.open({ toneHz: A_HZ }), await RtpPhone.open({ toneHz: B_HZ })]
  await phones[1]?.call(engine, B)
  await engine.openRtpLeg(A)
})

afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close()
  await engine.close()
})

const both = (): readonly [RtpPhone, RtpPhone] => {
  const [a, b] = phones
  if (a === undefined || b === undefined) throw new Error('two phones are open')
  return [a, b]
}
const hears = (listener: RtpPhone, hertz: number) => {
  listener.forget()
  return expect.poll(() => listener.levelDb(hertz), { timeout: 10_000 }).toBeGreaterThan(HEARD_DB)
}
const lengthsOf = (phone: RtpPhone) => new Set(phone.packets.slice(-20).map(({ payload }) => payload.length))
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it.each([
  ['a=ptime:10', 80],
  ['a=ptime:30', 240],
  ['a=ptime:20\r\na=maxptime:10', 80],
  ['a=ptime:60', 480],
])('sends packets of the length that the peer asked for (%s), and digits among them', LIMIT, async (lines, bytes) => {
  const [a, b] = both()
  await a.offer(engine, A, { edit: (sdp) => sdp.replace('a=ptime:20', lines) })
  await hears(a, B_HZ)
  await hears(b, A_HZ)
  expect(lengthsOf(a)).toEqual(new Set([bytes]))
  await engine.sendDigits({ ...A, digits: '12' })
  await expect.poll(() => a.packets.filter(({ payloadType }) => payloadType === 101).length).toBe(14)
  await hears(a, B_HZ)
  const numbers = a.packets.map(({ sequenceNumber }) => sequenceNumber)
  expect(numbers.every((number, i) => i === 0 || number === (((numbers[i - 1] ?? 0) + 1) & 0xffff))).toBe(true)
})

it('sends by the peer’s number for a law, and hears it by either', LIMIT, async () => {
  const [a, b] = both()
  await a.offer(engine, A, { edit: (sdp) => sdp.replace('RTP/AVP 0', 'RTP/AVP 97').replace('rtpmap:0 ', 'rtpmap:97 ') })
  await hears(b, A_HZ)
  await expect.poll(() => new Set(a.packets.map(({ payloadType }) => payloadType))).toEqual(new Set([97]))
})

it.each([
  ['no address', (sdp: string) => sdp.replace('c=IN IP4 127.0.0.1', 'c=IN IP4 0.0.0.0')],
  ['port 0', (sdp: string) => sdp.replace(/m=audio \d+/, 'm=audio 0')],
  ['inactive', (sdp: string) => sdp.replace('a=sendrecv', 'a=inactive')],
  ['sendonly', (sdp: string) => sdp.replace('a=sendrecv', 'a=sendonly')],
])('a hold by %s is silent towards the peer, is no quiet, and ends with the next offer', LIMIT, async (_, edit) => {
  const [a, b] = both()
  await a.offer(engine, A)
  await hears(a, B_HZ)
  const answer = await a.offer(engine, A, { edit })
  expect(answer).toMatch(/a=(recvonly|inactive)|m=audio 0/)
  a.speaking = false
  await pause(300)
  const heldAt = a.packets.length
  await pause(2500)
  expect([a.packets.length - heldAt, log.events.filter(({ type }) => type === 'legQuiet')]).toEqual([0, []])
  a.speaking = true
  await a.offer(engine, A)
  await hears(a, B_HZ)
  await hears(b, A_HZ)
  const numbers = a.packets.map(({ sequenceNumber }) => sequenceNumber)
  expect((((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)) & 0xffff) + 1, 'no number was used up in the hold').toBe(numbers.length)
})

it('finds a peer that writes a name for its address, and says what it could not resolve', LIMIT, async () => {
  const [a, b] = both()
  const named = (name: string) => ({ edit: (sdp: string) => sdp.replace('c=IN IP4 127.0.0.1', `c=IN IP4 ${name}`) })
  await expect(a.offer(engine, A, named('no-such-host.invalid'))).rejects.toThrow(/no-such-host\.invalid.*could not be resolved/)
  await a.offer(engine, A, named('localhost'))
  await hears(a, B_HZ)
  await hears(b, A_HZ)
})

it('early media of no use leave the leg ready for the answer that decides', LIMIT, async () => {
  const [a, b] = both()
  const { offerSdp } = await engine.offerRtpLeg({ ...A, direction: 'sendrecv' })
  const answerSdp = a.negotiation.answer(offerSdp)?.sdp ?? ''
  for (const early of [answerSdp.replace(/m=audio \d+/, 'm=audio 0'), answerSdp.replace('RTP/AVP 8', 'RTP/AVP 18'), 'v=0'])
    await expect(engine.acceptRtpLeg({ ...A, answerSdp: early })).rejects.toMatchObject({ code: 'MEDIA_OFFER_REFUSED' })
  await engine.acceptRtpLeg({ ...A, answerSdp: answerSdp.replace(/m=audio \d+/, 'm=audio 9') })
  await engine.acceptRtpLeg({ ...A, answerSdp })
  a.speakTo(offerSdp)
  await hears(a, B_HZ)
  await hears(b, A_HZ)
})

it('goes on with a peer that moves to another port in the middle of the call', LIMIT, async () => {
  const [a, b] = both()
  const answer = await a.offer(engine, A)
  await hears(a, B_HZ)
  const moved = await RtpPhone.open({ toneHz: A_HZ + 1000 })
  phones.push(moved)
  a.speaking = false
  moved.speakTo(answer)
  await hears(b, A_HZ + 1000)
  await hears(moved, B_HZ)
  expect(log.events.filter(({ type }) => type !== 'stats' && type !== 'legConnected')).toEqual([])
})
