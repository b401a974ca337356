import fc from 'fast-check'
import { createSocket, type Socket } from 'node:dgram'
import { afterEach, expect, it } from 'vitest'
import { encodeG711 } from '../media/g711.ts'
import { Leg } from '../media/leg.ts'
import { Room } from '../media/room.ts'
import type { RtpIn, RtpOut } from '../media/rtp-packet.ts'
import { Latch } from './latch.ts'
import { RtcpSession } from './rtcp-session.ts'
import { RtpConnection } from './rtp-connection.ts'
import { parseRtp, writeRtp } from './rtp-wire.ts'

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

const packet = (sequenceNumber: number, more: Partial<RtpOut> = {}): RtpOut => ({
  ssrc: 7,
  payloadType: 0,
  sequenceNumber,
  timestamp: sequenceNumber * 160,
  marker: false,
  payload: Buffer.alloc(160, 0xff),
  ...more,
})

it('reads what it writes', () => {
  const { marker, ...fields } = packet(65_535, { timestamp: 0xffff_ffff, marker: true })
  expect(parseRtp(writeRtp({ ...fields, marker }))).toEqual(fields)
})

it('skips sources, extension and padding', () => {
  const head = [0xb1, 8, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, /* CSRC */ 9, 9, 9, 9, /* extension */ 0xbe, 0xde, 0, 1, 1, 1, 1, 1]
  expect(parseRtp(Buffer.from([...head, 42, 0, 2]))?.payload).toEqual(Buffer.of(42))
})

it('never throws on noise', () => {
  const rtcp = new RtcpSession()
  rtcp.onSent(packet(1))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat({ max: 255 }), (bytes, type) => {
      const buffer = Buffer.from([0x81, type, ...bytes])
      parseRtp(buffer)
      rtcp.receive(buffer, 0)
    }),
  )
})

