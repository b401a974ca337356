import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Latch, type Endpoint } from './latch.ts'

const announced: Endpoint = { address: '10.0.0.1', port: 4000 }
const moved: Endpoint = { address: '10.0.0.1', port: 4008 }
const nat: Endpoint = { address: '192.0.2.1', port: 5555 }
const thief: Endpoint = { address: '203.0.113.6', port: 1 }

/** A sender: each packet is the next of its stream. */
const sender = (ssrc: number, sequenceNumber = 0) => ({
  next: () => ({ ssrc, sequenceNumber: (sequenceNumber = (sequenceNumber + 1) & 0xffff) }),
})
type Sender = ReturnType<typeof sender>
const heard = (latch: Latch, from: Endpoint, by: Sender, packets = 1): number =>
  Array.from({ length: packets }, () => latch.admit(from, by.next())).filter(Boolean).length

it('believes the addresses of SDP and signalling at once, and a stranger never', () => {
  const trusting = new Latch(announced, nat.address)
  expect(trusting.target).toEqual(announced)
  expect([heard(trusting, thief, sender(6)), heard(trusting, nat, sender(1)), heard(trusting, thief, sender(6), 500)]).toEqual([0, 1, 0])
  expect(trusting.target).toEqual(nat)
  const stranger = new Latch(announced, undefined)
  expect(heard(stranger, thief, sender(6), 500)).toBe(0)
  expect(stranger.target).toEqual(announced)
  expect(new Latch(announced, undefined).admit(thief, sender(6).next(), true)).toBe(true)
})

it('a third party that the SDP names gets no more than a few seconds before it speaks, however often it is named anew', () => {
  const sent = (latch: Latch): number => Array.from({ length: 1000 }, () => latch.maySend()).filter(Boolean).length
  const first = new Latch({ address: '203.0.113.6', port: 4000 }, '192.0.2.1')
  expect(sent(first)).toBe(200)
  const next = new Latch({ address: '203.0.113.7', port: 4000 }, '192.0.2.1', first)
  expect(sent(next)).toBe(0)
  expect([next.admitReport('198.51.100.1', false), next.maySend()]).toEqual([false, false])
  expect([next.admitReport('203.0.113.7', false), next.maySend()]).toEqual([true, true])
  expect(sent(new Latch({ address: '192.0.2.1', port: 4000 }, '192.0.2.1'))).toBe(1000)
})

it('the announced port has the last word over what an earlier call still sends', () => {
  const latch = new Latch(announced, announced.address)
  expect([heard(latch, moved, sender(9)), latch.target]).toEqual([1, moved])
  const [his, leftOver] = [sender(1), sender(9, 1)]
  expect([heard(latch, announced, his), latch.target]).toEqual([1, announced])
  for (let i = 0; i < 500; i++) expect([heard(latch, moved, leftOver), heard(latch, announced, his)]).toEqual([0, 1])
})

it('follows a stream that goes on at another port of its address at the first packet, and back, without an offer', () => {
  const latch = new Latch(announced, nat.address)
  const his = sender(1, 65_000)
  heard(latch, nat, his, 500)
  for (const port of [6000, 6001, 6000, 7000]) {
    const there = { ...nat, port }
    expect([heard(latch, there, his, 100), latch.target]).toEqual([100, there])
  }
})

it('follows a peer that began anew at another port after three packets, and does not go back for what was under way', () => {
  const latch = new Latch(announced, nat.address)
  const [old, fresh] = [sender(1), sender(2)]
  heard(latch, nat, old, 50)
  const there = { ...nat, port: 6000 }
  expect([heard(latch, there, fresh), heard(latch, nat, old), heard(latch, there, fresh, 10)]).toEqual([0, 1, 8])
  expect([heard(latch, nat, old, 2), latch.target]).toEqual([0, there])
})

it('of two that send at once from behind one address it stays with the one that it has, and goes over when that is silent for long', () => {
  const latch = new Latch(announced, nat.address)
  const [his, other] = [sender(1), sender(2)]
  const there = { ...nat, port: 6000 }
  for (let i = 0; i < 300; i++) expect([heard(latch, nat, his), heard(latch, there, other)]).toEqual([1, 0])
  expect([heard(latch, there, other, 100), heard(latch, nat, his), heard(latch, there, other, 148)]).toEqual([0, 1, 0])
  expect([heard(latch, there, other, 50) > 40, latch.target]).toEqual([true, there])
})

it('lets a peer move when it has offered again, and a stranger no sooner than before', () => {
  const latch = new Latch(announced, undefined)
  expect([heard(latch, announced, sender(1)), heard(latch, moved, sender(2))]).toEqual([1, 0])
  latch.release()
  expect(latch.target).toEqual(announced)
  expect([heard(latch, thief, sender(6)), heard(latch, moved, sender(2)), heard(latch, announced, sender(1))]).toEqual([0, 1, 0])
  latch.release()
  expect([heard(latch, thief, sender(6), 6), heard(latch, moved, sender(2)), heard(latch, thief, sender(6), 500)]).toEqual([0, 1, 0])
})

it('whoever signs is followed to another address, and nobody else', () => {
  const latch = new Latch(announced, nat.address)
  const his = sender(1)
  const elsewhere = { address: '198.51.100.9', port: 9 }
  latch.admit(announced, his.next(), true)
  expect([latch.admit(elsewhere, his.next()), latch.admit(elsewhere, his.next(), true)]).toEqual([false, true])
  expect(latch.target).toEqual(elsewhere)
})

it('in any order of packets nobody from outside SDP and signalling is heard or spoken to', () => {
  const source = fc.constantFrom(announced, moved, nat, thief, { ...thief, port: 4000 }, { ...nat, port: 4000 })
  const packet = fc.record({ source, ssrc: fc.nat({ max: 2 }), sequenceNumber: fc.nat({ max: 65_535 }), isOffer: fc.nat({ max: 20 }) })
  fc.assert(
    fc.property(fc.array(packet, { maxLength: 400 }), (packets) => {
      const latch = new Latch(announced, nat.address)
      for (const { source: from, isOffer, ...mark } of packets) {
        if (isOffer === 0) latch.release()
        if (latch.admit(from, mark)) expect(latch.target).toEqual(from)
        expect(latch.target.address).not.toBe(thief.address)
      }
    }),
  )
})
