// A person brings the customers that a spreadsheet has saved: what is no CSV is told how to become one, the dry run says what the
// spreadsheet spoilt and where, and once that is mended everything comes in and is found. In both languages.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import type { Party } from './stage/party.ts'
import { Stage } from './stage/stage.ts'

let stage: Stage
let office: Party
let admin: AdminPage

const fields = [
  { name: '手机', type: 'string', indexed: true },
  { name: '姓名', type: 'string' },
  { name: '卡号', type: 'string' },
  { name: '生日', type: 'date' },
]

/** As a German or Chinese spreadsheet saves “Unicode text”: a title, tabs, rows and columns that were once touched. */
const spoilt = [
  '客户名单\t\t\t\t\t',
  '姓名\t手机\t生日\t卡号\t\t',
  '王敏\t1.38E+10\t1990/1/2 0:00\t="0012"\t\t',
  '李雷\t13800138002.0\t\t6217860000000001234\t\t',
  '韩梅\t1380013800\t\t#N/A\t\t',
  '赵四\t138001380\t\t\t\t',
  '\t\t\t\t\t',
  '\t\t\t\t\t',
]

beforeAll(async () => {
  stage = await Stage.open()
  office = await stage.party()
  admin = new AdminPage(await office.page(), stage.openSeat.origin)
  await admin.logIn('admin@demo')
  await admin.page.evaluate(async (list) => {
    const send = async (url: string, body?: unknown): Promise<{ id: number }> => {
      const json = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      return (await fetch(url, { method: 'POST', ...json })).json()
    }
    const { id: tableId } = await send('/api/base-tables', { name: '客户', fields: list })
    await send(`/api/base-tables/${tableId}/publish`)
  }, fields)
})
afterAll(() => stage?.close())

const id = (testId: string): Locator => admin.page.getByTestId(testId)
const choose = (name: string, buffer: Buffer): Promise<void> =>
  admin.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer })
const unicodeText = (lines: readonly string[]): Buffer => Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`, 'utf16le')
const row = (name: string): Locator => id('import-preview').locator('tbody tr', { hasText: name })

test('a workbook is told how to become a CSV file, also under another name', async () => {
  await admin.open('/configuration/data-tables')
  await id('open-import').click()
  await choose('客户.xlsx', Buffer.from('PK'))
  expect(await id('file-fault').innerText()).toContain('“CSV UTF-8（逗号分隔）”')
  await choose('客户.csv', Buffer.from('PK\u0003\u0004 xl/workbook.xml'))
  expect(await id('import-failure').innerText()).toMatch(/XLSX 文件，不是 CSV.*“CSV UTF-8（逗号分隔）”/)
  await choose('客户.csv', Buffer.from('手机,名字,卡号,生日\r\n'))
  expect(await id('import-failure').innerText()).toContain('缺少的列：姓名；不认识的列：名字 (B)。')
})

test('the dry run says how the file was read, and what the spreadsheet spoilt in which cell', async () => {
  await choose('客户.csv', unicodeText(spoilt))
  await id('import-preview').waitFor()
  expect(await id('import-preview').getByRole('heading').innerText()).toContain('UTF-16')
  expect(await id('import-notes').locator('li').allInnerTexts()).toEqual([
    '单元格以 制表符 分隔。',
    '已略过表头上方的内容。',
    '列的先后与模板不同，已按列名读取。',
    '已略过 2 个没有列名和内容的列。',
    '已略过 2 个空行（首个在第 7 行）。',
  ])
  expect(await id('import-counts').locator('dd').allInnerTexts()).toEqual(['4', '2', '0', '2'])
  expect(await row('王敏').innerText()).toMatch(/手机已被表格软件缩写.*格式设为“文本”.*（B 列：“1.38E\+10”）/)
  expect(await row('韩梅').innerText()).toMatch(/卡号是表格软件的错误值.*（D 列：“#N\/A”）/)
  expect(await row('赵四').innerText()).toMatch(/手机不是完整的电话号码（CN）.*（B 列：“138001380”）/)
  expect(await row('李雷').innerText()).toContain('可以导入')
  expect(await id('import-warned').innerText()).toContain('有 1 行可以导入，但很可能不是本意')
  await expectAccessible(admin.page, 'dry run of a spreadsheet’s file')
})

test('in English it says the same', async () => {
  await admin.page.keyboard.press('Escape')
  await admin.formCloses()
  await admin.page.locator('.person').click()
  await admin.page.getByText('English').click()
  await admin.page.locator('html[lang="en"]').waitFor()
  await id('open-import').click()
  await choose('客户.csv', unicodeText(spoilt))
  await id('import-preview').waitFor()
  expect(await id('import-notes').innerText()).toContain('Cells are separated by tabs.')
  expect(await row('王敏').innerText()).toMatch(/手机 was shortened by a spreadsheet.*format the column as text.*\(column B: “1.38E\+10”\)/)
  expect(await id('import-warned').innerText()).toContain('1 row would be imported as it is')
})

test('mended, it is imported, and each customer is found by the number', async () => {
  const mended = spoilt.join('\n').replace('1.38E+10', '="13800138001"').replace('#N/A', '').replace('138001380\t', '13800138004\t')
  await choose('客户.csv', unicodeText(mended.replace('1380013800\t', '13800138003\t').split('\n')))
  await row('13800138003').waitFor()
  expect(await id('import-counts').locator('dd').allInnerTexts()).toEqual(['4', '4', '0', '0'])
  expect(await id('import-warned').count()).toBe(0)
  await id('import-start').click()
  await admin.page.locator('[data-testid="import-progress"][data-status="completed"]').waitFor()
  await admin.page.keyboard.press('Escape')
  await admin.formCloses()
  const found = admin.page.locator('tbody tr')
  for (const [number, name] of [
    ['13800138001', '王敏'],
    ['+86 138 0013 8002', '李雷'],
    ['013800138003', '韩梅'],
    ['13800138004', '赵四'],
  ] as const) {
    await id('search-value').fill(number)
    await admin.page.keyboard.press('Enter')
    await admin.page.getByText('1 entry').waitFor()
    await found.filter({ hasText: name }).waitFor()
  }
  expect(office.pageErrors).toEqual([])
})
