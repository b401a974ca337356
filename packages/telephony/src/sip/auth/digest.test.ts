import { createHash } from 'node:crypto'
import { beforeEach, expect, it } from 'vitest'
import { addressOf } from '../message/address.ts'
import { NO_BODY, responseTo } from '../message/build.ts'
import type { Header, SipRequest } from '../message/sip-message.ts'
import { sipUri } from '../message/uri.ts'
import { FakeClock } from '../test-support/fake-clock.ts'
import { parseAuthHeader } from './auth-header.ts'
import { digestResponse } from './digest.ts'
import { DigestClient } from './digest-client.ts'
import { DigestServer } from './digest-server.ts'

const HOST = '192.0.2.7'

let clock: FakeClock
let server: DigestServer

beforeEach(() => {
  clock = new FakeClock()
  server = new DigestServer({ realm: 'openseat', secretOf: (name) => (name === 'desk' ? 'secret' : undefined) }, clock)
})

const request = (...headers: Header[]): SipRequest => ({
  kind: 'request',
  method: 'REGISTER',
  uri: sipUri({ host: 'openseat' }),
  vias: [],
  from: addressOf(sipUri({ user: 'desk', host: 'openseat' })),
  to: addressOf(sipUri({ user: 'desk', host: 'openseat' })),
  callId: '1',
  cseq: { number: 1, method: 'REGISTER' },
  headers,
  body: NO_BODY,
})

const refusal = (headers: Header[], status = 401) => responseTo(request(), { status, headers }, 'tag')

const answered = (client: DigestClient, stale = false): Header => {
  const header = client.accepts(refusal(server.challenge('www', HOST, { stale }))) ? client.authorise(request()) : undefined
  if (header === undefined) throw new Error('gave up')
  return header
}

