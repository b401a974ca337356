// An administrator asks for an address from the form of a pop; the operator finds it in the inbox and approves it; the form, open all
// the while, learns of it and is saved.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdminPage } from './stage/admin-page.ts'
import { Stage } from './stage/stage.ts'

let stage: Stage
let admin: AdminPage
let operator: AdminPage

beforeAll(async () => {
  stage = await Stage.open()
  const office = await stage.party()
  admin = new AdminPage(await office.page(), stage.openSeat.origin)
  operator = new AdminPage(await office.page(), stage.openSeat.origin)
  await admin.logIn('admin@demo')
  await operator.logIn('operator')
})
afterAll(() => stage?.close())

test('what is asked for from an open form is approved from the inbox, and the form learns of it', async () => {
  await admin.open('/configuration/screen-pops')
  await admin.button('新建弹屏').click()
  await admin.fill('name', '工单')
  await admin.fill('url', 'https://工单.example/card')
  await admin.button('申请此地址').click()
  await admin.page.getByText('已申请，等待运营管理员批准').waitFor()
  await operator.open('/operator/tenants')
  expect(await operator.page.getByTestId('waiting-requests').innerText()).toBe('1 待批准')
  await operator.open('/operator/address-requests')
  await operator.button('批准 https://xn--4krr9v.example').click()
  await operator.page.getByText('没有待批准的申请。').waitFor()
  expect(await operator.page.getByTestId('waiting-requests').count()).toBe(0)
  await admin.page.getByText('地址在白名单中').waitFor()
  await admin.submit()
  await admin.formCloses()
  await admin.row('工单').waitFor()
})
