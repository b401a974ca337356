// Files as spreadsheets, their languages and other programs write them: what the dry run says of each, and what an import keeps.

import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { dataServices } from '../wiring/data-services.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import type { TableImports } from './table-imports.ts'

const db = useTestDatabase()
const folder = path.join(import.meta.dirname, 'fixtures', 'habits')
const faults: unknown[] = []
let server: Awaited<ReturnType<typeof demoServer>>
let imports: TableImports
let admin: TestClient
let params = { id: 0 }

const fields = [
  { name: '手机', type: 'string', indexed: true },
  { name: '姓名', type: 'string' },
  { name: '卡号', type: 'string', encrypted: true },
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

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    const secrets = new SecretBox(randomBytes(32))
    const data = dataServices({ settings, database, secrets, failed: (error) => faults.push(error) })
    imports = data.imports
    return data.handlers
  })
  admin = await server.client('admin@demo')
})
beforeEach(async () => {
  if (params.id > 0) await admin.call('deleteBaseTable', { params })
  const made = await admin.call('createBaseTable', { body: { name: '客户', country: 'CN', fields } })
  params = { id: Number(made.body['id']) }
  await admin.call('publishBaseTable', { params })
})
afterAll(async () => {
  expect(faults).toEqual([])
  await server.http.close()
})

const fixture = (name: string): Buffer => readFileSync(path.join(folder, `${name}.csv`))
const query = { fileName: '客户.csv' }
const dryRun = (file: Buffer) => admin.call('previewTableImport', { params, query, body: file })
async function imported(file: Buffer): Promise<Record<string, unknown>> {
  const begun = await admin.call('startTableImport', { params, query, body: file })
  expect(begun.status).toBe(200)
  await imports.settled()
  return (await admin.call('getTableImport', { params: { ...params, importId: Number(begun.body['id']) } })).body
}
async function download(url: string): Promise<string> {
  const headers = { cookie: admin.cookie, host: 'localhost', 'accept-language': 'en' }
  return (await server.http.inject({ method: 'GET', url: `/api/base-tables/${params.id}/${url}`, headers })).payload
}
const kept = async (): Promise<string[]> =>
  (await download('export?clear=true'))
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .slice(1)
const total = async () => (await admin.call('listTableRows', { params })).body['total']
const lookUp = async (number: string) => (await admin.call('lookUpTableRow', { params, query: { number } })).body['values'] ?? null

interface DryRow {
  readonly line: number
  readonly problems: readonly string[]
  readonly refused: boolean
}
const wrongRows = (rows: readonly DryRow[]) =>
  rows.flatMap(({ line, problems, refused }) => problems.map((words) => `${refused ? 'refused' : 'warned'} ${line}: ${words}`))

const good = '13800138001,王敏,A1,金卡,1990-01-02'

/** Name, what is read in another way than it stands, the rows that are kept. */
const readable: readonly [name: string, notes: string[], rows: string[]][] = [
  ['excel_utf8_bom', [], [good]],
  ['double_bom', [], [good]],
  ['sep_line', ['separator ;'], [good]],
  ['sep_line_comma_bom', [], [good]],
  ['sep_line_quoted', [], [good]],
  ['tabs_utf16le', ['separator \t'], [good]],
  ['tabs_utf16be', ['separator \t'], [good]],
  ['utf16le_no_mark', [], [good]],
  ['tabs_utf8', ['separator \t'], [good]],
  ['pipes', ['separator |'], [good]],
  ['end_mark', [], [good]],
  ['full_width_commas', ['separator ，'], [good]],
  ['semicolons_with_commas_inside', ['separator ;'], ['13800138001,"王敏, 经理",A1,金卡,1990-01-02']],
  ['gbk_semicolons', ['separator ;'], [good]],
  ['old_mac_line_ends', [], [good]],
  ['title_row', ['titleLines 1'], [good]],
  ['title_and_empty_rows', ['titleLines 1'], [good]],
  ['empty_columns', ['emptyColumns 3'], [good, '13800138002,李雷,,,']],
  ['empty_rows', ['emptyRows 4 from 3'], [good]],
  ['short_rows', ['shortRows 2 from 3'], [good, '13800138002,李雷,,,', '13800138003,,,,']],
  ['other_order', ['otherOrder 1'], [good]],
  ['header_width_and_spaces', [], [good]],
  ['header_quoted_all', [], [good]],
  ['reason_columns', ['reasonColumns 2'], [good]],
  ['reason_columns_en', ['reasonColumns 2'], [good]],
  ['line_break_in_cell', [], ['13800138001,"王\n敏",A1,金卡,1990-01-02', '13800138002,李雷,,,']],
  ['quotes_inside', [], ['13800138001,"5"" 屏","他说 ""好""",金卡,']],
  ['decimal_numbers', [], ['13800138001,王敏,,,', '13800138002,李雷,6217860000000001234,,']],
  ['formula_text', [], ['13800138001,王敏,0012,,', '13800138002,李雷,"00,12",,']],
  ['apostrophes', [], ['13800138001,王敏,0012,,', '13800138002,李雷,,,']],
  ['guarded_by_export', [], [`'+86 138 0013 8001,'=1+1,''=1,,`]],
]

