import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { limits } from '@openseat/contracts'
import { SecretBox } from '../access/secret-box.ts'
import { dataServices } from '../wiring/data-services.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { DataKeys } from './data-keys.ts'
import { rotateDataKey } from './rotate-data-key.ts'
import { openValues, sealValues } from './row-seal.ts'

const db = useTestDatabase()
const rethrow = (error: unknown): never => {
  throw error
}
const secrets = new SecretBox(randomBytes(32))
const tenantId = 1
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let inspector: TestClient
let table: number

/** Made up here and found nowhere else: what is searched for in dumps and files. */
const marks = { number: '13912345678', card: `CARD${randomBytes(8).toString('hex')}`, note: `NOTE${randomBytes(8).toString('hex')}` }
const fields = [
  { name: '手机', type: 'string', indexed: true, encrypted: true, required: true, mask: 'lastFour' },
  { name: '姓名', type: 'string', length: 10 },
  { name: '卡号', type: 'string', encrypted: true },
  { name: '等级', type: 'dictionary', dictItems: [{ key: '1', label: '金卡' }] },
  { name: '备注', type: 'string', mask: 'firstFour' },
  { name: '生日', type: 'date' },
]
const definition = { name: '客户', fields }
const first = { c1: marks.number, c2: '王敏', c3: marks.card, c4: '金卡', c5: marks.note, c6: '1990/1/2' }

const add = (values: Record<string, string>) => admin.call('addTableRow', { params: { id: table }, body: { values } })
const search = async (field: string, value: string, client = admin) =>
  (await client.call('listTableRows', { params: { id: table }, query: { field, value } })).body.items ?? []

beforeAll(async () => {
  server = await demoServer(
    db().database,
    undefined,
    ({ settings, database }) => dataServices({ settings, database, secrets, failed: rethrow }).handlers,
  )
  admin = await server.client('admin@demo')
  inspector = await server.client('zhaoli@demo')
  const made = await admin.call('createBaseTable', { body: definition })
  expect([made.status, made.body['status']]).toEqual([200, 'draft'])
  table = Number(made.body['id'])
})
afterAll(() => server.http.close())

describe('a base table', () => {
  it('takes rows once it is published', async () => {
    expect((await add(first)).body.code).toBe('TABLE_DRAFT')
    expect((await admin.call('publishBaseTable', { params: { id: table } })).body['status']).toBe('published')
    expect((await add(first)).status).toBe(200)
  })

  it('keeps its fields once it is published, and may be given others', async () => {
    const { body } = await admin.call('getBaseTable', { params: { id: table } })
    const known = body['fields'] as Record<string, unknown>[]
    const change = (next: unknown[]) => admin.call('changeBaseTable', { params: { id: table }, body: { name: '客户', fields: next } })
    const retyped = await change(known.map((field) => (field['fieldId'] === 'c2' ? { ...field, type: 'number' } : field)))
    expect(retyped.body.problems).toMatchObject([{ field: 'fields.1.type', code: 'FIELD_FIXED' }])
    expect((await change(known.slice(1))).body.problems).toMatchObject([{ field: 'fields', code: 'FIELD_FIXED' }])
    const added = await change([...known, { name: '城市', type: 'string' }])
    expect((added.body['fields'] as { fieldId: string }[]).at(-1)?.fieldId).toBe('c7')
    expect(added.body['rows']).toBe(1)
  })

  it('is one of five, with a name of its own', async () => {
    expect((await admin.call('createBaseTable', { body: definition })).body.problems).toMatchObject([
      { field: 'name', code: 'FIELD_TAKEN' },
    ])
    const create = (name: string) => admin.call('createBaseTable', { body: { name, fields: [{ name: 'a', type: 'string' }] } })
    for (const name of ['t2', 't3', 't4', 't5']) expect((await create(name)).status).toBe(200)
    expect((await create('t6')).body.code).toBe('OBJECT_LIMIT')
    expect((await create('a b')).body.problems).toMatchObject([{ field: 'name', code: 'FIELD_FORMAT' }])
    for (const { id, name } of (await admin.call('listBaseTables')).body.items ?? [])
      if (name !== '客户') expect((await admin.call('deleteBaseTable', { params: { id: Number(id) } })).status).toBe(204)
  })

  it.each([64, 65])('takes a name of %i characters or refuses it', async (length) => {
    const answer = await admin.call('createBaseTable', { body: { name: 'n'.repeat(length), fields: [{ name: 'a', type: 'string' }] } })
    expect(answer.status).toBe(length === 64 ? 200 : 422)
    if (answer.status === 200) await admin.call('deleteBaseTable', { params: { id: Number(answer.body['id']) } })
  })
})

