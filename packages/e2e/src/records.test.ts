// A call is recorded, wrapped up and listened to: both sides apart, silence in the pause, nothing lost by a reload of
// the page or by the end of the program.
import type { Recording, RouteResponse, TimelineKind } from '@openseat/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually } from './stage/desk-page.ts'
import { openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { expectAccessible } from './stage/accessibility.ts'
import { AdminPage } from './stage/admin-page.ts'
import { expectHearing } from './stage/audio-probe.ts'
import { recordedTones } from './stage/recorded-tones.ts'
import { RestClient } from './stage/rest-client.ts'
import { tones } from './stage/stage.ts'

type Record = RouteResponse<'getContact'>

/** The queue behind it records every call. */
const recordedCode = '44661'
const loudDb = -30
const silentDb = -60
const talkMs = 3_500

let scene: TalkScene
let office: AdminPage
let agent: RestClient
let inspector: RestClient
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const { origin } = scene.stage.openSeat
  const party = await scene.stage.party({ context: { viewport: { width: 1366, height: 768 } } })
  office = new AdminPage(await party.page(), origin)
  agent = await RestClient.logIn(origin, 'wangmin@demo')
  inspector = await RestClient.logIn(origin, 'zhaoli@demo')
})
afterAll(() => scene?.stage.close())

async function beginRecordedTalk(): Promise<string> {
  const { desk, phone } = scene
  const before = await desk.callIds()
  await phone.dial(recordedCode)
  await desk.take(phone.number)
  await phone.becomes('talking')
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [tones.customer] })
  await expectHearing(desk.page, { hears: [tones.customer], notHears: [tones.agent] })
  const ids = await desk.callIds()
  return ids.find((id) => !before.includes(id)) ?? ''
}

const recordingIs = (state: 'on' | 'paused'): Promise<void> =>
  scene.desk.page.locator(`[data-testid="recording-mark"][data-recording="${state}"]`).first().waitFor()
const form = (testId: string) => scene.desk.page.locator(`[data-testid="wrap-up"][data-call-id="${callId}"] [data-testid="${testId}"]`)
const notes = () => form('wrap-up-notes')
const stateIs = (state: string): Promise<void> =>
  form('wrap-up-state')
    .and(scene.desk.page.locator(`[data-state="${state}"]`))
    .waitFor()

/** The record, once all its recordings are kept. */
const keptRecord = (client: RestClient, id: string): Promise<Record> =>
  eventually(
    () => client.call('getContact', { params: { callId: id } }),
    ({ recordings }) => recordings.length > 0 && recordings.every(({ status }) => status === 'ready'),
    'the recordings should be kept',
  )

const kept = (record: Record): Recording => {
  const [recording] = record.recordings
  return recording ?? expect.fail('nothing was recorded')
}

const fileOf = ({ recordingId }: Recording): Promise<Uint8Array> => inspector.file('playRecording', { params: { recordingId } })

/** Seconds from the beginning of the recording to an entry of the timeline. */
function secondOf(record: Record, kind: TimelineKind): number {
  const at = record.timeline.find((entry) => entry.kind === kind)?.at ?? expect.fail(`no ${kind}`)
  return (Date.parse(at) - Date.parse(kept(record).startedAt)) / 1000
}

/** Beginnings of the whole seconds that lie between. */
const secondsBetween = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor(to - from)) }, (_, index) => from + index)

/** Each side has its own tone and not the other's. */
function expectBothSides(levels: readonly (readonly number[])[], when: string): void {
  const [customerSide = [], agentSide = []] = levels
  const words = `${when}: ${JSON.stringify(levels)}`
  expect(customerSide[0], words).toBeGreaterThan(loudDb)
  expect(customerSide[1], words).toBeLessThan(silentDb)
  expect(agentSide[1], words).toBeGreaterThan(loudDb)
  expect(agentSide[0], words).toBeLessThan(silentDb)
}

test('a call of a queue that records is recorded, and the agent pauses and resumes', async () => {
  const { desk } = scene
  callId = await beginRecordedTalk()
  await recordingIs('on')
  await desk.page.waitForTimeout(talkMs)
  await desk.id('call-record-pause').click()
  await recordingIs('paused')
  await desk.page.waitForTimeout(talkMs)
  await desk.id('call-record-resume').click()
  await recordingIs('on')
  await desk.page.waitForTimeout(talkMs)
})

