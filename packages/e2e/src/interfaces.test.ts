// The operator registers the example enterprise's interface, tries it, and maps an answer of another shape by clicking in
// a sample. Its slow, failing and malformed customers are said in plain words; credentials are not shown again.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { Stage } from './stage/stage.ts'

let stage: Stage
let operator: AdminPage

beforeAll(async () => {
  stage = await Stage.open()
  operator = new AdminPage(await (await stage.party()).page(), stage.openSeat.origin)
  await operator.logIn('operator')
})
afterAll(() => stage?.close())

const id = (testId: string): Locator => operator.page.getByTestId(testId)
const button = (name: string | RegExp): Locator => operator.page.getByRole('button', { name })
const field = (name: string): Locator => operator.page.locator(`#field-${name}`)

async function ask(number: string): Promise<void> {
  await operator.page.locator('#test-number').fill(number)
  await id('interface-test').getByRole('button', { name: '查询', exact: true }).click()
  await id('raw-answer').waitFor()
}

test('the list shows the demo’s interfaces, and the form keeps credentials to itself', async () => {
  await operator.page.goto(`${stage.openSeat.origin}/operator/interfaces`)
  await operator.page.getByText('/rest/v1/queryCustomer').waitFor()
  await expectAccessible(operator.page, 'interfaces')
  await button('修改接口 示例企业客户查询').first().click()
  await button('添加请求头').click()
  await field('headers-0-name').fill('X-Api-Key')
  await field('headers-0-value').fill('very secret')
  await button('保存').click()
  await operator.page.waitForURL('**/operator/interfaces')
  await button('修改接口 示例企业客户查询').first().click()
  await expect.poll(() => field('headers-0-name').inputValue()).toBe('X-Api-Key')
  expect(await field('headers-0-value').inputValue()).toBe('')
})

test('a test call shows the raw answer beside the masked cards, and what is wrong in plain words', async () => {
  await ask('13812345678')
  const test = id('interface-test')
  expect(await test.innerText()).toMatch(/应答 200/)
  expect(await id('raw-answer').innerText()).toContain('"value": "13812345678"')
  expect(await test.getByTestId('page-cards').innerText()).toContain('****5678')
  await expectAccessible(operator.page, 'interface, tried')
  await ask('13999999999')
  expect(await test.innerText()).toContain('没有此客户的信息')
  await ask('13700000002')
  expect(await id('test-problem').innerText()).toBe('暂时没有客户信息：接口应答 503')
  await ask('13700000003')
  expect(await id('test-problem').innerText()).toBe('暂时没有客户信息：接口应答的 $ 不正确：应为数组')
  await ask('13700000004')
  expect(await id('test-problem').innerText()).toContain('接口自己的错误报告')
  await ask('13700000006')
  expect(await id('field-faults').innerText()).toContain('$[0].values[1].dictItems：类型 5 须有 dictItems')
  await ask('13700000001')
  expect(await id('test-problem').innerText()).toBe('暂时没有客户信息：接口 3 秒内没有应答')
})

