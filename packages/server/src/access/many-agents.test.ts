// A call centre behind one address, in the morning: 500 agents log in and open the workbench within minutes, over real HTTP.
// Nobody is refused, though some mistype their password first.

import type { AddressInfo } from 'node:net'
import WebSocket from 'ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveCentre, type LiveCentre } from '../test-support/live-centre.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoSecret } from '../test-support/test-server.ts'

const agents = 500
const atOnce = 8
const requestsPerPage = 6

const db = useTestDatabase()
let centre: LiveCentre
const sockets: WebSocket[] = []

beforeAll(async () => {
  centre = await liveCentre(db().database)
  await db().owner.query(`
    insert into staff (tenant_id, account, name, password_hash, must_change_password)
    select 1, 'crowd' || n, 'Crowd ' || n, (select password_hash from staff where tenant_id = 1 and account = 'wangmin'), false
    from generate_series(1, ${agents}) n`)
  await db().owner.query(`
    insert into staff_role (tenant_id, staff_id, role_id)
    select 1, s.id, r.id from staff s, role r where s.tenant_id = 1 and s.account like 'crowd%' and r.tenant_id = 1 and r.builtin = 'agent'`)
  await db().owner.query(`
    insert into agent (tenant_id, agent_number, staff_id) select 1, (1000 + row_number() over (order by id))::text, id
    from staff where tenant_id = 1 and account like 'crowd%'`)
  // As any change of settings does it: who reads them has them anew.
  await (await centre.client('admin@demo')).call('createSkillQueue', { body: { name: 'Crowd', description: 'x' } })
}, 60_000)
afterAll(async () => {
  for (const socket of sockets) socket.terminate()
  await centre.close()
})

const origin = () => `http://localhost:${(centre.app.http.server.address() as AddressInfo).port}`

async function logIn(login: string, password: string): Promise<{ status: number; cookie: string }> {
  const answer = await fetch(`${origin()}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: origin() },
    body: JSON.stringify({ login, password }),
  })
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
  return { status: answer.status, cookie: cookie.join('; ') }
}

async function arrive(n: number): Promise<number[]> {
  const login = `crowd${n}@demo`
  // One in five mistypes.
  if (n % 5 === 0) await logIn(login, 'not the one')
  const { status, cookie } = await logIn(login, demoSecret)
  const page = await Promise.all(
    Array.from({ length: requestsPerPage }, async () => (await fetch(`${origin()}/api/session`, { headers: { cookie } })).status),
  )
  const socket = new WebSocket(`${origin().replace('http', 'ws')}/ws/agent`, { headers: { cookie, origin: origin() } })
  sockets.push(socket)
  const opened = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101))
    socket.once('unexpected-response', (_request, answer) => resolve(answer.statusCode ?? 0))
    socket.once('error', () => resolve(0))
  })
  return [status, ...page, opened]
}

it('500 agents behind one address log in and open their pages, and none is refused', { timeout: 240_000 }, async () => {
  const outcomes = new Map<string, number>()
  let next = 0
  const one = async (): Promise<void> => {
    for (next += 1; next <= agents; next += 1) {
      const outcome = (await arrive(next)).join(' ')
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  const right = [200, ...Array<number>(requestsPerPage).fill(200), 101].join(' ')
  expect(Object.fromEntries(outcomes)).toEqual({ [right]: expect.any(Number) as number })
  expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(agents)
})
