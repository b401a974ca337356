// Trunks, outbound routes and phones, and the agents' phones among them, through the HTTP server.

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type Answer, demoServer, type TestClient } from '../test-support/test-server.ts'
import { addressMatcher, contactChecker, type TrunkStatus } from './network-parts.ts'

const db = useTestDatabase()
const secrets = new SecretBox(randomBytes(32))
const statuses = new Map<number, TrunkStatus>()
const registered = new Set<string>()
const unknown: TrunkStatus = { state: 'unknown', since: null, calls: 0 }
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let operator: TestClient
beforeAll(async () => {
  const state = { trunkStatus: (id: number) => statuses.get(id) ?? unknown, isRegistered: (user: string) => registered.has(user) }
  server = await demoServer(db().database, { secrets, state, contacts: ['10.1.0.0/16'] })
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
})
afterAll(() => server.http.close())

const problems = (answer: Answer) => answer.body.problems?.map((problem) => [problem.field, problem.code])
const trunk = (name: string, more: object = {}) => operator.call('createTrunk', { body: { name, host: 'sip.carrier.example', ...more } })
const stored = async (table: string, id: unknown) =>
  (await db().owner.query<Record<string, unknown>>(`select * from ${table} where id = $1`, [id])).rows[0] ?? {}
const audits = async (objectType: string) => (await operator.call('listAudit', { query: { objectType } })).body.items ?? []

describe('trunks', () => {
  it('keep their password sealed: it is in no answer, no row and no audit entry', async () => {
    const made = (await trunk('sealed', { mode: 'registering', user: '4001', password: 'very secret' })).body
    expect(made).toMatchObject({ mode: 'registering', user: '4001', hasPassword: true, version: 1 })
    const row = await stored('trunk', made['id'])
    expect(secrets.open(String(row['password']), 'trunk.password')).toBe('very secret')
    const everything = JSON.stringify([made, row, await audits('trunk'), (await operator.call('listTrunks')).body])
    expect(everything).not.toContain('very secret')
  })

  it('keep the password that they have when none is written, and say when it changed', async () => {
    const made = (await trunk('kept', { user: 'u', password: 'first' })).body
    const change = (more: object) =>
      operator.call('changeTrunk', {
        params: { trunkId: Number(made['id']) },
        body: { name: 'kept', host: 'other.example', user: 'u', ...more },
      })
    expect((await change({})).body).toMatchObject({ host: 'other.example', hasPassword: true, version: 2 })
    expect(secrets.open(String((await stored('trunk', made['id']))['password']), 'trunk.password')).toBe('first')
    await change({ password: 'second' })
    expect(secrets.open(String((await stored('trunk', made['id']))['password']), 'trunk.password')).toBe('second')
    expect((await audits('trunk'))[0]).toMatchObject({ action: 'change', after: { passwordChanged: true } })
  })

  it('say all that is wrong at once', async () => {
    await trunk('taken')
    const answer = await trunk('TAKEN', { mode: 'registering', user: '4001' })
    expect(problems(answer)).toEqual([
      ['password', 'FIELD_REQUIRED'],
      ['name', 'FIELD_TAKEN'],
    ])
    const wrong = await trunk('', { host: 'a b', port: 0, addresses: 'x', numberRanges: 'y', maxCalls: 0 })
    expect(problems(wrong)?.map(([field]) => field)).toEqual(['name', 'host', 'port', 'addresses', 'numberRanges', 'maxCalls'])
  })

  it('changed by somebody else meanwhile are not overwritten', async () => {
    const made = (await trunk('raced')).body
    const change = () =>
      operator.call('changeTrunk', { params: { trunkId: Number(made['id']) }, body: { name: 'raced', host: 'h', version: 1 } })
    expect((await change()).status).toBe(200)
    expect((await change()).body.code).toBe('OBJECT_CHANGED')
  })

  it('show the network’s state, and their own when they are switched off', async () => {
    const made = (await trunk('watched')).body
    statuses.set(Number(made['id']), { state: 'reachable', since: Date.UTC(2026, 0, 1), calls: 3 })
    const list = () => operator.call('listTrunks', { query: { search: 'watched' } })
    expect((await list()).body.items?.[0]).toMatchObject({ state: 'reachable', since: '2026-01-01T00:00:00.000Z', calls: 3 })
    await operator.call('changeTrunk', { params: { trunkId: Number(made['id']) }, body: { name: 'watched', host: 'h', enabled: false } })
    expect((await list()).body.items?.[0]).toMatchObject({ state: 'disabled', enabled: false })
  })

  it('belong to the platform: no tenant’s transaction sees one, and none can own one', async () => {
    await trunk('hidden')
    const seen = await db()
      .database.forTenant(1)
      .read((trx) => trx.selectFrom('trunk').selectAll().execute())
    expect(seen).toEqual([])
    const insert = db().owner
      .query(`insert into trunk (tenant_id, name, mode, host, port, transport, codecs, max_calls, secure_media, probe_seconds, position)
        values (1, 'x', 'registering', 'h', 1, 'udp', 'pcma', 1, 'no', 0, 1)`)
    await expect(insert).rejects.toThrow(/check constraint/)
  })
})

