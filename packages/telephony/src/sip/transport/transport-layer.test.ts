import { execFileSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../base/clock.ts'
import { serialise } from '../message/serialise.ts'
import type { SipMessage } from '../message/sip-message.ts'
import { FakeClock } from '../test-support/fake-clock.ts'
import type { Flow } from './flow.ts'
import { RateLimit } from './rate-limit.ts'
import { TransportLayer, type ListenAddress, type TransportSettings } from './transport-layer.ts'

const OPTIONS = Buffer.from(
  [
    'OPTIONS sip:a@127.0.0.1 SIP/2.0',
    'Via: SIP/2.0/UDP 10.9.9.9:5999;rport;branch=z9hG4bKx',
    'From: <sip:b@127.0.0.1>;tag=1',
    'To: <sip:a@127.0.0.1>',
    'Call-ID: 1',
    'CSeq: 1 OPTIONS',
    'l: 0',
    '',
    '',
  ].join('\r\n'),
)
const OPENSSL = 'openssl'
const GENEROUS = { messagesPerSecond: 1000, burst: 1000 }

type Arrival = { message: SipMessage; flow: Flow }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

class Inbox {
  readonly #arrived: Arrival[] = []
  #wake: (() => void) | undefined
  put = (message: SipMessage, flow: Flow): void => {
    this.#arrived.push({ message, flow })
    this.#wake?.()
  }
  async next(): Promise<Arrival> {
    while (this.#arrived.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve))
    return this.#arrived.shift() as Arrival
  }
}

const open = async (listen: ListenAddress[], more: Partial<TransportSettings> = {}) => {
  const inbox = new Inbox()
  const layer = await TransportLayer.open({
    settings: { listen, rateLimit: GENEROUS, ...more },
    clock: systemClock,
    handlers: { onMessage: inbox.put, onFlowClosed: () => undefined, answersMalformed: () => true },
  })
  closers.push(() => layer.close())
  const ports = Object.fromEntries(layer.listening.map(({ transport, local }) => [transport, local.port]))
  return { inbox, layer, ports }
}

const udpPeer = async () => {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  closers.push(() => socket.close())
  const received = () => new Promise<string>((resolve) => socket.once('message', (bytes) => resolve(bytes.toString())))
  return { socket, received }
}

const selfSigned = () => {
  const folder = mkdtempSync(join(tmpdir(), 'sip-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  execFileSync(
    OPENSSL,
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, ...subject],
    {
      stdio: 'ignore',
    },
  )
  const pem = readFileSync(cert, 'utf8')
  return { key: readFileSync(key, 'utf8'), cert: pem, ca: pem }
}

it('notes the true source of a datagram in its Via and answers there', async () => {
  const { inbox, ports } = await open([{ transport: 'udp', host: '127.0.0.1', port: 0 }])
  const peer = await udpPeer()
  peer.socket.send(OPTIONS, ports['udp'] as number, '127.0.0.1')
  const { message, flow } = await inbox.next()
  expect(Object.fromEntries(message.vias[0]?.params ?? [])).toMatchObject({
    received: '127.0.0.1',
    rport: String(peer.socket.address().port),
  })
  const answer = peer.received()
  flow.send(Buffer.from('hello'))
  expect(await answer).toBe('hello')
})

it('without rport answers the port of the Via at the source address', async () => {
  const { inbox, layer, ports } = await open([{ transport: 'udp', host: '127.0.0.1', port: 0 }])
  const [peer, other] = [await udpPeer(), await udpPeer()]
  const text = OPTIONS.toString().replace(':5999;rport', `:${other.socket.address().port}`)
  peer.socket.send(text, ports['udp'] as number, '127.0.0.1')
  const { message, flow } = await inbox.next()
  const answer = other.received()
  if (message.kind === 'request') layer.replyFlow(message, flow).send(Buffer.from('there'))
  expect(await answer).toBe('there')
})

it('answers a malformed request with 400 and goes on', async () => {
  const { ports } = await open([{ transport: 'udp', host: '127.0.0.1', port: 0 }])
  const peer = await udpPeer()
  const answer = peer.received()
  peer.socket.send(OPTIONS.toString().replace('l: 0', 'l: -1'), ports['udp'] as number, '127.0.0.1')
  expect(await answer).toMatch(/^SIP\/2\.0 400 Bad Content-Length\r\n/)
})

it('carries messages over TCP both ways on one connection, and answers a ping', async () => {
  const { inbox, ports } = await open([{ transport: 'tcp', host: '127.0.0.1', port: 0 }])
  const socket = connect(ports['tcp'] as number, '127.0.0.1')
  closers.push(() => socket.destroy())
  const data = () => new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(chunk.toString())))
  let reply = data()
  socket.write('\r\n\r\n')
  expect(await reply).toBe('\r\n')
  socket.write(OPTIONS.subarray(0, 50))
  socket.write(OPTIONS.subarray(50))
  const { flow } = await inbox.next()
  reply = data()
  flow.send(Buffer.from('back'))
  expect(await reply).toBe('back')
})

