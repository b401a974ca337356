// The page in a real browser: what a call's data shows, and that hostile data stays text.

import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEnterprise, type Enterprise } from '../src/enterprise.ts'

let enterprise: Enterprise
let browser: Browser
let page: Page
const troubles: string[] = []

beforeAll(async () => {
  enterprise = await createEnterprise(0)
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--headless'] })
}, 60_000)
afterAll(async () => {
  await browser.close()
  await enterprise.close()
})
beforeEach(async () => {
  troubles.length = 0
  page = await browser.newPage({ viewport: { width: 750, height: 600 }, locale: 'zh-CN' })
  page.on('pageerror', (error) => troubles.push(error.message))
  page.on('dialog', (dialog) => {
    troubles.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
})
afterEach(async () => {
  await page.close()
  expect(troubles).toEqual([])
})

async function open(params: Readonly<Record<string, string>>): Promise<void> {
  await page.goto(`http://localhost:${enterprise.port}/crm/customer.html?${new URLSearchParams(params).toString()}`)
  await page.waitForSelector('body[data-ready]')
}

const text = (selector: string): Promise<string> => page.locator(selector).innerText()

test('an inbound call shows the caller’s record', async () => {
  await open({ callerNum: '13812345678', calledNum: '4466', callid: '1700000000-1', mediaType: '1', callType: '0', workNo: '101' })
  expect(await text('h1')).toBe('陈思远')
  expect(await text('#level')).toBe('金卡会员')
  expect(await text('#call')).toBe('呼入 · 13812345678')
  expect(await page.locator('#orders-body tr').count()).toBe(3)
  expect(await text('#params-title')).toContain('6')
})

test('an outbound call shows the called customer', async () => {
  await open({ callerNum: '4466', calledNum: '13900001111', callType: '1', lang: 'en' })
  expect(await text('h1')).toBe('Lin Xiaoyu')
  expect(await text('#call')).toBe('Outbound · 13900001111')
})

test('an unknown number is a new customer', async () => {
  await open({ callerNum: '13000000000', callType: '0' })
  expect(await text('h1')).toBe('新客户')
  expect(await text('#notice')).toContain('13000000000')
})

test('without a call the page shows sample data and says so', async () => {
  await open({})
  expect(await text('h1')).toBe('陈思远')
  expect(await text('#notice')).toContain('示例')
})

test('the page fits a frame 750 pixels wide, and a narrow one', async () => {
  await open({ callerNum: '13812345678', callType: '0' })
  for (const width of [750, 360]) {
    await page.setViewportSize({ width, height: 600 })
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0)
  }
})

const hostile: readonly [string, string][] = [
  ['markup', '<img src=x onerror=alert(1)><script>alert(2)</script>'],
  ['closing tags', '</dd></dl></details></main><h1>gone</h1>'],
  ['quotes', `" onmouseover="alert(1)" x='` + '`${alert(1)}`'],
  ['a replacement pattern', `$& $1 $' {number}`],
  ['emoji and right-to-left marks', '👩‍💻🎧 \u202Eabc مرحبا'],
  ['a scheme', 'javascript:alert(1)'],
  ['4 kB', 'x'.repeat(4_096)],
]

test.each(hostile)('%s in every parameter stays text', async (_name, value) => {
  await open({ callerNum: value, calledNum: value, callid: value, workNo: value, [value]: value, callType: '0' })
  expect(await text('h1')).toBe('新客户')
  expect(await page.locator('#params dd').first().textContent()).toBe(value)
  expect(await page.locator('#notice').textContent()).toContain(value)
  expect(await page.locator('img, h1:not(#name), [onmouseover]').count()).toBe(0)
  expect(await page.locator('script').count()).toBe(1)
  expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBeLessThanOrEqual(0)
})
