// An administrator makes a flow as text, is led to what is wrong with it, publishes it, goes back to an older version, and takes
// it out and in again as a file whose queue is called otherwise here.
import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { eventually } from './stage/desk-page.ts'
import { screenshot } from './stage/screenshot.ts'
import { Stage } from './stage/stage.ts'

let stage: Stage
let admin: AdminPage
let file = ''

beforeAll(async () => {
  stage = await Stage.open()
  const office = await stage.party()
  admin = new AdminPage(await office.page(), stage.openSeat.origin)
  await admin.logIn('admin@demo')
})
afterAll(() => stage?.close())

const problems = (): Locator => admin.page.getByTestId('flow-problems')
const editor = (): Locator => admin.page.getByLabel('文本（JSON）').locator('visible=true').last()
const selected = (): Promise<string> =>
  editor().evaluate((area) => (area instanceof HTMLTextAreaElement ? area.value.slice(area.selectionStart, area.selectionEnd) : ''))

const documentOf = (said: string) => ({
  schema: 1,
  kind: 'ivr',
  name: '营业时间',
  start: 's',
  onError: 'h',
  nodes: {
    s: { kind: 'start', next: { next: 'p' } },
    p: { kind: 'play', title: '问候', config: { prompts: [{ kind: 'text', text: said }] }, next: { next: 'h' } },
    h: { kind: 'hangUp' },
  },
})

async function write(document: object): Promise<void> {
  await admin.button('文本（JSON）').click()
  await editor().fill(JSON.stringify(document, null, 2))
}

async function publish(note: string): Promise<void> {
  await admin.button('保存草稿').click()
  await admin.page.getByText('草稿已保存').first().waitFor()
  await admin.button('发布').click()
  await admin.page.getByLabel('修改说明').fill(note)
  await admin.page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
  await admin.page.getByRole('dialog').waitFor({ state: 'hidden' })
}

test('the demo’s flow is there, published, and reads as an outline', async () => {
  await admin.open('/configuration/flows')
  await expectAccessible(admin.page, 'the list of flows')
  expect(await admin.row('余额查询').innerText()).toContain('已发布')
  await admin.page.getByRole('button', { name: '编辑余额查询' }).click()
  await admin.page.getByRole('heading', { name: '余额查询' }).waitFor()
  const outline = admin.page.getByRole('list', { name: '大纲' })
  expect(await outline.locator('> li').count()).toBe(12)
  expect(await problems().innerText()).toContain('没有发现问题')
  await outline
    .getByRole('button', { name: /主菜单/ })
    .first()
    .click()
  await expectAccessible(admin.page, 'a flow’s outline')
  await screenshot(admin.page, 'flow-outline')
})

test('a flow is made; what is wrong in its text leads to its place', async () => {
  await admin.open('/configuration/flows')
  await admin.button('新建流程').first().click()
  await admin.fill('name', '营业时间')
  await admin.submit()
  await admin.page.getByRole('heading', { name: '营业时间' }).waitFor()
  await write(documentOf('您好，{{ nobody }}'))
  await problems().getByText('没有变量 nobody').click()
  expect(await selected()).toBe('nobody')
  await editor().fill('{ "schema": 1')
  await admin.page.getByText(/不是有效的 JSON/).waitFor()
  expect(await admin.button('保存草稿').isDisabled()).toBe(true)
  await expectAccessible(admin.page, 'a flow’s text')
  await screenshot(admin.page, 'flow-text')
})

test('it is published with a note, and an older version can be the draft again', async () => {
  await write(documentOf('早上好'))
  await publish('第一版')
  await write(documentOf('晚上好'))
  await publish('第二版')
  await admin.button('版本').click()
  const versions = admin.page.locator('li', { hasText: '第一版' })
  await versions.waitFor()
  await expectAccessible(admin.page, 'a flow’s versions')
  await admin.page.getByRole('button', { name: '将版本 1 恢复为草稿' }).click()
  await admin.page.getByText('版本 1 已恢复为草稿').first().waitFor()
  await admin.button('文本（JSON）').click()
  await eventually(
    () => editor().inputValue(),
    (text) => text.includes('早上好'),
    'the first version should be the draft',
  )
  await admin.button('放弃草稿').click()
  await admin.page.getByRole('dialog').getByRole('button', { name: '放弃草稿' }).click()
  await eventually(
    () => editor().inputValue(),
    (text) => text.includes('晚上好'),
    'the published version should be back',
  )
})

test('a flow goes out as a file and comes in as a draft; what it names is chosen', async () => {
  await admin.open('/configuration/flows')
  const [download] = await Promise.all([
    admin.page.waitForEvent('download'),
    admin.page.getByRole('button', { name: '导出余额查询' }).click(),
  ])
  file = (await readFile(await download.path(), 'utf8')).replace('"1": "客户服务"', '"1": "Customer care"')
  expect(JSON.parse(file)).toMatchObject({ format: 'openseat-flow', queues: { '1': 'Customer care' } })
  await admin.button('导入').click()
  await admin.page.getByPlaceholder('或将文件内容粘贴到这里').fill(file)
  await admin.button('读取内容').click()
  const panel = admin.page.getByTestId('flow-import')
  await panel.getByText('Customer care').waitFor()
  await expectAccessible(admin.page, 'the import of a flow')
  await admin.choose(panel.getByRole('combobox', { name: '技能队列 Customer care' }), '客户服务')
  await admin.button('导入为草稿').click()
  await admin.page.getByRole('heading', { name: '余额查询 (2)' }).waitFor()
  expect(await problems().innerText()).toContain('没有发现问题')
})

test('a flow is deleted by its name', async () => {
  await admin.open('/configuration/flows')
  await admin.page.getByRole('button', { name: '删除余额查询 (2)' }).click()
  await admin.page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await admin.row('余额查询 (2)').waitFor({ state: 'detached' })
})
