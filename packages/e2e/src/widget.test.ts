// The call button on a company's page: a visitor calls with what the company signed, talks, reloads, is seen; and nobody
// else's page gets the frame, nobody else's data the agent.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessibleAround } from './stage/accessibility.ts'
import { DeskPage } from './stage/desk-page.ts'
import { customerNumber, longWrapUp } from './stage/desk-scene.ts'
import { expectHearing } from './stage/audio-probe.ts'
import { expectSeeing } from './stage/screenshot-look.ts'
import type { Party } from './stage/party.ts'
import { RestClient } from './stage/rest-client.ts'
import { screenshot } from './stage/screenshot.ts'
import { ShopPage } from './stage/shop-page.ts'
import { Stage, tones } from './stage/stage.ts'

let stage: Stage
let parties: { readonly agent: Party; readonly visitor: Party }
let desk: DeskPage
let shop: ShopPage

beforeAll(async () => {
  stage = await Stage.open()
  const { origin, enterpriseOrigin } = stage.openSeat
  await longWrapUp(origin)
  await showAttachedData(origin, enterpriseOrigin)
  parties = { agent: await stage.party({ toneHertz: tones.agent }), visitor: await stage.party({ toneHertz: tones.customer }) }
  desk = new DeskPage(await parties.agent.page(), origin)
  await desk.begin('wangmin@demo')
  shop = new ShopPage(await parties.visitor.page(), enterpriseOrigin)
})
afterAll(() => stage?.close())

/** A second page, whose address takes what the shop signs. */
async function showAttachedData(origin: string, enterpriseOrigin: string): Promise<void> {
  const admin = await RestClient.logIn(origin, 'admin@demo')
  const params = ['customer', 'lang', 'page'].map((key) => ({ name: key, source: 'attachedData' as const, key }))
  const url = `${enterpriseOrigin}/crm/customer.html`
  const { id } = await admin.call('createScreenPop', { body: { workbenchKind: 'audioVideo', name: '商城', url, params } })
  await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })
}

async function bothHear(): Promise<void> {
  await expectHearing(await shop.frame(), { hears: [tones.agent], notHears: [tones.customer] })
  await expectHearing(desk.page, { hears: [tones.customer], notHears: [tones.agent] })
}

async function visitorIsGone(): Promise<void> {
  await desk.becomes('wrapUp')
  await desk.finishWrapUp()
  await desk.becomes('idle')
}

test('what the shop signed reaches the agent’s page; visitor and agent hear each other', async () => {
  await shop.open()
  await shop.becomes('idle')
  await expectAccessibleAround(shop.page, 'the call button')
  await shop.call()
  await shop.becomes('waiting')
  await desk.take(customerNumber)
  await shop.becomes('talking')
  expect(await shop.button().innerText()).toBe('联系客服 · 通话中')
  const [callId = ''] = await desk.callIds()
  await desk.popBecomes(callId, 'ready', '商城')
  const address = new URL(
    (await desk.pages(callId).locator('[data-testid="pop-frame"] iframe').last().contentFrame().locator('#page').getAttribute('src')) ?? '',
  )
  expect(Object.fromEntries(address.searchParams)).toMatchObject({ customer: '陈思远', lang: 'zh-CN', page: '/shop/' })
  await bothHear()
  await screenshot(shop.page, 'widget')
  await expectAccessibleAround(shop.page, 'a visitor’s call')
})

test('a muted visitor is not heard, also after a reload of the shop’s page, which brings the call back', async () => {
  await shop.id('visit-mute').click()
  await expectHearing(desk.page, { notHears: [tones.customer] })
  await shop.page.reload()
  await shop.becomes('talking')
  await expectHearing(await shop.frame(), { hears: [tones.agent] })
  await expectHearing(desk.page, { notHears: [tones.customer] })
  await shop.id('visit-mute').click()
  await bothHear()
})

test('the visitor asks for video, the agent agrees: both see each other', async () => {
  await shop.id('visit-video').click()
  await desk.id('video-accept').click()
  await expectSeeing(desk.page)
  await expectSeeing(await shop.frame())
  await shop.id('video-stop').click()
  await desk.id('video-stage').waitFor({ state: 'detached' })
})

test('the agent hangs up: the visitor is told, and calls again, with video from the beginning', async () => {
  await desk.press('hang-up')
  await shop.becomes('ended')
  expect(await shop.id('visit-trouble').innerText()).toBe('客服已挂断。')
  await visitorIsGone()
  await shop.call('video')
  await desk.becomes('ringing')
  await desk.answer()
  await expectSeeing(await shop.frame())
  await shop.hangUp()
  await visitorIsGone()
})

/** The shop's answer on its way through the visitor's hands. */
async function changePass(page: Page, change: (pass: string) => string): Promise<void> {
  await page.route('**/call-pass', async (route) => {
    const { pass } = (await (await route.fetch()).json()) as { pass: string }
    await route.fulfill({ json: { pass: change(pass) } })
  })
}

test('a pass that the visitor changed is refused in words, and so is one that the shop does not give', async () => {
  await changePass(shop.page, (pass) => {
    const [header, payload = '', signature] = pass.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: '110', data: { customer: 'the king' } })).toString('base64url')
    return [header, forged, signature].join('.')
  })
  await shop.call()
  await shop.id('visit-trouble').filter({ hasText: '本页面的呼叫凭证无效' }).waitFor()
  await shop.becomes('idle')
  await shop.page.unroute('**/call-pass')
  await shop.page.route('**/call-pass', (route) => route.fulfill({ status: 500 }))
  await shop.call()
  await shop.id('visit-trouble').filter({ hasText: '网站没有给出呼叫凭证' }).waitFor()
  await shop.page.unroute('**/call-pass')
  expect(await desk.callIds()).toHaveLength(2)
})

test('a visitor who refuses the microphone is told what to do', async () => {
  const frame = await shop.frame()
  await frame.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await shop.call()
  await shop.id('visit-trouble').filter({ hasText: '请在地址栏左侧允许' }).waitFor()
})

test('the same page at another origin gets no frame, and the English one speaks English', async () => {
  const { enterpriseOrigin } = stage.openSeat
  const stranger = new ShopPage(shop.page, enterpriseOrigin.replace('localhost', '127.0.0.1'))
  await stranger.open()
  await shop.page.locator('[data-openseat-widget] [role=alert]').filter({ hasText: '本站未获允许' }).waitFor()
  expect(await stranger.id('visit-state').count()).toBe(0)
  const english = new ShopPage(shop.page, enterpriseOrigin, 'en.html')
  await english.open()
  expect(await english.id('visit-call-video').innerText()).toBe('Video call')
  expect([...parties.agent.pageErrors, ...parties.visitor.pageErrors]).toEqual([])
})
