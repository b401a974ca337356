import fc from 'fast-check'
import { createSocket, type Socket } from 'node:dgram'
import { afterEach, expect, it } from 'vitest'
import { encodeG711 } from '../media/g711.ts'
import { Leg } from '../media/leg.ts'
import { Room } from '../media/room.ts'
import type { RtpIn, RtpOut } from '../media/rtp-packet.ts'
import { RtcpSession } from './rtcp-session.ts'
import { RtpConnection } from './rtp-connection.ts'
import { openPortPair } from './rtp-port-pair.ts'
import { parseRtp, writeRtp } from './wire/rtp-wire.ts'

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

it('on real sockets: follows its peer from port to port, and does not flap between two that send at once', async () => {
  const connection = await RtpConnection.open({ address: '127.0.0.1', onPacket: () => undefined })
  closers.push(() => connection.close())
  const sockets = [await socketAt('127.0.0.2'), await socketAt('127.0.0.2'), await socketAt('127.0.0.2'), await socketAt('127.0.0.2')]
  connection.setRemote({ address: '192.0.2.9', port: 4000, rtcp: reportsBeside(4000, '192.0.2.9'), signalling: '127.0.0.2' })
  const spokenTo: number[] = []
  for (const [i, socket] of sockets.entries()) socket.on('message', () => spokenTo.push(i))
  let sequence = 0
  const say = (by: number, ssrc: number) =>
    new Promise((resolve) => sockets[by]?.send(writeRtp(packet(++sequence, { ssrc })), connection.port, '127.0.0.1', resolve))
  for (const by of [0, 1, 2]) {
    for (let i = 0; i < 4; i++) await say(by, by === 2 ? 22 : 1)
    await expect.poll(() => (connection.send(packet(1)), spokenTo.at(-1))).toBe(by)
  }
  spokenTo.length = 0
  for (let i = 0; i < 50; i++) {
    await say(2, 22)
    await say(3, 33)
    connection.send(packet(2 + i))
  }
  await expect.poll(() => spokenTo.length).toBeGreaterThanOrEqual(50)
  expect(new Set(spokenTo)).toEqual(new Set([2]))
})

it('an address of nothing, as in a hold of old, leaves the stream where it was', async () => {
  const { connection, socket } = await plainLeg()
  connection.setRemote({ address: '0.0.0.0', port: 9, rtcp: reportsBeside(9, '0.0.0.0') })
  const heard = new Promise((resolve) => socket.once('message', () => resolve('spoken to')))
  connection.send(packet(1))
  expect(await heard).toBe('spoken to')
})

/** As a peer reports: of the leg that sends with this source, or of none. */
const receiverReport = (source: number): Buffer => {
  const report = Buffer.alloc(32)
  report.writeUInt32BE(0x81_c9_00_07, 0)
  report.writeUInt32BE(source, 8)
  report.writeUInt8(64, 12)
  return report
}
const BYE = Buffer.from([0x81, 203, 0, 1, 0, 0, 0, 9])
const FEEDBACK = Buffer.from([0x81, 205, 0, 2, 0, 0, 0, 9, 0, 0, 0, 7])

it.each([
  ['beside the audio', { muxed: false, from: 'beside', bytes: receiverReport(7) }],
  ['from any port of the peer', { muxed: false, from: 'elsewhere', bytes: receiverReport(7) }],
  ['among the audio, though that was not agreed', { muxed: false, from: 'audio', bytes: receiverReport(7) }],
  ['among the audio', { muxed: true, from: 'audio', bytes: receiverReport(7) }],
  ['of reduced size, feedback before it', { muxed: true, from: 'audio', bytes: Buffer.concat([FEEDBACK, receiverReport(7)]) }],
  ['with a good-bye, which ends no call', { muxed: true, from: 'audio', bytes: Buffer.concat([receiverReport(7), BYE]) }],
] as const)('takes reports %s', async (_, { muxed, from, bytes }) => {
  let packets = 0
  const connection = await RtpConnection.open({ address: '127.0.0.1', onPacket: () => packets++ })
  closers.push(() => connection.close())
  const [audio, elsewhere] = [await socketAt('127.0.0.2'), await socketAt('127.0.0.2')]
  const { port } = audio.address()
  const rtcp = { address: '127.0.0.2', port: muxed ? port : port + 1, isMuxed: muxed }
  connection.setRemote({ address: '127.0.0.2', port, rtcp, signalling: '127.0.0.2' })
  connection.send(packet(1))
  const socket = from === 'audio' ? audio : elsewhere
  socket.send(bytes, from === 'audio' ? connection.port : connection.port + 1, '127.0.0.1')
  await expect.poll(() => connection.rtcp.lossFraction).toBe(0.25)
  socket.send(writeRtp(packet(2)), connection.port, '127.0.0.1')
  await expect.poll(() => packets).toBe(1)
})

it(
  'sends its reports where the peer takes them: among the audio, at their own address, or beside where the audio comes from',
  { timeout: 30_000 },
  async () => {
    const ways = [
      { muxed: true, announced: true },
      { muxed: false, announced: true },
      { muxed: false, announced: false },
    ]
    await Promise.all(
      ways.map(async ({ muxed, announced }) => {
        const connection = await RtpConnection.open({ address: '127.0.0.1', onPacket: () => undefined })
        closers.push(() => connection.close())
        const pair = await openPortPair('127.0.0.2')
        const own = await socketAt('127.0.0.2')
        closers.push(() => (pair.rtp.close(), pair.rtcp.close()))
        const port = announced ? pair.port : 9
        const rtcp = { address: '127.0.0.2', port: muxed ? port : own.address().port, isMuxed: muxed }
        connection.setRemote({ address: '127.0.0.2', port, rtcp, signalling: '127.0.0.2' })
        pair.rtp.send(writeRtp(packet(1)), connection.port, '127.0.0.1')
        const taker = muxed ? pair.rtp : announced ? own : pair.rtcp
        const taken = new Promise<number>((resolve) => taker.on('message', (bytes) => bytes[1] === 200 && resolve(200)))
        const timer = setInterval(() => connection.send(packet(2)), 100)
        closers.push(() => clearInterval(timer))
        expect(await taken).toBe(200)
      }),
    )
  },
)

it('takes even ports with their odd neighbours, and gives them back', async () => {
  const first = await RtpConnection.open({ address: '127.0.0.1', ports: [42_001, 42_004], onPacket: () => undefined })
  expect(first.port).toBe(42_002)
  await expect(RtpConnection.open({ address: '127.0.0.1', ports: [42_001, 42_004], onPacket: () => undefined })).rejects.toThrow(
    /no free RTP ports/,
  )
  first.close()
})
