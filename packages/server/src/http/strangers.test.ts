// Strangers before the whole application: what one address may ask for, and whom that does not hold up.
import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { liveCentre, type LiveCentre } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
const noisy = '127.0.0.60'
let centre: LiveCentre

beforeAll(async () => {
  centre = await liveCentre(db().database)
})
afterAll(() => centre.close())

async function ask(localAddress: string, path: string, headers: Record<string, string> = {}) {
  const request = httpRequest(`${centre.origin}${path}`, { localAddress, headers, agent: false }).end()
  const [response] = (await once(request, 'response')) as [import('node:http').IncomingMessage]
  return { status: response.statusCode, retryAfter: response.headers['retry-after'], body: await text(response) }
}

/** One connection after which the address has used up what it may. */
async function flood(): Promise<void> {
  const socket = connect({ port: Number(new URL(centre.origin).port), host: '127.0.0.1', localAddress: noisy })
  let heard = ''
  socket.on('data', (data) => (heard = (heard + String(data)).slice(-2_000)))
  socket.on('error', () => undefined)
  const many = 'GET /api/nothing HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50)
  while (!heard.includes('REQUEST_RATE')) {
    socket.write(many)
    await once(socket, 'data')
  }
  socket.destroy()
}

const upgraded = (localAddress: string): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${centre.origin.replace('http', 'ws')}/ws/visitor`, { localAddress })
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0))
    socket.on('error', () => undefined)
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
  })

it('who asks for too much is refused in words at every door; nobody else is', { timeout: 60_000 }, async () => {
  const agent = await centre.client('wangmin@demo')
  const visitor = new WebSocket(`${centre.origin.replace('http', 'ws')}/ws/visitor`, { localAddress: noisy })
  const frames: string[] = []
  visitor.on('message', (data) => frames.push(String(data)))
  await once(visitor, 'open')
  await flood()
  // A few are served again with each moment.
  const refused = await Promise.all(Array.from({ length: 40 }, () => ask(noisy, '/api', { 'accept-language': 'en' })))
  expect(refused.find(({ status }) => status === 429)).toMatchObject({ retryAfter: '1', body: expect.stringMatching(/Too many requests/) })
  expect(await Promise.all(Array.from({ length: 40 }, () => upgraded(noisy)))).toContain(429)
  for (let n = 0; n < 40; n += 1) visitor.send(JSON.stringify({ type: 'open', widget: 'none', token: null }))
  await until(() => frames.some((frame) => frame.includes('REQUEST_RATE')))
  visitor.terminate()

  expect(await upgraded('127.0.0.61')).toBe(101)
  expect(await ask('127.0.0.61', '/api')).toMatchObject({ status: 200 })
  expect(await ask(noisy, '/api/session', { cookie: agent.cookie })).toMatchObject({ status: 200 })
  const mine = await Promise.all(Array.from({ length: 200 }, () => ask(noisy, '/api/session', { cookie: agent.cookie })))
  expect(new Set(mine.map(({ status }) => status))).toEqual(new Set([200]))
  const watched = await Promise.all(Array.from({ length: 40 }, () => ask(noisy, '/metrics')))
  expect(new Set(watched.map(({ status }) => status))).toEqual(new Set([200]))
})
