// Every screen, in Chinese and in English, in light and in dark: no serious fault of accessibility, no word of the
// other language. The pictures of the guides are taken on the way.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { DeskPage } from './stage/desk-page.ts'
import { beginTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { RestClient } from './stage/rest-client.ts'
import { screenshot } from './stage/screenshot.ts'

let scene: TalkScene
let admin: AdminPage
let operator: AdminPage
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const office = await scene.stage.party()
  const { origin } = scene.stage.openSeat
  admin = new AdminPage(await office.page(), origin)
  operator = new AdminPage(await office.page(), origin)
  await admin.logIn('admin@demo')
  await operator.logIn('operator')
})
afterAll(() => scene?.stage.close())

const settled = (page: Page): Promise<void> => page.waitForLoadState('networkidle')

test('log-in and telephone', async () => {
  const office = await scene.stage.party()
  const page = await office.page()
  await page.goto(`${scene.stage.openSeat.origin}/login`)
  await page.locator('#login').waitFor()
  await expectAccessible(page, 'log-in')
  await page.locator('#login button[type=submit]').click()
  await expectAccessible(page, 'log-in with problems')
  await page.goto(`${scene.stage.openSeat.origin}/phone`)
  await page.locator('[data-testid="phone-register"]:enabled').waitFor()
  await expectAccessible(page, 'telephone, off')
  await expectAccessible(scene.phone.page, 'telephone, idle')
})

test('the workbench in each state of a call', async () => {
  const { desk, phone } = scene
  await desk.open()
  await desk.becomes('idle')
  await expectAccessible(desk.page, 'idle')
  await desk.id('state-chip').click()
  await desk.id('state-menu').waitFor()
  await expectAccessible(desk.page, 'state menu')
  await desk.page.keyboard.press('Escape')
  await desk.id('call-dial-out').click()
  await desk.id('dial-number').waitFor()
  await expectAccessible(desk.page, 'dialling out')
  await desk.page.keyboard.press('Escape')
  await desk.id('shortcuts').click()
  await desk.id('shortcut-list').waitFor()
  await expectAccessible(desk.page, 'shortcuts')
  await desk.page.keyboard.press('Escape')
  callId = await beginTalk(scene, 'orderId=A20418')
  await desk.popBecomes(callId, 'ready')
  await expectAccessible(desk.page, 'talking')
  await expectAccessible(phone.page, 'telephone, talking')
  await desk.press('keypad')
  await expectAccessible(desk.page, 'keypad')
  await desk.press('keypad')
  await desk.press('hold')
  await desk.callBecomes('held')
  await expectAccessible(desk.page, 'held')
  await phone.hangUp()
  await desk.becomes('wrapUp')
  for (let n = 0; n < 2; n++) await desk.id('wrap-up-extend').click()
  await expectAccessible(desk.page, 'wrap-up')
  await desk.finishWrapUp()
  await desk.becomes('idle')
})

test('ringing, and the sign-in dialog', async () => {
  const { desk, phone } = scene
  await phone.dial('4466')
  await desk.becomes('ringing')
  await expectAccessible(desk.page, 'ringing')
  await desk.answer()
  await desk.press('hang-up')
  await desk.becomes('wrapUp')
  await desk.finishWrapUp()
  await desk.becomes('idle')
  await desk.chooseState('signOut')
  await desk.id('sign-in').click()
  await desk.id('sign-in-go').and(desk.page.locator(':enabled')).waitFor()
  await expectAccessible(desk.page, 'sign-in dialog')
  await desk.id('sign-in-go').click()
  await desk.becomes('idle')
})

test('a telephone of the agent that does not ring', async () => {
  const { desk, phone, stage } = scene
  const { origin } = stage.openSeat
  const rest = await RestClient.logIn(origin, 'admin@demo')
  const { items } = await rest.call('listAgents')
  const agent = items.find(({ agentNumber }) => agentNumber === '101')
  if (!agent) throw new Error('no agent 101')
  const { agentNumber, account: _account, staffName: _name, skills, ...kept } = agent
  const body = { ...kept, skills: skills.map(({ queueId, level }) => ({ queueId, level })), phone: '13800000000' }
  await rest.call('changeAgent', { params: { agentNumber }, body })
  await desk.chooseState('signOut')
  await desk.id('sign-in').click()
  await desk.id('sign-in-device-phone').check()
  await desk.id('sign-in-go').click()
  await desk.becomes('idle')
  await phone.dial('4466')
  await desk.id('phone-trouble').waitFor()
  await desk.becomes('idle')
  await expectAccessible(desk.page, 'a telephone that did not ring')
  await phone.hangUp()
  await desk.chooseState('signOut')
  await desk.id('phone-trouble').waitFor({ state: 'detached' })
  await desk.id('sign-in').click()
  await desk.id('sign-in-device-browser').check()
  await desk.id('sign-in-go').click()
  await desk.becomes('idle')
})

test('records', async () => {
  const { desk } = scene
  await desk.open('/records')
  await desk.page.locator('tbody tr').first().waitFor()
  await expectAccessible(desk.page, 'records')
  await desk.open(`/records/${callId}`)
  await desk.page.locator('.detail').waitFor()
  await expectAccessible(desk.page, 'a record')
  await desk.open('/voicemail')
  await settled(desk.page)
  await expectAccessible(desk.page, 'voicemail, empty')
})

const lists = [
  'staff',
  'roles',
  'agents',
  'skill-queues',
  'skill-groups',
  'prompts',
  'pronunciations',
  'working-hours',
  'called-routes',
  'flows',
  'widgets',
  'busy-reasons',
  'call-reasons',
  'screen-pops',
  'lab',
  'allow-list',
  'custom-pages',
  'base-tables',
  'data-tables',
  'audit',
] as const
const pictures: Readonly<Record<string, string>> = { 'skill-queues': 'admin-queues', 'screen-pops': 'admin-pops', agents: 'admin-agents' }