test('notes of the call in progress are saved after a pause in typing', async () => {
  await notes().fill('核对账单')
  await stateIs('clean')
  await eventually(
    () => agent.call('getWrapUp', { params: { callId } }),
    (saved) => saved?.notes === '核对账单',
    'the notes should be on the server',
  )
})

test('after the call reason and notes are written; a reload in mid-sentence loses nothing', async () => {
  const { desk, phone } = scene
  await phone.hangUp()
  await desk.becomes('wrapUp')
  await form('wrap-up-reason').click()
  await desk.page.keyboard.type('账单')
  await desk.page.locator('.el-select-dropdown__item:visible').filter({ hasText: '咨询 / 账单' }).click()
  // Without the network nothing can be saved: what is typed has the browser alone.
  await desk.page.route('**/wrap-up', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await notes().fill('核对账单，多扣 20 元，已登记退款')
  await stateIs('failed')
  await expectAccessible(desk.page, 'wrap-up not saved')
  await desk.page.reload()
  await desk.becomes('wrapUp')
  expect(await notes().inputValue()).toBe('核对账单，多扣 20 元，已登记退款')
  // What a page sends as it goes may get through where the test stops requests; what is typed now does not.
  await notes().fill('核对账单，多扣 20 元，已登记退款。')
  await stateIs('failed')
  await form('wrap-up-retry').waitFor()
  // Nobody presses anything: it is saved once there is a way again.
  await desk.page.unroute('**/wrap-up')
  await stateIs('clean')
  await desk.page.reload()
  await stateIs('clean')
  expect(await notes().inputValue()).toBe('核对账单，多扣 20 元，已登记退款。')
  await desk.finishWrapUp()
  await desk.becomes('idle')
  const record = await keptRecord(inspector, callId)
  expect(record.reasonPath).toEqual(['咨询', '账单'])
  expect(record.wrapUps).toMatchObject([{ agentNumber: '101', notes: '核对账单，多扣 20 元，已登记退款。' }])
})

test('the recording has the customer left and the agent right, and in the pause neither', async () => {
  const record = await keptRecord(inspector, callId)
  const recorded = await recordedTones(await fileOf(kept(record)), [tones.customer, tones.agent])
  const paused = secondOf(record, 'recordingPaused')
  const resumed = secondOf(record, 'recordingResumed')
  // Half a second about each switch may hold either.
  const talked = [...secondsBetween(0.5, paused - 0.5), ...secondsBetween(resumed + 0.5, recorded.seconds - 1)]
  const silent = secondsBetween(paused + 0.5, resumed - 0.5)
  expect([talked.length >= 4, silent.length >= 2], JSON.stringify({ talked, silent })).toEqual([true, true])
  for (const second of talked) expectBothSides(recorded.at(second), `second ${second}`)
  for (const second of silent) expect(Math.max(...recorded.at(second).flat()), `paused, second ${second}`).toBeLessThan(silentDb)
  expect(recorded.seconds).toBeGreaterThan((3 * talkMs) / 1000)
})

test('the inspector finds the record by its reason, opens it by a click on its row, and listens', async () => {
  const { page } = office
  await office.logIn('zhaoli@demo')
  await office.open('/records')
  await office.choose(page.locator('.filter').filter({ has: page.getByLabel('来电原因') }), '咨询 / 账单')
  const row = office.row('贵宾服务')
  await row.locator('td').nth(3).click()
  const player = page.locator('[data-testid="player"]')
  await player.waitFor()
  await expectAccessible(page, 'a record with its recording')
  const bars = (await player.locator('path.whole').getAttribute('d')) ?? ''
  expect(bars.match(/M/g)?.length).toBe(400)
  await player.locator('[data-testid="play"]').click()
  const second = () => player.locator('audio').evaluate((audio: HTMLAudioElement) => (audio.paused ? -1 : audio.currentTime))
  await eventually(second, (now) => now > 1.5, 'it should play')
  const wave = player.locator('[data-testid="waveform"]')
  await wave.press('End')
  await eventually(
    () => wave.getAttribute('aria-valuenow').then(Number),
    (now) => now > 10,
    'it should stand at the end',
  )
  await wave.press('Home')
  await wave.press('ArrowRight')
  expect(Number(await wave.getAttribute('aria-valuenow'))).toBeGreaterThanOrEqual(5)
  const box = (await wave.boundingBox()) ?? expect.fail('no waveform')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 4)
  const duration = Number(await wave.getAttribute('aria-valuemax'))
  await eventually(
    () => wave.getAttribute('aria-valuenow').then(Number),
    (now) => Math.abs(now - duration / 2) <= 2,
    'a click in the middle should lead there',
  )
  for (const side of [0, 1]) await player.locator('input[type=range]').nth(side).fill('0')
  await wave.press('Home')
  await player
    .locator('[data-testid="play"]')
    .and(player.getByLabel('播放', { exact: true }))
    .or(player.locator('[data-testid="play"]'))
    .waitFor()
  expect(await page.locator('[data-testid="record-wrap-up"]').innerText()).toContain('多扣 20 元')
  expect(await page.locator('[data-testid="delete-recording"]').count()).toBe(0)
  const saving = page.waitForEvent('download')
  await player.locator('[data-testid="download"]').click()
  expect((await saving).suggestedFilename()).toMatch(/\.wav$/)
})