describe('outbound routes', () => {
  it('lead to trunks that exist, each once, in the order given', async () => {
    const [one, two] = [(await trunk('one')).body['id'], (await trunk('two')).body['id']]
    const make = (body: object) => operator.call('createOutboundRoute', { body })
    expect((await make({ prefix: '0', stripDigits: 1, prepend: '+86', trunkIds: [two, one] })).body).toMatchObject({
      trunkNames: ['two', 'one'],
      stripDigits: 1,
    })
    expect(problems(await make({ prefix: '0', trunkIds: [one, 999_999, one] }))).toEqual([
      ['prefix', 'FIELD_TAKEN'],
      ['trunkIds.1', 'FIELD_REFERENCE'],
      ['trunkIds.2', 'FIELD_TAKEN'],
    ])
    expect(problems(await make({ prefix: '1', trunkIds: [] }))).toEqual([['trunkIds', 'FIELD_REQUIRED']])
    const deletion = await operator.call('deleteTrunk', { params: { trunkId: Number(one) } })
    expect([deletion.status, deletion.body.detail]).toEqual([409, 'Trunk “one” cannot be deleted: it is used by 0*'])
    const [route] = (await operator.call('listOutboundRoutes')).body.items ?? []
    expect((await operator.call('deleteOutboundRoute', { params: { routeId: Number(route?.['id']) } })).status).toBe(204)
    expect((await operator.call('deleteTrunk', { params: { trunkId: Number(one) } })).status).toBe(204)
  })
})

