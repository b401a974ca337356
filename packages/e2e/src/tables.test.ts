// An administrator builds a table, publishes it and imports the example's customers with some faulty rows among them:
// counts add up, refused rows come back, hidden values stay hidden, numbers are found in every form, exports run nothing.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import type { Party } from './stage/party.ts'
import { repositoryRoot } from './stage/places.ts'
import { Stage } from './stage/stage.ts'

const customers = 300
const fields = [
  { name: '手机', mask: '只显示后四位' },
  { name: '姓名' },
  { name: '等级', type: '字典', values: 'gold=金卡\nsilver=银卡\nplain=普通' },
  { name: '城市' },
  { name: '证件号', encrypted: true },
  { name: '生日', type: '日期' },
  { name: '联系时间', type: '时间' },
  { name: '余额', type: '数字' },
  { name: '备注' },
]

let stage: Stage
let office: Party
let admin: AdminPage
let folder = ''

beforeAll(async () => {
  stage = await Stage.open()
  office = await stage.party()
  admin = new AdminPage(await office.page(), stage.openSeat.origin)
  await admin.logIn('admin@demo')
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-tables-'))
})
afterAll(async () => {
  await stage?.close()
  await rm(folder, { recursive: true, force: true })
})

const id = (testId: string): Locator => admin.page.getByTestId(testId)
const fileInput = (): Locator => admin.page.locator('input[type=file]')
const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

/** The text of the file that a click saves. */
async function saved(click: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([admin.page.waitForEvent('download'), click()])
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') }
}

async function counts(): Promise<number[]> {
  const texts = await id('import-counts').locator('dd').allInnerTexts()
  return texts.map((text) => Number(text.replaceAll(',', '')))
}

async function closeDrawer(): Promise<void> {
  await admin.page.keyboard.press('Escape')
  await admin.formCloses()
}

async function search(value: string): Promise<void> {
  await id('search-value').fill(value)
  await admin.page.keyboard.press('Enter')
}

async function fillField(index: number, { name, type, mask, values, encrypted }: (typeof fields)[number]): Promise<void> {
  await admin.fill(`fields.${index}.name`, name)
  if (type !== undefined) await admin.choose(admin.field(`fields.${index}.type`), type)
  if (mask !== undefined) await admin.choose(admin.field(`fields.${index}.mask`), mask)
  if (values !== undefined) await admin.fill(`fields.${index}.dictText`, values)
  if (encrypted === true) await id('table-field').nth(index).getByText('加密').click()
}

test('a table is built; what the server refuses stands at its field', async () => {
  await admin.open('/configuration/data-tables')
  await expectAccessible(admin.page, 'no data table yet')
  await admin.button('前往基础表').click()
  await admin.button('新建基础表').first().click()
  // Once it stands open, a drawer puts the cursor into its first field, and an open select closes.
  await admin.page.locator('#field-name:focus').waitFor()
  await admin.fill('name', '客 户')
  await fillField(0, { name: '手机', mask: '只显示后四位' })
  await admin.submit()
  expect(await admin.problems()).toHaveLength(1)
  await admin.fill('name', '客户')
  for (const [index, field] of fields.entries()) {
    if (index === 0) continue
    await admin.button('添加字段').click()
    await fillField(index, field.name === '备注' ? { name: '姓名' } : field)
  }
  expect(await id('field-counts').innerText()).toBe('普通 7/30，加密 1/20，索引 1/1')
  await admin.submit()
  expect(await admin.problems()).toHaveLength(1)
  expect(await id('table-field').nth(8).locator('.field.is-wrong').count()).toBe(1)
  await admin.fill('fields.8.name', '备注')
  await expectAccessible(admin.page, 'form of a table')
  await admin.submit()
  await admin.formCloses()
  await admin.row('客户').getByText('草稿').waitFor()
})

test('published, its fields stay as they are and others can come', async () => {
  await admin.button('发布基础表 客户').click()
  await admin.page.getByText('此后字段不能删除').waitFor()
  await admin.button('发布').click()
  await admin.row('客户').getByText('已发布').waitFor()
  await admin.button('修改基础表 客户').click()
  expect(await admin.field('fields.0.type').isDisabled()).toBe(true)
  expect(await admin.field('fields.8.name').isEnabled()).toBe(true)
  expect(await admin.button('已发布的字段不能删除').count()).toBe(fields.length)
  await closeDrawer()
  await admin.button('查看 客户 的数据').click()
})

