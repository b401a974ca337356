// What a peer may ask inside and around a call: credentials for our requests, another call's place, extensions that we lack.

import { beforeEach, expect, it } from 'vitest'
import { tagOf } from './message/address.ts'
import { responseTo } from './message/build.ts'
import { headerOf, headersOf, type Header, type SipRequest } from './message/sip-message.ts'
import { parseUri, type Uri } from './message/uri.ts'
import { FakeNetwork, type Node } from './test-support/fake-network.ts'

const CREDENTIALS = { username: '4001', password: 'secret' }
const FROM = { user: '1001', host: 'a', displayName: '' }
const CHALLENGE = 'Digest realm="carrier", nonce="n1", algorithm=SHA-256, qop="auth"'

let net: FakeNetwork
let a: Node

beforeEach(async () => {
  net = new FakeNetwork()
  a = await net.add('a', { credentialsOf: ({ source }) => (source.host === 'carrier' ? CREDENTIALS : undefined) })
})

type Stranger = ReturnType<FakeNetwork['stranger']>

/** A carrier that challenges every INVITE, BYE and UPDATE, and answers with 200 once it sees credentials. */
const challenging = (status: 401 | 407, body = 'sdp') => {
  const carrier = net.stranger('carrier')
  const [asks, gives] = status === 401 ? ['www-authenticate', 'authorization'] : ['proxy-authenticate', 'proxy-authorization']
  let served = 0
  const serve = async (): Promise<void> => {
    await net.pass(5)
    for (; served < carrier.received.length; served++) {
      const message = carrier.received[served]
      if (message?.kind !== 'request' || message.method === 'ACK') continue
      const authorised = headerOf(message, gives) !== undefined
      const headers: Header[] = authorised
        ? [
            { name: 'contact', value: '<sip:4466@carrier>' },
            { name: 'content-type', value: 'application/sdp' },
          ]
        : [{ name: asks, value: CHALLENGE }]
      carrier.say(
        'a',
        responseTo(message, { status: authorised ? 200 : status, headers, ...(authorised && { body: Buffer.from(body) }) }, 'tag'),
      )
    }
    await net.pass(5)
  }
  const requests = (method: string) =>
    carrier.received.filter((message): message is SipRequest => message.kind === 'request' && message.method === method)
  return { carrier, serve, requests, gives }
}

