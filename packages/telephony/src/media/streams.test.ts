// Streams as telephones send them, in simulated time: whatever their form, the tone in them is heard, and no loss is counted that
// there was not.

import { expect, it } from 'vitest'
import { encodeG711 } from './g711.ts'
import { sineWave, toneLevelDb } from './goertzel.ts'
import { Leg } from './leg.ts'
import type { RtpIn } from './rtp-packet.ts'

const HZ = 1014
const TICKS = 500
const TONE = sineWave(HZ, (TICKS + 20) * 160)
const EVENTS = 101

type Stream = (RtpIn & { atMs: number })[]

/** Packets of so many samples each, at the end of the time that they hold. */
const stream = (...lengths: number[]): Stream => {
  const packets: Stream = []
  for (let at = 0, n = 0; at < TICKS * 160; n++) {
    const length = lengths[Math.floor(n / 20) % lengths.length] ?? 160
    const payload = encodeG711('mulaw', TONE.subarray(at, at + length))
    packets.push({ ssrc: 1, payloadType: 0, sequenceNumber: n & 0xffff, timestamp: at, payload, atMs: (at + length) / 8 })
    at += length
  }
  return packets
}

const between =
  (fromMs: number, toMs: number) =>
  ({ atMs }: { atMs: number }) =>
    atMs >= fromMs && atMs < toMs
const renumbered = (packets: Stream): Stream => packets.map((packet, i) => ({ ...packet, sequenceNumber: (65_530 + i) & 0xffff }))
const later = (packets: Stream, fromMs: number, change: (packet: Stream[number]) => Partial<RtpIn>): Stream =>
  packets.map((packet) => (packet.atMs < fromMs ? packet : { ...packet, ...change(packet) }))
const other = (packet: Stream[number], more: Partial<RtpIn>) => ({ ...packet, ...more })
const PAUSE = between(3000, 5000)

const FORMS: Record<string, () => Stream> = {
  '10 ms': () => stream(80),
  '20 ms': () => stream(160),
  '30 ms': () => stream(240),
  '60 ms': () => stream(480),
  '120 ms': () => stream(960),
  '240 ms': () => stream(1920),
  'odd lengths': () => stream(163, 157),
  'a length that changes': () => stream(160, 240, 80, 480, 1920, 160),
  'a late start': () => renumbered(stream(160).filter(({ atMs }) => atMs > 4000)),
  'silence suppression': () => renumbered(stream(160).filter((packet) => !PAUSE(packet))),
  'silence suppression of a clock that stands still': () =>
    later(renumbered(stream(160).filter((packet) => !PAUSE(packet))), 5000, ({ timestamp }) => ({ timestamp: timestamp - 16_000 })),
  'comfort noise in the pause': () =>
    stream(160).map((packet) => (PAUSE(packet) ? other(packet, { payloadType: 13, payload: Buffer.of(60) }) : packet)),
  'comfort noise by a dynamic number': () =>
    stream(160).map((packet) => (PAUSE(packet) ? other(packet, { payloadType: 97, payload: Buffer.of(60, 1, 2) }) : packet)),
  'every second pair swapped': () => {
    const packets = stream(160)
    return packets.map((packet, i) => ({ ...(packets[i % 4 === 0 ? i + 1 : i % 4 === 1 ? i - 1 : i] ?? packet), atMs: packet.atMs }))
  },
  'every packet twice': () => stream(160).flatMap((packet) => [packet, packet]),
  'another source from the middle on': () =>
    later(stream(160), 5000, ({ timestamp, sequenceNumber }) => ({
      ssrc: 9,
      timestamp: timestamp + 77_777,
      sequenceNumber: (sequenceNumber + 9000) & 0xffff,
    })),
  'a leap of the clock': () => later(stream(160), 5000, ({ timestamp }) => ({ timestamp: (timestamp + 3_000_000_000) >>> 0 })),
  'a clock that is set back': () => later(stream(160), 5000, ({ timestamp }) => ({ timestamp: (timestamp - 100_000) >>> 0 })),
  'a leap of the sequence': () =>
    later(stream(160), 5000, ({ sequenceNumber }) => ({ sequenceNumber: (sequenceNumber + 30_000) & 0xffff })),
  'a sequence that begins anew': () => later(stream(160), 5000, ({ sequenceNumber }) => ({ sequenceNumber: sequenceNumber - 249 })),
  'another law from the middle on': () =>
    stream(160).map((packet, i) =>
      i < 250 ? packet : other(packet, { payloadType: 8, payload: encodeG711('alaw', TONE.subarray(i * 160, i * 160 + 160)) }),
    ),
  'keys on the same source': () =>
    stream(160).map((packet, i) =>
      i > 240 && i < 260
        ? other(packet, { payloadType: EVENTS, timestamp: 241 * 160, payload: Buffer.from([5, i > 256 ? 138 : 10, 0, 160]) })
        : packet,
    ),
  'keys on a source of their own beside the audio': () =>
    stream(160).flatMap((packet, i) =>
      i > 240 && i < 260
        ? [
            packet,
            {
              ...packet,
              ssrc: 2,
              payloadType: EVENTS,
              sequenceNumber: i + 5000,
              timestamp: 5,
              payload: Buffer.from([5, i > 256 ? 138 : 10, 0, 160]),
            },
          ]
        : [packet],
    ),
  'G.722 that nobody asked for, in the middle': () =>
    stream(160).map((packet) => (PAUSE(packet) ? other(packet, { payloadType: 9, payload: Buffer.alloc(160, 0x5a) }) : packet)),
  'packets without content': () =>
    stream(160).flatMap((packet, i) => (i % 10 === 9 ? [other(packet, { payload: Buffer.alloc(0) })] : [packet])),
}

const hear = (packets: Stream) => {
  const digits: string[] = []
  const leg = new Leg({ format: { law: 'mulaw', eventPayloadType: EVENTS }, send: () => undefined, onDigit: (digit) => digits.push(digit) })
  const heard: number[][] = []
  let next = 0
  for (let tick = 1; tick <= TICKS; tick++) {
    for (; (packets[next]?.atMs ?? Infinity) <= tick * 20; next++) {
      const { atMs, ...packet } = packets[next] ??
        packets[0] ?? { ssrc: 0, payloadType: 0, sequenceNumber: 0, timestamp: 0, payload: Buffer.of(), atMs: 0 }
      leg.receive(packet, atMs)
    }
    heard.push([...(leg.pull() ?? new Int16Array(160))])
  }
  return {
    leg,
    digits: digits.join(''),
    level: (fromMs: number, toMs: number) => toneLevelDb(heard.slice(fromMs / 20, toMs / 20).flat(), HZ),
  }
}

it.each(Object.entries(FORMS))('hears %s', (name, make) => {
  const { leg, digits, level } = hear(make())
  expect(level(8000, 10_000), 'at the end').toBeGreaterThan(name === 'packets without content' ? -16 : -13)
  expect(leg.received.packetsLost, 'packets lost').toBe(0)
  expect(leg.received.jitterMs).toBeLessThan(25)
  expect(digits).toBe(name.startsWith('keys') ? '5' : '')
})

it.each([
  'silence suppression',
  'comfort noise in the pause',
  'comfort noise by a dynamic number',
  'G.722 that nobody asked for, in the middle',
])('of %s nothing is heard in the pause', (name) => {
  expect(hear(FORMS[name]?.() ?? []).level(3500, 4900)).toBeLessThan(-90)
})