it('believes the addresses of SDP and signalling at once, and a stranger never', () => {
  const announced = { address: '10.0.0.1', port: 4000 }
  const [nat, thief] = [
    { address: '192.0.2.1', port: 5555 },
    { address: '203.0.113.6', port: 1 },
  ]
  const trusting = new Latch(announced, '192.0.2.1')
  expect(trusting.target).toEqual(announced)
  expect([trusting.admit(thief), trusting.admit(nat), trusting.admit(thief)]).toEqual([false, true, false])
  expect(trusting.target).toEqual(nat)
  const stranger = new Latch(announced, undefined)
  expect(Array.from({ length: 50 }, () => stranger.admit(thief))).not.toContain(true)
  expect(stranger.target).toEqual(announced)
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

it('the announced address has the last word over what an earlier call still sends to the port', () => {
  const announced = { address: '10.0.0.1', port: 4000 }
  const leftOver = { address: '10.0.0.1', port: 5000 }
  const latch = new Latch(announced, '10.0.0.1')
  expect([latch.admit(leftOver), latch.target]).toEqual([true, leftOver])
  expect([latch.admit(announced), latch.target]).toEqual([true, announced])
  expect(latch.admit(leftOver)).toBe(false)
})

it('lets a peer move when it has offered again, and a stranger no sooner than before', () => {
  const [first, moved, thief] = [
    { address: '10.0.0.1', port: 4000 },
    { address: '10.0.0.1', port: 4008 },
    { address: '203.0.113.6', port: 1 },
  ]
  const latch = new Latch(first, undefined)
  expect([latch.admit(first), latch.admit(moved)]).toEqual([true, false])
  latch.release()
  expect(latch.target).toEqual(first)
  expect([latch.admit(thief), latch.admit(moved), latch.admit(first)]).toEqual([false, true, false])
  latch.release()
  const mixed = [thief, thief, thief, thief, thief, thief, moved, thief].map((source) => latch.admit(source))
  expect(mixed).toEqual([false, false, false, false, false, false, true, false])
  expect(new Latch(first, undefined).admit(thief, true)).toBe(true)
})

it('measures loss, jitter and round trip from the reports of two ends', () => {
  const [here, there] = [new RtcpSession(), new RtcpSession()]
  for (const sequence of [1, 2, 3, 5, 6, 7, 8, 10]) {
    here.onSent(packet(sequence))
    there.onReceived(packet(sequence), sequence * 20)
  }
  there.onSent(packet(1, { ssrc: 8 }))
  const first = here.report(1_000_000)
  if (first !== undefined) there.receive(first, 1_000_040)
  const answer = there.report(1_001_040)
  if (answer !== undefined) here.receive(answer, 1_001_080)
  expect(here.lossFraction).toBeCloseTo(0.2, 1)
  expect(here.jitterMs).toBe(0)
  expect(Math.round(here.roundTripMs ?? 0)).toBe(80)
})

const phone = async (): Promise<Socket> => {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  closers.push(() => socket.close())
  return socket
}

const plainLeg = async () => {
  const digits: string[] = []
  const parts: { leg?: Leg } = {}
  const arrivals: (() => void)[] = []
  const connection = await RtpConnection.open({
    address: '127.0.0.1',
    onPacket: (received: RtpIn) => {
      parts.leg?.receive(received, performance.now())
      for (const arrived of arrivals.splice(0)) arrived()
    },
  })
  closers.push(() => connection.close())
  const leg = new Leg({
    format: { law: 'mulaw', eventPayloadType: 101 },
    send: (sent) => connection.send(sent),
    onDigit: (digit) => digits.push(digit),
  })
  parts.leg = leg
  const socket = await phone()
  connection.setRemote({ address: '127.0.0.1', port: socket.address().port, rtcpPort: socket.address().port + 1 })
  const speak = (sent: RtpOut) =>
    new Promise<void>((resolve) => {
      arrivals.push(resolve)
      socket.send(writeRtp(sent), connection.port, '127.0.0.1')
    })
  return { leg, digits, socket, speak, connection }
}

it('brings two plain RTP phones together in the mixer, digits included', async () => {
  const [a, b] = [await plainLeg(), await plainLeg()]
  const room = new Room(() => undefined)
  room.setLeg('a', a.leg)
  room.setLeg('b', b.leg)
  const payload = encodeG711('mulaw', new Int16Array(160).fill(8000))
  for (let sequence = 1; sequence <= 3; sequence++) await a.speak(packet(sequence, { payload }))
  const heard = new Promise<Buffer>((resolve) => b.socket.once('message', resolve))
  room.tick()
  expect(Buffer.from(parseRtp(await heard)?.payload ?? [])).toEqual(payload)
  await a.speak(packet(4, { payloadType: 101, payload: Buffer.from([5, 10, 0, 160]) }))
  expect(a.digits).toEqual(['5'])
})

const socketAt = async (address: string): Promise<Socket> => {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, address, resolve))
  closers.push(() => socket.close())
  return socket
}

it('on real sockets: a stranger who speaks first is neither heard nor spoken to, another port of the peer is', async () => {
  const heard: number[] = []
  const connection = await RtpConnection.open({ address: '127.0.0.1', onPacket: ({ ssrc }) => heard.push(ssrc) })
  closers.push(() => connection.close())
  const [peer, otherPort, stranger] = [await socketAt('127.0.0.2'), await socketAt('127.0.0.2'), await socketAt('127.0.0.77')]
  const { port } = peer.address()
  connection.setRemote({ address: '127.0.0.2', port, rtcpPort: port + 1, signalling: '127.0.0.2' })
  const spoken: string[] = []
  for (const [name, socket] of Object.entries({ peer, otherPort, stranger })) socket.on('message', () => spoken.push(name))
  const say = (socket: Socket, ssrc: number) =>
    new Promise((resolve) => socket.send(writeRtp(packet(1, { ssrc })), connection.port, '127.0.0.1', resolve))
  for (let i = 0; i < 50; i++) await say(stranger, 77)
  connection.send(packet(1))
  await expect.poll(() => spoken).toEqual(['peer'])
  await say(otherPort, 2)
  await expect.poll(() => heard).toEqual([2])
  connection.send(packet(2))
  await expect.poll(() => spoken).toEqual(['peer', 'otherPort'])
})

it('takes even ports with their odd neighbours, and gives them back', async () => {
  const first = await RtpConnection.open({ address: '127.0.0.1', ports: [42_001, 42_004], onPacket: () => undefined })
  expect(first.port).toBe(42_002)
  await expect(RtpConnection.open({ address: '127.0.0.1', ports: [42_001, 42_004], onPacket: () => undefined })).rejects.toThrow(
    /no free RTP ports/,
  )
  first.close()
})