describe('the limits of a base table', () => {
  const plain = { name: 'a', type: 'string' }
  const named = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, at) => ({ ...plain, name: `${JSON.stringify(more).length}_${at}`, ...more }))
  const items = (count: number) => Array.from({ length: count }, (_, at) => ({ key: `k${at}`, label: `l${at}` }))
  const dictionary = (dictItems: object[]) => ({ fields: [{ name: 'a', type: 'dictionary', dictItems }] })
  const index = { name: 'i', type: 'string', indexed: true }
  it.each([
    ['a description of 200', { description: 'd'.repeat(200) }, { description: 'd'.repeat(201) }],
    ['a field name of 64', { fields: [{ ...plain, name: '字'.repeat(64) }] }, { fields: [{ ...plain, name: '字'.repeat(65) }] }],
    ['a length of 256', { fields: [{ ...plain, length: 256 }] }, { fields: [{ ...plain, length: 257 }] }],
    ['a length of 1', { fields: [{ ...plain, length: 1 }] }, { fields: [{ ...plain, length: 0 }] }],
    ['30 plain fields', { fields: named(30) }, { fields: named(31) }],
    ['20 encrypted fields', { fields: named(20, { encrypted: true }) }, { fields: named(21, { encrypted: true }) }],
    ['1 index', { fields: [index] }, { fields: [index, { ...index, name: 'j' }] }],
    ['1 field at least', { fields: [plain] }, { fields: [] }],
    ['200 dictionary items', dictionary(items(200)), dictionary(items(201))],
    ['a key of 64', dictionary([{ key: 'k'.repeat(64), label: 'l' }]), dictionary([{ key: 'k'.repeat(65), label: 'l' }])],
    ['a label of 64', dictionary([{ key: 'k', label: 'l'.repeat(64) }]), dictionary([{ key: 'k', label: 'l'.repeat(65) }])],
  ])('are %s and no more', async (_what, within, beyond) => {
    const create = (more: object) => admin.call('createBaseTable', { body: { name: 'limits', fields: [plain], ...more } })
    expect((await create(beyond)).status).toBe(422)
    const made = await create(within)
    expect([made.status, made.body.problems]).toEqual([200, undefined])
    await admin.call('deleteBaseTable', { params: { id: Number(made.body['id']) } })
  })
})

