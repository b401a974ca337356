// A call rings out: it stays on the desk until the agent has seen to it, with the way back to idle; the inspector reads why.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { DeskPage } from './stage/desk-page.ts'
import { openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { RestClient } from './stage/rest-client.ts'

let scene: TalkScene

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  const operator = await RestClient.logIn(origin, 'operator')
  const { items } = await operator.call('listTenants')
  const params = { tenantId: items.find(({ code }) => code === 'demo')?.id ?? 0 }
  const parameters = await operator.call('getSystemParameters', { params })
  await operator.call('setSystemParameters', { params, body: { ...parameters, ringTimeoutSeconds: 6 } })
})
afterAll(() => scene?.stage.close())

test('the ring counts down; once it is over the missed call stays, and says who and when', async () => {
  const { desk, phone } = scene
  await phone.dial('4466')
  await desk.becomes('ringing')
  const clock = desk.id('contact-card').locator('.clock')
  expect(await clock.innerText()).toMatch(/^剩 00:0[0-7]$/)
  await desk.becomes('busy')
  const missed = desk.id('missed-call')
  await missed.waitFor()
  expect(await missed.innerText()).toContain(desk.shown(phone.number))
  expect(await missed.innerText()).toMatch(/\d\d:\d\d:\d\d/)
  expect(await missed.innerText()).toContain('客户服务')
  expect(await desk.id('contact-card').count()).toBe(0)
  await expectAccessible(desk.page, 'missed call')
})

test('its number can be read whole, and on a small screen nothing lies over the way back', async () => {
  const { desk } = scene
  const { page } = desk
  await page.setViewportSize({ width: 1366, height: 768 })
  const number = desk.id('missed-call').locator('b')
  expect(await number.evaluate((b) => b.scrollWidth - b.clientWidth)).toBe(0)
  await page.setViewportSize({ width: 320, height: 460 })
  const list = await page.locator('.left').boundingBox()
  const boxes = await desk
    .id('empty-canvas')
    .locator('> *:visible')
    .evaluateAll((parts) => parts.map((part) => part.getBoundingClientRect().top))
  expect(boxes.length).toBeGreaterThan(1)
  expect(Math.min(...boxes)).toBeGreaterThanOrEqual((list?.y ?? 0) + (list?.height ?? 0))
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('the inspector reads why the agent is busy', async () => {
  const inspector = new DeskPage(await (await scene.stage.party()).page(), scene.stage.openSeat.origin)
  await inspector.logIn('zhaoli@demo')
  await inspector.open('/inspector')
  const row = inspector.page.locator('[data-testid="board-row"][data-key="101"]')
  await row.getByText('示忙 · 未接听').waitFor()
  const duration = inspector.page.locator('th').filter({ hasText: '持续' })
  expect(await duration.getAttribute('aria-sort')).toBe('descending')
  await expectAccessible(inspector.page, 'board with a missed call')
})

test('one click goes back to idle, and the call that rings again is missed no more', async () => {
  const { desk, phone } = scene
  await desk.id('missed-go-idle').click()
  await desk.becomes('ringing')
  expect(await desk.id('missed-call').count()).toBe(0)
  await phone.hangUp()
  await desk.becomes('idle')
  await desk.id('missed-call').waitFor()
  expect(await desk.id('missed-go-idle').count()).toBe(0)
})

test('it is put away by hand', async () => {
  const { desk } = scene
  await desk.id('missed-close').click()
  await desk.id('missed-calls').waitFor({ state: 'detached' })
})
