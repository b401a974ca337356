import { beforeEach, expect, it } from 'vitest'
import { addressOf } from './message/address.ts'
import { NO_BODY } from './message/build.ts'
import { serialise } from './message/serialise.ts'
import { headersOf, type SipMessage } from './message/sip-message.ts'
import { sipUri } from './message/uri.ts'
import { FakeNetwork, type Node } from './test-support/fake-network.ts'

let net: FakeNetwork
let phone: Node
let office: Node

beforeEach(async () => {
  net = new FakeNetwork()
  phone = await net.add('phone')
  office = await net.add('office', {
    registrar: { realm: 'office', secretOf: (user) => (user === '4001' ? 'secret' : undefined), minimumSeconds: 60 },
    admit: ({ method, registeredUser }) => (method === 'REGISTER' || registeredUser !== undefined ? 'serve' : 'ignore'),
  })
})

const register = async (password = 'secret', seconds = 300) => {
  phone.gateway.register('line', { account: 'sip:4001@office', credentials: { username: '4001', password }, seconds })
  await net.pass(20)
}

it('registers with digest, refreshes before the end, and takes the binding back', async () => {
  await register()
  expect(net.log).toEqual(['phone>office REGISTER', 'office>phone 401 REGISTER', 'phone>office REGISTER', 'office>phone 200 REGISTER'])
  expect(phone.last('trunkRegistration')).toEqual({ type: 'trunkRegistration', trunk: 'line', registered: true, seconds: 300 })
  expect(office.events).toEqual([{ type: 'userRegistration', user: '4001', registered: true }])
  net.log.length = 0
  await net.pass(240_100)
  expect(net.log).toEqual(['phone>office REGISTER', 'office>phone 200 REGISTER'])
  phone.gateway.unregister('line')
  await net.pass(50)
  expect(office.last('userRegistration').registered).toBe(false)
})

it('asks for more when its time is too short', async () => {
  await register('secret', 10)
  expect(net.log).toContain('office>phone 423 REGISTER')
  expect(phone.last('trunkRegistration')).toMatchObject({ registered: true, seconds: 60 })
})

it('reports a refused password once per try, and waits longer each time', async () => {
  await register('wrong')
  expect(phone.last('trunkRegistration')).toMatchObject({ registered: false, status: 401 })
  await net.pass(31_000)
  expect(phone.events).toHaveLength(3)
  expect(office.events).toEqual([])
})

it('offers both algorithms, the stronger one first', async () => {
  await register()
  const challenge = net.messages[1]
  const algorithms = challenge && headersOf(challenge, 'www-authenticate').map((value) => /algorithm=([^,]+)/.exec(value)?.[1])
  expect(algorithms).toEqual(['SHA-256', 'MD5'])
})

it('forgets a phone that does not come back', async () => {
  await register()
  net.loses = (line) => line.startsWith('phone')
  await net.pass(331_000)
  expect(office.last('userRegistration')).toMatchObject({ user: '4001', registered: false })
})

it('calls a registered phone on its flow, and knows who calls from it', async () => {
  await register()
  const from = { user: '100', host: 'office', displayName: '' }
  office.gateway.dial({ to: { registeredUser: '4001' }, from, sdp: 'offer' })
  await net.pass(10)
  expect(phone.last('incoming')).toMatchObject({ accessCode: '4001', offerSdp: 'offer' })
  phone.gateway.dial({ to: { uri: 'sip:9@elsewhere' }, trunk: 'line', from, sdp: 'offer' })
  await net.pass(10)
  expect(office.last('incoming')).toMatchObject({ accessCode: '9', registeredUser: '4001' })
})

it('has nowhere to call a phone that is not registered', async () => {
  const callId = office.gateway.dial({ to: { registeredUser: '4001' }, from: { user: '1', host: 'office', displayName: '' }, sdp: 'offer' })
  await net.pass(10)
  expect(office.last('ended')).toEqual({ type: 'ended', callId, cause: { kind: 'lost', detail: 'flow' } })
})

it('asks a caller for his password when told to, and believes it only then', async () => {
  const strict = await net.add('strict', {
    registrar: { realm: 'strict', secretOf: (user) => (user === '4001' ? 'secret' : undefined) },
    challenges: ({ method }) => method === 'INVITE',
  })
  const dial = (password: string) =>
    phone.gateway.dial({
      to: { uri: 'sip:100@strict' },
      from: { user: '4001', host: 'strict', displayName: '' },
      sdp: 'offer',
      credentials: { username: '4001', password },
    })
  dial('wrong')
  await net.pass(20)
  expect(phone.last('ended').cause).toMatchObject({ kind: 'rejected', status: 407 })
  expect(strict.events).toEqual([])
  dial('secret')
  await net.pass(20)
  expect(strict.last('incoming')).toMatchObject({ accessCode: '100', registeredUser: '4001' })
})

it('keeps nothing of requests that it challenges, for names that exist and for names that do not alike', async () => {
  const peer = net.stranger('peer')
  const first = net.messages.length
  for (const name of ['4001', 'nobody']) {
    const uri = sipUri({ user: name, host: 'office' })
    const own = addressOf(uri)
    peer.say('office', {
      kind: 'request',
      method: 'REGISTER',
      uri: sipUri({ host: 'office' }),
      vias: [{ transport: 'UDP', host: 'peer', port: 5060, params: new Map([['branch', `z9hG4bK${name}`]]) }],
      from: { ...own, params: new Map([['tag', name]]) },
      to: own,
      callId: name,
      cseq: { number: 1, method: 'REGISTER' },
      headers: [],
      body: NO_BODY,
    })
  }
  await net.pass(10)
  const shape = (message: SipMessage) =>
    serialise(message)
      .toString()
      .replace(/nonce="[^"]*"/g, '')
      .replace(/(4001|nobody)/g, 'x')
      .replace(/tag=[0-9a-f]{20}/, '')
  const answers = peer.received.map(shape)
  expect(answers).toHaveLength(2)
  expect(answers[0]).toContain('401')
  expect(answers[0]).toBe(answers[1])
  expect(office.gateway.load).toMatchObject({ calls: 0, dialogs: 0, transactions: 0 })
  expect(net.messages.length - first).toBe(4)
})

it('is silent to strangers who call', async () => {
  phone.gateway.dial({ to: { uri: 'sip:4466@office' }, from: { user: '1', host: 'x', displayName: '' }, sdp: 'offer' })
  await net.pass(1000)
  expect(net.log.filter((line) => line.startsWith('office'))).toEqual([])
})

it('leaves no timer behind when closed', async () => {
  await register()
  await Promise.all([phone.gateway.close(), office.gateway.close()])
  // The last REGISTER is still on its way.
  await net.pass(2)
  expect(net.clock.timers).toBe(0)
})

it('takes a phone’s bindings away when it is told to', async () => {
  await register()
  expect(office.gateway.isRegistered('4001')).toBe(true)
  office.gateway.forgetUser('4001')
  expect(office.gateway.isRegistered('4001')).toBe(false)
  expect(office.last('userRegistration').registered).toBe(false)
  phone.gateway.dial({ to: { uri: 'sip:100@office' }, from: { user: '4001', host: 'office', displayName: '' }, sdp: 'v=0' })
  await net.pass(50)
  expect(office.events.filter(({ type }) => type === 'incoming')).toEqual([])
})
