// What a hand meets: double clicks, places that stay, the ringing customer in front, and time for who writes.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventually } from './stage/desk-page.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { RestClient } from './stage/rest-client.ts'

let scene: TalkScene
let callId = ''

async function setQueues(change: { recording?: 'onDemand'; wrapUpSeconds: number }): Promise<void> {
  const admin = await RestClient.logIn(scene.stage.openSeat.origin, 'admin@demo')
  const { items } = await admin.call('listSkillQueues')
  for (const { id, agentCount: _, ...queue } of items)
    await admin.call('changeSkillQueue', { params: { id }, body: { ...queue, ...change } })
}

/** A long one: it has the room that the customer's number leaves. */
async function setNumberLabel(numberLabel: string): Promise<void> {
  const admin = await RestClient.logIn(scene.stage.openSeat.origin, 'admin@demo')
  const params = { agentNumber: '101' }
  await admin.call('changeAgent', { params, body: { ...(await admin.call('getAgent', { params })), numberLabel } })
}

beforeAll(async () => {
  scene = await openTalkScene()
  await setNumberLabel('客户服务热线 400-800-1234')
  await setQueues({ recording: 'onDemand', wrapUpSeconds: 120 })
})
afterAll(() => scene?.stage.close())
// Whatever one of them tried, the next begins with the usual window.
afterEach(() => scene.desk.page.setViewportSize({ width: 1366, height: 768 }))

/** Two clicks of one hand, at the place where the first one went. */
async function doubleClick(testId: string, apartMs: number): Promise<void> {
  const { page } = scene.desk
  const box = await scene.desk.id(testId).boundingBox()
  if (!box) throw new Error(`${testId} is not there`)
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.mouse.click(x, y)
  await page.waitForTimeout(apartMs)
  await page.mouse.click(x, y)
}
/** Time in which a wrong thing would have happened. */
const aWhile = (): Promise<void> => scene.desk.page.waitForTimeout(1_200)
const leftOf = async (testId: string): Promise<number> => Math.round((await scene.desk.id(testId).boundingBox())?.x ?? -1)
const topOfPage = async (): Promise<number> =>
  Math.round((await scene.desk.pages(callId).locator('[data-testid="pop-frame"] iframe').first().boundingBox())?.y ?? -1)

test.each([120, 250, 400])('a double click on Answer (%i ms apart) answers, and hangs up on nobody', async (apartMs) => {
  await scene.phone.dial('4466')
  await scene.desk.becomes('ringing')
  await doubleClick('call-answer', apartMs)
  await scene.desk.callBecomes('talking')
  await aWhile()
  await scene.phone.becomes('talking')
  await endTalk(scene)
})

test('a double click on Hang up opens nothing, and one on Record records', async () => {
  callId = await beginTalk(scene)
  await aWhile()
  await doubleClick('call-record-start', 250)
  await scene.desk.id('call-record-pause').waitFor()
  await aWhile()
  expect(await scene.desk.id('call-record-resume').count()).toBe(0)
  await doubleClick('call-hang-up', 250)
  await scene.desk.becomes('wrapUp')
  await aWhile()
  expect(await scene.desk.id('dial-number').count()).toBe(0)
  await scene.desk.finishWrapUp()
  await scene.desk.becomes('idle')
})

test('what answers and ends a call has places that nothing else has', async () => {
  const dialOut = await leftOf('call-dial-out')
  await scene.phone.dial('4466')
  await scene.desk.becomes('ringing')
  const [answer, reject] = [await leftOf('call-answer'), await leftOf('call-reject')]
  await scene.desk.answer()
  expect(await leftOf('call-hang-up')).toBe(reject)
  const width = (await scene.desk.id('call-hang-up').boundingBox())?.width ?? 0
  for (const other of [dialOut, await leftOf('call-hold'), await leftOf('call-record-start')])
    expect(other + width / 2).toBeLessThan(answer)
})

test.each([
  [320, 460],
  [683, 384],
])('at %i by %i every control of the call is on the screen and none lies over another', async (width, height) => {
  const { page } = scene.desk
  await page.setViewportSize({ width, height })
  const boxes = await page
    .locator('.bar button:visible')
    .evaluateAll((buttons) => buttons.map((button) => button.getBoundingClientRect().toJSON() as DOMRect))
  expect(boxes.length).toBeGreaterThan(7)
  for (const box of boxes) expect([box.left >= 0, box.right <= width, box.bottom <= height]).toEqual([true, true, true])
  const overlap = boxes.flatMap((a, n) =>
    boxes.slice(n + 1).filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom),
  )
  expect(overlap).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
})

test.each(['en', 'zh-CN'])('whom the call is with can be read whole, however wide the window: %s', async (language) => {
  const { page } = scene.desk
  await page.evaluate(
    (body) => fetch('/api/session/language', { method: 'PUT', headers: { 'content-type': 'application/json' }, body }),
    JSON.stringify({ language }),
  )
  await page.reload()
  await scene.desk.callBecomes('talking')
  const name = page.locator('[data-testid="call-summary"] b')
  await name.evaluate((b) => (b.textContent = '+8613912345678'))
  await scene.desk.id('number-label').waitFor()
  for (const width of [1599, 1440, 1366, 1280, 1279, 1201, 1200, 1024, 861, 683, 320]) {
    await page.setViewportSize({ width, height: 768 })
    // Not by a fraction of a pixel either: an ellipsis takes two digits for it.
    const lacks = await name.evaluate((b) => {
      const words = document.createRange()
      words.selectNodeContents(b)
      return words.getBoundingClientRect().width - b.getBoundingClientRect().width
    })
    expect([width, Math.max(0, lacks)]).toEqual([width, 0])
  }
})