describe('a row', () => {
  it('is shown with its hidden values masked, to those with the right to reveal too', async () => {
    for (const client of [admin, inspector]) {
      const [row] = await search('', '', client)
      expect(row).toMatchObject({ values: { c1: '****5678', c2: '王敏', c3: '****', c4: '1', c5: 'NOTE****', c6: '1990-01-02' } })
      expect(row?.['hidden']).toEqual(['c1', 'c3', 'c5'])
    }
  })

  it.each(['13912345678', '+86 139 1234 5678', '8613912345678', '008613912345678', '013912345678', '139-1234-5678 ext. 8'])(
    'is found by the number %s',
    async (number) => {
      const found = await inspector.call('lookUpTableRow', { params: { id: table }, query: { number } })
      expect(found.body).toMatchObject({ values: { c2: '王敏' } })
    },
  )

  it('of an unknown number is none', async () => {
    const none = await inspector.call('lookUpTableRow', { params: { id: table }, query: { number: '13900000000' } })
    expect([none.status, none.body]).toEqual([200, null])
  })

  it('is found by any field: open ones in part, hidden ones whole', async () => {
    await add({ c1: '13800000002', c2: '100%李', c3: 'other' })
    expect((await search('c2', '敏')).length).toBe(1)
    expect((await search('c2', '%')).length).toBe(1)
    expect((await search('c4', '金卡')).length).toBe(1)
    expect((await search('c1', '+8613912345678')).length).toBe(1)
    for (const [field, value] of [
      ['c3', marks.card],
      ['c5', marks.note],
    ] as const) {
      expect((await search(field, value)).length).toBe(1)
      expect((await search(field, value.slice(0, -1))).length).toBe(0)
    }
    const wrong = await admin.call('listTableRows', { params: { id: table }, query: { field: 'c99', value: 'x' } })
    expect(wrong.body.problems).toMatchObject([{ field: 'field', code: 'FIELD_REFERENCE' }])
  })

  it('has a number of its own, whatever its form', async () => {
    expect((await add({ c1: '+8613912345678' })).body.problems).toMatchObject([{ field: 'values.c1', code: 'FIELD_TAKEN' }])
  })

  it('hears of all its faults at once', async () => {
    const { body } = await add({ c2: 'x'.repeat(11), c6: '2026-02-30', c99: 'x' })
    expect(body.problems?.map(({ field, code }) => [field, code])).toEqual([
      ['values.c99', 'FIELD_UNKNOWN'],
      ['values.c1', 'FIELD_REQUIRED'],
      ['values.c2', 'FIELD_TOO_LONG'],
      ['values.c6', 'FIELD_FORMAT'],
    ])
  })

  it('is changed field by field; what is not named stays', async () => {
    const [row] = await search('c2', '王敏')
    const params = { id: table, rowId: Number(row?.['id']) }
    expect((await admin.call('changeTableRow', { params, body: { values: { c2: '王小敏' }, version: 1 } })).body['version']).toBe(2)
    expect((await admin.call('changeTableRow', { params, body: { values: { c2: 'x' }, version: 1 } })).body.code).toBe('OBJECT_CHANGED')
    expect((await admin.call('revealTableValue', { params, body: { fieldId: 'c3' } })).body['value']).toBe(marks.card)
    expect((await search('c1', marks.number))[0]).toMatchObject({ values: { c2: '王小敏', c1: '****5678' } })
  })

  it('is revealed by right, and the audit log says what but not the value', async () => {
    const [row] = await search('c1', marks.number)
    const params = { id: table, rowId: Number(row?.['id']) }
    expect((await inspector.call('revealTableValue', { params, body: { fieldId: 'c1' } })).body.code).toBe('PERMISSION_MISSING')
    expect((await admin.call('revealTableValue', { params, body: { fieldId: 'c1' } })).body['value']).toBe(marks.number)
    expect((await admin.call('revealTableValue', { params, body: { fieldId: 'c2' } })).body.problems).toMatchObject([
      { code: 'FIELD_REFERENCE' },
    ])
    const audit = await admin.call('listAudit', { query: { search: 'reveal' } })
    expect(audit.body.items?.[0]).toMatchObject({ action: 'reveal', objectType: 'baseTableRow', objectId: `${table}/${params.rowId}` })
  })
})

describe('a search by a hidden field that is not the index', () => {
  it('goes through 20,000 rows, and refuses to go through more', async () => {
    const fill = (count: number, from: number) =>
      db().owner.query(
        `insert into base_row (tenant_id, table_id, table_version, id, data) select $1, $2, 1, $4 + n, '{}' from generate_series(1, $3::int) n`,
        [tenantId, table, count, from],
      )
    const { rows } = await db().owner.query<{ n: number }>('select count(*)::int as n from base_row where table_id = $1', [table])
    await fill(limits.hiddenSearchRows - (rows[0]?.n ?? 0), 1_000_000)
    expect((await search('c3', marks.card)).length).toBe(1)
    await fill(1, 2_000_000)
    const refused = await admin.call('listTableRows', { params: { id: table }, query: { field: 'c3', value: marks.card } })
    expect([refused.status, refused.body.code, refused.body.detail]).toEqual([409, 'TABLE_SEARCH_LIMIT', expect.stringContaining('20000')])
    expect((await search('c1', marks.number)).length).toBe(1)
    await db().owner.query('delete from base_row where id > 1000000')
  })
})

