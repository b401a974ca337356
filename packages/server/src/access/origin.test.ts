import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { sessionToken } from '../http/session-cookie.ts'
import { foreignOrigin } from './origin.ts'

const request = (headers: Record<string, string>, socket: Socket = new Socket()): IncomingMessage =>
  ({ headers, socket }) as unknown as IncomingMessage
const host = 'desk.example'
const tls = (): Socket => new TLSSocket(new Socket())

describe('an origin', () => {
  it.each([
    ['https://desk.example', undefined],
    ['http://desk.example', 'the same host without TLS'],
    ['http://127.0.0.1:8080', 'the inner one'],
    ['https://desk.example.evil.example', 'a longer one'],
  ])('%s, behind the public origin, is foreign: %s', (origin, why) => {
    expect(foreignOrigin(request({ origin, host: '127.0.0.1:8080' }), 'https://desk.example')).toBe(why && origin)
  })

  it('of another scheme than the request’s own is foreign', () => {
    expect(foreignOrigin(request({ origin: 'http://desk.example', host }), undefined)).toBeUndefined()
    expect(foreignOrigin(request({ origin: 'https://desk.example', host }), undefined)).toBe('https://desk.example')
    expect(foreignOrigin(request({ origin: 'http://desk.example', host }, tls()), undefined)).toBe('http://desk.example')
    expect(foreignOrigin(request({ origin: 'https://desk.example', host }, tls()), undefined)).toBeUndefined()
  })
})

describe('the cookie of a log-in', () => {
  const both = { cookie: 'openseat_session=planted; __Host-openseat_session=own' }
  const planted = { cookie: 'openseat_session=planted' }

  it('has the name that a neighbour cannot plant, over https; and no other counts', () => {
    for (const [made, origin] of [
      [request(both), 'https://desk.example'],
      [request(both, tls()), undefined],
    ] as const)
      expect(sessionToken(made, origin)).toBe('own')
    expect(sessionToken(request(planted), 'https://desk.example')).toBeUndefined()
    expect(sessionToken(request(planted, tls()), undefined)).toBeUndefined()
  })

  it('has its plain name without https', () => {
    expect(sessionToken(request(both), undefined)).toBe('planted')
    expect(sessionToken(request({}), undefined)).toBeUndefined()
  })
})
