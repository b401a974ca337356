// Mappings of an earlier release, of JSONata: what the migration makes of them, and how one that it could not convert is listed, told
// to agents, and changed around until somebody checks it.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { shownCard } from '@openseat/domain'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { migrateToLatest, ownerDb } from '../store/migrate.ts'
import * as migrations from '../store/migrations/index.ts'
import { interfaceServices } from '../wiring/interface-services.ts'
import { createDatabase, useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { forAgents } from './interface-outcome.ts'

const db = useTestDatabase()
let services: ReturnType<typeof interfaceServices>
let server: Awaited<ReturnType<typeof demoServer>>
let company: Server
let operator: TestClient
let tenantId = 0

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    const secrets = new SecretBox(randomBytes(32))
    services = interfaceServices({ env: { outsideNetworks: [] }, database, settings, secrets, log: pino({ level: 'silent' }) })
    return services.handlers
  })
  operator = await server.client('operator')
  tenantId = (await db().database.platform.tenantByCode('demo'))?.id ?? 0
  company = createServer((_request, response) => void response.end('{"name":"王小明"}'))
  await new Promise<void>((done) => company.listen(0, '127.0.0.1', done))
})
afterAll(async () => {
  company?.close()
  await services?.close()
  await server?.http.close()
})

const field = (name: string, expression: string) => ({
  name,
  expression,
  type: 'string',
  mask: 'none',
  required: false,
  length: null,
  dictItems: [],
})
const fields = [field('姓名', 'answer.name'), field('合计', '$sum(data.orders.amount)')]
const mapping = (more: object = {}) => ({ success: '', objects: [{ objectName: '客户', rows: '', fields }], ...more })

async function stored(more: object = {}): Promise<{ id: number; change: (mapping: object) => ReturnType<TestClient['call']> }> {
  const { port } = company.address() as AddressInfo
  const body = { name: `${Math.random()}`, url: `http://127.0.0.1:${port}/`, tenantIds: [tenantId], allowPrivate: true }
  const id = Number((await operator.call('createCustomerInterface', { body })).body['id'])
  await db().owner.query('update customer_interface set mapping = $1 where id = $2', [JSON.stringify(mapping(more)), id])
  const change = (next: object) =>
    operator.call('changeCustomerInterface', { params: { interfaceId: id }, body: { ...body, mapping: next, version: 1 } })
  return { id, change }
}

async function ask(interfaceId: number) {
  const customer = { number: '13800001234', e164: null, extension: null }
  return services.interfaces.ask({ tenantId, interfaceId, customer, reference: 'call-1' })
}

it('one that waits to be checked is listed, and its field is marked beside the others', async () => {
  const { id } = await stored()
  const { items } = (await operator.call('listCustomerInterfaces', {})).body as { items: { id: number; toCheck: number }[] }
  expect(items.find((each) => each.id === id)?.toCheck).toBe(1)
  const said = await ask(id)
  expect('cards' in said && said.cards.map(shownCard)).toMatchObject([
    {
      fields: [
        { value: '王小明', faulty: false, unchecked: false },
        { value: '', faulty: true, unchecked: true },
      ],
    },
  ])
})

it('where the condition waits, agents are told so', async () => {
  const { id } = await stored({ success: '$not(code)' })
  const said = await ask(id)
  expect('problem' in said && forAgents(said.problem)).toEqual({ code: 'INTERFACE_TO_CHECK', params: {} })
})

it('it may be changed around, and nothing else of its kind is added', async () => {
  const { change } = await stored()
  const other = mapping({ objects: [{ objectName: '客户', rows: '', fields: [...fields, field('x', '$sum(other)')] }] })
  const refused = await change(other)
  expect(refused.status).toBe(422)
  expect(refused.body).toMatchObject({ problems: [{ field: 'mapping.objects.0.fields.2.expression', code: 'FIELD_EXPRESSION' }] })
  expect((await change(mapping({ objects: [{ objectName: 'Customer', rows: '', fields }] }))).status).toBe(200)
})

it('the migration converts what it can, and loses nothing', async () => {
  const owner = ownerDb(await createDatabase())
  try {
    const before = Object.entries(migrations).filter(([name]) => name < '0031')
    await migrateToLatest(owner, Object.fromEntries(before))
    const old = mapping({
      success: 'code = 0',
      objects: [
        { objectName: '="订单 " & no', rows: 'data.orders', fields: [field('金额', 'amount'), field('合计', '$sum(data.orders.amount)')] },
      ],
    })
    await sql`insert into customer_interface (tenant_id, name, url, timeout_ms, tenant_ids, mapping)
      values (0, 'old', 'http://x/', 3000, '{}', ${JSON.stringify(old)}::jsonb), (0, 'none', 'http://x/', 3000, '{}', null)`.execute(owner)
    await migrateToLatest(owner)
    const { rows } = await sql<{ mapping: unknown }>`select mapping from customer_interface order by name desc`.execute(owner)
    const objectName = '="订单 " + string(row.?no.orValue(""))'
    const converted = [field('金额', 'row.amount'), field('合计', '$sum(data.orders.amount)')]
    expect(rows.map((row) => row.mapping)).toEqual([
      mapping({ success: 'answer.code == 0', objects: [{ objectName, rows: 'answer.data.orders', fields: converted }] }),
      null,
    ])
  } finally {
    await owner.destroy()
  }
})