test('the agent is told that there is a recording and that the right is missing, and gets nothing of it', async () => {
  const { desk } = scene
  await desk.open(`/records/${callId}`)
  await desk.id('recording-refused').waitFor()
  expect(await desk.id('recording-refused').innerText()).toContain('播放录音')
  expect(await desk.id('player').count()).toBe(0)
  const { recordingId } = kept(await agent.call('getContact', { params: { callId } }))
  for (const name of ['playRecording', 'getWaveform', 'deleteRecording'] as const)
    expect(await agent.refused(name, { params: { recordingId } }), name).toMatchObject({ status: 403, code: 'PERMISSION_MISSING' })
  await desk.open()
  await desk.becomes('idle')
})

test('kill -9 in mid-call keeps what was recorded until then', async () => {
  const { desk, phone, stage } = scene
  const killedId = await beginRecordedTalk()
  await recordingIs('on')
  await desk.page.waitForTimeout(talkMs)
  await stage.openSeat.kill()
  await stage.openSeat.start()
  await desk.isConnected()
  await desk.callBecomes('talking', 30_000)
  const after = await inspector.call('getContact', { params: { callId: killedId } })
  expect(kept(after)).toMatchObject({ status: 'ready' })
  const recorded = await recordedTones(await fileOf(kept(after)), [tones.customer, tones.agent])
  expect(recorded.seconds).toBeGreaterThan(talkMs / 1000 - 1)
  for (const second of secondsBetween(0.5, recorded.seconds - 0.5)) expectBothSides(recorded.at(second), `before the end, second ${second}`)

  // The call goes on, and so does its recording: in a second file.
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [tones.customer] }, 30_000)
  await expectHearing(desk.page, { hears: [tones.customer], notHears: [tones.agent] }, 30_000)
  await desk.page.waitForTimeout(talkMs)
  await phone.hangUp()
  await desk.becomes('wrapUp')
  const record = await eventually(
    () => keptRecord(inspector, killedId),
    ({ recordings }) => recordings.length === 2,
    'there should be two recordings',
  )
  expect(await fileOf(kept(record))).toHaveLength(kept(after).bytes ?? 0)
  await office.open(`/records/${killedId}`)
  await office.page.locator('[data-testid="recording"][data-status="ready"]').nth(1).waitFor()
  await desk.finishWrapUp()
  await desk.becomes('idle')
})

test('the administrator deletes a recording, and the record says so', async () => {
  const { origin } = scene.stage.openSeat
  const party = await scene.stage.party({ context: { viewport: { width: 1366, height: 768 } } })
  const admin = new AdminPage(await party.page(), origin)
  await admin.logIn('admin@demo')
  await admin.open(`/records/${callId}`)
  await admin.page.locator('[data-testid="delete-recording"]').click()
  await admin.button('删除').click()
  await admin.page.locator('[data-testid="recording"][data-status="deleted"]').waitFor()
  expect(await inspector.refused('playRecording', { params: { recordingId: `${callId}-1` } })).toMatchObject({ status: 404 })
  expect([...scene.agentParty.pageErrors, ...party.pageErrors]).toEqual([])
})
