// Several tabs of one browser share the seat, one of them leads; a second browser is told, and may take over.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeskPage, eventually } from './stage/desk-page.ts'
import { accessCode, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { expectHearing, soundsMade } from './stage/audio-probe.ts'
import { tones } from './stage/stage.ts'

let scene: TalkScene
let one: DeskPage
let two: DeskPage

beforeAll(async () => {
  scene = await openTalkScene()
  one = scene.desk
  two = new DeskPage(await scene.agentParty.page(scene.agentProfile), scene.stage.openSeat.origin)
})
afterAll(() => scene?.stage.close())

const voices = (desk: DeskPage): Promise<number> => desk.id('remote-audio').count()
/** Pages of the enterprise that are loaded, and those that are shown. */
const frames = (desk: DeskPage): Promise<number> => desk.id('pop-frame').locator('iframe').count()
const shownFrames = (desk: DeskPage): Promise<number> => desk.page.locator('[data-testid="pop-frame"] iframe:visible').count()

test('the second tab is in the same session, without logging in or signing in', async () => {
  await two.open()
  await two.becomes('idle')
  await two.id('take-lead').waitFor()
  expect(await one.id('take-lead').count()).toBe(0)
})

test('a call is shown in both, rings and speaks in the leading one only', async () => {
  await scene.phone.dial(accessCode)
  await one.becomes('ringing')
  await two.becomes('ringing')
  await eventually(
    () => soundsMade(one.page),
    (count) => count > 0,
    'the leading tab should ring',
  )
  await one.answer()
  await two.callBecomes('talking')
  await expectHearing(one.page, { hears: [tones.customer] })
  expect(await soundsMade(two.page)).toBe(0)
  expect([await voices(one), await voices(two)]).toEqual([1, 0])
  await eventually(
    async () => [await frames(one), await frames(two)].join(),
    (loaded) => loaded === '1,0',
    'the page should be loaded in the leading tab only',
  )
})

test('the second tab takes the lead when asked: voice and pages move there', async () => {
  await two.id('take-lead').click()
  await one.id('take-lead').waitFor()
  await expectHearing(two.page, { hears: [tones.customer], notHears: [tones.agent] })
  await expectHearing(scene.phone.page, { hears: [tones.agent], notHears: [tones.customer] })
  expect(await voices(one)).toBe(0)
  // The tab that lost the lead keeps its page loaded, out of sight, in case the lead comes back.
  await eventually(
    async () => [await shownFrames(one), await shownFrames(two)].join(),
    (shown) => shown === '0,1',
    'the page should be shown in the second tab only',
  )
})

test('the leading tab is closed: the first leads again, and the call goes on', async () => {
  await two.page.close()
  await expectHearing(one.page, { hears: [tones.customer], notHears: [tones.agent] })
  await expectHearing(scene.phone.page, { hears: [tones.agent], notHears: [tones.customer] })
  expect(await one.id('take-lead').count()).toBe(0)
})

test('a second browser is told, may take over with the call in progress, and the first is told', async () => {
  const other = await scene.stage.party({ toneHertz: tones.third })
  const elsewhere = new DeskPage(await other.page(), scene.stage.openSeat.origin)
  await elsewhere.logIn('wangmin@demo')
  await elsewhere.open()
  await elsewhere.id('elsewhere-dialog').waitFor()
  await one.callBecomes('talking')
  await elsewhere.id('take-over').click()
  await elsewhere.callBecomes('talking')
  await one.id('elsewhere-dialog').waitFor()
  expect(await voices(one)).toBe(0)
  await expectHearing(scene.phone.page, { hears: [tones.third], notHears: [tones.agent, tones.customer] })
  await expectHearing(elsewhere.page, { hears: [tones.customer], notHears: [tones.third] })
  await endTalk({ desk: elsewhere, phone: scene.phone })
  await elsewhere.chooseState('signOut')
  // Free again: the first browser may sign in.
  await one.id('sign-in').waitFor({ state: 'attached' })
  expect([...scene.agentParty.pageErrors, ...other.pageErrors]).toEqual([])
})