it.each([
  ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
  ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
] as const)('computes the example of RFC 7616 section 3.9.1 for %s', (algorithm, expected) => {
  const response = digestResponse({
    algorithm,
    username: 'Mufasa',
    realm: 'http-auth@example.org',
    secret: 'Circle of Life',
    method: 'GET',
    uri: '/dir/index.html',
    nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
    qop: { nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
  })
  expect(response).toBe(expected)
})

it('lets in who knows the password, by the strongest algorithm offered', () => {
  const header = answered(new DigestClient({ username: 'desk', password: 'secret' }))
  expect(parseAuthHeader(header.value)?.get('algorithm')).toBe('SHA-256')
  expect(server.verify(request(header), 'www', HOST)).toEqual({ ok: true, username: 'desk' })
})

it('understands a server that knows MD5 only', () => {
  const [, md5] = server.challenge('www', HOST)
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = client.accepts(refusal(md5 === undefined ? [] : [md5])) ? client.authorise(request()) : undefined
  expect(header && server.verify(request(header), 'www', HOST)).toEqual({ ok: true, username: 'desk' })
})

it('answers a proxy with Proxy-Authorization', () => {
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = client.accepts(refusal(server.challenge('proxy', HOST), 407)) ? client.authorise(request()) : undefined
  expect(header?.name).toBe('proxy-authorization')
  expect(header && server.verify(request(header), 'proxy', HOST)).toMatchObject({ ok: true })
})

it.each([
  ['a wrong password', 'desk', 'wrong'],
  ['an unknown user', 'nobody', 'secret'],
])('refuses %s, and the client does not try it twice', (_, username, password) => {
  const client = new DigestClient({ username, password })
  expect(server.verify(request(answered(client)), 'www', HOST)).toEqual({ ok: false, stale: false })
  expect(client.accepts(refusal(server.challenge('www', HOST)))).toBe(false)
})

it('says stale to an old nonce, and the client tries anew', () => {
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = answered(client)
  clock.advance(301_000)
  expect(server.verify(request(header), 'www', HOST)).toEqual({ ok: false, stale: true })
  expect(server.verify(request(answered(client, true)), 'www', HOST)).toMatchObject({ ok: true })
})

it('refuses a replay, and takes the same nonce with a higher count', () => {
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = answered(client)
  expect(server.verify(request(header), 'www', HOST)).toMatchObject({ ok: true })
  expect(server.verify(request(header), 'www', HOST)).toEqual({ ok: false, stale: true })
  const next = client.authorise(request())
  expect(parseAuthHeader(next?.value ?? '')?.get('nc')).toBe('00000002')
  expect(next && server.verify(request(next), 'www', HOST)).toMatchObject({ ok: true })
})

it('refuses nonces that it did not make, and headers that are none', () => {
  const header = answered(new DigestClient({ username: 'desk', password: 'secret' }))
  const other = new DigestServer({ realm: 'openseat', secretOf: () => 'secret' }, clock)
  expect(other.verify(request(header), 'www', HOST)).toEqual({ ok: false, stale: false })
  for (const value of ['Basic abc', 'Digest', 'Digest username="desk', 'Digest username="desk", nonce="é.1"']) {
    expect(server.verify(request({ name: 'authorization', value }), 'www', HOST)).toEqual({ ok: false, stale: false })
  }
})

it.each(['MD5', 'SHA-256'] as const)('lets in by hashes of %s alone, without the password', (algorithm) => {
  const hash = (name: string): string => createHash(name).update('desk:openseat:secret').digest('hex')
  const hashes = { MD5: hash('md5'), 'SHA-256': hash('sha256') }
  const keeper = new DigestServer({ realm: 'openseat', secretOf: (name) => (name === 'desk' ? hashes : undefined) }, clock)
  const challenges = keeper.challenge('www', HOST).filter(({ value }) => value.includes(`algorithm=${algorithm}`))
  const answer = (password: string): Header | undefined => {
    const client = new DigestClient({ username: 'desk', password })
    return client.accepts(refusal(challenges)) ? client.authorise(request()) : undefined
  }
  const [right, wrong] = [answer('secret'), answer('guess')]
  expect(right && keeper.verify(request(right), 'www', HOST)).toEqual({ ok: true, username: 'desk' })
  expect(wrong && keeper.verify(request(wrong), 'www', HOST)).toEqual({ ok: false, stale: false })
})

it('names MD5 alone to baresip before 3, which stumbles over anything else', () => {
  const agent = (value: string): Header[] => server.challenge('www', HOST, { peer: request({ name: 'user-agent', value }) })
  expect(agent('baresip v1.0.0 (x86_64/linux)').map(({ value }) => /algorithm=([\w-]+)/.exec(value)?.[1])).toEqual(['MD5'])
  expect(agent('baresip v3.1.0')).toHaveLength(2)
})

it('quotes qop in a challenge and not in an answer', () => {
  for (const { value } of server.challenge('www', HOST)) expect(value).toContain('qop="auth"')
  expect(answered(new DigestClient({ username: 'desk', password: 'secret' })).value).toMatch(/qop=auth(,|$)/)
})

it('takes no nonce from an address that it was not made for: a forger cannot prove anything', () => {
  const header = answered(new DigestClient({ username: 'desk', password: 'secret' }))
  expect(server.verify(request(header), 'www', '203.0.113.6')).toEqual({ ok: false, stale: true })
})

it('stops looking at the passwords of an address that guesses; the same name from elsewhere notices nothing', () => {
  const wrong: string[] = []
  server = new DigestServer(
    {
      realm: 'openseat',
      secretOf: (name) => (name === 'desk' ? 'secret' : undefined),
      onWrongPassword: (name, host) => wrong.push(`${name}@${host}`),
    },
    clock,
  )
  const tries = (host: string, password: string, username = 'desk') => {
    const client = new DigestClient({ username, password })
    const header = client.accepts(refusal(server.challenge('www', host))) ? client.authorise(request()) : undefined
    return header && server.verify(request(header), 'www', host)
  }
  for (let guess = 0; guess < 20; guess++) tries('203.0.113.6', String(guess))
  expect(wrong).toEqual(Array.from({ length: 5 }, () => 'desk@203.0.113.6'))
  expect(tries('203.0.113.6', 'secret')).toEqual({ ok: false, stale: false })
  expect(tries(HOST, 'secret')).toMatchObject({ ok: true })
  clock.advance(11_000)
  expect(tries('203.0.113.6', 'secret')).toMatchObject({ ok: true })
  for (let user = 0; user < 100; user++) tries('203.0.113.7', 'secret', `user${user}`)
  expect(wrong.filter((line) => line.endsWith('.7'))).toHaveLength(50)
})

it('a nonce from elsewhere costs the owner of the address nothing', () => {
  for (let guess = 0; guess < 20; guess++) {
    const client = new DigestClient({ username: 'desk', password: 'wrong' })
    const header = client.accepts(refusal(server.challenge('www', '203.0.113.6'))) ? client.authorise(request()) : undefined
    expect(header && server.verify(request(header), 'www', HOST)).toMatchObject({ ok: false })
  }
  expect(server.verify(request(answered(new DigestClient({ username: 'desk', password: 'secret' }))), 'www', HOST)).toMatchObject({
    ok: true,
  })
})