it.each([401, 407] as const)('proves itself when %i comes to its INVITE, its re-INVITE and its BYE, and in each ACK', async (status) => {
  const { serve, requests, gives } = challenging(status)
  const callId = a.gateway.dial({ to: { uri: 'sip:4466@carrier' }, from: FROM, sdp: 'offer', credentials: CREDENTIALS })
  for (let i = 0; i < 3; i++) await serve()
  expect(a.last('established').callId).toBe(callId)
  const held = a.gateway.reoffer(callId, 'hold')
  for (let i = 0; i < 3; i++) await serve()
  expect(await held).toEqual({ ok: true, sdp: 'sdp' })
  a.gateway.hangUp(callId)
  for (let i = 0; i < 3; i++) await serve()
  expect(a.last('ended').cause).toEqual({ kind: 'hungUp', by: 'local' })
  const invites = requests('INVITE')
  expect(invites.map((invite) => headerOf(invite, gives) !== undefined)).toEqual([false, true, false, true])
  expect(
    requests('BYE')
      .map((bye) => headerOf(bye, gives) !== undefined)
      .at(-1),
  ).toBe(true)
  const proven = invites.filter((invite) => headerOf(invite, gives) !== undefined)
  const acks = proven.map(({ cseq }) => requests('ACK').find((ack) => ack.cseq.number === cseq.number))
  expect(acks.map((ack) => ack && headersOf(ack, gives))).toEqual(proven.map((invite) => headersOf(invite, gives)))
  await net.pass(70_000)
  expect(a.gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
})

/** Calls `a`, and acknowledges its answer. */
const callFrom = async (peer: Stranger, more: Header[] = [], callId = 'call@peer') => {
  const invite = inviteOf(callId, more)
  peer.say('a', invite)
  await net.pass(5)
  return invite
}

const inviteOf = (callId: string, more: Header[]): SipRequest => ({
  kind: 'request',
  method: 'INVITE',
  uri: uri('sip:4466@a'),
  vias: [{ transport: 'UDP', host: 'carrier', port: 5060, params: new Map([['branch', `z9hG4bK-${callId}-${more.length}`]]) }],
  from: { displayName: '', uri: uri('sip:2002@carrier'), params: new Map([['tag', `from-${callId.slice(0, 4)}`]]) },
  to: { displayName: '', uri: uri('sip:4466@a'), params: new Map() },
  callId,
  cseq: { number: 1, method: 'INVITE' },
  headers: [
    { name: 'max-forwards', value: '70' },
    { name: 'contact', value: '<sip:2002@carrier>' },
    { name: 'content-type', value: 'application/sdp' },
    ...more,
  ],
  body: Buffer.from('offer'),
})

const uri = (text: string): Uri => parseUri(text) ?? expect.fail(text)

const answerCall = async (peer: Stranger, invite: SipRequest): Promise<string> => {
  a.gateway.answer(a.last('incoming').callId, 'answer')
  await net.pass(5)
  const ok = peer.received.at(-1)
  const to = ok?.to ?? invite.to
  peer.say('a', {
    ...invite,
    method: 'ACK',
    to,
    vias: [{ ...(invite.vias[0] ?? fail()), params: new Map([['branch', 'z9hG4bK-ack']]) }],
    cseq: { number: 1, method: 'ACK' },
    body: Buffer.alloc(0),
    headers: [],
  })
  await net.pass(5)
  return tagOf(to) ?? ''
}

const fail = (): never => {
  throw new Error('absent')
}

it('proves itself inside a call that a trunk made to us', async () => {
  const { carrier, serve, requests, gives } = challenging(407)
  await answerCall(carrier, await callFrom(carrier))
  a.gateway.hangUp(a.last('incoming').callId)
  for (let i = 0; i < 3; i++) await serve()
  expect(requests('BYE').map((bye) => headerOf(bye, gives) !== undefined)).toEqual([false, true])
})

it('tells which call a new one is to replace, and refuses what it cannot find or may not replace', async () => {
  const peer = net.stranger('carrier')
  const toTag = await answerCall(peer, await callFrom(peer))
  const first = a.last('incoming')
  expect(first.replaces).toBeUndefined()
  const replaces = (value: string): Header => ({ name: 'replaces', value })
  const known = `call@peer;to-tag=${toTag};from-tag=from-call`
  await callFrom(peer, [replaces(known), { name: 'require', value: 'replaces' }], 'next@peer')
  expect(a.last('incoming')).toMatchObject({ replaces: first.callId })
  expect(a.last('incoming').callId).not.toBe(first.callId)
  const refused = [
    [`call@peer;to-tag=${toTag};from-tag=other`, 481],
    [`call@peer;from-tag=from-call`, 400],
    [`${known};early-only`, 486],
    ['nonsense', 400],
    [`next@peer;to-tag=${tagOf(peer.received.at(-1)?.to ?? fail())};from-tag=from-next`, 481],
  ] as const
  for (const [i, [value, status]] of refused.entries()) {
    await callFrom(peer, [replaces(value)], `bad${i}@peer`)
    expect(peer.received.at(-1), value).toMatchObject({ kind: 'response', status, callId: `bad${i}@peer` })
  }
  await callFrom(peer, [replaces(known), replaces(known)], 'two@peer')
  expect(peer.received.at(-1)).toMatchObject({ status: 400 })
  expect(a.events.filter(({ type }) => type === 'incoming')).toHaveLength(2)
})

it('refuses a call that demands preconditions, and says so', async () => {
  const peer = net.stranger('carrier')
  await callFrom(peer, [{ name: 'require', value: 'precondition' }])
  const refusal = peer.received.at(-1)
  expect(refusal).toMatchObject({ kind: 'response', status: 420 })
  expect(refusal && headerOf(refusal, 'unsupported')).toBe('precondition')
  await callFrom(peer, [{ name: 'supported', value: 'precondition' }], 'able@peer')
  expect(a.last('incoming').sipCallId).toBe('able@peer')
})