/** Name, code, words. */
const refused: readonly [name: string, code: string, words: string][] = [
  ['header_missing', 'CSV_HEADER', 'Missing: 卡号. Unknown: –'],
  ['header_unknown', 'CSV_HEADER', 'Missing: 姓名. Unknown: 名字 (B)'],
  ['header_extra', 'CSV_HEADER', 'Missing: –. Unknown: 备注 (F)'],
  ['header_twice', 'CSV_HEADER_TWICE', '姓名 (F)'],
  ['no_header', 'CSV_NO_HEADER', '手机,姓名,卡号,等级,生日'],
  ['quote_open_later', 'CSV_BROKEN', 'opens in line 5 '],
  ['quote_open_after_empty_lines', 'CSV_BROKEN', 'opens in line 4 '],
  ['one_endless_line', 'CSV_ROW_LONG', 'begins in line 2 '],
  ['workbook_xlsx', 'CSV_WORKBOOK', 'XLSX, not CSV: open it in your spreadsheet, and save it as “CSV UTF-8'],
  ['workbook_ods', 'CSV_WORKBOOK', 'ODS'],
  ['workbook_xls', 'CSV_WORKBOOK', 'XLS,'],
  ['page_saved_as_csv', 'CSV_WORKBOOK', 'HTML'],
  ['xml_workbook', 'CSV_WORKBOOK', 'XML'],
  ['utf8_bom_then_gbk', 'CSV_ENCODING', 'CSV UTF-8'],
  ['utf16_cut_in_half', 'CSV_ENCODING', 'CSV UTF-8'],
  ['utf8_with_a_latin_letter', 'CSV_ENCODING', 'CSV UTF-8'],
  ['nothing_but_line_ends', 'CSV_EMPTY', 'neither header nor rows'],
]

/** Name, what is said of which row, how many are kept. */
const wrong: readonly [name: string, said: RegExp[], kept: number][] = [
  [
    'shortened_numbers',
    [
      /^refused 2: 手机 was shortened.*format the column as text.*\(column A: “1\.38E\+10”\)$/,
      /^refused 3: 手机 was shortened.*“1\.38E\+10”\)$/,
    ],
    1,
  ],
  ['shortened_card', [/^refused 2: 卡号 was shortened.*\(column C: “6\.21786E\+18”\)$/], 1],
  [
    'spreadsheet_errors',
    [
      /^refused 2: 姓名 is a spreadsheet’s error.*“#N\/A”/,
      /^refused 3: 卡号.*#REF!/,
      /^refused 4: 卡号.*####/,
      /^refused 5: 手机.*#VALUE!/,
    ],
    0,
  ],
  ['numbers_with_spaces', [], 5],
  ['no_index_value', [/^warned 2: 手机 is the index and is empty/, /^warned 3: /, /^refused 4: .*in line 3/], 3],
  [
    'no_number_in_index',
    [/^warned 2: 手机 is not a whole telephone number \(CN\).*\(column A: “1380013800”\)$/, /^warned 3: .*“N\/A”/, /^warned 4: .*62345678/],
    4,
  ],
  ['rounded_card', [/^warned 2: 卡号 has more than 15 digits.*“6217860000000000000”/], 1],
  [
    'dates_and_times',
    [
      /^refused 6: 生日 is the number by which a spreadsheet keeps days.*format the column as a date.*“32874”/,
      /^refused 7: 生日.*“01\/02\/1990”/,
    ],
    4,
  ],
  ['dictionary_cells', [/^refused 5: 等级.*“钻石”/], 3],
  ['swallowed_row', [/^warned 2: 姓名 holds what looks like whole rows/], 2],
  ['too_many_cells', [/^refused 2: .*has 5 columns, and column F/, /^refused 2: 等级/, /^refused 2: 生日/], 1],
  ['value_without_name', [/^refused 2: Column F has a value and no name/], 1],
  ['same_number_in_two_spellings', [/^refused 3: .*line 2/], 1],
]