describe('phones', () => {
  const make = (body: object) => admin.call('createPhone', { body })

  it('get a password that is shown once and kept as digests only', async () => {
    const made = (await make({ userName: 'desk-1', displayName: '前台', number: '8001' })).body
    const phone = made['phone'] as Record<string, unknown>
    const password = String(made['password'])
    expect(password).toMatch(/^\w{16}$/)
    const row = await stored('phone', phone['id'])
    expect(row).toMatchObject({ ha1_md5: expect.stringMatching(/^v1\./), ha1_sha256: expect.stringMatching(/^v1\./) })
    const listed = JSON.stringify([row, (await admin.call('listPhones')).body, (await admin.call('listAudit')).body])
    expect(listed).not.toContain(password)
    const again = (await admin.call('resetPhonePassword', { params: { id: Number(phone['id']) } })).body
    expect(again['password']).not.toBe(password)
    expect((await stored('phone', phone['id']))['ha1_md5']).not.toBe(row['ha1_md5'])
  })

  it('have user names and numbers of their own', async () => {
    await make({ userName: 'desk-2', number: '8002' })
    expect(problems(await make({ userName: 'desk-2', number: '8002' }))).toEqual([
      ['userName', 'FIELD_TAKEN'],
      ['number', 'FIELD_TAKEN'],
    ])
  })

  it('show whether they are registered now', async () => {
    registered.add('desk-3')
    const made = (await make({ userName: 'desk-3' })).body['phone'] as Record<string, unknown>
    const list = async () => (await admin.call('listPhones', { query: { search: 'desk-3' } })).body.items?.[0]
    expect(await list()).toMatchObject({ registered: true })
    await admin.call('changePhone', { params: { id: Number(made['id']) }, body: { enabled: false } })
    expect(await list()).toMatchObject({ registered: false, enabled: false })
  })

  it('are not deleted while an agent has one', async () => {
    const made = (await make({ userName: 'desk-4' })).body['phone'] as Record<string, unknown>
    expect((await admin.call('createAgent', { body: { agentNumber: '204', phone: 'desk-4' } })).status).toBe(200)
    const answer = await admin.call('deletePhone', { params: { id: Number(made['id']) } })
    expect([answer.status, answer.body.detail]).toEqual([409, 'Phone “desk-4” cannot be deleted: it is used by 204'])
  })
})

describe('an agent’s phone', () => {
  let next = 300
  const withPhone = (phone: string) => admin.call('createAgent', { body: { agentNumber: String(next++), phone } })

  it('is a number, a phone of the tenant, or an address that the operator allows', async () => {
    await trunk('contacts', { host: 'pbx.example' })
    for (const phone of ['13900001234', 'sip:101@10.1.2.3:5070', 'sip:101@pbx.example'])
      expect([phone, (await withPhone(phone)).status]).toEqual([phone, 200])
  })

  it.each([
    ['nobody', 'FIELD_REFERENCE'],
    ['sip:101@10.2.0.1', 'FIELD_FORMAT'],
    ['sip:101@169.254.169.254', 'FIELD_FORMAT'],
    ['sip:101@localhost', 'FIELD_FORMAT'],
    ['sip:101@pbx.example.evil.example', 'FIELD_FORMAT'],
  ])('is not %s', async (phone, code) => {
    expect(problems(await withPhone(phone))).toEqual([['phone', code]])
  })

  it('that was allowed once does not stand in the way of other changes', async () => {
    const agentNumber = String(next)
    await withPhone('sip:101@10.1.2.3')
    await db().owner.query(`update agent set phone = 'sip:101@192.0.2.1' where agent_number = $1`, [agentNumber])
    const change = (phone: string) => admin.call('changeAgent', { params: { agentNumber }, body: { phone, numberLabel: 'x' } })
    expect((await change('sip:101@192.0.2.1')).status).toBe(200)
    expect(problems(await change('sip:101@192.0.2.2'))).toEqual([['phone', 'FIELD_FORMAT']])
  })
})

describe('addresses', () => {
  it('match exactly, by network, in both families, and IPv4 inside IPv6', () => {
    const matches = addressMatcher(['192.0.2.1', '10.0.0.0/8', '2001:db8::/32'])
    expect(['192.0.2.1', '10.9.8.7', '2001:db8::5', '[2001:db8::5]', '::ffff:10.0.0.1'].map(matches)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(['192.0.2.2', '11.0.0.1', '2001:db9::1', 'carrier.example', ''].map(matches)).toEqual([false, false, false, false, false])
  })

  it('of contacts are compared as hosts, never as text within', () => {
    const allows = contactChecker(['PBX.example'], ['10.0.0.0/8, 192.168.1.0/24'])
    expect(allows('sip:1@pbx.example;transport=tcp')).toBe(true)
    expect(allows('sip:1@192.168.1.9')).toBe(true)
    expect(allows('sip:pbx.example@192.0.2.1')).toBe(false)
    expect(allows('tel:123')).toBe(false)
  })
})
