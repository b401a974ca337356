import { expect, it } from 'vitest'
import { RtpReceiveStats } from './rtp-receive-stats.ts'

const packet = (sequenceNumber: number, timestamp = sequenceNumber * 160, more: { ssrc?: number; marker?: boolean } = {}) => ({
  ssrc: 1,
  payloadType: 0,
  sequenceNumber: sequenceNumber & 0xffff,
  timestamp,
  payload: Buffer.alloc(160),
  ...more,
})

it('counts lost packets across the wrap of the sequence', () => {
  const stats = new RtpReceiveStats()
  for (const number of [65_533, 65_534, 65_536, 65_537]) stats.add(packet(number), 0)
  expect(stats.packetsLost).toBe(1)
  expect(stats.lossFraction).toBe(1 / 5)
  expect(stats.bytesReceived).toBe(640)
})

it('counts a late packet as received', () => {
  const stats = new RtpReceiveStats()
  for (const number of [1, 3, 2, 4]) stats.add(packet(number), 0)
  expect(stats.packetsLost).toBe(0)
})

it('has no jitter for an even stream, and the RFC 3550 estimate for an uneven one', () => {
  const even = new RtpReceiveStats()
  for (let i = 0; i < 50; i++) even.add(packet(i), i * 20)
  expect(even.jitterMs).toBe(0)
  const uneven = new RtpReceiveStats()
  for (let i = 0; i < 200; i++) uneven.add(packet(i), i * 20 + (i % 2) * 8)
  expect(uneven.jitterMs).toBeCloseTo(8, 1)
})

it('does not take the fixed timestamp of a DTMF event for jitter', () => {
  const stats = new RtpReceiveStats()
  for (let i = 0; i < 10; i++) stats.add(packet(i), i * 20)
  for (let i = 10; i < 18; i++) stats.add(packet(i, 1600), i * 20)
  for (let i = 18; i < 30; i++) stats.add(packet(i), i * 20)
  expect(stats.jitterMs).toBe(0)
})

it('does not count the jump to a new stream as loss', () => {
  const stats = new RtpReceiveStats()
  for (const number of [1, 2, 4]) stats.add(packet(number), 0)
  for (const number of [40_000, 40_001]) stats.add(packet(number, 0, { ssrc: 2 }), 0)
  for (const number of [20_000, 20_001, 5, 6]) stats.add(packet(number, 0, { ssrc: 2 }), 0)
  expect(stats.packetsLost).toBe(1)
})

it('counts two sources at once, audio and events, each by its own numbers', () => {
  const stats = new RtpReceiveStats()
  for (let i = 0; i < 50; i++) {
    stats.add(packet(i), i * 20)
    if (i !== 20) stats.add(packet(30_000 + i, 9, { ssrc: 2 }), i * 20)
  }
  expect([stats.packetsLost, stats.jitterMs]).toEqual([1, 0])
})

it.each([
  ['stands still in it', 0],
  ['goes on through it', 30_000],
  ['is set anew after it', 2 ** 31],
])('takes a pause of silence suppression for neither loss nor jitter when the peer’s clock %s', (_, step) => {
  const stats = new RtpReceiveStats()
  for (let i = 0; i < 50; i++) stats.add(packet(i), i * 20)
  for (let i = 50; i < 100; i++) stats.add(packet(i, (i * 160 + step) >>> 0, { marker: i === 50 }), 30_000 * 0.125 + i * 20)
  expect([stats.packetsLost, Math.round(stats.jitterMs)]).toEqual([0, 0])
})

it('does not take a step of the peer’s clock for jitter, though nothing announces it', () => {
  const stats = new RtpReceiveStats()
  for (let i = 0; i < 100; i++) stats.add(packet(i, (i * 160 + (i > 50 ? 1_000_000 : 0)) >>> 0), i * 20)
  expect(stats.jitterMs).toBe(0)
})