it('answers a stream that cannot be followed with 400 and closes it', async () => {
  const { ports } = await open([{ transport: 'tcp', host: '127.0.0.1', port: 0 }])
  const socket = connect(ports['tcp'] as number, '127.0.0.1')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString()))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(OPTIONS.toString().replace('l: 0\r\n', ''))
  await closed
  expect(text).toMatch(/^SIP\/2\.0 400/)
})

it.each(['tcp', 'tls'] as const)('opens one %s connection to a peer and uses it again', async (transport) => {
  const tls = transport === 'tls' ? selfSigned() : undefined
  const address: ListenAddress = tls
    ? { transport: 'tls', host: '127.0.0.1', port: 0, tls }
    : { transport: 'tcp', host: '127.0.0.1', port: 0 }
  const [here, there] = [await open([address]), await open([address])]
  const target = { transport, host: '127.0.0.1', port: there.ports[transport] }
  const flow = await here.layer.connect(target)
  expect(await here.layer.connect(target)).toBe(flow)
  flow.send(OPTIONS)
  const arrival = await there.inbox.next()
  arrival.flow.send(serialise(arrival.message))
  expect((await here.inbox.next()).flow).toBe(flow)
})

it('trusts no TLS peer without a certificate from the trusted authority', async () => {
  const [here, there] = [selfSigned(), selfSigned()]
  const client = await open([{ transport: 'tls', host: '127.0.0.1', port: 0, tls: here }])
  const server = await open([{ transport: 'tls', host: '127.0.0.1', port: 0, tls: there }])
  await expect(client.layer.connect({ transport: 'tls', host: '127.0.0.1', port: server.ports['tls'] })).rejects.toThrow(/self.signed/)
})

it('limits messages per source, not for others, and forgets nobody’s debt early', () => {
  const clock = new FakeClock()
  const limit = new RateLimit({ messagesPerSecond: 2, burst: 3 }, () => false, clock)
  expect([1, 2, 3, 4].map(() => limit.admit('a', OPTIONS))).toEqual([true, true, true, false])
  expect(limit.admit('b', OPTIONS)).toBe(true)
  clock.advance(500)
  expect([limit.admit('a', OPTIONS), limit.admit('a', OPTIONS)]).toEqual([true, false])
})

it('keeps a bounded number of sources', () => {
  const limit = new RateLimit({ messagesPerSecond: 1, burst: 1 }, () => false, new FakeClock())
  for (let i = 0; i < 40_000; i++) limit.admit(String(i), OPTIONS)
  expect(limit.sources).toBeLessThanOrEqual(10_000)
})

it('a flood of one kind in the name of a known peer leaves him his other kinds', () => {
  const limit = new RateLimit({ messagesPerSecond: 2, burst: 3 }, (host) => host === 'trunk', new FakeClock())
  for (let i = 0; i < 1000; i++) limit.admit('trunk', OPTIONS)
  expect(limit.admit('trunk', OPTIONS)).toBe(false)
  expect(limit.admit('trunk', Buffer.from('INVITE sip:a@b SIP/2.0'))).toBe(true)
})

it('all strangers together have an end, which known peers do not share', () => {
  const limit = new RateLimit({ messagesPerSecond: 2, burst: 3 }, (host) => host === 'trunk', new FakeClock())
  const read = Array.from({ length: 1000 }, (_, i) => limit.admit(String(i), OPTIONS)).filter(Boolean)
  expect(read).toHaveLength(30)
  expect(limit.admit('trunk', OPTIONS)).toBe(true)
})

it('a long message costs as much as several short ones', () => {
  const limit = new RateLimit({ messagesPerSecond: 2, burst: 3 }, () => false, new FakeClock())
  expect([limit.admit('a', Buffer.alloc(60_000)), limit.admit('a', Buffer.alloc(5000)), limit.admit('a', OPTIONS)]).toEqual([
    false,
    true,
    false,
  ])
})
