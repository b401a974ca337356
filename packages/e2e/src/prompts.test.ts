// A prompt is uploaded, listened to and chosen by a queue; the customer hears it in the browser while on hold.
import { HOLD_MUSIC_HZ } from '@openseat/telephony/media/music'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { expectHearing } from './stage/audio-probe.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { toneWave } from './stage/tone-file.ts'

const promptHz = 1234
let scene: TalkScene
let admin: AdminPage

beforeAll(async () => {
  scene = await openTalkScene()
  const office = await scene.stage.party()
  admin = new AdminPage(await office.page(), scene.stage.openSeat.origin)
  await admin.logIn('admin@demo')
})
afterAll(() => scene?.stage.close())

const file = (name: string, buffer: Buffer) => ({ name, mimeType: 'audio/wav', buffer })

test('a prompt is made, its sound asked for; what is no sound is refused in words, what is can be heard', async () => {
  await admin.open('/configuration/prompts')
  await admin.button('新建语音').first().click()
  await admin.fill('code', 'holdTone')
  await admin.fill('name', '保持音')
  await admin.submit()
  const input = admin.page.getByTestId('prompt-file')
  await input.setInputFiles(file('声音.txt', Buffer.from('text')))
  await admin.page.locator('.form-drawer [role=alert]', { hasText: '不是 .wav 或 .mp3 文件' }).waitFor()
  await input.setInputFiles(file('声音.wav', Buffer.from('text')))
  await admin.page.getByTestId('prompt-send').click()
  await admin.page.locator('.form-drawer [role=alert]', { hasText: '既不是 WAV 也不是 MP3' }).waitFor()
  await input.setInputFiles(file('声音.wav', toneWave(promptHz)))
  await admin.page.getByTestId('prompt-send').click()
  const audio = admin.page.getByTestId('prompt-audio')
  await audio.waitFor()
  await expect.poll(() => audio.evaluate((element) => (element as HTMLAudioElement).duration), { timeout: 10_000 }).toBeCloseTo(4, 1)
  await expectAccessible(admin.page, 'the sound of a prompt')
  await admin.page.keyboard.press('Escape')
  expect(await admin.row('holdTone').innerText()).toContain('0:04')
})

test('a text is spoken', async () => {
  await admin.button('新建语音').first().click()
  await admin.fill('code', 'hours')
  await admin.fill('name', '营业时间')
  await admin.page.locator('.form-drawer').getByText('文本合成', { exact: true }).click()
  await admin.fill('text', '营业时间9:00到18:00')
  await admin.submit()
  await admin.formCloses()
  expect(await admin.row('hours').innerText()).toMatch(/0:0\d/)
})

test('a queue plays it: the customer hears it on hold, and it is not deleted', async () => {
  await admin.open('/configuration/skill-queues')
  await admin.page.getByRole('link', { name: '客户服务', exact: true }).click()
  await admin.field('holdPromptId').waitFor()
  await admin.choose(admin.field('holdPromptId'), '保持音')
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await beginTalk(scene)
  await scene.desk.press('hold')
  await scene.desk.callBecomes('held')
  await expectHearing(scene.phone.page, { hears: [promptHz], notHears: [HOLD_MUSIC_HZ] })
  await scene.desk.press('retrieve')
  await scene.desk.callBecomes('talking')
  await expectHearing(scene.phone.page, { notHears: [promptHz] })
  await endTalk(scene)
  await admin.open('/configuration/prompts')
  await admin.button('删除语音 holdTone').click()
  await admin.page.locator('.confirm button', { hasText: '删除' }).click()
  await admin.page.locator('.confirm [role=alert]', { hasText: '客户服务' }).waitFor()
})
