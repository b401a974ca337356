// The operator makes a trunk and the route that leads over it, changes both and takes them away.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdminPage } from './stage/admin-page.ts'
import { Stage } from './stage/stage.ts'

let stage: Stage
let operator: AdminPage

beforeAll(async () => {
  stage = await Stage.open()
  const office = await stage.party()
  operator = new AdminPage(await office.page(), stage.openSeat.origin)
  await operator.logIn('operator')
})
afterAll(() => stage?.close())

async function askToDelete(path: string, button: string): Promise<void> {
  await operator.open(path)
  await operator.button(button).click()
  await operator.page.locator('.confirm button', { hasText: '删除' }).click()
}

test('a trunk: the sections of its form stand one below the other, what is wrong is told at once, and it is listed', async () => {
  await operator.open('/operator/trunks')
  await operator.button('新建中继').first().click()
  await operator.fill('name', '省内运营商')
  // In one frame: the form may still be coming in.
  const lefts = await operator.page
    .locator('.form-drawer fieldset')
    .evaluateAll((sections) => sections.map((section) => section.getBoundingClientRect().left))
  expect(lefts).toHaveLength(4)
  expect(new Set(lefts).size).toBe(1)
  await operator.fill('host', 'no host')
  await operator.fill('port', '99999')
  await operator.submit()
  expect((await operator.problems()).length).toBeGreaterThanOrEqual(2)
  await operator.fill('host', '192.0.2.10')
  await operator.fill('port', '5070')
  await operator.choose(operator.field('transport'), 'TCP')
  await operator.submit()
  await operator.formCloses()
  expect(await operator.row('省内运营商').innerText()).toContain('192.0.2.10:5070 · TCP')
  await operator.button('修改中继 省内运营商').click()
  await operator.fill('maxCalls', '7')
  await operator.submit()
  await operator.formCloses()
  await operator.row('省内运营商').filter({ hasText: '0/7' }).waitFor()
})

test('an outbound route leads over it; while it does, the trunk is not taken away', async () => {
  await operator.open('/operator/outbound-routes')
  await operator.button('新建外呼路由').first().click()
  await operator.fill('prefix', '9')
  await operator.fill('stripDigits', '1')
  await operator.field('trunkIds').click({ force: true })
  await operator.page.locator('.el-select-dropdown__item:visible', { hasText: '省内运营商' }).click()
  await operator.page.keyboard.press('Tab')
  await operator.submit()
  await operator.formCloses()
  expect(await operator.row('省内运营商').innerText()).toContain('去前 1 位')
  await askToDelete('/operator/trunks', '删除中继 省内运营商')
  await operator.page.locator('.confirm [role=alert]').waitFor()
})

test('route and trunk are taken away', async () => {
  await askToDelete('/operator/outbound-routes', '删除外呼路由 9*')
  await operator.row('省内运营商').waitFor({ state: 'detached' })
  await askToDelete('/operator/trunks', '删除中继 省内运营商')
  await operator.row('省内运营商').waitFor({ state: 'detached' })
})
