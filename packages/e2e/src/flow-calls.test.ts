// A flow comes in as a file, is mended, published and called to by clicks; a caller on the browser's telephone hears it, presses
// keys, waits and is answered; the program is killed in each of its waits; an agent lends a caller to it and has them back.
import { QUEUE_MUSIC_HZ } from '@openseat/telephony/media/music'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { expectHearing, expectMusic, expectSpeech } from './stage/audio-probe.ts'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { RestClient } from './stage/rest-client.ts'
import { openSlowService } from './stage/slow-service.ts'
import { tones } from './stage/stage.ts'
import { backName, connected, promptTones, publishOthers, storyFile, storyFlowName, uploadTones, waitName } from './stage/story-flow.ts'

const flowNumber = '446671'
/** Of the flow that the demo begins with. */
const demoFlowNumber = '44668'

let scene: TalkScene
let admin: AdminPage
let rest: RestClient

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  rest = await RestClient.logIn(origin, 'admin@demo')
  await openSlowService(scene.stage)
  await uploadTones(rest)
  await publishOthers(rest)
  admin = new AdminPage(await (await scene.stage.party()).page(), origin)
  await admin.logIn('admin@demo')
}, 120_000)
afterAll(() => scene?.stage.close())
/** Whatever became of a story, the next finds nobody in a call, and the agent idle. */
afterEach(async () => {
  const { desk, phone } = scene
  if (await phone.id('phone-hang-up').isVisible()) await callerHangsUp()
  if (await desk.id('wrap-up-finish').isVisible()) await desk.finishWrapUp()
  if (await desk.id('sign-in').isVisible()) await desk.signIn()
  else if ((await desk.id('state-chip').getAttribute('data-state')) === 'busy') await desk.chooseState('idle')
  await desk.becomes('idle')
})

const others = (of: number): number[] => Object.values(promptTones).filter((hertz) => hertz !== of)
const hears = (hertz: number): Promise<void> => expectHearing(scene.phone.page, { hears: [hertz], notHears: others(hertz) }, 60_000)

async function wayOf(callId: string): Promise<string> {
  const { timeline } = await rest.call('getContact', { params: { callId } })
  const steps = timeline.filter(({ kind }) => kind === 'flowStep')
  return steps.map(({ data }) => `${String(data['nodeId'])}>${String(data['branch'])}`).join(' ')
}

async function latestCall(): Promise<string> {
  const { items } = await rest.call('listContacts', { query: { pageSize: '1' } })
  return items[0]?.callId ?? ''
}

/** Past the greeting, into the menu. */
async function callToMenu(): Promise<void> {
  const { phone } = scene
  await phone.dial(flowNumber)
  await hears(promptTones.hello)
  await phone.pressKey('#')
  await hears(promptTones.menu)
}

/** Nothing is heard while the program is away; what is heard first afterwards is listened for from the beginning. */
async function powerCut(heardAgain: () => Promise<void>): Promise<void> {
  const { openSeat } = scene.stage
  await openSeat.kill()
  await expectHearing(scene.phone.page, { notHears: [...Object.values(promptTones), QUEUE_MUSIC_HZ] })
  await Promise.all([openSeat.start(), heardAgain()])
  await scene.desk.isConnected()
}

async function callerHangsUp(): Promise<void> {
  await scene.phone.hangUp()
  await scene.phone.becomes('ended')
}

test('a file with a fault comes in as a draft, is mended and published, and a number leads to it', async () => {
  const { page } = admin
  await admin.open('/configuration/flows')
  await admin.button('导入').click()
  await page.getByPlaceholder('或将文件内容粘贴到这里').fill(storyFile())
  await admin.button('读取内容').click()
  await page.getByTestId('flow-import').getByText(storyFlowName).waitFor()
  await admin.button('导入为草稿').click()
  await page.getByRole('heading', { name: storyFlowName }).waitFor()
  const problems = page.getByTestId('flow-problems')
  await problems.getByText('分支“下一步”没有连接').waitFor()
  await expectAccessible(page, 'a flow with problems')
  await admin.button('发布').click()
  expect(await page.getByRole('dialog').innerText()).toContain('有 1 处错误')
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
  await admin.button('文本（JSON）').click()
  const text = page.getByLabel('文本（JSON）').locator('visible=true').last()
  await text.fill(connected(await text.inputValue()))
  await admin.button('保存草稿').click()
  await problems.getByText('没有发现问题').waitFor()
  await admin.button('发布').click()
  await page.getByLabel('修改说明').fill('第一版')
  await page.getByRole('dialog').getByRole('button', { name: '发布', exact: true }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await admin.button('版本').click()
  expect(await page.locator('li').filter({ hasText: '第一版' }).innerText()).toMatch(/\d{4}\/\d{2}\/\d{2} [\d:]+[^]*admin/)
  await admin.open('/configuration/flows')
  expect(await admin.row(storyFlowName).innerText()).toMatch(/\d{4}\/\d{2}\/\d{2} [\d:]+[^]*admin/)
  await admin.open('/configuration/called-routes')
  await admin.button('新建被叫').first().click()
  await admin.choose(admin.field('accessCode'), '4466')
  await admin.fill('extensionCode', '71')
  await admin.choose(admin.field('target'), storyFlowName)
  await admin.submit()
  await admin.formCloses()
  expect(await admin.row(flowNumber).innerText()).toContain(storyFlowName)
})

test('a caller hears the prompts, chooses on the keypad, waits with music, and is answered; the record has every step', async () => {
  const { desk, phone } = scene
  await desk.chooseState('busy-1')
  await callToMenu()
  await phone.pressKey('1')
  await expectMusic(phone.page, QUEUE_MUSIC_HZ, Object.values(promptTones))
  await desk.chooseState('idle')
  await desk.take(phone.number)
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [QUEUE_MUSIC_HZ, promptTones.menu] })
  await expectHearing(desk.page, { hears: [tones.customer] })
  const [callId = ''] = await desk.callIds()
  expect(await wayOf(callId)).toBe('s>next hello>next menu>1 queue>')
  await endTalk(scene)
  await desk.open(`/records/${callId}`)
  const record = desk.page.locator('.detail')
  await record.getByText('流程：主菜单 · 菜单 → 1').waitFor()
  await expectAccessible(desk.page, 'the record of a flow')
  await desk.open()
  await desk.becomes('idle')
})

