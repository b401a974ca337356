// Many slow readers of one tenant's tables: its files wait for them, and nobody else does.

import { connect as connectSocket, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { liveCentre, type LiveCentre } from '../test-support/live-centre.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoSecret, TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
const readers = 22
let centre: LiveCentre
const sockets: Socket[] = []
let tableId: number

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  const fields = [
    { name: '手机', type: 'string', indexed: true },
    { name: '备注', type: 'string' },
  ]
  tableId = Number((await admin.call('createBaseTable', { body: { name: '客户', fields } })).body['id'])
  expect((await admin.call('publishBaseTable', { params: { id: tableId } })).status).toBe(200)
  // More than sockets and the kernel keep for a reader who does not read.
  await db().owner.query(
    `insert into base_row (tenant_id, table_id, table_version, number_key, data)
     select t.tenant_id, t.id, t.active_version, 'n' || n, jsonb_build_object(t.fields->1->>'fieldId', repeat('x', 900))
     from base_table t, generate_series(1, 20000) n where t.tenant_id = 1 and t.id = $1`,
    [tableId],
  )
}, 60_000)
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  await centre.close()
})

function stalled(cookie: string): Promise<string> {
  const { hostname, port } = new URL(centre.origin)
  const socket = connectSocket(Number(port), hostname)
  sockets.push(socket)
  socket.on('error', () => undefined)
  socket.write(`GET /api/base-tables/${tableId}/export HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\n\r\n`)
  return new Promise((resolve) =>
    socket.once('data', (data) => {
      socket.pause()
      resolve(String(data).split('\r\n')[0] ?? '')
    }),
  )
}

it('an agent works and an operator logs in while 22 readers do not read', { timeout: 120_000 }, async () => {
  const admin = await centre.client('admin@demo')
  const page = await centre.page('wangmin@demo')
  const skills = await db().owner.query<{ id: number }>(
    `select queue_id as id from agent_skill where tenant_id = 1 and agent_number = '101'`,
  )
  await page.did({ kind: 'signIn', queueIds: skills.rows.map(({ id }) => id), device: 'browser' })
  const answers = Promise.all(Array.from({ length: readers }, () => stalled(admin.cookie)))
  const during = async (): Promise<void> => {
    await page.did({ kind: 'setBusy' })
    await page.did({ kind: 'setIdle' })
    const operator = new TestClient(centre.app.http)
    expect((await operator.logIn('operator', demoSecret)).status).toBe(200)
    expect((await operator.call('listTenants')).status).toBe(200)
    expect((await admin.call('listBaseTables')).status).toBe(200)
  }
  for (let round = 0; round < 5; round++) await during()
  const statuses = await answers
  expect(statuses.filter((line) => line.includes(' 200 '))).toHaveLength(8)
  expect(statuses.filter((line) => line.includes(' 503 '))).toHaveLength(readers - 8)
  for (let round = 0; round < 5; round++) await during()
  const held = await db().owner.query(
    `select state from pg_stat_activity where datname = current_database() and state like '%in transaction%'`,
  )
  expect(held.rows).toEqual([])
})

it('what one tenant asks for too much of is refused to it alone, in words', async () => {
  const [one, other] = [db().database.forTenant(1), db().database.forTenant(0)]
  let release = (): void => undefined
  const open = new Promise<void>((resolve) => (release = resolve))
  const asked = Array.from({ length: 100 }, () =>
    one
      .read(() => open)
      .then(
        () => 'done',
        (error: { code?: string }) => error.code,
      ),
  )
  expect(await other.read((trx) => trx.selectFrom('tenant').select('id').execute())).toEqual([{ id: 0 }])
  release()
  const told = await Promise.all(asked)
  expect(told.filter((answer) => answer === 'done')).toHaveLength(68)
  expect(told.filter((answer) => answer === 'STORE_BUSY')).toHaveLength(32)
})
