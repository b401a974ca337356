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

let clock: FakeClock
let server: DigestServer

beforeEach(() => {
  clock = new FakeClock()
  server = new DigestServer({ realm: 'openseat', secretOf: async (name) => (name === 'desk' ? 'secret' : undefined) }, clock)
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
  const header = client.accepts(refusal(server.challenge('www', stale))) ? client.authorise(request()) : undefined
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

it('lets in who knows the password, by the strongest algorithm offered', async () => {
  const header = answered(new DigestClient({ username: 'desk', password: 'secret' }))
  expect(parseAuthHeader(header.value)?.get('algorithm')).toBe('SHA-256')
  expect(await server.verify(request(header), 'www')).toEqual({ ok: true, username: 'desk' })
})

it('understands a server that knows MD5 only', async () => {
  const [, md5] = server.challenge('www', false)
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = client.accepts(refusal(md5 === undefined ? [] : [md5])) ? client.authorise(request()) : undefined
  expect(header && (await server.verify(request(header), 'www'))).toEqual({ ok: true, username: 'desk' })
})

it('answers a proxy with Proxy-Authorization', async () => {
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = client.accepts(refusal(server.challenge('proxy', false), 407)) ? client.authorise(request()) : undefined
  expect(header?.name).toBe('proxy-authorization')
  expect(header && (await server.verify(request(header), 'proxy'))).toMatchObject({ ok: true })
})

it.each([
  ['a wrong password', 'desk', 'wrong'],
  ['an unknown user', 'nobody', 'secret'],
])('refuses %s, and the client does not try it twice', async (_, username, password) => {
  const client = new DigestClient({ username, password })
  expect(await server.verify(request(answered(client)), 'www')).toEqual({ ok: false, stale: false })
  expect(client.accepts(refusal(server.challenge('www', false)))).toBe(false)
})

it('says stale to an old nonce, and the client tries anew', async () => {
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = answered(client)
  clock.advance(301_000)
  expect(await server.verify(request(header), 'www')).toEqual({ ok: false, stale: true })
  expect(await server.verify(request(answered(client, true)), 'www')).toMatchObject({ ok: true })
})

it('refuses a replay, and takes the same nonce with a higher count', async () => {
  const client = new DigestClient({ username: 'desk', password: 'secret' })
  const header = answered(client)
  expect(await server.verify(request(header), 'www')).toMatchObject({ ok: true })
  expect(await server.verify(request(header), 'www')).toEqual({ ok: false, stale: true })
  const next = client.authorise(request())
  expect(parseAuthHeader(next?.value ?? '')?.get('nc')).toBe('00000002')
  expect(next && (await server.verify(request(next), 'www'))).toMatchObject({ ok: true })
})

it('refuses nonces that it did not make, and headers that are none', async () => {
  const header = answered(new DigestClient({ username: 'desk', password: 'secret' }))
  const other = new DigestServer({ realm: 'openseat', secretOf: async () => 'secret' }, clock)
  expect(await other.verify(request(header), 'www')).toEqual({ ok: false, stale: false })
  for (const value of ['Basic abc', 'Digest', 'Digest username="desk', 'Digest username="desk", nonce="é.1"']) {
    expect(await server.verify(request({ name: 'authorization', value }), 'www')).toEqual({ ok: false, stale: false })
  }
})

it.each(['MD5', 'SHA-256'] as const)('lets in by hashes of %s alone, without the password', async (algorithm) => {
  const hash = (name: string): string => createHash(name).update('desk:openseat:secret').digest('hex')
  const hashes = { MD5: hash('md5'), 'SHA-256': hash('sha256') }
  const keeper = new DigestServer({ realm: 'openseat', secretOf: async (name) => (name === 'desk' ? hashes : undefined) }, clock)
  const challenges = keeper.challenge('www', false).filter(({ value }) => value.includes(`algorithm=${algorithm}`))
  const answer = (password: string): Header | undefined => {
    const client = new DigestClient({ username: 'desk', password })
    return client.accepts(refusal(challenges)) ? client.authorise(request()) : undefined
  }
  const [right, wrong] = [answer('secret'), answer('guess')]
  expect(right && (await keeper.verify(request(right), 'www'))).toEqual({ ok: true, username: 'desk' })
  expect(wrong && (await keeper.verify(request(wrong), 'www'))).toEqual({ ok: false, stale: false })
})

it('names MD5 alone to baresip before 3, which stumbles over anything else', () => {
  const agent = (value: string): Header[] => server.challenge('www', false, request({ name: 'user-agent', value }))
  expect(agent('baresip v1.0.0 (x86_64/linux)').map(({ value }) => /algorithm=([\w-]+)/.exec(value)?.[1])).toEqual(['MD5'])
  expect(agent('baresip v3.1.0')).toHaveLength(2)
})

it('quotes qop in a challenge and not in an answer', () => {
  for (const { value } of server.challenge('www', false)) expect(value).toContain('qop="auth"')
  expect(answered(new DigestClient({ username: 'desk', password: 'secret' })).value).toMatch(/qop=auth(,|$)/)
})
