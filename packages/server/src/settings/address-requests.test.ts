// What tenants ask for reaches the operator in one list.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type AnswerBody, type TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let operator: TestClient

beforeAll(async () => {
  server = await demoServer(db().database)
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
})
afterAll(() => server.http.close())

const waiting = async () => (await operator.call('listAddressRequests')).body as AnswerBody & Record<string, unknown>[]

it('requests of all tenants wait in their order, under their tenants’ names, until they are decided', async () => {
  expect(await waiting()).toEqual([])
  await admin.call('requestAllowListEntry', { body: { origin: 'https://例子.公司', note: '工单' } })
  await admin.call('requestAllowListEntry', { body: { origin: 'https://second.example' } })
  const requests = await waiting()
  expect(requests).toMatchObject([
    { tenantCode: 'demo', tenantName: '演示租户', origin: 'https://xn--fsqu00a.xn--55qx5d', note: '工单', status: 'requested' },
    { origin: 'https://second.example' },
  ])
  for (const [index, status] of (['approved', 'refused'] as const).entries()) {
    const { tenantId, id } = requests[index] ?? {}
    await operator.call('decideAllowListEntry', { params: { tenantId: Number(tenantId), entryId: Number(id) }, body: { status } })
  }
  expect(await waiting()).toEqual([])
  const own = (await admin.call('listOwnAllowList')).body.items ?? []
  expect(own.map((entry) => entry['status'])).toEqual(['approved', 'approved', 'refused'])
})

it('an address is one however it is written', async () => {
  const again = await admin.call('requestAllowListEntry', { body: { origin: 'HTTPS://XN--fsqu00a.xn--55qx5d:443/' } })
  expect(again.body.problems).toMatchObject([{ field: 'origin', code: 'FIELD_TAKEN' }])
})
