// Video beside the call: asked for, agreed to, seen on both sides, ended, moved; and the talk goes on meanwhile.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { accessCode, beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { DeskPage } from './stage/desk-page.ts'
import { expectHearing } from './stage/audio-probe.ts'
import { expectSeeing } from './stage/screenshot-look.ts'
import { screenshot } from './stage/screenshot.ts'
import { tones } from './stage/stage.ts'

let scene: TalkScene
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
})
afterAll(() => scene?.stage.close())

async function bothSee(desk: DeskPage = scene.desk): Promise<void> {
  await expectSeeing(desk.page)
  await expectSeeing(scene.phone.page)
}

async function bothHear(): Promise<void> {
  await expectHearing(scene.phone.page, { hears: [tones.agent], notHears: [tones.customer] })
  await expectHearing(scene.desk.page, { hears: [tones.customer], notHears: [tones.agent] })
}

const nobodySees = async (): Promise<void> => {
  await scene.desk.id('video-stage').waitFor({ state: 'detached' })
  await scene.phone.id('video-stage').waitFor({ state: 'detached' })
}

test('the customer asks, the agent declines: no camera opens', async () => {
  const { desk, phone } = scene
  callId = await beginTalk(scene)
  await phone.id('phone-video').click()
  await phone.id('video-asked').waitFor()
  await desk.id('video-consent').waitFor()
  await expectAccessible(desk.page, 'asked for video')
  await screenshot(desk.page, 'video-consent')
  await desk.id('video-decline').click()
  await desk.id('video-consent').waitFor({ state: 'hidden' })
  await phone.id('phone-video').waitFor()
  await nobodySees()
})

test('the agent agrees: both see each other and themselves, and go on talking', async () => {
  const { desk, phone } = scene
  await phone.id('phone-video').click()
  await desk.id('video-accept').click()
  await bothSee()
  await expectSeeing(desk.page, 'video-self')
  await expectSeeing(phone.page, 'video-self')
  await bothHear()
  await expectAccessible(desk.page, 'video on the desk')
  await expectAccessible(phone.page, 'video on the telephone')
  await screenshot(desk.page, 'video-desk')
  await screenshot(phone.page, 'video-telephone')
})

test('a camera that is switched off is said to the other side, and comes back', async () => {
  const { desk, phone } = scene
  await phone.id('video-camera').click()
  await desk.id('video-words').filter({ hasText: '对方未开启摄像头' }).waitFor()
  await expectSeeing(phone.page)
  await phone.id('video-camera').click()
  await desk.id('video-words').waitFor({ state: 'detached' })
  await bothSee()
})

test('the picture is saved as a file named by its call', async () => {
  const { page } = scene.desk
  const saving = page.waitForEvent('download')
  await scene.desk.id('video-snapshot').click()
  const file = await saving
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${callId}-.*\\.png$`))
  const bytes = await readFile(await file.path())
  expect([bytes.subarray(1, 4).toString('latin1'), bytes.length > 1_000]).toEqual(['PNG', true])
})

test('a reload of either page brings the picture back', async () => {
  const { desk, phone } = scene
  await phone.page.reload()
  await phone.becomes('talking')
  await bothSee()
  await desk.page.reload()
  await desk.callBecomes('talking')
  await bothSee()
  await bothHear()
})

test('on hold nobody is seen; retrieved, both are again', async () => {
  const { desk } = scene
  await desk.press('hold')
  await desk.callBecomes('held')
  await nobodySees()
  await desk.press('retrieve')
  await bothSee()
})

test('a video call begins with video as soon as it is answered', async () => {
  const { desk, phone } = scene
  await endTalk(scene)
  await phone.id('phone-dial').fill(accessCode)
  await phone.id('phone-video-call').click()
  await desk.becomes('ringing')
  expect(await desk.id('call-summary').innerText()).toContain('视频通话')
  await desk.answer()
  await bothSee()
  await bothHear()
})

test('its transfer moves the picture to the next agent', async () => {
  const { desk, phone, stage } = scene
  const party = await stage.party({ toneHertz: tones.third })
  const second = new DeskPage(await party.page(), stage.openSeat.origin)
  await second.begin('lilei@demo')
  await desk.id('call-transfer').click()
  await desk.id('destination-search').fill('102')
  await desk.id('blind-agent-102').click()
  await second.becomes('ringing')
  await second.answer()
  await desk.id('video-stage').waitFor({ state: 'detached' })
  await bothSee(second)
  await expectHearing(second.page, { hears: [tones.customer] })
  await second.id('video-stop').click()
  await nobodySees()
  await expectHearing(second.page, { hears: [tones.customer] })
  await phone.hangUp()
  await phone.becomes('ended')
  await second.becomes('wrapUp')
  await second.chooseState('signOut')
  await second.id('sign-in').waitFor()
  await desk.finishWrapUp()
  await desk.becomes('idle')
  expect(party.pageErrors).toEqual([])
})

test('the agent asks; a customer whose camera is not allowed is told so and sees the agent', async () => {
  const { desk, phone } = scene
  await beginTalk(scene)
  await phone.page.evaluate(() => {
    const { mediaDevices } = navigator
    const real = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = (wanted) => (wanted?.video ? Promise.reject(new DOMException('no', 'NotAllowedError')) : real(wanted))
  })
  await desk.id('call-video-request').click()
  await desk.id('video-asked').waitFor()
  await phone.id('video-accept').click()
  await phone.id('video-problem').waitFor()
  await expectSeeing(phone.page)
  await desk.id('video-words').filter({ hasText: '对方未开启摄像头' }).waitFor()
  await bothHear()
  await endTalk(scene)
  expect([...scene.agentParty.pageErrors, ...scene.customerParty.pageErrors]).toEqual([])
})