describe('an export', () => {
  const file = async (client: TestClient, query: Record<string, string> = {}) => {
    const url = `/api/base-tables/${table}/export?${String(new URLSearchParams(query))}`
    return server.http.inject({ method: 'GET', url, headers: { cookie: client.cookie, host: 'localhost' } })
  }
  it('hides what is hidden, unless it is asked for by right; formulas are neutralised', async () => {
    await add({ c1: '13800000003', c2: '=1+1' })
    const { payload } = await file(admin)
    expect(payload.split('\r\n').slice(0, 2)).toEqual([
      '\uFEFF手机,姓名,卡号,等级,备注,生日,城市',
      '****5678,王小敏,****,金卡,NOTE****,1990-01-02,',
    ])
    expect(payload).toContain(`,'=1+1,`)
    for (const mark of Object.values(marks)) expect(payload).not.toContain(mark)
    expect((await file(admin, { clear: 'true' })).payload).toContain(marks.card)
    expect((await file(inspector)).statusCode).toBe(403)
  })
})

describe('a masked or encrypted value', () => {
  const everything = async (): Promise<string> => {
    const { rows } = await db().owner.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    )
    const lines: string[] = []
    for (const { name } of rows) {
      const dump = await db().owner.query<{ line: string }>(`select t::text as line from "${name}" t`)
      lines.push(...dump.rows.map((row) => row.line))
    }
    return lines.join('\n')
  }

  it('stands in no table, data file or write-ahead log', async () => {
    const dump = await everything()
    expect(dump).toContain('王小敏')
    for (const mark of Object.values(marks)) expect(dump).not.toContain(mark)
    await db().owner.query('checkpoint')
    const { rows } = await db().owner.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
    const folder = rows[0]?.folder ?? ''
    // An open value is found: the search works.
    expect(filesWith(folder, '王小敏')).not.toEqual([])
    for (const mark of Object.values(marks)) expect(filesWith(folder, mark)).toEqual([])
  })

  it('opens in its own row only, and not with another key', async () => {
    const keys = await db()
      .database.forTenant(tenantId)
      .read((trx) => new DataKeys(secrets).read(trx, tenantId))
    const place = { tableId: 1, rowId: 1 }
    const sealed = { sealed: sealValues(keys, place, { c1: 'x' }), keyId: keys.current.keyId }
    expect(openValues(keys, place, sealed)).toEqual({ c1: 'x' })
    for (const elsewhere of [
      { tableId: 2, rowId: 1 },
      { tableId: 1, rowId: 2 },
    ])
      expect(() => openValues(keys, elsewhere, sealed)).toThrow(/cannot be read/)
    expect(() => openValues({ ...keys, tenantId: 2 }, place, sealed)).toThrow(/cannot be read/)
    const other = new DataKeys(new SecretBox(randomBytes(32)))
    await expect(
      db()
        .database.forTenant(tenantId)
        .read((trx) => other.read(trx, tenantId)),
    ).rejects.toThrow(/cannot be read/)
  })

  it('is sealed anew by a rotation, and the old key is destroyed', async () => {
    const keyIds = async () =>
      (await db().owner.query<{ key_id: number }>(`select key_id from data_key where purpose = 'rows'`)).rows.map((row) => row.key_id)
    const [before] = await keyIds()
    const rotated = await rotateDataKey(db().database, new DataKeys(secrets), tenantId)
    expect(rotated?.rows).toBe(3)
    expect(await keyIds()).toEqual([rotated?.keyId])
    expect(rotated?.keyId).not.toBe(before)
    expect((await search('c3', marks.card)).length).toBe(1)
    expect((await search('c1', marks.number)).length).toBe(1)
  })
})

/** Files of the server that hold the text. */
function filesWith(folder: string, text: string): string[] {
  try {
    return execFileSync('grep', ['-rlaF', text, folder], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n')
  } catch (error) {
    const { stdout } = error as { stdout?: string }
    return (stdout ?? '').trim() === '' ? [] : String(stdout).trim().split('\n')
  }
}
