// Hold, mute, keys: who hears whom in each state, and who must not.
import { HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ } from '@openseat/telephony/media/music'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { eventually } from './stage/desk-page.ts'
import { expectHearing, expectMusic } from './stage/audio-probe.ts'
import { RestClient } from './stage/rest-client.ts'
import { tones } from './stage/stage.ts'

let scene: TalkScene
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  callId = await beginTalk(scene)
})
afterAll(() => scene?.stage.close())

const bothTalk = async (): Promise<void> => {
  await expectHearing(scene.phone.page, { hears: [tones.agent], notHears: [tones.customer, HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ] })
  await expectHearing(scene.desk.page, { hears: [tones.customer], notHears: [tones.agent, HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ] })
}

test('talking: each hears the other and not themselves', bothTalk)

test('muted: the customer hears nobody, the agent still hears the customer', async () => {
  await scene.desk.press('mute')
  await expectHearing(scene.phone.page, { notHears: [tones.agent, tones.customer, HOLD_MUSIC_HZ] })
  await expectHearing(scene.desk.page, { hears: [tones.customer] })
})

test('on hold: the customer hears the music and not the agent, the agent hears neither', async () => {
  await scene.desk.press('mute')
  await bothTalk()
  await scene.desk.press('hold')
  await scene.desk.callBecomes('held')
  await expectMusic(scene.phone.page, HOLD_MUSIC_HZ, [tones.agent, tones.customer])
  await expectHearing(scene.desk.page, { notHears: [tones.customer, tones.agent, HOLD_MUSIC_HZ] })
})

test('muted while on hold: after retrieving the customer does not hear the agent, until unmuted', async () => {
  await scene.desk.press('mute')
  await scene.desk.press('retrieve')
  await scene.desk.callBecomes('talking')
  await expectHearing(scene.phone.page, { notHears: [tones.agent, HOLD_MUSIC_HZ] })
  await expectHearing(scene.desk.page, { hears: [tones.customer] })
  await scene.desk.press('mute')
  await bothTalk()
})

test('keys pressed on the pad are sent in order, and told in the record', async () => {
  await scene.desk.press('keypad')
  for (const key of ['1', '2', '#']) await scene.desk.id(`keypad-${key}`).click()
  await eventually(
    () => scene.desk.id('sent-digits').innerText(),
    (text) => text === '12#',
    'the keys should be shown',
  )
  await scene.desk.press('keypad')
  await endTalk(scene)
  const client = await RestClient.logIn(scene.stage.openSeat.origin, 'wangmin@demo')
  const record = await client.call('getContact', { params: { callId } })
  const kinds = record.timeline.map(({ kind }) => kind)
  expect(kinds.filter((kind) => kind === 'digits').length).toBeGreaterThan(0)
  expect(kinds.filter((kind) => kind === 'held' || kind === 'retrieved')).toEqual(['held', 'retrieved'])
  expect(scene.agentParty.pageErrors).toEqual([])
})
