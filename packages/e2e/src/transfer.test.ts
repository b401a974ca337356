// Consultation, swapping, three-party call, transfer, and an inspector in the call: four browsers, a tone each.
import { HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ } from '@openseat/telephony/media/music'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeskPage, eventually } from './stage/desk-page.ts'
import { beginTalk, openTalkScene, type TalkScene } from './stage/desk-scene.ts'
import { expectHearing, expectMusic } from './stage/audio-probe.ts'
import type { Party } from './stage/party.ts'
import { RestClient } from './stage/rest-client.ts'
import { screenshot } from './stage/screenshot.ts'
import { tones } from './stage/stage.ts'

const inspectorTone = 2010

let scene: TalkScene
let colleague: DeskPage
let inspector: DeskPage
const others: Party[] = []
let callId = ''

beforeAll(async () => {
  scene = await openTalkScene()
  const { stage } = scene
  const join = async (login: string, toneHertz: number): Promise<DeskPage> => {
    const party = await stage.party({ toneHertz })
    others.push(party)
    const desk = new DeskPage(await party.page(), stage.openSeat.origin)
    // Signed in to a queue that nobody calls: only who is asked for is rung.
    await desk.begin(login, ['贵宾服务'])
    return desk
  }
  colleague = await join('lilei@demo', tones.third)
  inspector = await join('zhaoli@demo', inspectorTone)
  callId = await beginTalk(scene)
}, 120_000)
afterAll(() => scene?.stage.close())

const music = [HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ]

test('the agent consults a colleague: the customer hears music, the two hear each other', async () => {
  const { desk, phone } = scene
  await desk.id('call-transfer').click()
  await desk.id('transfer-dialog').waitFor()
  await desk
    .id('destination-search')
    .locator('input')
    .fill('102')
    .catch(() => desk.id('destination-search').fill('102'))
  await screenshot(desk.page, 'agent-transfer')
  await desk.id('consult-agent-102').click()
  await colleague.becomes('ringing')
  await colleague.press('answer')
  await colleague.callBecomes('talking')
  await expectMusic(phone.page, HOLD_MUSIC_HZ, [tones.agent, tones.third])
  await expectHearing(colleague.page, { hears: [tones.agent], notHears: [tones.customer, ...music] })
  await expectHearing(desk.page, { hears: [tones.third], notHears: [tones.customer, ...music] })
  await screenshot(desk.page, 'agent-consultation')
})

test('swapped, the agent is with the customer again and the colleague waits; and back', async () => {
  const { desk, phone } = scene
  await desk.id('call-swap').click()
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [tones.third, ...music] })
  await expectHearing(desk.page, { hears: [tones.customer], notHears: [tones.third, ...music] })
  await expectMusic(colleague.page, HOLD_MUSIC_HZ, [tones.agent, tones.customer])
  await desk.id('call-swap').click()
  await expectHearing(colleague.page, { hears: [tones.agent], notHears: [tones.customer] })
})

test('in the three-party call everybody hears the two others', async () => {
  const { desk, phone } = scene
  await desk.id('call-conference').click()
  await expectHearing(phone.page, { hears: [tones.agent, tones.third], notHears: music })
  await expectHearing(desk.page, { hears: [tones.customer, tones.third], notHears: music })
  await expectHearing(colleague.page, { hears: [tones.customer, tones.agent], notHears: music })
})

test('the agent leaves: customer and colleague go on, and the agent wraps up', async () => {
  const { desk, phone } = scene
  await desk.press('hang-up')
  await desk.becomes('wrapUp')
  await expectHearing(phone.page, { hears: [tones.third], notHears: [tones.agent, ...music] })
  await expectHearing(colleague.page, { hears: [tones.customer], notHears: [tones.agent] })
  await colleague.popBecomes(callId, 'ready')
})

test('the inspector listens unheard, whispers to the agent alone, barges in', async () => {
  const { phone } = scene
  await inspector.open('/inspector')
  await inspector
    .id('board-tabs')
    .getByText(/通话|Calls/)
    .first()
    .click()
  const row = inspector.page.locator(`[data-testid="board-row"][data-key="${callId}"]`)
  await row.waitFor()
  await row.locator('[data-testid="supervise-listen"]').click()
  await expectHearing(inspector.page, { hears: [tones.customer, tones.third] })
  await expectHearing(phone.page, { hears: [tones.third], notHears: [inspectorTone] })
  await expectHearing(colleague.page, { hears: [tones.customer], notHears: [inspectorTone] })
  await screenshot(inspector.page, 'inspector')
  await row.locator('[data-testid="supervise-whisper"]').click()
  await expectHearing(colleague.page, { hears: [tones.customer, inspectorTone] })
  await expectHearing(phone.page, { hears: [tones.third], notHears: [inspectorTone] })
  await row.locator('[data-testid="supervise-bargeIn"]').click()
  await expectHearing(phone.page, { hears: [tones.third, inspectorTone] })
})

test('all of it stands in the record of the one call, and the consultation in one of its own', async () => {
  const { desk, phone, stage } = scene
  await phone.hangUp()
  await phone.becomes('ended')
  await colleague.becomes('wrapUp')
  const client = await RestClient.logIn(stage.openSeat.origin, 'zhaoli@demo')
  const record = await client.call('getContact', { params: { callId } })
  const steps = ['consultStarted', 'conferenceStarted', 'transferred', 'supervisionStarted', 'supervisionEnded', 'released'] as const
  const kinds = new Set(record.timeline.map(({ kind }) => kind))
  for (const step of steps) expect(kinds).toContain(step)
  expect(record).toMatchObject({ agentNumber: '102', releaseCause: 'customerHangUp' })
  expect(record.legs.map(({ party, number }) => [party, number]).slice(1)).toEqual([
    ['agent', '101'],
    ['agent', '102'],
  ])
  const own = await eventually(
    () => client.call('listContacts', { query: { search: callId } }),
    ({ items }) => items.length > 0,
    'the call should be listed',
  )
  expect(own.items[0]).toMatchObject({ purpose: 'customer' })
  await desk.finishWrapUp()
  for (const party of [scene.agentParty, scene.customerParty, ...others]) expect(party.pageErrors).toEqual([])
})