test('the demo’s flow speaks', async () => {
  const { phone } = scene
  await phone.dial(demoFlowNumber)
  await expectSpeech(phone.page, [QUEUE_MUSIC_HZ])
  await callerHangsUp()
})

test('killed in a prompt: it is heard again from its beginning, and the menu after it', async () => {
  const { phone } = scene
  await phone.dial(flowNumber)
  await hears(promptTones.hello)
  await powerCut(() => hears(promptTones.hello))
  await phone.pressKey('#')
  await hears(promptTones.menu)
  await callerHangsUp()
})

test('killed in a menu: it asks again, and takes the key', async () => {
  const { phone } = scene
  await callToMenu()
  await powerCut(() => hears(promptTones.menu))
  await phone.pressKey('3')
  await hears(promptTones.moment)
  await callerHangsUp()
  expect(await wayOf(await latestCall())).toMatch(/menu>3 mail>$/)
})

test('killed while an interface keeps the caller waiting: it is asked again, and its lateness told', async () => {
  const { phone } = scene
  await callToMenu()
  await phone.pressKey('2')
  await hears(promptTones.moment)
  await powerCut(() => hears(promptTones.moment))
  await hears(promptTones.late)
  await hears(promptTones.menu)
  await callerHangsUp()
})

test('killed in the line: the music plays on, and the caller is answered', async () => {
  const { desk, phone } = scene
  await desk.chooseState('busy-1')
  await callToMenu()
  await phone.pressKey('1')
  await expectMusic(phone.page, QUEUE_MUSIC_HZ)
  await powerCut(() => expectMusic(phone.page, QUEUE_MUSIC_HZ))
  await desk.chooseState('idle')
  await desk.take(phone.number)
  await expectHearing(phone.page, { hears: [tones.agent] })
  await endTalk(scene)
})

test('an agent lends the caller to the flow, and has them back after it', async () => {
  const { desk, phone } = scene
  const { items } = await rest.call('listFlows', { query: { search: backName } })
  expect(items).toHaveLength(1)
  const callId = await beginTalk(scene)
  await desk.id('call-transfer').click()
  await desk.id('destination-search').fill(backName)
  const dialog = desk.id('transfer-dialog')
  await dialog.getByRole('button', { name: `转接并返回: ${backName}` }).waitFor()
  await expectAccessible(desk.page, 'transfer to a flow')
  await dialog.getByRole('button', { name: `转接并返回: ${backName}` }).click()
  await hears(promptTones.moment)
  await desk.becomes('wrapUp')
  await desk.finishWrapUp()
  await phone.pressKey('5')
  await desk.becomes('ringing')
  await desk.answer()
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [promptTones.moment] })
  expect(await desk.callIds()).toContain(callId)
  expect(await wayOf(callId)).toBe('s>next rate>5 set>next back>')
  await endTalk(scene)
})

test('a queue’s form offers flows: for the wait and for each exit; callers hear the one while the other waits', async () => {
  const { desk, phone } = scene
  await admin.open('/configuration/skill-queues')
  await admin.row('客户服务').getByRole('link').or(admin.row('客户服务').getByRole('button')).first().click()
  await admin.field('waitFlowId').waitFor()
  await admin.choose(admin.field('waitFlowId'), waitName)
  await admin.choose(admin.field('onUnstaffed'), `转到流程 ${storyFlowName}`)
  await expectAccessible(admin.page, 'a queue with flows')
  await admin.submit()
  await admin.page.waitForURL('**/configuration/skill-queues')
  await desk.chooseState('busy-1')
  await phone.dial('4466')
  await hears(promptTones.late)
  await desk.chooseState('idle')
  await desk.take(phone.number)
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [promptTones.late] })
  await endTalk(scene)
  await desk.chooseState('signOut')
  await phone.dial('4466')
  await hears(promptTones.hello)
  await callerHangsUp()
})