it('each of the files is tried', () => {
  const tried = [...readable, ...refused, ...wrong].map(([name]) => `${name}.csv`)
  expect(tried.toSorted()).toEqual(readdirSync(folder).toSorted())
  expect(tried.length).toBeGreaterThan(55)
})

describe('a file', () => {
  it.each(readable)('%s is read as it was meant, and says how', async (name, notes, rows) => {
    const { body } = await dryRun(fixture(name))
    expect(body).toMatchObject({ refused: 0, warned: 0, inserted: rows.length })
    const said = (body['notes'] as { code: string; count: number; line: number; text: string }[]).map(({ code, count, line, text }) =>
      [code, text === '' ? count : text, ...(line > 1 ? ['from', line] : [])].join(' '),
    )
    expect(said).toEqual(notes)
    expect(await imported(fixture(name))).toMatchObject({ status: 'completed', inserted: rows.length, refused: 0 })
    expect((await kept()).join('\n')).toEqual(rows.join('\n'))
  })

  it.each(refused)('%s is refused as a whole: %s, %s', async (name, code, words) => {
    const { body } = await dryRun(fixture(name))
    expect([body.code, body.detail]).toEqual([code, expect.stringContaining(words)])
    expect(await kept()).toEqual([])
  })

  it.each(wrong)('%s has rows of which the dry run tells row, column, value, cause and cure', async (name, said, count) => {
    const { body } = await dryRun(fixture(name))
    const told = wrongRows(body['rows'] as DryRow[])
    expect(told).toHaveLength(said.length)
    for (const [at, words] of said.entries()) expect(told[at]).toMatch(words)
    expect(await imported(fixture(name))).toMatchObject({ status: 'completed', inserted: count })
    expect(await total()).toBe(count)
  })

  it('whose numbers are written in any way is found by a call', async () => {
    await imported(fixture('numbers_with_spaces'))
    for (const end of [1, 2, 3, 4, 5]) expect(await lookUp(`1380013800${end}`)).toMatchObject({ c1: expect.anything() })
  })
})

describe('rows without an index value', () => {
  it('do not come anew with each import', async () => {
    await imported(fixture('no_index_value'))
    expect(await imported(fixture('no_index_value'))).toMatchObject({ inserted: 0, updated: 3, refused: 1 })
    expect(await kept()).toHaveLength(3)
  })

  it('can be added by hand once', async () => {
    const body = { values: { c2: '王敏', c3: 'A1' } }
    expect((await admin.call('addTableRow', { params, body })).status).toBe(200)
    expect((await admin.call('addTableRow', { params, body })).body.problems?.[0]).toMatchObject({ code: 'ROW_REPEATED' })
    expect(await imported(fixture('no_index_value'))).toMatchObject({ inserted: 2, updated: 1 })
  })
})

describe('the rows that were refused', () => {
  it('are refused again until they are mended, and come in once they are', async () => {
    const begun = await imported(fixture('shortened_numbers'))
    const file = await download(`imports/${String(begun['id'])}/refused`)
    expect(file).toContain('\r\n1.38E+10,王敏,,,,2,')
    expect(await imported(Buffer.from(file))).toMatchObject({ inserted: 0, refused: 2 })
    const mended = file.replace('1.38E+10', '="13800138009"')
    expect(await imported(Buffer.from(mended))).toMatchObject({ inserted: 1, refused: 1 })
    expect(await lookUp('13800138009')).toMatchObject({ c2: '王敏' })
  })
})

it('what is exported comes back as it was', async () => {
  const odd = ['=1+1', "'=1", "'138", '1.38E+10', '#N/A', '="138"', '13800138006.0', '-1.5', "it's", '0012', '@x']
  for (const [at, value] of odd.entries()) {
    const body = { values: { c1: `138001380${10 + at}`, c2: value, c3: value } }
    expect((await admin.call('addTableRow', { params, body })).status).toBe(200)
  }
  const before = await kept()
  const file = await download('export?clear=true')
  expect(await imported(Buffer.from(file))).toMatchObject({ inserted: 0, updated: odd.length, refused: 0 })
  expect(await kept()).toEqual(before)
  expect(await lookUp('13800138013')).toMatchObject({ c2: '1.38E+10' })
})
