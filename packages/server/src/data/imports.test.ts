import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '@openseat/contracts'
import { SecretBox } from '../access/secret-box.ts'
import { dataServices } from '../wiring/data-services.ts'
import { Uploads } from '../files/uploads.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { DataKeys } from './data-keys.ts'
import { TableFiles } from './table-file.ts'
import { TableImports } from './table-imports.ts'

const db = useTestDatabase()
const key = randomBytes(32)
const secrets = new SecretBox(key)
const tenantId = 1
const faults: unknown[] = []
let server: Awaited<ReturnType<typeof demoServer>>
let imports: TableImports
let admin: TestClient
let table = 0

const fields = [
  { name: '手机', type: 'string', indexed: true, encrypted: true, required: true, mask: 'lastFour' },
  { name: '姓名', type: 'string', length: 12 },
  {
    name: '等级',
    type: 'dictionary',
    dictItems: [
      { key: '1', label: '金卡' },
      { key: '2', label: '银卡' },
    ],
  },
  { name: '生日', type: 'date' },
]
const header = '手机,姓名,等级,生日\r\n'

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    const data = dataServices({ settings, database, secrets, failed: (error) => faults.push(error) })
    imports = data.imports
    return data.handlers
  })
  admin = await server.client('admin@demo')
})
beforeEach(async () => {
  if (table > 0) expect((await admin.call('deleteBaseTable', { params: { id: table } })).status).toBe(204)
  const made = await admin.call('createBaseTable', { body: { name: '客户', fields } })
  table = Number(made.body['id'])
  await admin.call('publishBaseTable', { params: { id: table } })
})
afterAll(async () => {
  expect(faults).toEqual([])
  await server.http.close()
})

const fixture = (name: string): Promise<Buffer> => readFile(path.join(import.meta.dirname, 'fixtures', name))
const begin = (file: Uint8Array, fileName = '客户_2026.csv') =>
  admin.call('startTableImport', { params: { id: table }, query: { fileName }, body: file })
const record = async (importId: unknown) => (await admin.call('getTableImport', { params: { id: table, importId: Number(importId) } })).body
async function imported(file: Uint8Array) {
  const begun = await begin(file)
  expect([begun.status, begun.body.detail]).toEqual([200, undefined])
  await imports.settled()
  return record(begun.body['id'])
}
const preview = async (file: Uint8Array) =>
  (await admin.call('previewTableImport', { params: { id: table }, query: { fileName: 'a.csv' }, body: file })).body
const text = async (url: string) =>
  (
    await server.http.inject({
      method: 'GET',
      url: `/api/base-tables/${table}/${url}`,
      headers: { cookie: admin.cookie, host: 'localhost', 'accept-language': 'en' },
    })
  ).payload
const names = async () =>
  ((await admin.call('listTableRows', { params: { id: table } })).body.items ?? []).map(
    (row) => (row['values'] as Record<string, string>)['c2'],
  )
const storedRows = async () =>
  (await db().owner.query<{ n: number }>('select count(*)::int as n from base_row where table_id = $1', [table])).rows[0]?.n
const many = (count: number, name = 'n') =>
  Buffer.from(header + Array.from({ length: count }, (_, at) => `139${String(at).padStart(8, '0')},${name}${at},,\r\n`).join(''))

