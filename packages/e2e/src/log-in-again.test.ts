// A log-in ends while its person works: by being logged out elsewhere, by a new password. They log in again over what
// they have open, and go on.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { demoPassword } from './stage/open-seat.ts'
import { RestClient } from './stage/rest-client.ts'

let scene: TalkScene
let admin: AdminPage
let origin: string

beforeAll(async () => {
  scene = await openTalkScene()
  origin = scene.stage.openSeat.origin
  admin = new AdminPage(await (await scene.stage.party()).page(), origin)
  await admin.logIn('admin@demo')
})
afterAll(() => scene?.stage.close())

const logOutElsewhere = async (login: string): Promise<void> => (await RestClient.logIn(origin, login)).call('endAllLogIns')
const dialog = (page = admin.page) => page.locator('.log-in-again .el-dialog')

async function logInAgain(page: AdminPage['page'], password: string): Promise<void> {
  await dialog(page).locator('#field-password').fill(password)
  await dialog(page).locator('button[type=submit]').click()
}

test('under an open form: nothing that was typed is lost, and it can be saved', async () => {
  await admin.open('/configuration/skill-queues/new')
  await admin.fill('name', '夜间服务')
  await admin.fill('description', '晚八点以后')
  await logOutElsewhere('admin@demo')
  await admin.page.locator('#field-name').press('Enter')
  await dialog().waitFor()
  expect(await dialog().innerText()).toContain('您填写的内容仍在')
  expect(await dialog().locator('#field-login').inputValue()).toBe('admin@demo')
  await expectAccessible(admin.page, 'log in again')
  await logInAgain(admin.page, 'not the password')
  await dialog().locator('[role=alert]').waitFor()
  await admin.page.keyboard.press('Escape')
  expect(await dialog().isVisible()).toBe(true)
  await logInAgain(admin.page, demoPassword)
  await dialog().waitFor({ state: 'hidden' })
  expect(new URL(admin.page.url()).pathname).toBe('/configuration/skill-queues/new')
  expect([await admin.field('name').inputValue(), await admin.field('description').inputValue()]).toEqual(['夜间服务', '晚八点以后'])
  expect(await admin.page.locator('.summary[role=alert]:visible').count()).toBe(0)
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await admin.row('夜间服务').waitFor()
})

test('at the desk: it is connected anew, the contact and its page are still there, and the agent signs in again', async () => {
  const { desk } = scene
  const callId = await beginTalk(scene)
  await endTalk(scene)
  await logOutElsewhere('wangmin@demo')
  await dialog(desk.page).waitFor()
  await logInAgain(desk.page, demoPassword)
  await dialog(desk.page).waitFor({ state: 'hidden' })
  expect(await desk.callIds()).toContain(callId)
  await desk.signIn()
  await desk.becomes('idle')
  await beginTalk(scene)
  await endTalk(scene)
})

test('in English, and for somebody else: what is open is given up only when they say so', async () => {
  await (await RestClient.logIn(origin, 'admin@demo')).call('setLanguage', { body: { language: 'en' } })
  await admin.open('/configuration/skill-queues/new')
  await admin.fill('name', 'nights')
  await admin.fill('description', 'after eight')
  await logOutElsewhere('admin@demo')
  await admin.page.locator('#field-name').press('Enter')
  await dialog().getByRole('button', { name: 'Log in as someone else' }).click()
  const question = admin.page.getByRole('dialog', { name: 'Drop unsaved changes?' })
  await question.locator('.el-button--primary').click()
  await question.waitFor({ state: 'hidden' })
  expect([await dialog().isVisible(), await admin.field('name').inputValue()]).toEqual([true, 'nights'])
  await dialog().getByRole('button', { name: 'Log in as someone else' }).click()
  await question.locator('.el-button:not(.el-button--primary)').click()
  await admin.page.waitForURL('**/login')
  await admin.logIn('admin@demo')
  await (await RestClient.logIn(origin, 'admin@demo')).call('setLanguage', { body: { language: 'zh-CN' } })
  await admin.open('/configuration/skill-queues')
})

test('with a new password by somebody else: it is changed first, then the form can be saved', async () => {
  await admin.open('/configuration/skill-queues/new')
  await admin.fill('name', '周末服务')
  await admin.fill('description', '周六周日')
  const operator = await RestClient.logIn(origin, 'operator')
  const { items } = await operator.call('listTenants')
  const tenantId = items.find(({ code }) => code === 'demo')?.id ?? 0
  const { initialPassword } = await operator.call('resetAdminPassword', { params: { tenantId } })
  await admin.page.locator('#field-name').press('Enter')
  await dialog().waitFor()
  await logInAgain(admin.page, initialPassword)
  await dialog().locator('#field-newPassword').fill('another pass 2026')
  await dialog().locator('#field-currentPassword').fill(initialPassword)
  await dialog().locator('button[type=submit]').click()
  await dialog().waitFor({ state: 'hidden' })
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await admin.row('周末服务').waitFor()
})

test('who tried too often sees the time run down, and where to type is chosen for them', async () => {
  const page = await (await scene.stage.party()).page()
  await page.goto(`${origin}/login`)
  await page.locator('#field-login:focus').waitFor()
  await page.keyboard.type('zhaoli@demo')
  const summary = page.locator('.summary[role=alert]')
  const isLocked = async (): Promise<boolean> => (await summary.count()) > 0 && (await summary.innerText()).includes('秒后再试')
  for (let n = 0; n < 10 && !(await isLocked()); n++) {
    await page.locator('#field-password').fill(`wrong ${n}`)
    const answered = page.waitForResponse((response) => response.url().endsWith('/api/session'))
    await page.locator('#login button[type=submit]').click()
    await answered
    await summary.waitFor()
  }
  const before = await summary.innerText()
  await expect.poll(() => summary.innerText(), { timeout: 5_000 }).not.toBe(before)
  const seconds = (text: string): number => Number(/(\d+) 秒/.exec(text)?.[1])
  expect(seconds(await summary.innerText())).toBeLessThan(seconds(before))
})