test('names of pages can be read, however many there are and however small the window', async () => {
  const { page } = scene.desk
  const tabs = scene.desk.id('pop-tab')
  await tabs.first().evaluate((tab) => {
    for (let more = 0; more < 9; more += 1) tab.after(tab.cloneNode(true))
  })
  for (const width of [1366, 320]) {
    await page.setViewportSize({ width, height: 768 })
    const widths = await tabs.locator('.name').evaluateAll((names) => names.map((name) => name.clientWidth))
    expect(widths).toHaveLength(10)
    expect(Math.min(...widths)).toBeGreaterThan(30)
  }
  await page.setViewportSize({ width: 1366, height: 768 })
  await page.reload()
  await scene.desk.callBecomes('talking')
})

test('no control moves when another one changes, and the page does not move when the call ends', async () => {
  await endTalk(scene)
  callId = await beginTalk(scene)
  await scene.desk.popBecomes(callId, 'ready')
  const places = (hold: 'call-hold' | 'call-retrieve') => Promise.all(['call-mute', 'call-transfer', 'call-hang-up', hold].map(leftOf))
  const before = await places('call-hold')
  const pageTop = await topOfPage()
  await scene.desk.press('mute')
  await scene.desk.page.locator('[data-testid="call-mute"][aria-pressed="true"]').waitFor()
  expect(await places('call-hold')).toEqual(before)
  await scene.desk.press('mute')
  await scene.desk.press('hold')
  await scene.desk.callBecomes('held')
  expect(await places('call-retrieve')).toEqual(before)
  await scene.desk.press('retrieve')
  await scene.desk.callBecomes('talking')
  await scene.desk.id('call-record-start').click()
  await scene.desk.id('call-record-stop').waitFor()
  expect(await places('call-hold')).toEqual(before)
  await scene.phone.hangUp()
  await scene.desk.becomes('wrapUp')
  await scene.desk.id('wrap-up-banner').waitFor()
  expect(await topOfPage()).toBe(pageTop)
  await scene.desk.finishWrapUp()
  await scene.desk.becomes('idle')
})

test('who writes in the last seconds of the wrap-up is given more, and Ctrl+Enter ends it', async () => {
  await setQueues({ wrapUpSeconds: 8 })
  callId = await beginTalk(scene)
  await scene.phone.hangUp()
  await scene.desk.becomes('wrapUp')
  const notes = scene.desk.page.locator('[data-testid="wrap-up"] textarea')
  await notes.pressSequentially('customer wants to return it', { delay: 30 })
  await scene.desk.page.waitForTimeout(9_000)
  await scene.desk.becomes('wrapUp', 1_000)
  await notes.press('Control+Enter')
  await scene.desk.becomes('idle')
})

test('the customer who rings is in front, and not the one before; a hand that types is not disturbed', async () => {
  const inFront = () => scene.desk.page.locator('[data-testid="contact-card"]:has([aria-current="true"])').getAttribute('data-call-id')
  const before = await inFront()
  await scene.desk.page.locator('[data-testid="state-chip"]').focus()
  await scene.phone.dial('4466', 'level=gold')
  await scene.desk.becomes('ringing')
  await eventually(inFront, (now) => now !== before, 'the ringing contact should be in front')
  expect(await scene.desk.id('contact-side').innerText()).toContain('gold')
  await scene.desk.answer()
  await scene.phone.hangUp()
  await scene.desk.becomes('wrapUp')
  await scene.desk.finishWrapUp()
  await scene.desk.becomes('idle')
  await scene.desk.page.locator('[data-testid="wrap-up"] textarea').focus()
  const typed = await inFront()
  await scene.phone.dial('4466')
  await scene.desk.becomes('ringing')
  await scene.desk.page.waitForTimeout(500)
  expect(await inFront()).toBe(typed)
  await scene.phone.hangUp()
  await scene.desk.becomes('idle')
})

test('pages of the last three ended contacts stay loaded; older ones are opened again, and all are closed at once', async () => {
  const cards = scene.desk.page.locator('[data-testid="contact-card"][data-state="ended"]')
  while ((await cards.count()) < 5) {
    await beginTalk(scene)
    await endTalk(scene)
  }
  const frames = scene.desk.page.locator('[data-testid="contact-pages"] [data-testid="pop-frame"] iframe')
  await eventually(
    () => frames.count(),
    (count) => count === 3,
    'three frames should be left',
  )
  await cards.last().locator('.open').click()
  await scene.desk.id('reopen').click()
  callId = (await cards.last().getAttribute('data-call-id')) ?? ''
  await scene.desk.popBecomes(callId, 'ready')
  expect(await frames.count()).toBe(3)
  await scene.desk.id('close-all').click()
  await eventually(
    () => frames.count(),
    (count) => count === 0,
    'nothing should be left',
  )
})
