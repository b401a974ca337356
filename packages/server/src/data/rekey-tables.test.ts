import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { dataServices } from '../wiring/data-services.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import type { RekeyedTable } from './rekey-tables.ts'
import { findByNumber, type NumberSearch, tableRecord } from './row-store.ts'

const db = useTestDatabase()
const secrets = new SecretBox(randomBytes(32))
const failures: unknown[] = []
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let data: ReturnType<typeof dataServices>

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    data = dataServices({ settings, database, secrets, failed: (error) => failures.push(error) })
    return data.handlers
  })
  admin = await server.client('admin@demo')
})
afterAll(() => server.http.close())

async function tableOf(name: string, more: object): Promise<number> {
  const fields = [{ name: '号码', type: 'string', indexed: true, ...more }]
  const id = Number((await admin.call('createBaseTable', { body: { name, fields } })).body['id'])
  await admin.call('publishBaseTable', { params: { id } })
  return id
}
const add = async (id: number, number: string) =>
  expect((await admin.call('addTableRow', { params: { id }, body: { values: { c1: number } } })).status).toBe(200)
const lookUp = async (id: number, number: string) => admin.call('lookUpTableRow', { params: { id }, query: { number } })
const rowsOf = async (id: number) => (await admin.call('listTableRows', { params: { id } })).body['total']

/** As a program before this one left it: keys of its own rules, here unlike any of the present ones. */
async function asBefore(id: number): Promise<void> {
  await db().owner.query(`update base_row set number_key = 'old ' || number_key where table_id = ${id} and number_key is not null`)
  await db().owner.query(`update base_row set blind_key = decode(md5(blind_key), 'hex') where table_id = ${id} and blind_key is not null`)
  await db().owner.query(`update base_table set key_form = 1 where id = ${id}`)
}

it('rows of older rules are not looked up, and at the next start all are found again', async () => {
  const plain = await tableOf('明文', {})
  const hidden = await tableOf('加密', { encrypted: true })
  for (const id of [plain, hidden]) {
    for (const number of ['13812345678', '021-55667788-8001', '021-55667788', 'ACME-7']) await add(id, number)
    await asBefore(id)
    expect((await lookUp(id, '13812345678')).body.code).toBe('TABLE_IMPORTING')
  }
  const done: RekeyedTable[] = []
  await data.rekey((table) => done.push(table))
  expect(done.map(({ tableId, rows, withoutKey }) => [tableId, rows, withoutKey])).toEqual([
    [plain, 4, 0],
    [hidden, 4, 0],
  ])
  for (const id of [plain, hidden]) {
    for (const number of ['+86 138 1234 5678', '02155667788', '+86 21 5566 7788 ext. 8001', 'acme-7'])
      expect([number, (await lookUp(id, number)).body]).toMatchObject([number, { id: expect.any(Number) }])
    expect(await rowsOf(id)).toBe(4)
  }
  await data.rekey((table) => done.push(table))
  expect(done).toHaveLength(2)
  expect(failures).toEqual([])
})

it('two rows that are one number by the present rules both stay; the first is found', async () => {
  const id = await tableOf('两行', {})
  await add(id, '13812345678')
  await db().owner.query(
    `insert into base_row (tenant_id, table_id, table_version, number_key, data) select tenant_id, table_id, table_version, 'x', '{"c1":"+86 138 1234 5678"}' from base_row where table_id = ${id}`,
  )
  await asBefore(id)
  const done: RekeyedTable[] = []
  await data.rekey((table) => done.push(table))
  expect(done).toMatchObject([{ tableId: id, rows: 2, withoutKey: 1 }])
  expect((await lookUp(id, '13812345678')).body).toMatchObject({ values: { c1: '13812345678' } })
  expect(await rowsOf(id)).toBe(2)
})

it('a number whose country is known is found by it alone, and with its extension before the number without', async () => {
  const id = await tableOf('各国', {})
  for (const number of ['13802013800', '021-55667788', '021-55667788-8001']) await add(id, number)
  const found = (search: Omit<NumberSearch, 'keys'>) =>
    server.settings.read(1, async (trx) => {
      const row = await findByNumber(trx, await tableRecord(trx, id), { keys: await data.keys.read(trx, 1), ...search })
      return row?.data['c1']
    })
  expect(await found({ number: '13802013800', e164: '+13802013800' })).toBeUndefined()
  expect(await found({ number: '0013802013800', e164: '+13802013800' })).toBeUndefined()
  expect(await found({ number: '13802013800', e164: '+8613802013800' })).toBe('13802013800')
  const fixed = { number: '02155667788', e164: '+862155667788' }
  expect(await found(fixed)).toBe('021-55667788')
  expect(await found({ ...fixed, extension: '8001' })).toBe('021-55667788-8001')
  expect(await found({ ...fixed, extension: '9' })).toBe('021-55667788')
})
