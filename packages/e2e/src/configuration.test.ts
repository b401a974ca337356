// An administrator sets up a queue, an agent, a called route and a pop, with wrong input first. The next call uses
// all of it, and the agent, who was logged in before, did nothing for it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdminPage } from './stage/admin-page.ts'
import { customerNumber, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'

let scene: TalkScene
let admin: AdminPage

beforeAll(async () => {
  scene = await openTalkScene()
  const office = await scene.stage.party()
  admin = new AdminPage(await office.page(), scene.stage.openSeat.origin)
  await admin.logIn('admin@demo')
})
afterAll(() => scene?.stage.close())

test('a queue: everything that is wrong is said at once; then it is saved', async () => {
  await admin.open('/configuration/skill-queues/new')
  await admin.fill('name', '售后 服务')
  await admin.fill('description', '')
  await admin.fill('maxWaitSeconds', '0')
  await admin.fill('wrapUpSeconds', '99999')
  await admin.submit()
  expect(await admin.problems()).toHaveLength(4)
  expect(await admin.page.locator('.field.is-wrong').count()).toBe(4)
  await admin.fill('name', '售后服务')
  await admin.fill('description', '售后电话')
  await admin.fill('maxWaitSeconds', '120')
  await admin.fill('wrapUpSeconds', '30')
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await admin.row('售后服务').waitFor()
})

test('an agent: a number out of range is refused with the limits; then it is saved with its skill', async () => {
  await admin.open('/configuration/agents')
  await admin.button('新建座席').click()
  await admin.fill('agentNumber', '7')
  await admin.submit()
  expect((await admin.problems()).join()).toContain('101')
  await admin.fill('agentNumber', '105')
  await admin.button('添加技能').click()
  await admin.choose(admin.page.getByRole('combobox', { name: '第 1 项技能的队列' }), '售后服务')
  await admin.submit()
  await admin.formCloses()
  await admin.row('105').waitFor()
})

test('the logged-in agent gets the new skill', async () => {
  await admin.button('修改座席 101').click()
  await admin.button('添加技能').click()
  const last = admin.page.getByRole('combobox', { name: /^第 \d+ 项技能的队列$/ }).last()
  await admin.choose(last, '售后服务')
  await admin.submit()
  await admin.formCloses()
})

test('a called route: an extension that is no dial string is refused; then it is saved', async () => {
  await admin.open('/configuration/called-routes')
  await admin.button('新建被叫').click()
  await admin.fill('extensionCode', '九')
  await admin.submit()
  expect((await admin.problems()).length).toBeGreaterThanOrEqual(2)
  if ((await admin.field('accessCode').locator('xpath=ancestor::*[contains(@class,"el-select")][1]').innerText()) !== '4466') {
    await admin.choose(admin.field('accessCode'), '4466')
  }
  await admin.fill('extensionCode', '9')
  await admin.choose(admin.field('target'), '售后服务')
  await admin.submit()
  await admin.formCloses()
  await admin.row('售后服务').waitFor()
})

test('a pop: an unlisted address and a bad parameter are refused at once; then it is saved and switched on', async () => {
  await admin.open('/configuration/screen-pops')
  await admin.button('新建弹屏').click()
  await admin.fill('name', '售后工单')
  await admin.fill('url', 'http://unlisted.example/orders')
  await admin.button('检测').click()
  await admin.page.getByText('http://unlisted.example 不在地址白名单中：页面不会弹出，也没有检测。').waitFor()
  await admin.button('添加参数').click()
  await admin.page.getByRole('textbox', { name: '第 1 个参数的名称' }).fill('origin')
  await admin.submit()
  const problems = await admin.problems()
  expect(problems.length).toBeGreaterThanOrEqual(1)
  await admin.page.getByRole('textbox', { name: '第 1 个参数的名称' }).fill('phone')
  await admin.fill('url', `${scene.stage.openSeat.enterpriseOrigin}/crm/customer.html?tab=2&phone=sample#/card`)
  await admin.button('添加参数').click()
  await admin.page.getByRole('textbox', { name: '第 2 个参数的名称' }).fill('order')
  await admin.choose(admin.page.getByRole('combobox', { name: '第 2 个参数的来源' }), '随路数据')
  await admin.page.getByRole('textbox', { name: '第 2 个参数的数据项' }).fill('orderId')
  await admin.submit()
  await admin.formCloses()
  const row = admin.row('售后工单')
  await row.getByRole('switch').locator('xpath=..').click()
  await row.locator('.el-switch.is-checked').waitFor()
  await row.getByRole('button', { name: '未检测' }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByRole('button', { name: '检测', exact: true }).click()
  await dialog.getByText('没有发现问题').waitFor()
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
  await row.getByRole('button', { name: '正常' }).waitFor()
})

test('the next call takes the new route, queue and pop; the agent signs in to the queue without logging in', async () => {
  const { desk, phone, stage } = scene
  await desk.chooseState('signOut')
  await desk.id('sign-in').waitFor()
  await desk.signIn(['售后服务'])
  const before = await desk.callIds()
  await phone.dial('44669', 'orderId=A 20418&x=1')
  await desk.take(customerNumber)
  const callId = (await desk.callIds()).find((id) => !before.includes(id)) ?? ''
  expect(await desk.contact(callId).innerText()).toContain('售后服务')
  await desk.popBecomes(callId, 'ready', '售后工单')
  const tab = desk.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: '售后工单' })
  const popId = (await tab.getAttribute('data-pop-id')) ?? ''
  const wrapper = desk.pages(callId).locator(`[data-testid="pop-frame"][data-pop-id="${popId}"] iframe`).contentFrame()
  expect(await wrapper.locator('#page').getAttribute('src')).toBe(
    `${stage.openSeat.enterpriseOrigin}/crm/customer.html?tab=2&phone=${customerNumber}&order=A%2020418%26x%3D1&origin=${stage.openSeat.origin}#/card`,
  )
  await endTalk(scene)
  expect(scene.agentParty.pageErrors).toEqual([])
})

test('the lab: a page of the allowlist is opened and told of a contact; another address is refused in words', async () => {
  const { enterpriseOrigin } = scene.stage.openSeat
  await admin.open(`/configuration/lab?url=${encodeURIComponent(`${enterpriseOrigin}/crm/live.html`)}`)
  await admin.page.getByTestId('lab-open').click()
  await admin.page.locator('[data-testid="lab-log"] [data-name="connected"]').waitFor()
  await admin.page.getByTestId('lab-Ringing').click()
  await admin.page.frameLocator('[data-testid="lab-page"] iframe').frameLocator('iframe').getByText('13800135678').waitFor()
  await admin.fill('url', 'https://stranger.example/')
  await admin.page.getByTestId('lab-open').click()
  await admin.page.locator('.settings [role=alert]').waitFor()
})