describe('a file', () => {
  it.each([
    ['utf8.csv', 'utf-8', ['王敏', '李雷']],
    ['utf8_bom.csv', 'utf-8', ['王敏']],
    ['gb18030.csv', 'gb18030', ['王敏', '𠮷田']],
    ['quotes.csv', 'utf-8', ['王 "小" 敏, Dr.']],
    ['lf_only.csv', 'utf-8', ['王敏']],
    ['mixed_line_ends.csv', 'utf-8', ['王敏', '李雷', '韩梅']],
    ['no_last_line_end.csv', 'utf-8', ['王敏']],
    ['empty_lines.csv', 'utf-8', ['王敏']],
    ['quote_inside.csv', 'utf-8', ['5" 屏']],
    ['formula.csv', 'utf-8', ['=1+1']],
    ['header_only.csv', 'utf-8', []],
    ['semicolons.csv', 'utf-8', ['王敏']],
    ['other_header.csv', 'utf-8', ['王敏']],
    ['utf16.csv', 'utf-16le', []],
  ])('%s is read as %s', async (name, encoding, expected) => {
    const file = await fixture(name)
    const dry = await preview(file)
    expect(dry).toMatchObject({ encoding, read: expected.length, inserted: expected.length, refused: 0 })
    expect(await names()).toEqual([])
    expect(await imported(file)).toMatchObject({
      status: 'completed',
      encoding,
      read: expected.length,
      inserted: expected.length,
      fault: null,
    })
    expect(await names()).toEqual(expected)
  })

  it.each([
    ['quote_open.csv', 'CSV_BROKEN', 'opens in line 3 is not closed'],
    ['no_header.csv', 'CSV_NO_HEADER', '手机,姓名,等级,生日'],
  ])('%s is refused as a whole: %s', async (name, code, words) => {
    const file = await fixture(name)
    expect((await preview(file)).code).toBe(code)
    const result = await imported(file)
    expect(result).toMatchObject({ status: 'failed', inserted: 0 })
    expect(result['fault']).toContain(words)
    expect([await names(), await storedRows()]).toEqual([[], 0])
  })

  it.each([
    ['not_text.csv', 'CSV_ENCODING'],
    ['empty.csv', 'CSV_EMPTY'],
  ])('that is no text is refused before it begins: %s, %s', async (name, code) => {
    expect((await begin(await fixture(name))).body.code).toBe(code)
  })

  it.each([
    ['nul.csv', ['李雷'], ['2:no control']],
    ['line_break.csv', ['王\n敏'], ['4:a key or a label']],
    ['columns.csv', ['王敏', '韩梅'], ['3:column E']],
    ['types.csv', ['好'], ['2:手机 is required', '3:a key or a label', '4:a date such as', '5:at most 12']],
    ['repeated.csv', ['王敏'], ['3:as in line 2']],
  ])('%s has rows that are refused, with their lines and reasons', async (name, kept, reasons) => {
    const file = await fixture(name)
    const dry = await preview(file)
    const result = await imported(file)
    expect(result).toMatchObject({
      status: 'completed',
      inserted: kept.length,
      refused: reasons.length,
      read: kept.length + reasons.length,
    })
    expect(dry).toMatchObject({ inserted: kept.length, refused: reasons.length })
    expect(await names()).toEqual(kept)
    const refused = await text(`imports/${String(result['id'])}/refused`)
    expect(refused.startsWith('\uFEFF手机,姓名,等级,生日,Line,Reason\r\n')).toBe(true)
    for (const reason of reasons) {
      const [line, words] = reason.split(':')
      expect(refused).toMatch(new RegExp(`,${line},[^\\r]*${words}`))
    }
  })

  it('may be of 20 MB and no more, and has a name of the right kind', async () => {
    const row = Buffer.from('13800000001,x,,\r\n')
    const rows = Buffer.concat([Buffer.from(header), row])
    const exact = Buffer.concat([rows, Buffer.alloc(limits.importBytes - rows.length, `${'x'.repeat(1023)}\n`)])
    expect(await preview(exact)).toMatchObject({ inserted: 1, refused: 20_480 })
    const over = await begin(Buffer.concat([exact, Buffer.from('\n')]))
    expect([over.status, over.body.code, over.body.detail]).toEqual([
      413,
      'REQUEST_TOO_LARGE',
      expect.stringContaining(String(limits.importBytes)),
    ])
    // More often than a tenant may send at once: what is refused is let go.
    for (const fileName of ['a b.csv', 'a.txt', '../a.csv', 'a b.csv', 'a b.csv', 'a b.csv', 'a b.csv'])
      expect((await begin(row, fileName)).body.code).toBe('CSV_NAME')
    for (let n = 0; n < 7; n++) expect((await begin(row, 'x'.repeat(300))).status).toBe(422)
    for (const [fileName, kind] of [
      ['客户.xlsx', 'XLSX'],
      ['客户.ods', 'ODS'],
    ] as const) {
      const { body } = await begin(row, fileName)
      expect([body.code, body.detail]).toEqual(['CSV_WORKBOOK', expect.stringContaining(kind)])
    }
  })

  it('shows its first 50 rows in a dry run', async () => {
    const dry = await preview(many(60))
    expect([dry['read'], (dry['rows'] as unknown[]).length]).toEqual([60, 50])
    expect((dry['rows'] as unknown[])[0]).toEqual({
      line: 2,
      cells: ['13900000000', 'n0', '', ''],
      problems: [],
      refused: false,
    })
  })

  it('of a published template is what an export gives back', async () => {
    expect(await text('template')).toBe(`\uFEFF${header}`)
    await imported(await fixture('gb18030.csv'))
    const exported = Buffer.from(await text('export?clear=true'))
    expect(await imported(exported)).toMatchObject({ read: 2, inserted: 0, updated: 2, refused: 0 })
    expect(await names()).toEqual(['王敏', '𠮷田'])
    await imported(Buffer.from(`${header}+86 138 0000 0099,=1+1,,\r\n`))
    const marked = await text('export?clear=true')
    expect(marked).toContain("'+86 138 0000 0099,'=1+1,,")
    expect(await imported(Buffer.from(marked))).toMatchObject({ read: 3, inserted: 0, updated: 3 })
    expect(await names()).toEqual(['王敏', '𠮷田', '=1+1'])
  })
})

