import fc from 'fast-check'
import { createSocket, type Socket } from 'node:dgram'
import { afterEach, expect, it } from 'vitest'
import { encodeG711 } from '../media/g711.ts'
import { Leg } from '../media/leg.ts'
import { Room } from '../media/room.ts'
import type { RtpIn, RtpOut } from '../media/rtp-packet.ts'
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
  const whole = packet(65_535, { timestamp: 0xffff_ffff, marker: true })
  expect(parseRtp(writeRtp(whole))).toEqual(whole)
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

const reportsBeside = (port: number, address = '127.0.0.1') => ({ address, port: port + 1, isMuxed: false })

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
  connection.setRemote({ address: '127.0.0.1', port: socket.address().port, rtcp: reportsBeside(socket.address().port) })
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
  connection.setRemote({ address: '127.0.0.2', port, rtcp: reportsBeside(port, '127.0.0.2'), signalling: '127.0.0.2' })
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
