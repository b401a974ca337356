// Pages without a page: an administrator composes them from a base table and from a company's interface, and agents see
// the customer in them when it rings. An unknown number, and an interface that is slow, fails or makes no sense, are told
// in plain words while the call goes on.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { eventually } from './stage/desk-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { PhonePage } from './stage/phone-page.ts'
import { repositoryRoot } from './stage/places.ts'
import { setPops } from './stage/pop-settings.ts'
import { RestClient } from './stage/rest-client.ts'
import { screenshot } from './stage/screenshot.ts'

let scene: TalkScene
let admin: AdminPage
let rest: RestClient
let callId = ''
let tableId = 0

const field = (name: string, more: object = {}) => ({ name, type: 'string' as const, ...more })
const levels = [
  { key: 'gold', label: '金卡' },
  { key: 'silver', label: '银卡' },
  { key: 'plain', label: '普通' },
]
const fields = [
  field('手机', { indexed: true, required: true, mask: 'lastFour' }),
  field('姓名', { required: true }),
  field('等级', { type: 'dictionary', dictItems: levels }),
  field('城市'),
  field('证件号', { encrypted: true }),
  field('生日', { type: 'date' }),
  field('联系时间', { type: 'time' }),
  field('余额', { type: 'number' }),
  field('备注'),
]

/** A table with the example's customers; a story of its own tells how administrators build and fill one. */
async function fillTable(): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-pages-'))
  const file = path.join(folder, 'customers.csv')
  await promisify(execFile)(process.execPath, ['examples/scripts/make-customers.ts', file, '50'], { cwd: repositoryRoot })
  const { id } = await rest.call('createBaseTable', { body: { name: '客户', fields } })
  await rest.call('publishBaseTable', { params: { id } })
  const body = new Uint8Array(await readFile(file))
  await rest.call('startTableImport', { params: { id }, query: { fileName: 'customers.csv' }, body })
  await eventually(
    async () => (await rest.call('getBaseTable', { params: { id } })).rows,
    (rows) => rows === 50,
    'the customers should be there',
  )
  await rm(folder, { recursive: true })
  return id
}

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  rest = await RestClient.logIn(origin, 'admin@demo')
  await setPops(origin, [])
  tableId = await fillTable()
  admin = new AdminPage(await (await scene.stage.party()).page(), origin)
  await admin.logIn('admin@demo')
})
afterAll(() => scene?.stage.close())

const id = (testId: string): Locator => admin.page.getByTestId(testId)
const onDesk = (testId: string): Locator => scene.desk.pages(callId).getByTestId(testId)
const shown = (name: string): Locator =>
  onDesk('page-field')
    .and(scene.desk.page.locator(`[data-name="${name}"]`))
    .locator('dd')

/** A call from the number, answered. */
async function callFrom(number: string): Promise<void> {
  await scene.phone.page.close()
  scene = { ...scene, phone: new PhonePage(await scene.customerParty.page(), scene.stage.openSeat.origin, number) }
  await scene.phone.open()
  callId = await beginTalk(scene)
}

async function makeInternalPop(name: string, page: string): Promise<void> {
  await admin.open('/configuration/screen-pops')
  await admin.button('新建弹屏').first().click()
  await admin.page.locator('#field-name:focus').waitFor()
  await admin.fill('name', name)
  await admin.page.getByText('内部页面').click()
  await admin.choose(admin.field('customPageId'), page)
  await admin.submit()
  await admin.formCloses()
  await admin.row(name).locator('.el-switch').click()
  await admin.row(name).locator('.el-switch.is-checked').waitFor()
}

