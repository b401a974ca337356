import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { contactHandlers } from './contact-handlers.ts'
import { wrapUpHandlers } from './wrap-ups.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let agent: TestClient
let colleague: TestClient

beforeAll(async () => {
  server = await demoServer(db().database, undefined, (parts) => ({ ...wrapUpHandlers(parts), ...contactHandlers(parts.settings) }))
  admin = await server.client('admin@demo')
  agent = await server.client('wangmin@demo')
  colleague = await server.client('lilei@demo')
  const legs = JSON.stringify({ legs: [{ party: 'agent', number: '101', startedAt: 0, answeredAt: 0, endedAt: 0 }] })
  await db().owner.query(
    `insert into contact_part (tenant_id, agent_number, call_id, started_at) values (1, '101', '1-1', now()), (1, '102', '1-1', now()), (1, '102', '1-2', now())`,
  )
  await db()
    .database.forTenant(1)
    .transaction((trx) =>
      sql`insert into contact (tenant_id, call_id, direction, media_type, agent_number, started_at, detail)
          values (1, '1-1', 'inbound', 'audio', '102', now(), ${legs}::json), (1, '1-2', 'inbound', 'audio', '102', now(), '{"legs":[]}')`.execute(
        trx,
      ),
    )
})
afterAll(() => server.http.close())

const reasonNamed = async (name: string): Promise<number> => {
  const { body } = await agent.call('listCallReasons')
  return (body as unknown as { id: number; name: string }[]).find((reason) => reason.name === name)?.id ?? 0
}
const save = (client: TestClient, callId: string, body: unknown) => client.call('saveWrapUp', { params: { callId }, body })

describe('wrap-up', () => {
  it('is each agent’s own, with the reason’s path, and the record shows all of it', async () => {
    const reasonId = await reasonNamed('账单')
    expect((await save(agent, '1-1', { reasonId, notes: ' 退款 ' })).body).toMatchObject({ reasonPath: ['咨询', '账单'], notes: '退款' })
    expect((await save(colleague, '1-1', { notes: 'second' })).body).toMatchObject({ reasonPath: [] })
    expect((await save(agent, '1-1', { reasonId, notes: 'changed' })).status).toBe(200)
    expect((await agent.call('getWrapUp', { params: { callId: '1-1' } })).body).toMatchObject({ notes: 'changed' })
    const record = await admin.call('getContact', { params: { callId: '1-1' } })
    expect(record.body['wrapUps']).toMatchObject([
      { agentNumber: '102', notes: 'second' },
      { agentNumber: '101', notes: 'changed' },
    ])
  })

  it('of a call that one had no part in is refused, and so is a reason that is not there', async () => {
    expect((await save(agent, '1-2', { notes: 'x' })).body.code).toBe('OBJECT_NOT_FOUND')
    const wrong = await save(agent, '1-1', { reasonId: 99_999, notes: 'x'.repeat(4001) })
    expect(wrong.body.problems).toMatchObject([{ field: 'notes', code: 'FIELD_TOO_LONG' }])
    expect((await save(agent, '1-1', { reasonId: 99_999 })).body.problems).toMatchObject([{ field: 'reasonId', code: 'FIELD_REFERENCE' }])
  })

  it('shows a record to every agent who had a part in it, and to no other', async () => {
    const ids = async (client: TestClient) => ((await client.call('listContacts')).body.items ?? []).map((item) => item['callId'])
    expect(await ids(agent)).toEqual(['1-1'])
    expect((await ids(colleague)).sort()).toEqual(['1-1', '1-2'])
  })
})

describe('the list of records', () => {
  const ids = async (query: Record<string, string>) =>
    ((await admin.call('listContacts', { query })).body.items ?? []).map((item) => item['callId'])

  it('is narrowed by a reason with all below it, by what is recorded, and by the call that others were made for', async () => {
    await save(agent, '1-1', { reasonId: await reasonNamed('账单'), notes: '' })
    for (const name of ['账单', '咨询']) expect(await ids({ reasonId: String(await reasonNamed(name)) })).toEqual(['1-1'])
    expect(await ids({ reasonId: String(await reasonNamed('投诉')) })).toEqual([])
    await db()
      .database.forTenant(1)
      .transaction(async (trx) => {
        await sql`insert into recording (tenant_id, recording_id, call_id, status) values (1, '1-2-1', '1-2', 'ready'), (1, '1-1-1', '1-1', 'lost')`.execute(
          trx,
        )
        await sql`update contact set parent_call_id = '1-2', purpose = 'consult', direction = 'internal' where tenant_id = 1 and call_id = '1-1'`.execute(
          trx,
        )
      })
    expect([await ids({ recording: 'kept' }), await ids({ recording: 'none' })]).toEqual([['1-2'], ['1-1']])
    expect([await ids({ parentCallId: '1-2' }), await ids({ parentCallId: '1-1' })]).toEqual([['1-1'], []])
    expect(await ids({ direction: 'internal' })).toEqual(['1-1'])
  })
})

describe('call reasons', () => {
  const create = (body: unknown) => admin.call('createCallReason', { body })

  it('are three levels deep, unique below one parent, and never below themselves', async () => {
    const parentId = await reasonNamed('账单')
    const third = await create({ name: '重复扣费', parentId })
    expect(third.status).toBe(200)
    expect((await create({ name: '四', parentId: third.body['id'] })).body.problems).toMatchObject([{ field: 'parentId' }])
    expect((await create({ name: '重复扣费', parentId })).body.problems).toMatchObject([{ field: 'name', code: 'FIELD_TAKEN' }])
    expect((await create({ name: 'x', parentId: 99_999 })).body.problems).toMatchObject([{ field: 'parentId', code: 'FIELD_REFERENCE' }])
    const loop = await admin.call('changeCallReason', { params: { id: parentId }, body: { name: '账单', parentId: third.body['id'] } })
    expect(loop.body.problems).toMatchObject([{ field: 'parentId' }])
  })

  it('in use by others below are not deleted; words chosen earlier stay', async () => {
    const used = await admin.call('deleteCallReason', { params: { id: await reasonNamed('咨询') } })
    expect(used.body.code).toBe('OBJECT_IN_USE')
    const id = await reasonNamed('服务态度')
    await save(agent, '1-1', { reasonId: id, notes: '' })
    expect((await admin.call('deleteCallReason', { params: { id } })).status).toBe(204)
    expect((await agent.call('getWrapUp', { params: { callId: '1-1' } })).body).toMatchObject({
      reasonId: null,
      reasonPath: ['投诉', '服务态度'],
    })
  })
})