test.each(lists)('configuration: %s', async (path) => {
  await admin.open(`/configuration/${path}`)
  await settled(admin.page)
  if (pictures[path] !== undefined) await screenshot(admin.page, pictures[path])
  await expectAccessible(admin.page, path)
})

const forms = [
  ['staff', '新建员工'],
  ['roles', '新建角色'],
  ['agents', '新建座席'],
  ['skill-groups', '新建技能组'],
  ['working-hours', '新建工作时间'],
  ['prompts', '新建语音'],
  ['pronunciations', '新建读音'],
  ['called-routes', '新建被叫'],
  ['flows', '新建流程'],
  ['widgets', '新建呼叫组件'],
  ['busy-reasons', '新建示忙原因'],
  ['call-reasons', '新建来电原因'],
  ['screen-pops', '新建弹屏'],
  ['base-tables', '新建基础表'],
] as const

test.each(forms)('form of %s, with its problems', async (path, create) => {
  await admin.open(`/configuration/${path}`)
  // An empty list has the button twice.
  await admin.button(create).first().click()
  await admin.page.locator('.form-drawer form').waitFor()
  await settled(admin.page)
  await admin.submit()
  await expectAccessible(admin.page, create)
})

test('the queue’s form', async () => {
  await admin.open('/configuration/skill-queues/new')
  await settled(admin.page)
  await admin.submit()
  await admin.problems()
  await expectAccessible(admin.page, 'a new queue')
})

test('a flow as outline, as text and with its versions; and bringing one in', async () => {
  await admin.open('/configuration/flows')
  await admin.page.getByRole('button', { name: '编辑余额查询' }).click()
  for (const view of ['大纲', '文本（JSON）', '版本']) {
    await admin.button(view).click()
    await settled(admin.page)
    await expectAccessible(admin.page, `a flow, ${view}`)
  }
  await admin.open('/configuration/flows')
  await admin.button('导入').click()
  await admin.page.getByTestId('flow-import').waitFor()
  await expectAccessible(admin.page, 'bringing a flow in')
})

test('the operator’s pages', async () => {
  await operator.open('/operator/tenants')
  await operator.row('demo').waitFor()
  await screenshot(operator.page, 'operator-tenants')
  await expectAccessible(operator.page, 'tenants')
  await operator.open('/operator/address-requests')
  await settled(operator.page)
  await expectAccessible(operator.page, 'address requests')
  await operator.open('/operator/tenants')
  await operator.button('开租').click()
  await operator.page.locator('.form-drawer form').waitFor()
  await expectAccessible(operator.page, 'opening a tenant')
  for (const tab of ['access-codes', 'allow-list', 'system-parameters']) {
    await operator.open(`/operator/tenants/1/${tab}`)
    await settled(operator.page)
    await expectAccessible(operator.page, tab)
  }
})

/** Words of the interface itself: what people named stays as they named it. */
async function chineseWords(page: Page): Promise<string[]> {
  const text = await page.locator('body').evaluate((body) => {
    const copy = body.cloneNode(true) as HTMLElement
    for (const data of copy.querySelectorAll('[lang="zh-CN"], tbody, .person, .who, .brand, iframe, [data-testid="phone-own-number"]'))
      data.remove()
    return copy.textContent
  })
  return [...text.matchAll(/[\u4e00-\u9fff]+/g)].map(([word]) => word)
}

test('English: switched at once, kept over a reload, without a Chinese word of the interface', async () => {
  await admin.open('/configuration/busy-reasons')
  await admin.page.locator('.person').click()
  await admin.page.getByText('English').click()
  await admin.page.locator('html[lang="en"]').waitFor()
  await admin.page.reload()
  await admin.page.locator('html[lang="en"]').waitFor()
  const allowed =
    /^(开席|示忙|演示|租户|王敏|李雷|赵丽|陈晨|客户服务|贵宾服务|客服中心|会议|培训|咨询|账单|业务办理|网点与时间|投诉|服务态度|费用争议|其他|客户信息|示例企业系统)+$/
  for (const path of lists) {
    await admin.open(`/configuration/${path}`)
    await settled(admin.page)
    const words = (await chineseWords(admin.page)).filter((word) => !allowed.test(word))
    expect(words, path).toEqual([])
  }
})

test('English on the desk: a running call is not disturbed by the switch', async () => {
  const { desk, phone } = scene
  await desk.open()
  await desk.becomes('idle')
  const talk = await beginTalk(scene)
  await desk.popBecomes(talk, 'ready')
  await desk.page.locator('.person').click()
  await desk.page.getByText('English').click()
  await desk.page.locator('html[lang="en"]').waitFor()
  await desk.callBecomes('talking')
  await desk.popBecomes(talk, 'ready')
  await expectAccessible(desk.page, 'talking in English')
  expect(await desk.id('call-hang-up').getAttribute('aria-label')).toMatch(/^[ -~]+$/)
  await phone.hangUp()
  await desk.becomes('wrapUp')
  expect([...scene.agentParty.pageErrors]).toEqual([])
})

test('a page that does not exist, and one that is not allowed', async () => {
  const stranger = new DeskPage(scene.desk.page, scene.stage.openSeat.origin)
  await stranger.open('/no/such/page')
  await stranger.page.locator('h1:visible, h2:visible').first().waitFor()
  await expectAccessible(stranger.page, 'not found')
  await stranger.open('/operator/tenants')
  await stranger.page.locator('h1:visible, h2:visible').first().waitFor()
  await expectAccessible(stranger.page, 'not allowed')
})
