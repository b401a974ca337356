// Strangers' connections over real sockets: little room, little time, few bytes, and none of it taken from known peers.

import { execFileSync } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../base/clock.ts'
import { TransportLayer, type ListenAddress, type TransportSettings } from './transport-layer.ts'

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const OPENSSL = 'openssl'
const KNOWN = '127.0.0.9'
const OPTIONS = (body = ''): string =>
  [
    'OPTIONS sip:a@127.0.0.1 SIP/2.0',
    'Via: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bKx',
    'From: <sip:b@127.0.0.1>;tag=1',
    'To: <sip:a@127.0.0.1>',
    'Call-ID: 1',
    'CSeq: 1 OPTIONS',
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')

const open = async (streams: TransportSettings['streams'], address: ListenAddress = { transport: 'tcp', host: '127.0.0.1', port: 0 }) => {
  const heard: string[] = []
  const layer = await TransportLayer.open({
    settings: { listen: [address], rateLimit: { messagesPerSecond: 1000, burst: 1000 }, streams: streams ?? {} },
    clock: systemClock,
    handlers: {
      onFlowClosed: () => undefined,
      knows: (host) => host === KNOWN,
      onMessage: (message, flow) => {
        heard.push(flow.remote.host)
        if (message.callId === 'served') flow.welcome?.()
      },
    },
  })
  closers.push(() => layer.close())
  return { heard, port: layer.listening[0]?.local.port ?? 0 }
}

/** A connection and how it ended. */
const connection = (port: number, localAddress: string): { socket: Socket; closed: Promise<void>; isOpen: () => boolean } => {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  let isOpen = true
  void closed.then(() => (isOpen = false))
  socket.on('error', () => undefined)
  closers.push(() => socket.destroy())
  return { socket, closed, isOpen: () => isOpen }
}

it('a silent stranger is cut off in seconds, whether he says nothing, bit by bit, or only what is not served', async () => {
  const { port, heard } = await open({ firstMessageMs: 300 })
  const [silent, slow, strange, known] = [
    connection(port, '127.0.0.2'),
    connection(port, '127.0.0.3'),
    connection(port, '127.0.0.4'),
    connection(port, KNOWN),
  ]
  const timer = setInterval(() => slow.socket.write('O'), 50)
  closers.push(() => clearInterval(timer))
  strange.socket.write(OPTIONS())
  await Promise.all([silent.closed, slow.closed, strange.closed])
  expect(known.isOpen()).toBe(true)
  expect(heard).toEqual(['127.0.0.4'])
})

it('whoever is served may stay', async () => {
  const { port } = await open({ firstMessageMs: 200 })
  const [phone, stranger] = [connection(port, '127.0.0.2'), connection(port, '127.0.0.3')]
  phone.socket.write(OPTIONS().replace('Call-ID: 1', 'Call-ID: served'))
  await stranger.closed
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(phone.isOpen()).toBe(true)
})

it('strangers crowd each other out, and nobody that is known', async () => {
  const { port, heard } = await open({ strangers: 10, strangersPerHost: 3, firstMessageMs: 60_000 })
  const crowd = Array.from({ length: 40 }, (_, i) => connection(port, `127.0.0.${10 + (i % 8)}`))
  await expect.poll(() => crowd.filter(({ isOpen }) => isOpen()).length).toBe(10)
  const known = connection(port, KNOWN)
  known.socket.write(OPTIONS())
  await expect.poll(() => heard).toEqual([KNOWN])
})

it('a stranger’s body may not be large', async () => {
  const { port, heard } = await open({ firstMessageMs: 60_000 })
  const [stranger, known] = [connection(port, '127.0.0.2'), connection(port, KNOWN)]
  for (const { socket } of [stranger, known]) socket.write(OPTIONS('x'.repeat(50_000)))
  await stranger.closed
  await expect.poll(() => heard).toEqual([KNOWN])
})

it('a handshake of TLS that is not gone through with is cut off, and leaves its place to others', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tls-')), 'key')
  const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=x', '-keyout', file, '-out', `${file}.pem`]
  execFileSync(OPENSSL, request, { stdio: 'ignore' })
  const tls = { key: readFileSync(file, 'utf8'), cert: readFileSync(`${file}.pem`, 'utf8') }
  const limits = { strangers: 4, strangersPerHost: 2, firstMessageMs: 500 }
  const { port, heard } = await open(limits, { transport: 'tls', host: '127.0.0.1', port: 0, tls })
  const half = Array.from({ length: 20 }, (_, i) => connection(port, `127.0.0.${10 + (i % 5)}`))
  await expect.poll(() => half.filter(({ isOpen }) => isOpen()).length).toBeLessThanOrEqual(4)
  const known = connectTls({ socket: connect({ port, host: '127.0.0.1', localAddress: KNOWN }), rejectUnauthorized: false })
  closers.push(() => known.destroy())
  known.write(OPTIONS())
  await expect.poll(() => heard).toEqual([KNOWN])
  await Promise.all(half.map(({ closed }) => closed))
})