test('an answer of another shape is mapped by clicking in it, with the cards beside', async () => {
  const { page } = operator
  await page.goto(`${stage.openSeat.origin}/operator/interfaces/new`)
  await field('name').fill('订单系统')
  await field('url').fill(`${stage.openSeat.enterpriseOrigin}/rest/v2/customer`)
  await page.locator('label[for=field-allowPrivate]').click()
  await ask('13812345678')
  await expect.poll(() => id('test-problem').innerText()).toContain('应为数组')
  await button('用作应答样例').click()
  expect(await page.locator('#field-sample').inputValue()).not.toMatch(/陈思远|13812345678/)
  await page.locator('label[for=mapped]').click()
  await button(/^添加字段 fullName/).click()
  await button(/^添加字段 mobile/).click()
  await page.locator('#field-mapping-objects-0-fields-0-name').fill('姓名')
  expect(await page.locator('#field-mapping-objects-0-fields-1-expression').inputValue()).toBe('answer.data.customer.mobile')
  await button('添加对象').click()
  await page.locator('#field-mapping-objects-1-objectName').fill('="订单 " + row.no')
  await button('orders：每项一张卡片').click()
  await button(/^添加字段 title/)
    .first()
    .click()
  await button(/^添加字段 amount/)
    .first()
    .click()
  const preview = id('mapping-preview')
  await preview.getByTestId('page-card').nth(3).waitFor()
  expect(await preview.getByTestId('page-card').count()).toBe(4)
  const text = await preview.innerText()
  for (const word of ['姓名', '某某某', '2499']) expect(text).toContain(word)
  await expectAccessible(page, 'mapping')
  const expression = page.locator('#field-mapping-objects-0-fields-0-expression')
  await expression.fill('double(answer.data.customer.fullName)')
  await preview.getByText('“客户”的“姓名”，表达式').waitFor()
  await expression.fill('data.customer.fullName')
  await expression.blur()
  await page.getByText('没有名为“data”的变量').waitFor()
  expect(await id('expression-problem').locator('u').innerText()).toBe('data')
  await expectAccessible(page, 'an expression that is none')
  await expression.fill('answer.data.customer.fullName')
  await ask('13812345678')
  await expect.poll(() => id('interface-test').getByTestId('page-card').count()).toBe(4)
  // Until the mapping says which answer means nobody, an answer without anything is trouble.
  await ask('13999999999')
  expect(await id('test-problem').innerText()).toContain('成功条件')
  await page.locator('#field-mapping-success').fill('answer.code == 0')
  await ask('13999999999')
  expect(await id('interface-test').innerText()).toContain('没有此客户的信息')
  await ask('13700000004')
  expect(await id('test-problem').innerText()).toContain('不满足映射的成功条件')
  await button('新建接口').click()
  await page.waitForURL('**/operator/interfaces')
  await page.getByText('订单系统').waitFor()
})

test('a mapping of an earlier release that could not be converted is told in the list, in the form and on the page', async () => {
  const { page } = operator
  const old = '$sum(data.orders.amount)'
  await stage.openSeat.query(
    `update customer_interface set mapping = jsonb_set(mapping, '{objects,0,fields,3,expression}', '"${old}"') where name = '示例企业客户查询（映射）'`,
  )
  await page.goto(`${stage.openSeat.origin}/operator/interfaces`)
  expect(await id('to-check').innerText()).toBe('1 处须检查')
  await expectAccessible(page, 'interfaces, one to be checked')
  await button('修改接口 示例企业客户查询（映射）').click()
  await id('mapping-to-check').getByText('有 1 个表达式来自旧版本').waitFor()
  expect(await id('expression-problem').count()).toBe(1)
  expect(await id('expression-problem').innerText()).toBe(old)
  await expectAccessible(page, 'a mapping to be checked')
  await ask('13812345678')
  const cards = id('interface-test').getByTestId('page-cards')
  expect(await cards.innerText()).toContain('陈思远')
  await cards.getByTestId('field-faulty').getByText('接口的映射须检查').waitFor()
  // It keeps nobody from changing the rest.
  await field('name').fill('示例企业客户查询（旧映射）')
  await button('保存').click()
  await page.waitForURL('**/operator/interfaces')
  await button('修改接口 示例企业客户查询（旧映射）').click()
  const expression = page.locator('#field-mapping-objects-0-fields-3-expression')
  await expression.fill('answer.data.customer.address.city')
  await expression.blur()
  await expect.poll(() => id('expression-problem').count()).toBe(0)
  await button('保存').click()
  await page.waitForURL('**/operator/interfaces')
  await button('修改接口 示例企业客户查询（旧映射）').waitFor()
  expect(await id('to-check').count()).toBe(0)
})

test('an address on the workbench’s own host with another port is warned of before it is listed', async () => {
  const { page } = operator
  await page.goto(`${stage.openSeat.origin}/operator/tenants/1/allow-list`)
  await button('新增地址').first().click()
  await field('origin').fill('https://crm.example.com')
  expect(await id('shared-host').count()).toBe(await page.locator('td [data-testid="shared-host"]').count())
  await field('origin').fill('http://localhost:9443')
  await id('shared-host').last().getByText('Cookie 不分端口').waitFor()
  await expectAccessible(page, 'an address that shares cookies')
})
