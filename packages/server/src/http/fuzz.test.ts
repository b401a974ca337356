// Every route and every socket message with odd text and numbers, over the whole application: nothing is answered as an
// internal error, no desk is read anew, and the log holds no error.
// OPENSEAT_FUZZ_ROUNDS for longer runs, OPENSEAT_FUZZ_SEED for another one.

import {
  agentCommandSchema,
  phoneClientFrameSchema,
  routes,
  visitorClientFrameSchema,
  type Route,
  type RouteName,
} from '@openseat/contracts'
import { pino } from 'pino'
import WebSocket from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveCentre, type LiveCentre } from '../test-support/live-centre.ts'
import { OddValues } from '../test-support/odd-values.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { TestClient } from '../test-support/test-server.ts'

const rounds = Number(process.env['OPENSEAT_FUZZ_ROUNDS'] ?? 12)
const seed = Number(process.env['OPENSEAT_FUZZ_SEED'] ?? 20_261_130)

const db = useTestDatabase()
const complaints: string[] = []
const log = pino({ level: 'error' }, { write: (line: string) => void complaints.push(line.slice(0, 2_000)) })
let centre: LiveCentre
let clients: Record<'operator' | 'admin', TestClient>

beforeAll(async () => {
  centre = await liveCentre(db().database, { log })
  await logIn()
}, 60_000)
afterAll(() => centre.close())

const logIn = async () => {
  // What the last route may have switched off.
  await db().owner.query(
    `update tenant set status = 'active'; update staff set active = true, must_change_password = false, locked_until = null`,
  )
  clients = { operator: await centre.client('operator'), admin: await centre.client('admin@demo') }
}

/** They end the very session that asks. */
const ending = new Set<string>(['logOut', 'changePassword'])
const table = (Object.entries(routes) as [RouteName, Route][]).filter(
  ([name, { method, path }]) => !ending.has(name) && !(method === 'DELETE' && path.includes('session')),
)

const answersOf = async (name: RouteName, route: Route): Promise<string[]> => {
  const odd = new OddValues(seed + name.length * 7_919 + name.charCodeAt(0))
  const failures: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const params = Object.fromEntries(
      [...route.path.matchAll(/:(\w+)/g)].map(([, key]) => [
        String(key),
        odd.chance(0.7) ? odd.pick(['1', '2', '101', '3', 'c1', '4466']) : odd.text().toWellFormed() || 'x',
      ]),
    )
    const query = route.query ? textsOf(odd.for(route.query)) : {}
    const body = route.upload
      ? Buffer.from(`${odd.text()},${odd.text()}\r\n${odd.text()}\r\n`)
      : route.body
        ? odd.for(route.body)
        : undefined
    const client = clients[odd.chance(0.5) ? 'operator' : 'admin']
    const { status, body: answer } = await client.call(name, {
      params,
      query,
      body,
      headers: { range: `bytes=${odd.text()}`.replaceAll(/[^ -~]/g, '') },
    })
    if (status >= 500 || status === 0) failures.push(JSON.stringify({ status, answer, params, query, body }).slice(0, 1_500))
    if (status === 401) await logIn()
  }
  return failures
}

const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(Object(value) as object).map(([key, each]) => [key, String(each)]))

describe('every route', () => {
  it.each(table)('%s answers odd values with a refusal', async (name, route) => {
    complaints.length = 0
    expect(await answersOf(name, route)).toEqual([])
    expect(complaints).toEqual([])
  })
})

describe('every socket message', () => {
  const messages = rounds * 20

  async function flood(path: string, cookie: string | undefined, frames: (odd: OddValues) => object, first: object): Promise<void> {
    const odd = new OddValues(seed)
    for (let sent = 0; sent < messages;) {
      const socket = new WebSocket(`${centre.origin.replace('http', 'ws')}${path}`, cookie === undefined ? {} : { headers: { cookie } })
      await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject))
      socket.on('error', () => undefined)
      socket.send(JSON.stringify(first))
      // Below the rate limit's burst; a refused frame may close the socket, then the next one goes on.
      for (let left = 60; left > 0 && socket.readyState === WebSocket.OPEN; left -= 1, sent += 1) {
        socket.send(JSON.stringify(frames(odd)))
        if (left % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20))
      }
      socket.terminate()
    }
  }

  it('of an agent’s page', async () => {
    complaints.length = 0
    const { cookie } = await centre.client('wangmin@demo')
    const hello = { type: 'hello', browserId: 'fuzz-browser', tabId: 'fuzz-tab-1', after: null, wantsLead: true }
    let id = 0
    await flood('/ws/agent', cookie, (odd) => ({ type: 'command', id: (id += 1), command: odd.for(agentCommandSchema) }), hello)
    expect(complaints).toEqual([])
  })

  it('of a browser telephone', async () => {
    complaints.length = 0
    await flood('/ws/phone', undefined, (odd) => Object(odd.for(phoneClientFrameSchema)) as object, {
      type: 'register',
      number: '13800001111',
      token: null,
    })
    expect(complaints).toEqual([])
  })

  it('of a visitor', async () => {
    complaints.length = 0
    await flood('/ws/visitor', undefined, (odd) => Object(odd.for(visitorClientFrameSchema)) as object, {
      type: 'open',
      widget: 'x',
      token: null,
    })
    expect(complaints).toEqual([])
  })

  it('leaves a desk at work', async () => {
    const page = await centre.page('lilei@demo')
    expect(page.seat?.state).toBe('signedOut')
  })
})