test('files that cannot be imported are refused in words before anything is written', async () => {
  await id('open-import').click()
  const template = await saved(() => admin.button('下载模板').click())
  expect(template).toEqual({ name: '客户.csv', text: `\uFEFF${fields.map(({ name }) => name).join(',')}\r\n` })
  await fileInput().setInputFiles(csv('客户 (1).csv', 'a'))
  expect(await id('file-fault').innerText()).toContain('文件名只能含中文、字母、数字、下划线')
  await fileInput().setInputFiles(csv('customers.xlsx', 'a'))
  expect(await id('file-fault').innerText()).toContain('不是 .csv 文件')
  const large = path.join(folder, 'large.csv')
  await writeFile(large, Buffer.alloc(20 * 1024 * 1024 + 1, 'a'))
  await fileInput().setInputFiles(large)
  expect(await id('file-fault').innerText()).toContain('超过 20 MB')
  await fileInput().setInputFiles(csv('错.csv', '手机,名字\r\n1,2\r\n'))
  expect(await id('import-failure').innerText()).toContain('手机,姓名,等级,城市,证件号,生日,联系时间,余额,备注')
})

test('the dry run says what each row is worth; the import says the same, and gives the refused rows back', async () => {
  const file = path.join(folder, '客户.csv')
  await promisify(execFile)(process.execPath, ['examples/scripts/make-customers.ts', file, String(customers)], { cwd: repositoryRoot })
  const lines = (await readFile(file, 'utf8')).split(/(?<=\r\n)/)
  lines.splice(2, 0, '13911112222,坏日子,金卡,上海,ID-BAD,2020-02-31,10:00,1,x\r\n')
  lines.push('13911113333,坏等级,钻石,上海,ID9,2020-02-03,25:00,一,x\r\n')
  await fileInput().setInputFiles(csv('客户.csv', lines.join('')))
  await id('import-preview').waitFor()
  expect(await counts()).toEqual([customers + 2, customers, 0, 2])
  expect(await id('import-preview').locator('tbody tr').count()).toBe(51)
  const [early = '', late = ''] = await id('import-preview').locator('tr.bad').allInnerTexts()
  expect(early).toMatch(/生日格式不正确.*（F 列：“2020-02-31”）/)
  expect(late).toContain('等级格式不正确')
  await expectAccessible(admin.page, 'dry run')
  await id('import-start').click()
  await admin.page.locator('[data-testid="import-progress"][data-status="completed"]').waitFor()
  expect(await counts()).toEqual([customers + 2, customers, 0, 2])
  expect(await id('import-progress').getByRole('progressbar').getAttribute('aria-valuenow')).toBe('100')
  await expectAccessible(admin.page, 'import done')
  const refused = await saved(() => id('import-refused').click())
  expect(refused.name).toBe('客户_refused.csv')
  expect(refused.text).toContain('ID-BAD')
  expect(refused.text).toMatch(/等级格式不正确.*联系时间格式不正确.*余额格式不正确/)
  await id('import-records').getByText('完成').waitFor()
  await closeDrawer()
})

test('rows: hidden values are hidden, a number is found in every form, others by a part', async () => {
  const rows = admin.page.locator('tbody tr')
  await rows.first().waitFor()
  expect(await admin.page.locator('.pager').innerText()).toContain(`共 ${customers} 条`)
  expect(await rows.first().innerText()).toContain('****0001')
  expect(await admin.page.locator('body').innerText()).not.toContain('13900000001')
  await expectAccessible(admin.page, 'rows')
  for (const number of ['13900000008', '+8613900000008', '+86 139 0000 0008']) {
    await search(number)
    await admin.page.getByText('共 1 条').waitFor()
    expect(await rows.innerText()).toContain('****0008')
    expect(admin.page.url()).not.toMatch(/139|0008/)
    await admin.button('清除筛选').click()
    await admin.page.getByText(`共 ${customers} 条`).waitFor()
  }
  await search('139')
  await admin.page.getByText('没有符合条件的结果。').waitFor()
  await admin.choose(id('search-field'), '城市')
  await search('海')
  const found = rows.first().getByText('上海')
  await found.waitFor()
  await admin.page.reload()
  await found.waitFor()
  await admin.button('清除筛选').first().click()
  await admin.page.getByText(`共 ${customers} 条`).waitFor()
})

