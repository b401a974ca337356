// A page reloaded in mid-call brings its person back into the same call, with voice both ways.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginTalk, endTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { expectHearing } from './stage/audio-probe.ts'
import { RestClient } from './stage/rest-client.ts'
import { tones } from './stage/stage.ts'

let scene: TalkScene
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  callId = await beginTalk(scene)
  await scene.desk.popBecomes(callId, 'ready')
})
afterAll(() => scene?.stage.close())

const bothTalk = async (): Promise<void> => {
  await expectHearing(scene.phone.page, { hears: [tones.agent], notHears: [tones.customer] })
  await expectHearing(scene.desk.page, { hears: [tones.customer], notHears: [tones.agent] })
}

test('before: both talk', bothTalk)

test('the agent’s page is reloaded: same call, same page of the enterprise, voice both ways', async () => {
  const address = await scene.desk.companyAddress(callId)
  await scene.desk.page.reload()
  await scene.desk.callBecomes('talking')
  await scene.desk.popBecomes(callId, 'ready')
  expect(await scene.desk.companyAddress(callId)).toBe(address)
  expect(await scene.desk.callIds()).toEqual([callId])
  await bothTalk()
})

test('the customer’s telephone is reloaded: the call goes on, voice both ways', async () => {
  await scene.phone.page.reload()
  await scene.phone.becomes('talking')
  await bothTalk()
  await scene.desk.callBecomes('talking')
})

test('on hold, then reloaded: still on hold', async () => {
  await scene.desk.press('hold')
  await scene.desk.callBecomes('held')
  await scene.desk.page.reload()
  await scene.desk.callBecomes('held')
  await scene.desk.press('retrieve')
  await scene.desk.callBecomes('talking')
  await bothTalk()
})

test('in wrap-up, then reloaded: still in wrap-up', async () => {
  await scene.phone.hangUp()
  await scene.desk.becomes('wrapUp')
  await scene.desk.id('wrap-up-extend').click()
  await scene.desk.page.reload()
  await scene.desk.becomes('wrapUp')
  await scene.desk.chooseState('finishWrapUp')
  await scene.desk.becomes('idle')
})

test('ringing, then reloaded: it still rings, and can be answered', async () => {
  await scene.phone.dial('4466')
  await scene.desk.becomes('ringing')
  await scene.desk.page.reload()
  await scene.desk.take(scene.phone.number)
  await bothTalk()
  await endTalk(scene)
})

test('the record tells one call with one pop', async () => {
  const client = await RestClient.logIn(scene.stage.openSeat.origin, 'wangmin@demo')
  const record = await client.call('getContact', { params: { callId } })
  expect(record.releaseCause).toBe('customerHangUp')
  expect(record.timeline.filter(({ kind }) => kind === 'popRequested')).toHaveLength(1)
  expect(scene.agentParty.pageErrors).toEqual([])
})
