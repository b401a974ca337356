// The newcomer's story: everything that the start of the program tells to try, with real voices.
import { HOLD_MUSIC_HZ, QUEUE_MUSIC_HZ } from '@openseat/telephony/media/music'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeskPage, eventually } from './stage/desk-page.ts'
import { expectHearing, expectMusic } from './stage/audio-probe.ts'
import { type Party } from './stage/party.ts'
import { PhonePage } from './stage/phone-page.ts'
import { RestClient } from './stage/rest-client.ts'
import { screenshot } from './stage/screenshot.ts'
import { Stage, tones } from './stage/stage.ts'

const customerNumber = '13812345678'
const accessCode = '4466'

let stage: Stage
let agentParty: Party
let customerParty: Party
let desk: DeskPage
let phone: PhonePage
let inboundId = ''

beforeAll(async () => {
  stage = await Stage.open()
  const { origin } = stage.openSeat
  agentParty = await stage.party({ toneHertz: tones.agent })
  customerParty = await stage.party({ toneHertz: tones.customer, context: { viewport: { width: 480, height: 860 } } })
  desk = new DeskPage(await agentParty.page(), origin)
  phone = new PhonePage(await customerParty.page(), origin, customerNumber)
})
afterAll(() => stage.close())

test('the agent signs in with the microphone, and is idle', async () => {
  await desk.logIn('wangmin@demo')
  await desk.open()
  await desk.id('sign-in').click()
  await desk.id('sign-in-go').and(desk.page.locator(':enabled')).waitFor()
  expect(await desk.id('sign-in-problem').count()).toBe(0)
  await screenshot(desk.page, 'agent-sign-in')
  await desk.id('sign-in-go').click()
  await desk.becomes('idle')
})

test('the telephone dials the access code, hears the queue’s music and nobody else, and the workbench rings', async () => {
  await phone.open()
  await phone.dial(accessCode, 'orderId=A20418')
  await phone.becomes('waiting')
  await desk.becomes('ringing')
  expect(await desk.customer()).toBe(desk.shown(customerNumber))
  await expectMusic(phone.page, QUEUE_MUSIC_HZ, [tones.agent, tones.customer])
  expect(await desk.id('contact-pages').locator('[data-testid="pop-tab"]').count()).toBe(0)
  await screenshot(desk.page, 'agent-ringing')
})

test('after the answer both hear each other, nobody hears themselves, and the music stops', async () => {
  await desk.answer()
  await phone.becomes('talking')
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [tones.customer, QUEUE_MUSIC_HZ, HOLD_MUSIC_HZ] })
  await expectHearing(desk.page, { hears: [tones.customer], notHears: [tones.agent, QUEUE_MUSIC_HZ, HOLD_MUSIC_HZ] })
})

test('the customer’s page of another origin opens, filled from its address, parameter by parameter', async () => {
  inboundId = (await desk.callIds())[0] ?? ''
  expect(inboundId).toMatch(/^\d{10}-\d+$/)
  await desk.popBecomes(inboundId, 'ready')
  const expected = [
    `callerNum=${customerNumber}`,
    `calledNum=${accessCode}`,
    `callid=${inboundId}`,
    'mediaType=1',
    'callType=0',
    'workNo=101',
    `origin=${stage.openSeat.origin}`,
  ]
  const address = `${stage.openSeat.enterpriseOrigin}/crm/customer.html?${expected.join('&')}`
  expect(await desk.companyAddress(inboundId)).toBe(address)
  const company = desk.companyPage(inboundId)
  await company.locator('body[data-ready="true"]').waitFor()
  expect(await company.locator('#name').innerText()).toBe('陈思远')
  expect(await company.locator('body').evaluate(() => location.href)).toBe(address)
  expect(await company.locator('#params dd').allTextContents()).toEqual(expected.map((pair) => pair.slice(pair.indexOf('=') + 1)))
  expect(new URL(address).origin).not.toBe(stage.openSeat.origin)
  expect(await desk.id('attached-data').innerText()).toContain('A20418')
  await phone.page.bringToFront()
  await screenshot(phone.page, 'phone')
  await screenshot(desk.page, 'agent-talking')
  await screenshot(desk.page, 'workbench')
})

test('hanging up leads to wrap-up with a count-down, then to idle; the page stays', async () => {
  await phone.hangUp()
  await phone.becomes('ended')
  await desk.becomes('wrapUp')
  const first = await desk.clock()
  await screenshot(desk.page, 'agent-wrap-up')
  await eventually(
    () => desk.clock(),
    (now) => now !== first,
    'the count-down should run',
  )
  await desk.becomes('idle')
  expect(await desk.pages(inboundId).locator('[data-testid="pop-frame"]').getAttribute('data-status')).toBe('ready')
})

test('the contact record shows the call with its timeline', async () => {
  await desk.open(`/records/${inboundId}`)
  const detail = desk.page.locator(`.detail[aria-label="${inboundId}"]`)
  await detail.waitFor()
  await screenshot(desk.page, 'agent-record')
  const client = await RestClient.logIn(stage.openSeat.origin, 'wangmin@demo')
  const record = await client.call('getContact', { params: { callId: inboundId } })
  expect(record).toMatchObject({ direction: 'inbound', queueName: '客户服务', agentNumber: '101', releaseCause: 'customerHangUp' })
  expect(record.attachedData).toEqual({ orderId: 'A20418' })
  expect(record.talkSeconds).toBeGreaterThan(0)
  const kinds = record.timeline.map(({ kind }) => kind)
  const steps = ['arrived', 'queued', 'offered', 'answered', 'popRequested', 'frameLoaded', 'released'] as const
  expect(kinds.filter((kind) => (steps as readonly string[]).includes(kind))).toEqual(steps)
  expect(await detail.locator('ol li').count()).toBe(record.timeline.length)
})

test('the agent dials the telephone’s number: both talk, and the page pops likewise', async () => {
  await desk.open()
  await desk.becomes('idle')
  await desk.dial(customerNumber)
  await phone.becomes('ringing')
  await phone.answer()
  await desk.callBecomes('talking')
  await expectHearing(phone.page, { hears: [tones.agent], notHears: [tones.customer, QUEUE_MUSIC_HZ] })
  await expectHearing(desk.page, { hears: [tones.customer], notHears: [tones.agent] })
  const outboundId = (await desk.callIds()).find((callId) => callId !== inboundId) ?? ''
  await desk.popBecomes(outboundId, 'ready')
  const { searchParams } = new URL(await desk.companyAddress(outboundId))
  expect([...searchParams]).toEqual([
    ['callerNum', accessCode],
    ['calledNum', customerNumber],
    ['callid', outboundId],
    ['mediaType', '1'],
    ['callType', '1'],
    ['workNo', '101'],
    ['origin', stage.openSeat.origin],
  ])
  expect(await desk.companyPage(outboundId).locator('#name').innerText()).toBe('陈思远')
  await desk.press('hang-up')
  await phone.becomes('ended')
  await desk.becomes('wrapUp')
  await desk.becomes('idle')
  const client = await RestClient.logIn(stage.openSeat.origin, 'wangmin@demo')
  const record = await client.call('getContact', { params: { callId: outboundId } })
  expect(record).toMatchObject({ direction: 'outbound', agentNumber: '101', releaseCause: 'agentHangUp' })
})

test('no page threw an error', () => {
  expect([...agentParty.pageErrors, ...customerParty.pageErrors]).toEqual([])
})
