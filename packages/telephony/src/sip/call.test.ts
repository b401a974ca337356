import { beforeEach, expect, it } from 'vitest'
import { sdpOf } from './message/body.ts'
import { headerOf, type SipRequest } from './message/sip-message.ts'
import { responseTo } from './message/build.ts'
import { FakeNetwork, type Node } from './test-support/fake-network.ts'
import type { DialRequest } from './signaling-gateway.ts'

let net: FakeNetwork
let a: Node
let b: Node

beforeEach(async () => {
  net = new FakeNetwork()
  a = await net.add('a')
  b = await net.add('b')
})

const PARTY = { user: '1001', host: 'a', displayName: '王小明' }

const dial = (more: Partial<DialRequest> = {}): string =>
  a.gateway.dial({ to: { uri: 'sip:4466@b' }, from: PARTY, sdp: 'offer-1', ...more })

const established = async (more: Partial<DialRequest> = {}) => {
  const here = dial(more)
  await net.pass(10)
  const there = b.last('incoming').callId
  b.gateway.answer(there, 'answer-1')
  await net.pass(10)
  net.log.length = 0
  net.messages.length = 0
  a.events.length = b.events.length = 0
  return { here, there }
}

const nothingLeft = async () => {
  await net.pass(70_000)
  for (const { gateway } of [a, b]) expect(gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
  expect(net.clock.timers).toBe(0)
}

it('carries a call from ringing to hang-up', async () => {
  const here = dial({ headers: [{ name: 'x-case', value: '7' }] })
  await net.pass(10)
  const incoming = b.last('incoming')
  expect(incoming).toMatchObject({ accessCode: '4466', from: PARTY, offerSdp: 'offer-1', source: { host: 'a' } })
  b.gateway.ring(incoming.callId)
  await net.pass(10)
  expect(a.last('progress')).toEqual({ type: 'progress', callId: here, status: 180, sdp: undefined })
  b.gateway.answer(incoming.callId, 'answer-1')
  await net.pass(10)
  expect(a.last('answered').sdp).toBe('answer-1')
  expect(b.last('established').callId).toBe(incoming.callId)
  b.gateway.hangUp(incoming.callId)
  await net.pass(10)
  expect(a.last('ended').cause).toEqual({ kind: 'hungUp', by: 'remote' })
  expect(b.last('ended').cause).toEqual({ kind: 'hungUp', by: 'local' })
  expect(net.log).toEqual(['a>b INVITE', 'b>a 180 INVITE', 'b>a 200 INVITE', 'a>b ACK', 'b>a BYE', 'a>b 200 BYE'])
  await nothingLeft()
})

it('sends early media with 183', async () => {
  dial()
  await net.pass(10)
  b.gateway.ring(b.last('incoming').callId, 'early')
  await net.pass(10)
  expect(a.last('progress')).toMatchObject({ status: 183, sdp: 'early' })
})

it('rings again each minute, for proxies that forget', async () => {
  dial()
  await net.pass(10)
  b.gateway.ring(b.last('incoming').callId)
  await net.pass(125_000)
  expect(net.log.filter((line) => line === 'b>a 180 INVITE')).toHaveLength(3)
})

it('repeats its 2xx until the ACK comes, and each 2xx gets its ACK', async () => {
  dial()
  await net.pass(10)
  let lost = 2
  net.loses = (line) => line === 'a>b ACK' && lost-- > 0
  b.gateway.answer(b.last('incoming').callId, 'answer-1')
  await net.pass(5000)
  expect(net.log.slice(1)).toEqual(['b>a 200 INVITE', '!a>b ACK', 'b>a 200 INVITE', '!a>b ACK', 'b>a 200 INVITE', 'a>b ACK'])
  expect(a.events.filter(({ type }) => type === 'answered')).toHaveLength(1)
  expect(b.events.filter(({ type }) => type === 'established')).toHaveLength(1)
})

it('gives up a call whose 2xx is never acknowledged, with BYE', async () => {
  dial()
  await net.pass(10)
  net.loses = (line) => line === 'a>b ACK'
  b.gateway.answer(b.last('incoming').callId, 'answer-1')
  await net.pass(33_000)
  expect(net.log.filter((line) => line === 'b>a 200 INVITE')).toHaveLength(11)
  expect(b.last('ended').cause).toEqual({ kind: 'lost', detail: 'noAck' })
  expect(a.last('ended').cause).toEqual({ kind: 'hungUp', by: 'remote' })
  await nothingLeft()
})

it('sends no BYE before the ACK of its 2xx', async () => {
  dial()
  await net.pass(10)
  let lost = 1
  net.loses = (line) => line === 'a>b ACK' && lost-- > 0
  const { callId } = b.last('incoming')
  b.gateway.answer(callId, 'answer-1')
  b.gateway.hangUp(callId)
  await net.pass(100)
  expect(net.log).not.toContain('b>a BYE')
  await net.pass(1000)
  expect(net.log.at(-2)).toBe('b>a BYE')
})

it('reports a refusal with its status', async () => {
  dial()
  await net.pass(10)
  b.gateway.reject(b.last('incoming').callId, 486)
  await net.pass(10)
  expect(a.last('ended').cause).toMatchObject({ kind: 'rejected', by: 'remote', status: 486, reason: 'Busy Here' })
  expect(net.log).toEqual(['a>b INVITE', 'b>a 486 INVITE', 'a>b ACK'])
  await nothingLeft()
})

it('reports a peer that never answers', async () => {
  net.loses = () => true
  dial()
  await net.pass(33_000)
  expect(a.last('ended').cause).toEqual({ kind: 'lost', detail: 'timeout' })
  await nothingLeft()
})

it('cancels a ringing call: 487 for the INVITE, 200 for the CANCEL', async () => {
  const here = dial()
  await net.pass(10)
  b.gateway.ring(b.last('incoming').callId)
  await net.pass(10)
  a.gateway.hangUp(here)
  await net.pass(10)
  expect(net.log.slice(2)).toEqual(['a>b CANCEL', 'b>a 200 CANCEL', 'b>a 487 INVITE', 'a>b ACK'])
  expect(a.last('ended').cause).toEqual({ kind: 'cancelled', by: 'local' })
  expect(b.last('ended').cause).toEqual({ kind: 'cancelled', by: 'remote' })
  await nothingLeft()
})

it('holds CANCEL back until the peer has answered anything', async () => {
  const here = dial()
  await net.pass(1)
  a.gateway.hangUp(here)
  await net.pass(100)
  expect(net.log).not.toContain('a>b CANCEL')
  await net.pass(300)
  expect(net.log.slice(1, 3)).toEqual(['b>a 100 INVITE', 'a>b CANCEL'])
})

it('hangs up on an answer that crosses the CANCEL', async () => {
  const here = dial()
  await net.pass(10)
  const { callId } = b.last('incoming')
  b.gateway.ring(callId)
  await net.pass(10)
  b.gateway.answer(callId, 'answer-1')
  a.gateway.hangUp(here)
  await net.pass(20)
  expect(net.log.filter((line) => line.startsWith('a>b'))).toEqual(['a>b INVITE', 'a>b CANCEL', 'a>b ACK', 'a>b BYE'])
  expect(a.last('ended').cause).toEqual({ kind: 'cancelled', by: 'local' })
  expect(b.last('ended').cause).toEqual({ kind: 'hungUp', by: 'remote' })
  await nothingLeft()
})

it('gives up a peer that leaves CANCEL without consequence', async () => {
  const here = dial()
  await net.pass(300)
  net.loses = (line) => line.startsWith('b>a')
  a.gateway.hangUp(here)
  await net.pass(33_000)
  expect(a.last('ended').cause).toEqual({ kind: 'cancelled', by: 'local' })
})

it('acknowledges every fork’s answer and keeps the first', async () => {
  const peer = net.stranger('fork')
  const here = dial({ to: { uri: 'sip:4466@fork' } })
  await net.pass(10)
  const invite = peer.received[0] as SipRequest
  const contact = { name: 'contact', value: '<sip:x@fork>' }
  peer.say('a', responseTo(invite, { status: 200, headers: [contact] }, 'one'))
  peer.say('a', responseTo(invite, { status: 200, headers: [contact] }, 'two'))
  await net.pass(10)
  const requests = peer.received.slice(1) as SipRequest[]
  expect(requests.map(({ method, to }) => `${method} ${to.params.get('tag')}`)).toEqual(['ACK one', 'ACK two', 'BYE two'])
  expect(a.events.filter(({ type }) => type === 'ended')).toEqual([])
  expect(a.gateway.hangUp(here)).toBe(true)
})

it('takes a BYE before the answer as the end', async () => {
  const peer = net.stranger('early')
  a.events.length = 0
  const invite = await inviteFrom(peer, 'early')
  peer.say('a', { ...invite, method: 'BYE', to: tagged(peer), cseq: { number: 2, method: 'BYE' }, body: Buffer.alloc(0), headers: [] })
  await net.pass(10)
  expect(peer.received.map((message) => (message.kind === 'response' ? `${message.status} ${message.cseq.method}` : ''))).toEqual([
    '180 INVITE',
    '200 BYE',
    '487 INVITE',
  ])
  expect(a.last('ended').cause).toEqual({ kind: 'hungUp', by: 'remote' })
})

type Stranger = ReturnType<FakeNetwork['stranger']>
const tagged = (peer: Stranger) => {
  const { to } = peer.received[0] ?? {}
  if (to === undefined) throw new Error('nothing received')
  return to
}

const withHeader = (invite: SipRequest, name: string, value: string): SipRequest => ({
  ...invite,
  headers: [...invite.headers.filter((header) => header.name !== name), { name, value }],
})

/** An INVITE as a stranger would send it, rung by `a`. */
const inviteFrom = async (
  peer: Stranger,
  host: string,
  change: (invite: SipRequest) => SipRequest = (invite) => invite,
): Promise<SipRequest> => {
  net.log.length = net.messages.length = 0
  const throwaway = await net.add('template')
  throwaway.gateway.dial({ to: { uri: 'sip:4466@nowhere' }, from: { ...PARTY, host }, sdp: 'offer' })
  await net.pass(1)
  const template = net.messages[0] as SipRequest
  const [via] = template.vias
  const headers = [...template.headers.filter(({ name }) => name !== 'contact'), { name: 'contact', value: `<sip:x@${host}>` }]
  const invite = change({ ...template, vias: via ? [{ ...via, host }] : [], headers })
  peer.say('a', invite)
  await net.pass(5)
  if (a.events.some(({ type }) => type === 'incoming')) a.gateway.ring(a.last('incoming').callId)
  await net.pass(5)
  return invite
}

it.each([
  [
    'an extension that we lack',
    420,
    (invite: SipRequest) => ({ ...invite, headers: [...invite.headers, { name: 'require', value: 'precondition' }] }),
  ],
  ['a body that is not SDP', 415, (invite: SipRequest) => ({ ...invite, headers: [{ name: 'content-type', value: 'text/x' }] })],
  ['a session shorter than we keep', 422, (invite: SipRequest) => withHeader(invite, 'session-expires', '30')],
])('refuses %s with %i', async (_, status, change) => {
  const peer = net.stranger('odd')
  await inviteFrom(peer, 'odd', change)
  expect(peer.received[0]).toMatchObject({ kind: 'response', status })
  expect(a.events.some(({ type }) => type === 'incoming')).toBe(false)
})

it('takes an INVITE without offer: our answer offers, the ACK answers', async () => {
  const peer = net.stranger('late')
  const invite = await inviteFrom(peer, 'late', (invite) => ({
    ...invite,
    body: Buffer.alloc(0),
    headers: invite.headers.filter(({ name }) => name !== 'content-type'),
  }))
  expect(a.last('incoming').offerSdp).toBeUndefined()
  a.gateway.answer(a.last('incoming').callId, 'our-offer')
  await net.pass(5)
  const ok = peer.received.at(-1)
  expect(ok && sdpOf(ok)).toBe('our-offer')
  const headers = [{ name: 'content-type', value: 'application/sdp' }]
  peer.say('a', {
    ...invite,
    method: 'ACK',
    to: tagged(peer),
    cseq: { number: 1, method: 'ACK' },
    headers,
    body: Buffer.from('their-answer'),
  })
  await net.pass(5)
  expect(a.last('answered').sdp).toBe('their-answer')
})

it('keeps requests in the dialog on the flow, whatever Contact says', async () => {
  const peer = net.stranger('nat')
  const contact = { name: 'contact', value: '<sip:x@10.0.0.99:7777>' }
  await inviteFrom(peer, 'nat', (invite) => ({ ...invite, headers: [...invite.headers.filter(({ name }) => name !== 'contact'), contact] }))
  const { callId } = a.last('incoming')
  a.gateway.answer(callId, 'answer')
  await net.pass(5)
  const ack = net.messages.find(({ kind }) => kind === 'request') as SipRequest
  peer.say('a', { ...ack, method: 'ACK', to: tagged(peer), cseq: { number: 1, method: 'ACK' }, headers: [], body: Buffer.alloc(0) })
  await net.pass(5)
  a.gateway.hangUp(callId)
  await net.pass(5)
  const bye = peer.received.at(-1) as SipRequest
  expect([bye.method, bye.uri.text]).toEqual(['BYE', 'sip:x@10.0.0.99:7777'])
})

it('offers anew in both directions, hold included', async () => {
  const { here, there } = await established()
  const held = a.gateway.reoffer(here, 'offer-2 a=sendonly')
  await net.pass(10)
  expect(b.last('reoffer')).toMatchObject({ callId: there, sdp: 'offer-2 a=sendonly' })
  b.gateway.answer(there, 'answer-2 a=recvonly')
  await net.pass(10)
  expect(await held).toEqual({ ok: true, sdp: 'answer-2 a=recvonly' })
  const refused = b.gateway.reoffer(there, 'offer-3')
  await net.pass(10)
  a.gateway.reject(here, 488)
  await net.pass(10)
  expect(await refused).toEqual({ ok: false, status: 488 })
  expect(a.events.filter(({ type }) => type === 'ended')).toEqual([])
})

it('settles glare: both offers are refused with 491 and go through one after the other', async () => {
  const { here, there } = await established()
  const both = Promise.all([a.gateway.reoffer(here, 'from-a'), b.gateway.reoffer(there, 'from-b')])
  await net.pass(5)
  expect(net.log.filter((line) => line.includes('491'))).toHaveLength(2)
  for (let i = 0; i < 60; i++) {
    await net.pass(100)
    a.gateway.answer(here, 'answer-a')
    b.gateway.answer(there, 'answer-b')
  }
  expect(await both).toEqual([
    { ok: true, sdp: 'answer-b' },
    { ok: true, sdp: 'answer-a' },
  ])
})

it('answers a re-INVITE that changes nothing by itself', async () => {
  const { here } = await established()
  const outcome = a.gateway.reoffer(here, 'offer-1')
  await net.pass(10)
  expect(await outcome).toEqual({ ok: true, sdp: 'answer-1' })
  expect(b.events.filter(({ type }) => type === 'reoffer')).toEqual([])
})

it('refreshes the session at half time with UPDATE, without a word to the owner', async () => {
  await established()
  await net.pass(901_000)
  expect(net.log).toEqual(['a>b UPDATE', 'b>a 200 UPDATE'])
  const update = net.messages[0]
  expect(update && headerOf(update, 'session-expires')).toBe('1800;refresher=uac')
  expect([...a.events, ...b.events]).toEqual([])
})

it('ends a call that nobody refreshes any more, on both sides', async () => {
  await established()
  net.loses = () => true
  await net.pass(1_900_000)
  expect(a.last('ended').cause).toEqual({ kind: 'lost', detail: 'timeout' })
  expect(b.last('ended').cause).toEqual({ kind: 'lost', detail: 'expired' })
  await nothingLeft()
})

const inDialog = () => net.messages.flatMap((message) => ('method' in message ? [message.method] : [String(message.status)]))

it('asks a peer of which nothing is heard whether it is there, and is content with any answer', async () => {
  const { here } = await established()
  for (let i = 0; i < 3; i++) {
    a.gateway.askWhetherThere(here)
    a.gateway.askWhetherThere(here)
    await net.pass(30_000)
  }
  expect(inDialog()).toEqual(['OPTIONS', '200', 'OPTIONS', '200', 'OPTIONS', '200'])
  expect([...a.events, ...b.events]).toEqual([])
})

it('lets a call live whose peer answers no OPTIONS but a refresh', async () => {
  const { here } = await established()
  net.loses = (line) => line.includes('OPTIONS')
  a.gateway.askWhetherThere(here)
  await net.pass(60_000)
  expect(inDialog().slice(-2)).toEqual(['UPDATE', '200'])
  expect(a.events).toEqual([])
})

it('ends a call of which the peer knows nothing any more', async () => {
  const { here, there } = await established()
  net.loses = (line) => line.startsWith('b>a')
  b.gateway.hangUp(there)
  await net.pass(40_000)
  net.loses = () => false
  a.gateway.askWhetherThere(here)
  await net.pass(10)
  expect(a.last('ended').cause).toEqual({ kind: 'lost', detail: 'unknownToPeer' })
})

it('ends a call of whose peer nothing is left, within a minute or so', async () => {
  const { here } = await established()
  net.loses = (line) => line.includes('a>b')
  a.gateway.askWhetherThere(here)
  await net.pass(70_000)
  expect(a.last('ended').cause).toEqual({ kind: 'lost', detail: 'timeout' })
})

it('asks for a longer session when the peer says 422', async () => {
  const peer = net.stranger('slow')
  dial({ to: { uri: 'sip:4466@slow' } })
  await net.pass(5)
  peer.say('a', responseTo(peer.received[0] as SipRequest, { status: 422, headers: [{ name: 'min-se', value: '3600' }] }, 't'))
  await net.pass(5)
  const again = peer.received.at(-1)
  expect(again && [headerOf(again, 'session-expires'), headerOf(again, 'min-se'), again.cseq.number]).toEqual(['3600', '3600', 2])
})

it('is asked to transfer, and tells how it goes', async () => {
  const { here, there } = await established()
  expect(a.gateway.refer(here, 'sip:2002@c', 'x@y;to-tag=1;from-tag=2')).toBe(true)
  await net.pass(10)
  expect(b.last('referred')).toMatchObject({ callId: there, target: { user: '2002', host: 'c' }, replaces: 'x@y;to-tag=1;from-tag=2' })
  b.gateway.referProgress(there, 180)
  await net.pass(10)
  b.gateway.referProgress(there, 200)
  await net.pass(10)
  const told = a.events.flatMap((event) => (event.type === 'referProgress' ? event.status : []))
  expect(told).toEqual([100, 180, 200])
  expect(b.gateway.referProgress(there, 200)).toBe(false)
})

it('answers requests for calls that it does not have with 481', async () => {
  const { here, there } = await established()
  net.loses = (line) => line === 'a>b BYE'
  a.gateway.hangUp(here)
  await net.pass(40_000)
  net.loses = () => false
  b.gateway.reoffer(there, 'anyone?').catch(() => undefined)
  await net.pass(10)
  expect(net.log).toContain('a>b 481 INVITE')
  expect(b.last('ended').cause).toEqual({ kind: 'lost', detail: 'unknownToPeer' })
})

it('answers with 403 or not at all whom it does not admit', async () => {
  const c = await net.add('c', { admit: ({ user }) => (user === '4466' ? 'serve' : user === '403' ? { refuse: 403 } : 'ignore') })
  dial({ to: { uri: 'sip:403@c' } })
  dial({ to: { uri: 'sip:666@c' } })
  await net.pass(100)
  expect(net.log.filter((line) => line.startsWith('c>a'))).toEqual(['c>a 403 INVITE'])
  expect(c.events).toEqual([])
})

it('does nothing for commands that come late or twice', async () => {
  const { here, there } = await established()
  a.gateway.hangUp(here)
  await net.pass(10)
  expect([a.gateway.hangUp(here), b.gateway.answer(there, 'x'), b.gateway.reject(there, 486), b.gateway.ring(there)]).toEqual([
    false,
    false,
    false,
    false,
  ])
  expect(await b.gateway.reoffer(there, 'x')).toEqual({ ok: false, status: 481 })
})
