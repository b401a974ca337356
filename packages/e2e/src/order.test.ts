// Two agents, five callers: who is offered to whom, in which order, and what an unanswered offer does.
import { busyReasonCodes } from '@openseat/contracts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DeskPage } from './stage/desk-page.ts'
import { accessCode, longWrapUp } from './stage/desk-scene.ts'
import { PhonePage } from './stage/phone-page.ts'
import { RestClient } from './stage/rest-client.ts'
import { Stage } from './stage/stage.ts'

const ringTimeoutSeconds = 8

let stage: Stage
let wang: DeskPage
let li: DeskPage
const phones: PhonePage[] = []

beforeAll(async () => {
  stage = await Stage.open()
  const { origin } = stage.openSeat
  await longWrapUp(origin)
  const operator = await RestClient.logIn(origin, 'operator')
  const { items } = await operator.call('listTenants')
  const params = { tenantId: items.find(({ code }) => code === 'demo')?.id ?? 0 }
  const parameters = await operator.call('getSystemParameters', { params })
  await operator.call('setSystemParameters', { params, body: { ...parameters, ringTimeoutSeconds } })
  const agents = await stage.party()
  const callers = await stage.party()
  wang = new DeskPage(await agents.page(), origin)
  li = new DeskPage(await agents.page(), origin)
  await wang.begin('wangmin@demo')
  await li.begin('lilei@demo')
  for (const digit of [1, 2, 3, 4, 5]) {
    const phone = new PhonePage(await callers.page(), origin, `1390000000${digit}`)
    await phone.open()
    phones.push(phone)
  }
})
afterAll(() => stage?.close())

const phone = (letter: 'A' | 'B' | 'C' | 'D' | 'E'): PhonePage => {
  const found = phones['ABCDE'.indexOf(letter)]
  if (!found) throw new Error(`no telephone ${letter}`)
  return found
}
const rings = async (desk: DeskPage, letter: Parameters<typeof phone>[0]): Promise<void> => {
  await desk.becomes('ringing')
  expect(await desk.customer()).toBe(desk.shown(phone(letter).number))
}
const finish = async (desk: DeskPage): Promise<void> => {
  await desk.press('hang-up')
  await desk.becomes('wrapUp')
  await desk.finishWrapUp()
}

test('the first caller goes to the agent who is idle longest, the second to the other', async () => {
  await phone('A').dial(accessCode)
  await rings(wang, 'A')
  expect(await li.id('call-summary').count()).toBe(0)
  await phone('B').dial(accessCode)
  await rings(li, 'B')
  await wang.answer()
  await li.answer()
})

test('an agent who is free again gets the caller who waits longest', async () => {
  for (const letter of ['C', 'D', 'E'] as const) {
    await phone(letter).dial(accessCode)
    await phone(letter).becomes('waiting')
  }
  await finish(li)
  await rings(li, 'C')
})

test('an offer that is not answered goes back to the head of the queue, and the agent is busy', async () => {
  await li.becomes('busy', (ringTimeoutSeconds + 5) * 1000)
  expect(
    await li
      .id('contact-card')
      .filter({ hasText: li.shown(phone('C').number) })
      .count(),
  ).toBe(0)
  await phone('C').becomes('waiting')
  await finish(wang)
  await rings(wang, 'C')
  await wang.answer()
  await li.chooseState('idle')
  await rings(li, 'D')
  await li.answer()
  await finish(wang)
  await rings(wang, 'E')
  await wang.answer()
})

test('who finished first is idle longest: the next caller goes there', async () => {
  await finish(li)
  await li.becomes('idle')
  await finish(wang)
  await wang.becomes('idle')
  await phone('A').dial(accessCode)
  await rings(li, 'A')
  await li.answer()
  await finish(li)
  await li.becomes('idle')
  await phone('B').dial(accessCode)
  await rings(wang, 'B')
  await wang.press('reject')
  await wang.becomes('busy')
  await rings(li, 'B')
  await li.answer()
  await phone('B').hangUp()
  await li.becomes('wrapUp')
})

test('the records tell the order, and the offer that was missed', async () => {
  const client = await RestClient.logIn(stage.openSeat.origin, 'admin@demo')
  const { items } = await client.call('listContacts', { query: { pageSize: '50' } })
  expect(items).toHaveLength(7)
  const first = items.toSorted((a, b) => a.startedAt.localeCompare(b.startedAt)).slice(0, 5)
  expect(first.map(({ callerNumber }) => callerNumber)).toEqual(phones.map(({ number }) => number))
  expect(first.map(({ agentNumber }) => agentNumber)).toEqual(['101', '102', '101', '102', '101'])
  const missed = await client.call('getContact', { params: { callId: first[2]?.callId ?? '' } })
  const kinds = missed.timeline.map(({ kind }) => kind)
  expect(kinds.filter((kind) => ['offered', 'notAnswered', 'requeued', 'answered'].includes(kind))).toEqual([
    'offered',
    'notAnswered',
    'requeued',
    'offered',
    'answered',
  ])
  const offers = missed.timeline.filter(({ kind }) => kind === 'offered').map(({ data }) => data['agentNumber'])
  expect(offers).toEqual(['102', '101'])
  expect(busyReasonCodes.noAnswer).toBe(2)
})