test('an administrator composes a page from a table, sees it with sample and real data, and publishes it', async () => {
  await admin.open('/configuration/custom-pages')
  await expectAccessible(admin.page, 'no custom page yet')
  await admin.button('新建页面').first().click()
  await id('page-preview').getByText('选择数据来源和字段后显示预览').waitFor()
  await admin.submit()
  expect((await admin.problems()).length).toBeGreaterThan(2)
  await admin.fill('name', '客户资料')
  await admin.choose(admin.field('source.objects.0.tableId'), '客户')
  const preview = id('page-preview')
  await preview.getByText('ABC-1234').first().waitFor()
  await admin.page.getByText('证件号', { exact: true }).first().waitFor()
  await preview.getByLabel('输入号码，查询真实数据').fill('+86 139 0000 0008')
  await preview.getByRole('button', { name: '查询' }).click()
  await preview.getByText('****0008').waitFor()
  await expectAccessible(admin.page, 'editor of a page')
  await screenshot(admin.page, 'admin-custom-page')
  await preview.getByLabel('输入号码，查询真实数据').fill('13911111111')
  await preview.getByRole('button', { name: '查询' }).click()
  await preview.getByText('没有此客户的记录').waitFor()
  await id('save-and-publish').click()
  await admin.row('客户资料').getByText('已发布').waitFor()
  await makeInternalPop('客户资料弹屏', '客户资料')
  expect(await admin.row('客户资料弹屏').innerText()).toContain('内部页面')
  await admin.open('/configuration/custom-pages')
  await admin.button('取消发布客户资料').click()
  await admin.button('取消发布').click()
  await admin.page.getByText('正被弹屏 客户资料弹屏 使用').waitFor()
  await admin.page.keyboard.press('Escape')
})

test.each(['13900000008', '8613900000008'])('a call from %s shows the customer, masked', async (number) => {
  await callFrom(number)
  await scene.desk.popBecomes(callId, 'ready', '客户资料弹屏')
  await shown('手机').getByText('****0008').waitFor()
  const { items } = await rest.call('listTableRows', { params: { id: tableId }, query: { field: 'c1', value: number } })
  expect(await shown('姓名').innerText()).toBe(items[0]?.values['c2'])
  expect(await shown('证件号').innerText()).toBe('****')
  expect(await shown('等级').innerText()).toMatch(/金卡|银卡|普通/)
  expect(await onDesk('custom-page').innerHTML()).not.toContain(number)
  expect(await onDesk('reveal').count()).toBe(0)
  expect(await onDesk('pop-out').count()).toBe(0)
  if (number.startsWith('86')) {
    await expectAccessible(scene.desk.page, 'a custom page')
    await screenshot(scene.desk.page, 'agent-custom-page')
    await onDesk('pop-again').click()
    await shown('手机').getByText('****0008').waitFor()
  }
  await endTalk(scene)
})

test('an unknown number says so; a reload of the workbench keeps the page', async () => {
  await callFrom('13911111111')
  await onDesk('page-card').getByText('没有此客户的记录').waitFor()
  expect(await onDesk('add-record').count()).toBe(0)
  await scene.desk.page.reload()
  await onDesk('page-card').getByText('没有此客户的记录').waitFor()
  await endTalk(scene)
})

test('a page from the company’s interface is composed, and shows its customer', async () => {
  await admin.open('/configuration/custom-pages/new')
  await admin.fill('name', '企业资料')
  await admin.page.getByText('客户接口', { exact: true }).click()
  await admin.choose(admin.field('source.interfaceId'), '示例企业客户查询')
  const preview = id('page-preview')
  await preview.getByLabel('输入号码，查询真实数据').fill('13812345678')
  await preview.getByRole('button', { name: '查询' }).click()
  await preview.getByText('陈思远').waitFor()
  await id('save-and-publish').click()
  await admin.row('企业资料').getByText('已发布').waitFor()
  await setPops(scene.stage.openSeat.origin, [])
  await makeInternalPop('企业资料弹屏', '企业资料')
  await callFrom('13812345678')
  await onDesk('page-card').first().getByText('陈思远').waitFor()
  expect(await onDesk('custom-page').innerHTML()).not.toContain('13812345678')
  await endTalk(scene)
})

test.each([
  ['13700000001', '3 秒内没有应答', 'slow'],
  ['13700000002', '接口应答 503', 'failing'],
  ['13700000003', '接口的应答无法识别', 'malformed'],
  ['13700000004', '企业的接口报告了错误', 'reporting'],
  ['13700000005', '接口的应答是空的', 'empty'],
])('the interface’s customer %s is told in plain words (%s) while the call goes on', async (number, words, kind) => {
  await callFrom(number)
  if (kind === 'slow') await onDesk('custom-page').getByText('正在查询客户信息').waitFor()
  await scene.desk.callBecomes('talking')
  await onDesk('custom-page').getByText(words).waitFor()
  await scene.desk.callBecomes('talking')
  await onDesk('page-retry').waitFor()
  expect(await onDesk('custom-page').innerText()).not.toMatch(/\$|JSON/)
  // Nothing was blocked: there is no information, and that is what the tab says.
  expect(await onDesk('pop-tab').innerText()).toContain('无信息')
  if (kind === 'failing') await expectAccessible(scene.desk.page, 'a custom page that could not be filled')
  await endTalk(scene)
})