describe('an export', () => {
  const files = () => new TableFiles({ database: db().database, keys: new DataKeys(secrets) })
  const open = () => files().make({ tenantId, tableId: table, clear: true })
  const openTransactions = async () =>
    (
      await db().owner.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity
        where datname = current_database() and state like '%in transaction%'`)
    ).rows[0]?.n

  it('is of one moment, whatever happens while it is sent', async () => {
    await imported(many(3_000, 'old'))
    const file = await open()
    const first = await file.next()
    const parts = [String(first.value)]
    await imported(many(3_000, 'new'))
    for await (const part of file) parts.push(part.toString())
    const whole = parts.join('')
    expect(whole.startsWith(`\uFEFF${header}`)).toBe(true)
    expect([whole.match(/,old/g)?.length, whole.match(/,new/g)]).toEqual([3_000, null])
    expect(await openTransactions()).toBe(0)
  })

  it('is refused where a tenant has many that nobody takes, until one is taken', async () => {
    await imported(many(10))
    const tenants = files()
    const order = { tenantId, tableId: table, clear: true }
    const waiting = []
    for (let n = 0; n < 8; n++) waiting.push(await tenants.make(order))
    await expect(tenants.make(order)).rejects.toMatchObject({ code: 'STORE_BUSY' })
    for await (const _part of waiting[0] ?? []);
    for await (const _part of await tenants.make(order)) break
  })

  it('that nobody takes to its end holds nothing open', async () => {
    await imported(many(3_000))
    for await (const part of await open()) {
      expect(part.length).toBeGreaterThan(0)
      expect(await openTransactions()).toBe(0)
      break
    }
    expect(await openTransactions()).toBe(0)
  })
})

describe('an import', () => {
  it('changes rows of the same number, adds others and leaves the rest', async () => {
    await imported(many(3, 'old'))
    const file = Buffer.from(`${header}+86 139 0000 0001,new1,,\r\n13900000009,new9,,\r\n`)
    expect(await imported(file)).toMatchObject({ read: 2, inserted: 1, updated: 1, refused: 0 })
    expect(await names()).toEqual(['old0', 'new1', 'old2', 'new9'])
    expect(await storedRows()).toBe(4)
    const found = await admin.call('lookUpTableRow', { params: { id: table }, query: { number: '13900000001' } })
    expect(found.body).toMatchObject({ values: { c2: 'new1' }, version: 2 })
  })

  it('of a few rows leaves the others where they are, and is seen at once all the same', async () => {
    await imported(many(3_000, 'old'))
    const places = async () =>
      (
        await db().owner.query<{ id: number; place: string; table_version: number }>(
          'select id, ctid::text as place, table_version from base_row where table_id = $1 order by id',
          [table],
        )
      ).rows
    const before = await places()
    const file = Buffer.from(`${header}13900000001,new1,,\r\n13900000002,new2,,\r\n13811110000,newest,,\r\n`)
    expect(await imported(file)).toMatchObject({ status: 'completed', inserted: 1, updated: 2 })
    const after = await places()
    expect(after.filter(({ place }, at) => place === before[at]?.place)).toHaveLength(2_998)
    expect(new Set(after.map(({ table_version }) => table_version)).size).toBe(1)
    expect((await names()).slice(0, 4)).toEqual(['old0', 'new1', 'new2', 'old3'])
  })

  it('is seen when it is complete and not before; until then nobody else changes rows', async () => {
    await imported(many(2, 'old'))
    const begun = await begin(many(5_000, 'new'))
    const added = await admin.call('addTableRow', { params: { id: table }, body: { values: { c1: '13811111111' } } })
    expect([added.body.code, (await begin(many(1))).status]).toEqual(['TABLE_IMPORTING', 409])
    const seen = new Set<string>()
    let importing = true
    while (importing) {
      importing = (await record(begun.body['id']))['status'] === 'running'
      const page = (await admin.call('listTableRows', { params: { id: table }, query: { pageSize: '1' } })).body
      const [row] = page.items ?? []
      seen.add(`${String(page['total'])} ${String((row?.['values'] as { c2?: string } | undefined)?.c2)}`)
      await delay(20)
    }
    await imports.settled()
    expect([...seen].filter((state) => state !== '2 old0' && !state.startsWith('5000'))).toEqual([])
    expect([seen.has('2 old0'), seen.size]).toEqual([true, 2])
  })

  it('that is stopped leaves the table as it was, and says how far it came', async () => {
    await imported(many(2, 'old'))
    const begun = await begin(many(20_000, 'new'))
    const params = { id: table, importId: Number(begun.body['id']) }
    const stopped = await admin.call('stopTableImport', { params })
    expect(stopped.body['status']).toBe('stopped')
    const { read, inserted, updated, refused } = stopped.body as Record<string, number>
    expect(read).toBe((inserted ?? 0) + (updated ?? 0) + (refused ?? 0))
    expect(read).toBeLessThan(20_000)
    expect([await names(), await storedRows()]).toEqual([['old0', 'old1'], 2])
    expect(await imported(many(3, 'new'))).toMatchObject({ status: 'completed', inserted: 1, updated: 2 })
  })

  it('waits for its tenant’s import into another table, and is stopped at once while it waits', async () => {
    const first = table
    await begin(many(50_000, 'new'))
    const made = await admin.call('createBaseTable', { body: { name: '另一张', fields } })
    const other = { id: Number(made.body['id']) }
    await admin.call('publishBaseTable', { params: other })
    const waiting = await admin.call('startTableImport', { params: other, query: { fileName: 'a.csv' }, body: many(10) })
    const params = { ...other, importId: Number(waiting.body['id']) }
    expect((await admin.call('stopTableImport', { params })).body).toMatchObject({ status: 'stopped', read: 0 })
    const { items = [] } = (await admin.call('listTableImports', { params: { id: first } })).body
    expect(items[0]).toMatchObject({ status: 'running' })
    const again = await admin.call('startTableImport', { params: other, query: { fileName: 'a.csv' }, body: many(10) })
    await imports.settled()
    const done = await admin.call('getTableImport', { params: { ...other, importId: Number(again.body['id']) } })
    expect(done.body).toMatchObject({ status: 'completed', inserted: 10 })
    expect((await admin.call('deleteBaseTable', { params: other })).status).toBe(204)
  })

  it('that is killed leaves the table as it was, says so, and can be done again', async () => {
    await imported(many(2, 'old'))
    const args = [JSON.stringify(db().address), key.toString('hex'), String(tenantId), String(table), '50000']
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '../test-support/import-crasher.ts'), ...args])
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(Number(await storedRows())).toBeGreaterThan(2)
    expect(await names()).toEqual(['old0', 'old1'])
    const again = new TableImports({ database: db().database, keys: new DataKeys(secrets), failed: (error) => faults.push(error) })
    await again.start()
    const left = await record(line.toString().trim())
    expect(left['status']).toBe('interrupted')
    expect(left['read']).toBeGreaterThan(0)
    expect([await names(), await storedRows()]).toEqual([['old0', 'old1'], 2])
    expect(await imported(many(3, 'new'))).toMatchObject({ status: 'completed', updated: 2, inserted: 1 })
  })

  it('whose thread dies is told as failed, and the table is as it was', async () => {
    await imported(many(2, 'old'))
    const died: unknown[] = []
    const parts = { database: db().database, keys: new DataKeys(secrets), failed: (error: unknown) => died.push(error) }
    const tight = new TableImports({ ...parts, heapMegabytes: 32 })
    const actor = { tenantId, staffId: null, account: 'admin', address: '' }
    const file = await new Uploads().take(tenantId, Readable.from([many(300_000, 'new')]), Infinity)
    const importId = await tight.begin({ actor, tableId: table, fileName: 'a.csv', file })
    await tight.settled()
    expect(String(died[0])).toContain('memory limit')
    expect(await record(importId)).toMatchObject({ status: 'failed', fault: expect.stringContaining(`import ${importId}`) })
    expect([await names(), await storedRows()]).toEqual([['old0', 'old1'], 2])
    expect(await imported(many(3, 'new'))).toMatchObject({ status: 'completed', updated: 2, inserted: 1 })
  })

  it('keeps the refused rows sealed, for who sent them or may reveal', async () => {
    const mark = `SECRET${randomBytes(6).toString('hex')}`
    const result = await imported(Buffer.from(`${header}${mark},too long a name for it,,\r\n`))
    expect(result).toMatchObject({ refused: 1 })
    const { rows } = await db().owner.query<{ line: string }>(
      'select r::text as line from refused_row r union all select i::text from table_import i',
    )
    expect(rows.filter(({ line }) => line.includes(mark))).toEqual([])
    expect(await text(`imports/${String(result['id'])}/refused`)).toContain(mark)
    const list = await admin.call('listTableImports', { params: { id: table } })
    expect(list.body.items?.[0]).toMatchObject({ id: result['id'], fileName: '客户_2026.csv', account: 'admin' })
  })
})
