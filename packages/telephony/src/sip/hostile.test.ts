// Odd and hostile peers against a whole gateway: each request gets its right answer, and the gateway goes on.

import fc from 'fast-check'
import { createSocket } from 'node:dgram'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { parseMessage } from './message/parse.ts'
import { serialise } from './message/serialise.ts'
import type { SipMessage, SipRequest } from './message/sip-message.ts'
import { SipGateway } from './sip-gateway.ts'
import { FakeNetwork, type Node } from './test-support/fake-network.ts'

const FOLDER = new URL('./message/rfc4475/', import.meta.url)
const fixture = (name: string): Buffer => readFileSync(new URL(`${name}.dat`, FOLDER))
const parsed = (bytes: Buffer): SipMessage => {
  const outcome = parseMessage(bytes)
  if (!outcome.ok) throw new Error(outcome.reason)
  return outcome.message
}

let net: FakeNetwork
let node: Node
beforeEach(async () => {
  net = new FakeNetwork()
  node = await net.add('office', { registrar: { realm: 'example.com', secretOf: () => undefined } })
})

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

it.each([
  ['intmeth', 501],
  ['esc02', 501],
  ['unkscm', 416],
  ['novelsc', 416],
  ['bext01', 420],
  ['invut', 415],
  ['zeromf', 200],
  ['semiuri', 200],
  ['transports', 200],
  ['badbranch', 200],
  ['wsinv', 481],
  ['escnull', 401],
  ['regaut01', 401],
  ['unksm2', 401],
])('answers %s of RFC 4475 with %i', async (name, status) => {
  const peer = net.stranger('peer')
  peer.say('office', parsed(fixture(name)))
  await net.pass(100)
  expect(peer.received[0]).toMatchObject({ kind: 'response', status })
})

it.each(['esc01', 'longreq', 'sdp01', 'inv2543', 'baddate'])('takes the call of %s', async (name) => {
  net.stranger('peer').say('office', parsed(fixture(name)))
  await net.pass(10)
  expect(node.last('incoming').offerSdp).toMatch(/^v=0/)
})

it('survives any mixture of methods, tags, numbers and fields', async () => {
  const peer = net.stranger('peer')
  const template = parsed(fixture('sdp01')) as SipRequest
  const method = fc.constantFrom('INVITE', 'ACK', 'BYE', 'CANCEL', 'UPDATE', 'INFO', 'REFER', 'NOTIFY', 'OPTIONS', 'REGISTER', 'PRACK', 'X')
  const header = fc.record({
    name: fc.constantFrom(
      'require',
      'refer-to',
      'session-expires',
      'min-se',
      'event',
      'subscription-state',
      'contact',
      'authorization',
      'expires',
      'rack',
      'rseq',
    ),
    value: fc.constantFrom('', 'timer', '<sip:a@b>', '90;refresher=uas', '1', 'Digest a="b', '*', 'terminated', '999999999999'),
  })
  const step = fc.record({
    method,
    headers: fc.array(header, { maxLength: 3 }),
    number: fc.nat({ max: 5 }),
    branch: fc.nat({ max: 6 }),
    reuseTag: fc.boolean(),
  })
  const random = fc.sample(fc.array(step, { minLength: 5, maxLength: 20 }), { numRuns: 60, seed: 4475 })
  for (const steps of random) {
    for (const { method, headers, number, branch, reuseTag } of steps) {
      const params = new Map([['branch', `z9hG4bK${branch}${method === 'CANCEL' || method === 'ACK' ? '' : method}`]])
      const last = peer.received.findLast(({ kind }) => kind === 'response')
      const to = reuseTag && last !== undefined ? last.to : template.to
      const vias = template.vias.map((via) => ({ ...via, params }))
      const message: SipRequest = { ...template, method, to, vias, cseq: { number, method }, headers: [...template.headers, ...headers] }
      // The network of the test refuses malformed messages; those are the parser's tests.
      if (parseMessage(serialise(message)).ok) peer.say('office', message)
      const incoming = node.events.findLast(({ type }) => type === 'incoming' || type === 'reoffer')
      if (incoming !== undefined && 'callId' in incoming) node.gateway.answer(incoming.callId, 'v=0')
      await net.pass(3)
    }
  }
  net.stranger('other').say('office', parsed(fixture('zeromf')))
  await net.pass(10)
  // Beside what is still repeated to the peer.
  expect(net.log).toContain('office>other 200 OPTIONS')
})