test('a row is changed, its hidden value kept; another is refused for its number, then added', async () => {
  await admin.button('修改 ****0001').click()
  await admin.field('values.c1').waitFor()
  expect(await admin.field('values.c1').inputValue()).toBe('')
  await admin.fill('values.c2', '王小明')
  await admin.button('查看手机（记入审计日志）').click()
  expect(await id('revealed').innerText()).toBe('13900000001')
  await admin.fill('values.c8', '一百')
  await admin.submit()
  expect((await admin.problems()).join()).toContain('余额格式不正确')
  await admin.fill('values.c8', '-12.50')
  await expectAccessible(admin.page, 'form of a row')
  await admin.submit()
  await admin.formCloses()
  const row = admin.row('王小明')
  await row.waitFor()
  expect(await row.innerText()).toContain('****0001')
  await admin.button('新增').click()
  await admin.fill('values.c1', '+86 139 0000 0001')
  await admin.submit()
  expect(await admin.problems()).toHaveLength(1)
  await admin.fill('values.c1', '13811119999')
  await admin.fill('values.c6', '1990-05-06')
  await admin.fill('values.c9', '=1+1')
  await admin.submit()
  await admin.formCloses()
  await admin.page.getByText(`共 ${customers + 1} 条`).waitFor()
})

test('an export masks what is hidden unless told otherwise, and runs no formula', async () => {
  await admin.button('导出').click()
  const masked = (await saved(() => id('export-go').click())).text
  expect(masked).not.toContain('13811119999')
  expect(masked).toContain("****9999,,,,,1990-05-06,,,'=1+1\r\n")
  expect(masked).toContain(`,"'=SUM(1,2)"`)
  await admin.button('导出').click()
  await admin.page.getByText('导出隐藏字段的原值').click()
  await expectAccessible(admin.page, 'export')
  expect((await saved(() => id('export-go').click())).text).toContain("13811119999,,,,,1990-05-06,,,'=1+1\r\n")
})

test('a long import is seen again after a reload, and stopped it leaves the rows as they were', async () => {
  const file = path.join(folder, 'many.csv')
  await promisify(execFile)(process.execPath, ['examples/scripts/make-customers.ts', file, '60000'], { cwd: repositoryRoot })
  await id('open-import').click()
  await fileInput().setInputFiles(file)
  await id('import-start').click()
  await admin.page.locator('[data-testid="import-progress"][data-status="running"]').waitFor()
  await admin.page.reload()
  await admin.page.getByText('正在导入 many.csv').waitFor()
  expect(await admin.button('新增').isDisabled()).toBe(true)
  await admin.button('查看进度').click()
  await id('import-stop').click()
  await admin.page.locator('[data-testid="import-progress"][data-status="stopped"]').waitFor()
  await closeDrawer()
  await admin.page.getByText(`共 ${customers + 1} 条`).waitFor()
})

test('a row is deleted', async () => {
  await search('13811119999')
  await admin.button('删除 ****9999').click()
  await admin.button('删除').click()
  await admin.page.getByText('没有符合条件的结果。').waitFor()
  await admin.button('清除筛选').first().click()
  await admin.page.getByText(`共 ${customers} 条`).waitFor()
})

test('in English, and gone with its rows', async () => {
  await admin.page.locator('.person').click()
  await admin.page.getByText('English').click()
  await admin.page.locator('html[lang="en"]').waitFor()
  await admin.page.getByText(`${customers} entries`).waitFor()
  await id('open-import').click()
  await id('import-records').getByText('Stopped').waitFor()
  await fileInput().setInputFiles(csv('bad name.csv', 'a'))
  expect(await id('file-fault').innerText()).toContain('rename the file')
  await fileInput().setInputFiles(csv('wrong.csv', 'a\r\n'))
  expect(await id('import-failure').innerText()).toContain('The file does not begin with its header')
  await closeDrawer()
  await admin.open('/configuration/base-tables')
  await admin.button('Delete base table 客户').click()
  await admin.page.getByText(`Its ${customers} rows are deleted with it.`).waitFor()
  await admin.button('Delete').click()
  await admin.page.getByText('No base tables yet.').waitFor()
  expect(office.pageErrors).toEqual([])
})
