// The program is killed without warning in mid-call, with callers waiting, and started again on the same data.
import { QUEUE_MUSIC_HZ } from '@openseat/telephony/media/music'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accessCode, beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { expectHearing, expectMusic } from './stage/audio-probe.ts'
import { PhonePage } from './stage/phone-page.ts'
import { RestClient } from './stage/rest-client.ts'
import { tones } from './stage/stage.ts'

let scene: TalkScene
let first: PhonePage
let second: PhonePage
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const others = await scene.stage.party()
  const { origin } = scene.stage.openSeat
  first = new PhonePage(await others.page(), origin, '13900000001')
  second = new PhonePage(await others.page(), origin, '13900000002')
  await first.open()
  await second.open()
})
afterAll(() => scene?.stage.close())

const bothTalk = async (): Promise<void> => {
  await expectHearing(scene.phone.page, { hears: [tones.agent], notHears: [tones.customer] }, 30_000)
  await expectHearing(scene.desk.page, { hears: [tones.customer], notHears: [tones.agent] }, 30_000)
}

test('after kill -9 and a new start the talk goes on, the waiting wait, and nothing acknowledged is lost', async () => {
  const { desk, stage } = scene
  const earlierId = await beginTalk(scene, 'orderId=A20418')
  await endTalk(scene)
  const before = await RestClient.logIn(stage.openSeat.origin, 'wangmin@demo')
  const earlier = await before.call('getContact', { params: { callId: earlierId } })

  callId = await beginTalk(scene)
  await bothTalk()
  await first.dial(accessCode)
  await first.becomes('waiting')
  await second.dial(accessCode)
  await second.becomes('waiting')

  await stage.openSeat.kill()
  await desk.id('stale-notice').waitFor()
  await stage.openSeat.start()

  await desk.isConnected()
  expect(await desk.id('stale-notice').count()).toBe(0)
  await desk.callBecomes('talking', 30_000)
  await desk.becomes('talking')
  await bothTalk()
  await scene.phone.becomes('talking')
  // They hear the queue again: only then can they be offered.
  for (const waiting of [first, second]) {
    await waiting.becomes('waiting')
    await expectMusic(waiting.page, QUEUE_MUSIC_HZ)
  }
  // The same session still counts: nobody logs in again.
  expect(await before.call('getContact', { params: { callId: earlierId } })).toEqual(earlier)
})

test('the waiting callers kept their places', async () => {
  const { desk } = scene
  await endCall()
  await desk.take(first.number)
  await first.becomes('talking')
  await second.becomes('waiting')
  await desk.press('hang-up')
  await desk.finishWrapUp()
  await desk.take(second.number)
  await desk.press('hang-up')
  await second.becomes('ended')
  await desk.finishWrapUp()
  await desk.becomes('idle')
})

async function endCall(): Promise<void> {
  await scene.phone.hangUp()
  await scene.phone.becomes('ended')
  await scene.desk.becomes('wrapUp')
  await scene.desk.finishWrapUp()
}

test('the record of the interrupted call is whole', async () => {
  const client = await RestClient.logIn(scene.stage.openSeat.origin, 'wangmin@demo')
  const record = await client.call('getContact', { params: { callId } })
  expect(record).toMatchObject({ agentNumber: '101', releaseCause: 'customerHangUp' })
  expect(record.timeline.map(({ n }) => n)).toEqual(record.timeline.map((_, index) => index + 1))
  const all = await client.call('listContacts', { query: { pageSize: '50' } })
  expect(all.items.filter(({ endedAt }) => endedAt === null)).toEqual([])
  expect(scene.agentParty.pageErrors).toEqual([])
})

test('killed while nobody talks: the idle agent is idle again and gets the next call', async () => {
  await scene.stage.openSeat.kill()
  await scene.stage.openSeat.start()
  await scene.desk.isConnected()
  await scene.desk.becomes('idle', 30_000)
  await scene.phone.page.locator('[data-testid="phone-connection"][data-state="connected"]').waitFor({ timeout: 30_000 })
  await beginTalk(scene)
  await endTalk(scene)
})