it('goes on after every torture message and noise on a real socket', async () => {
  const gateway = await SipGateway.open({
    transport: { listen: [{ transport: 'udp', host: '127.0.0.1', port: 0 }], rateLimit: { messagesPerSecond: 10_000, burst: 10_000 } },
    admit: () => 'serve',
    answersMalformed: () => true,
  })
  closers.push(() => gateway.close())
  const socket = createSocket('udp4')
  closers.push(() => socket.close())
  const port = gateway.listening[0]?.local.port ?? 0
  const noise = fc.sample(fc.uint8Array({ minLength: 1, maxLength: 1400 }), 50).map((bytes) => Buffer.from(bytes))
  const all = [...readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER))), ...noise, Buffer.alloc(60_000, ' ')]
  for (const bytes of all) await new Promise((resolve) => socket.send(bytes, port, '127.0.0.1', resolve))
  const alive = new Promise<void>((resolve) =>
    socket.on('message', (bytes) => {
      if (bytes.toString().includes('Call-ID: alive') && bytes.toString().startsWith('SIP/2.0 200')) resolve()
    }),
  )
  const options = fixture('zeromf')
    .toString()
    .replace('zeromf.jfasdlfnm2o2l43r5u0asdfas', 'alive')
    .replace(';branch', ';rport;branch')
    .replace('2349i', '7')
  socket.send(options, port, '127.0.0.1')
  await alive
})

const METHODS = ['CANCEL', 'BYE', 'OPTIONS', 'INFO', 'UPDATE', 'REFER', 'NOTIFY', 'REGISTER', 'INVITE', 'ACK', 'PRACK', 'X']
const requestOf = (method: string, branch: string): SipRequest => {
  const template = parsed(fixture('zeromf')) as SipRequest
  const vias = template.vias.map((via) => ({ ...via, params: new Map([['branch', `z9hG4bK${branch}`]]) }))
  return { ...template, method, vias, callId: branch, cseq: { number: 1, method } }
}

it('strangers leave nothing behind, whatever they send, and hear nothing but the challenge to a phone', async () => {
  const office = await net.add('shy', {
    registrar: { realm: 'shy', secretOf: () => undefined },
    admit: ({ method, source }) => (method === 'REGISTER' || source.host === 'trunk' ? 'serve' : 'ignore'),
  })
  const stranger = net.stranger('stranger')
  const response = parsed(
    Buffer.from(
      serialise(requestOf('OPTIONS', 'r'))
        .toString()
        .replace(/^OPTIONS [^\r]*/, 'SIP/2.0 200 OK'),
    ),
  )
  for (let i = 0; i < 3; i++) {
    for (const method of METHODS) stranger.say('shy', requestOf(method, `${method}${i}`))
    stranger.say('shy', response)
  }
  await net.pass(5)
  expect(office.gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
  expect(new Set(stranger.received.map((answer) => answer.kind === 'response' && `${answer.status} ${answer.cseq.method}`))).toEqual(
    new Set(['401 REGISTER']),
  )
})

it('what a trunk asks for outside its calls is answered each time and kept never, but its INVITE', async () => {
  const office = await net.add('open', { registrar: { realm: 'open', secretOf: () => undefined } })
  const trunk = net.stranger('trunk')
  for (const method of METHODS) {
    if (method === 'INVITE') continue
    for (let i = 0; i < 2; i++) trunk.say('open', requestOf(method, method))
  }
  await net.pass(5)
  expect(office.gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
  const answers = trunk.received.flatMap((answer) => (answer.kind === 'response' ? `${answer.status} ${answer.cseq.method}` : []))
  expect(answers).toEqual(
    [
      '481 CANCEL',
      '481 BYE',
      '200 OPTIONS',
      '481 INFO',
      '481 UPDATE',
      '403 REFER',
      '481 NOTIFY',
      '401 REGISTER',
      '481 PRACK',
      '501 X',
    ].flatMap((line) => [line, line]),
  )
  const tags = trunk.received.slice(0, 2).map(({ to }) => to.params.get('tag'))
  expect(tags[0]).toBe(tags[1])
})

it('a stranger cannot cancel somebody else’s call', async () => {
  const office = await net.add('calm')
  const [trunk, thief] = [net.stranger('trunk'), net.stranger('thief')]
  trunk.say('calm', requestOf('INVITE', 'call'))
  await net.pass(5)
  thief.say('calm', requestOf('CANCEL', 'call'))
  await net.pass(5)
  expect(office.events.map(({ type }) => type)).toEqual(['incoming'])
  trunk.say('calm', requestOf('CANCEL', 'call'))
  await net.pass(5)
  expect(office.last('ended').cause).toEqual({ kind: 'cancelled', by: 'remote' })
})