test('what the server says in words follows the language', async () => {
  await callFrom('13700000004')
  await onDesk('custom-page').getByText('企业的接口报告了错误').waitFor()
  const choose = async (name: string): Promise<void> => {
    await scene.desk.page.locator('.person').click()
    await scene.desk.page.getByText(name, { exact: true }).click()
  }
  await choose('English')
  await onDesk('custom-page').getByText('the company’s service reports an error of its own').waitFor()
  await choose('简体中文')
  await onDesk('custom-page').getByText('企业的接口报告了错误').waitFor()
  await endTalk(scene)
})

test('a field that came wrong is marked in its place, the others stand; long texts and long lists are folded', async () => {
  await callFrom('13700000006')
  await shown('姓名').getByText('贺知秋').waitFor()
  await shown('等级').getByTestId('field-faulty').waitFor()
  expect(await shown('开户时间').innerText()).toMatch(/^2020-01-3[01]/)
  const history = shown('往来记录')
  expect((await history.innerText()).length).toBeLessThan(500)
  await history.getByTestId('unfold').click()
  expect((await history.innerText()).length).toBeGreaterThan(20_000)
  expect(await onDesk('page-field').count()).toBe(60)
  await expectAccessible(scene.desk.page, 'a custom page with a field that came wrong')
  await onDesk('more-fields').click()
  expect(await onDesk('page-field').count()).toBe(304)
  await endTalk(scene)
})

test('somebody whom the company does not know is told as that', async () => {
  await callFrom('13999999999')
  await onDesk('page-nobody').waitFor()
  await endTalk(scene)
})

test('with the rights for it, an agent reveals a value, and adds a customer who is not known', async () => {
  const { items } = await rest.call('listRoles')
  const agentRole = items.find(({ name }) => name === '座席')
  const permissions = [...(agentRole?.permissions ?? []), 'tableData.read', 'tableData.manage', 'tableData.reveal'] as const
  const role = await rest.call('createRole', { body: { name: '资料座席', permissions: [...permissions] } })
  const staff = (await rest.call('listStaff', { query: { search: 'wangmin' } })).items[0]
  if (!staff) throw new Error('no such agent')
  const { name, organisation, phone, email, active } = staff
  const body = { name, organisation, phone, email, active, roleIds: [...staff.roleIds, role.id] }
  await rest.call('changeStaff', { params: { id: staff.id }, body })
  await setPops(scene.stage.openSeat.origin, [])
  await makeInternalPop('客户资料弹屏', '客户资料')
  await scene.desk.page.reload()
  await callFrom('13922222222')
  await onDesk('add-record').click()
  await scene.desk.page.locator('#field-values-c2').fill('新客户')
  await scene.desk.page.locator('#field-values-c5').fill('ID-NEW-1')
  await scene.desk.page.locator('button[type=submit]:visible').click()
  await shown('姓名').getByText('新客户').waitFor()
  await shown('手机').getByText('****2222').waitFor()
  await shown('证件号').getByTestId('reveal').click()
  await shown('证件号').getByText('ID-NEW-1').waitFor()
  await shown('证件号').getByTestId('reveal').click()
  await shown('证件号').getByText('****').waitFor()
  await endTalk(scene)
  const log = await rest.call('listAudit', { query: { search: callId } })
  expect(log.items.some(({ action }) => action === 'reveal')).toBe(true)
  expect(scene.agentParty.pageErrors).toEqual([])
})

test('after kill -9 in the call the page is there again, looked up anew', async () => {
  const { desk, stage } = scene
  await callFrom('13900000008')
  await shown('手机').getByText('****0008').waitFor()
  await stage.openSeat.kill()
  await desk.id('stale-notice').waitFor()
  await stage.openSeat.start()
  await desk.isConnected()
  await desk.callBecomes('talking', 30_000)
  await desk.page.reload()
  await shown('手机').getByText('****0008').waitFor()
  await desk.callBecomes('talking', 30_000)
})
