// A caller leaves a message at the browser's telephone; an agent of the queue hears it, calls back without dialling, and closes it;
// in Chinese and in English.
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { expectHearing } from './stage/audio-probe.ts'
import { openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { recordedTones } from './stage/recorded-tones.ts'
import { RestClient } from './stage/rest-client.ts'
import { tones } from './stage/stage.ts'
import { promptTones, publishMailbox, uploadTones } from './stage/story-flow.ts'

const mailboxNumber = '446679'

let scene: TalkScene
let agent: RestClient

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  const admin = await RestClient.logIn(origin, 'admin@demo')
  agent = await RestClient.logIn(origin, 'wangmin@demo')
  await uploadTones(admin)
  const flowId = await publishMailbox(admin)
  await admin.call('createCalledRoute', { body: { accessCode: '4466', extensionCode: '79', target: { kind: 'flow', flowId } } })
}, 120_000)
afterAll(() => scene?.stage.close())

const rows = (): Locator => scene.desk.page.locator('tbody tr')
const action = (name: string | RegExp): Locator => rows().first().getByRole('button', { name })

/** Speaks for a while after the tone, and presses the key that ends it. */
async function leaveMessage(): Promise<void> {
  const { phone } = scene
  await phone.dial(mailboxNumber)
  await expectHearing(phone.page, { hears: [promptTones.moment] })
  await expectHearing(phone.page, { notHears: [promptTones.moment] })
  await phone.page.waitForTimeout(4_000)
  await phone.pressKey('#')
  await phone.becomes('ended')
}

test('a message that a caller left is heard by the agent, with the caller’s own voice in it', async () => {
  const { desk } = scene
  await leaveMessage()
  await desk.page.getByRole('link', { name: /留言/ }).click()
  await rows().filter({ hasText: '客户服务' }).waitFor()
  expect(await rows().first().innerText()).toMatch(/13812345678[^]*未处理/)
  await expectAccessible(desk.page, 'voicemail')
  const audio = rows().first().locator('audio')
  await audio.evaluate((element: HTMLAudioElement) => element.play())
  await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime), { timeout: 10_000 }).toBeGreaterThan(1)
  const { items } = await agent.call('listVoicemails')
  const { at } = await recordedTones(await agent.file('playVoicemail', { params: { id: items[0]?.id ?? 0 } }), [
    tones.customer,
    promptTones.moment,
  ])
  const [[voice = -100, prompt = -100] = []] = at(2)
  expect(voice).toBeGreaterThan(-40)
  expect(prompt).toBeLessThan(-60)
})

test('the agent takes it, calls back by a click, and closes it', async () => {
  const { desk, phone } = scene
  await action(/^接手留言/).click()
  await rows().first().getByText('处理中 · 101').waitFor()
  await action(/^回拨/).click()
  await phone.becomes('ringing')
  await phone.answer()
  await desk.open()
  await desk.callBecomes('talking')
  await expectHearing(phone.page, { hears: [tones.agent] })
  await phone.hangUp()
  await desk.becomes('wrapUp')
  await desk.finishWrapUp()
  await desk.becomes('idle')
  await desk.open('/voicemail')
  await action(/^办结留言/).click()
  await rows().first().waitFor({ state: 'detached' })
})

test('in English: a further message, without a Chinese word of the interface, in light and dark', async () => {
  const { desk } = scene
  await leaveMessage()
  await desk.open('/voicemail')
  await desk.page.locator('.person').click()
  await desk.page.getByText('English').click()
  await desk.page.locator('html[lang="en"]').waitFor()
  await rows().first().getByText('New').waitFor()
  await desk.page.setViewportSize({ width: 1366, height: 768 })
  await expectAccessible(desk.page, 'voicemail in English')
  expect((await desk.page.getByRole('main').innerText()).replaceAll('客户服务', '')).not.toMatch(/[\u4e00-\u9fff]/)
  expect(
    await rows()
      .first()
      .locator('td.actions')
      .evaluate((cell) => cell.scrollWidth <= cell.clientWidth),
  ).toBe(true)
  await action(/^Close the message/).click()
  await rows().first().waitFor({ state: 'detached' })
})
