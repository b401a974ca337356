import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contactHandlers } from '../records/contact-handlers.ts'
import { readStored } from '../desk/journal.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { SettingsReader } from './settings-reader.ts'
import { operatorTimeZone } from '../store/tenant-facts.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let operator: TestClient

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings }) => contactHandlers(settings))
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
})
afterAll(() => server.http.close())

const china = { country: 'CN', internationalPrefix: '00', trunkPrefix: '0', numberForm: 'national', timeZone: '' }
const america = { country: 'US', internationalPrefix: '011', trunkPrefix: '1', numberForm: 'e164', timeZone: 'America/New_York' }

describe('where a tenant is', () => {
  it('is China with the operator’s clock, until somebody says otherwise', async () => {
    const asked = [await admin.call('getOwnRegion'), await operator.call('getRegion', { params: { tenantId: 1 } })]
    for (const { body } of asked) expect(body).toEqual({ ...china, operatorTimeZone: operatorTimeZone(), version: 1 })
    expect((await admin.call('getMe')).body).toMatchObject({ timeZone: operatorTimeZone(), country: 'CN' })
  })

  it('is set by its administrator and by the operator, and stands in the audit log', async () => {
    expect((await admin.call('setOwnRegion', { body: america })).body).toMatchObject(america)
    const auckland = { ...china, timeZone: 'Pacific/Auckland' }
    expect((await operator.call('setRegion', { params: { tenantId: 1 }, body: auckland })).body).toMatchObject(auckland)
    const { body } = await admin.call('listAudit', { query: { objectType: 'region' } })
    expect(body.items?.map(({ before, after }) => [before, after])).toMatchObject([
      [america, auckland],
      [china, america],
    ])
    expect((await admin.call('getMe')).body).toMatchObject({ timeZone: 'Pacific/Auckland' })
    expect((await new SettingsReader(server.settings, 'http://localhost').routingConfig(1)).timeZone).toBe('Pacific/Auckland')
  })

  it('is not changed from an older state of it', async () => {
    const { version } = (await admin.call('getOwnRegion')).body
    expect((await admin.call('setOwnRegion', { body: { ...china, version } })).body).toMatchObject({ version: Number(version) + 1 })
    const stale = await operator.call('setRegion', { params: { tenantId: 1 }, body: { ...america, version } })
    expect([stale.status, stale.body.code]).toEqual([409, 'OBJECT_CHANGED'])
  })

  it.each([
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['timeZone', { timeZone: '+08:00' }],
    ['country', { country: 'XX' }],
    ['country', { country: 'cn' }],
    ['internationalPrefix', { internationalPrefix: '+' }],
    ['trunkPrefix', { trunkPrefix: '1234567' }],
  ])('is refused with a wrong %s: %o', async (field, wrong) => {
    const { status, body } = await admin.call('setOwnRegion', { body: { ...china, ...wrong } })
    expect([status, body.problems?.map((problem) => problem.field)]).toEqual([422, [field]])
  })

  it('is no business of an agent', async () => {
    const agent = await server.client('wangmin@demo')
    expect((await agent.call('getOwnRegion')).body.code).toBe('PERMISSION_MISSING')
    expect((await agent.call('setOwnRegion', { body: china })).body.code).toBe('PERMISSION_MISSING')
  })
})

describe('a number', () => {
  const insert = (callId: string, number: string) =>
    db().owner.query(
      `insert into contact (tenant_id, call_id, direction, media_type, caller_number, called_number, started_at) values (1, $1, 'inbound', 'audio', $2, '4466', now())`,
      [callId, number],
    )
  const history = async (number: string) =>
    ((await admin.call('listContacts', { query: { number } })).body.items ?? []).map((item) => item['callId']).toSorted()

  it('is found by every form of it, and by none of another', async () => {
    await admin.call('setOwnRegion', { body: china })
    const forms = ['+8613812345678', '008613812345678', '8613812345678', '013812345678', '13812345678']
    for (const [at, form] of [...forms, '+13022234567', '*21#', '10086'].entries()) await insert(`7-${at}`, form)
    for (const form of forms) expect(await history(form), form).toEqual(['7-0', '7-1', '7-2', '7-3', '7-4'])
    expect(await history('+1 302 223 4567')).toEqual(['7-5'])
    expect(await history('13022234567')).toEqual([])
    expect(await history('*21#')).toEqual(['7-6'])
    expect(await history('10086')).toEqual(['7-7'])
  })

  it('is found by its country where it was shown otherwise, and by what people type into the search', async () => {
    await insert('6-1', '138xx')
    await db().owner.query(`update contact set customer_e164 = '+8613700001111', customer_extension = '8001' where call_id = '6-1'`)
    const search = async (text: string) =>
      ((await admin.call('listContacts', { query: { search: text } })).body.items ?? []).map((item) => item['callId'])
    for (const form of ['13700001111', '+86 137-0000-1111', '１３７００００１１１１', 'tel:+8613700001111', '013700001111-8001']) {
      expect(await history(form), form).toEqual(['6-1'])
      expect(await search(form), form).toEqual(['6-1'])
    }
    const record = await admin.call('getContact', { params: { callId: '6-1' } })
    expect(record.body).toMatchObject({ customerE164: '+8613700001111', customerExtension: '8001' })
    const agent = await server.client('zhaoli@demo')
    const masked = (await agent.call('getContact', { params: { callId: '6-1' } })).body
    if (masked['numbersMasked'] === true) expect(masked).toMatchObject({ customerE164: null, customerExtension: null })
  })

  it('that was withheld is found by the word for it', async () => {
    await insert('5-1', '')
    for (const word of ['withheld', 'Withheld', '号码未显示', 'anonymous', '匿名']) {
      expect(await history(word), word).toEqual(['5-1'])
      const found = (await admin.call('listContacts', { query: { search: word } })).body.items ?? []
      expect(
        found.map((item) => item['callId']),
        word,
      ).toEqual(['5-1'])
    }
  })

  it('belongs to the tenant’s own country, whichever that is', async () => {
    await admin.call('setOwnRegion', { body: america })
    for (const [at, form] of ['4155552671', '14155552671', '+14155552671', '01114155552671'].entries()) await insert(`8-${at}`, form)
    expect(await history('(415) 555-2671')).toEqual(['8-0', '8-1', '8-2', '8-3'])
    await admin.call('setOwnRegion', { body: china })
    expect(await history('4155552671')).toEqual(['8-0'])
  })
})

it('a desk counts what came since its own day began', async () => {
  const rows = [
    ['9-1', '2026-11-30T15:59:59Z'],
    ['9-2', '2026-11-30T16:00:00Z'],
  ]
  for (const [callId, at] of rows)
    await db().owner.query(
      `insert into contact (tenant_id, call_id, direction, media_type, queue_id, started_at) values (1, $1, 'inbound', 'audio', 77, $2)`,
      [callId, at],
    )
  const offered = async (began: string) => (await readStored(db().database.forCalls(1), Date.parse(began))).days.get(77)?.offered
  expect(await offered('2026-11-30T16:00:00Z')).toBe(1)
  expect(await offered('2026-11-30T00:00:00Z')).toBe(2)
})
