// What an administrator reads of pages that are good in spite of appearances, and of one that is not; and a parameter with a
// name of the company's own.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { beginTalk, customerNumber, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { OddEnterprise } from './stage/hostile-pages.ts'
import { oddPath } from './stage/odd-pages.ts'
import { allowOrigin, setPops } from './stage/pop-settings.ts'

let scene: TalkScene
let odd: OddEnterprise
let admin: AdminPage
let company = ''

beforeAll(async () => {
  scene = await openTalkScene()
  odd = await OddEnterprise.start()
  scene.stage.owns(() => odd.close())
  company = `http://127.0.0.1:${odd.port}`
  const { origin } = scene.stage.openSeat
  await allowOrigin(origin, company)
  await setPops(origin, [
    { name: 'account', url: `${company}/account` },
    { name: 'sends on', url: company + oddPath('takes a form and sends on'), passMode: 'post' },
    { name: 'crashes', url: company + oddPath('crashes without a number'), passMode: 'post' },
  ])
  admin = new AdminPage(await (await scene.stage.party()).page(), origin)
  await admin.logIn('admin@demo')
  await admin.open('/configuration/screen-pops')
})
afterAll(() => scene?.stage.close())

/** What the check says: of the whole, then of each thing that it found. */
async function checked(name: string): Promise<string[]> {
  await admin.row(name).getByRole('button', { name: '未检测' }).click()
  const dialog = admin.page.getByRole('dialog')
  await dialog.getByRole('button', { name: '检测', exact: true }).click()
  await dialog.locator('.findings').waitFor()
  await expectAccessible(admin.page, `the check of ${name}`, ['light'])
  const said = [await dialog.locator('.summary').innerText(), ...(await dialog.locator('.findings li').allInnerTexts())]
  await dialog.getByRole('button', { name: '关闭', exact: true }).last().click()
  return said
}

test('a page that leads strangers to its log-in: the log-in is named, and nobody is told to let it be framed', async () => {
  const [whole, ...found] = await checked('account')
  expect(whole).toContain('页面可以打开')
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(`被带到登录页 ${company}/login`)
  expect(found[0]).toContain('不必更改')
  expect(found[0]).not.toMatch(/X-Frame-Options|frame-ancestors|应答头/)
})

test('a page that takes the form and sends on by GET is well', async () => {
  const [whole, ...found] = await checked('sends on')
  expect(whole).toContain('没有发现问题')
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(`以状态 303 跳转到 ${company}/good`)
  expect(found[0]).toContain('这是正常做法')
})

test('a page that crashes on a caller without a number is told of, with the field, the status and the ways out', async () => {
  const [, ...found] = await checked('crashes')
  expect(found).toHaveLength(1)
  expect(found[0]).toContain('字段 callerNum 为空')
  expect(found[0]).toContain('应答状态 500')
  expect(found[0]).toContain('“省略空参数”')
  await admin.row('crashes').getByRole('button', { name: /修改/ }).click()
  await admin.page.getByText('省略空参数', { exact: true }).waitFor()
  await admin.button('取消').click()
})

test('a parameter may have a Chinese name: it reaches the page percent-encoded, and the page is shown', async () => {
  await admin.button('新建弹屏').click()
  await admin.fill('name', '客户卡')
  await admin.fill('url', `${company}/good`)
  await admin.button('添加参数').click()
  await admin.page.getByRole('textbox', { name: '第 1 个参数的名称' }).fill('客户号码')
  await admin.submit()
  await admin.formCloses()
  await admin.row('客户卡').getByRole('switch').locator('xpath=..').click()
  await admin.row('客户卡').locator('.el-switch.is-checked').waitFor()
  const callId = await beginTalk(scene)
  await scene.desk.popBecomes(callId, 'ready', '客户卡')
  await scene.desk.pages(callId).locator('[data-testid="pop-tab"]').filter({ hasText: '客户卡' }).click()
  const frame = scene.desk.pages(callId).locator('.page:visible [data-testid="pop-frame"] iframe').contentFrame()
  await frame.locator('#page').contentFrame().locator('#odd').waitFor()
  expect(odd.asked).toContain(
    `${company}/good?%E5%AE%A2%E6%88%B7%E5%8F%B7%E7%A0%81=${customerNumber}&origin=${scene.stage.openSeat.origin}`,
  )
  await endTalk(scene)
})
