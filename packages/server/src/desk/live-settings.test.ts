// Settings that are changed while people are at work, through the whole program.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre, type LivePhone } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import type { TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient
let page: AgentPage
let caller: LivePhone
let service = 0

const agentBody = async (): Promise<Record<string, unknown>> => {
  const { body } = await admin.call('getAgent', { params: { agentNumber: '101' } })
  return { staffId: body['staffId'], role: body['role'], kind: body['kind'] }
}
const setSkills = async (queueIds: number[]) => {
  const body = { ...(await agentBody()), skills: queueIds.map((queueId) => ({ queueId })) }
  expect((await admin.call('changeAgent', { params: { agentNumber: '101' }, body })).status).toBe(200)
}

beforeAll(async () => {
  centre = await liveCentre(db().database, { env: { OPENSEAT_RTP_PORTS: '32600-32799' } })
  admin = await centre.client('admin@demo')
  service = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  caller = await centre.phone('caller', { number: '13900001234' })
}, 60_000)
afterAll(() => centre.close())

beforeEach(async () => {
  await setSkills([service])
  page = await centre.page('wangmin@demo')
  if (page.seat?.state === 'signedOut') await signIn()
  else if (page.seat?.state !== 'idle') await page.did({ kind: 'setIdle' })
  await page.inState('idle')
})

const signIn = () => page.did({ kind: 'signIn', queueIds: [service] })
const latest = async () => (await admin.call('listContacts', { query: { sort: '-startedAt' } })).body.items?.[0]
const call = () => caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
const deleteAgent = () => admin.call('deleteAgent', { params: { agentNumber: '101' } })

it('an agent who loses the last skill is signed out and told why; given back, the next sign-in serves it', async () => {
  await setSkills([])
  await page.inState('signedOut')
  expect(page.seat).toMatchObject({ signedOutFor: 'noQueue', queueIds: [] })
  const refused = await call()
  await until(() => refused.end() !== undefined)
  expect(refused.end()).toMatchObject({ kind: 'rejected', status: 480 })
  await setSkills([service])
  await signIn()
  expect(page.seat).toMatchObject({ state: 'idle', signedOutFor: null })
})

it('nobody is deleted, or unbound from the account, in the middle of a call: the state is named', async () => {
  const talk = await call()
  const { callId } = await page.call('ringing')
  expect((await deleteAgent()).body.detail).toMatch(/^Agent 101 is “Ringing”/)
  await page.did({ kind: 'answer', callId })
  await page.call('talking')
  expect((await deleteAgent()).body).toMatchObject({ status: 409, code: 'AGENT_AT_WORK' })
  const unbound = await admin.call('changeAgent', { params: { agentNumber: '101' }, body: { ...(await agentBody()), staffId: null } })
  expect(unbound.body.code).toBe('AGENT_AT_WORK')
  const batch = await admin.call('batchAgents', { body: { agentNumbers: '101', change: { staffIds: [] } } })
  expect(batch.body).toMatchObject({ refused: [{ agentNumber: '101', code: 'AGENT_AT_WORK' }] })
  expect(page.seat?.state).toBe('talking')
  await page.did({ kind: 'hangUp', callId })
  await until(() => talk.end() !== undefined)
})

it('a queue in which callers wait is not deleted', async () => {
  const made = await admin.call('createSkillQueue', { body: { name: 'short', description: 'd' } })
  const queueId = Number(made.body['id'])
  await setSkills([service, queueId])
  const target = { kind: 'skillQueue', queueId }
  const route = await admin.call('createCalledRoute', { body: { accessCode: '4466', extensionCode: '77', target } })
  await page.did({ kind: 'setBusy' })
  const waiting = await caller.peer.call(`sip:446677@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
  await until(async () => (await latest())?.['queueName'] === 'short')
  const callers = async () => (await admin.call('deleteSkillQueue', { params: { id: queueId } })).body
  await admin.call('deleteCalledRoute', { params: { id: Number(route.body['id']) } })
  await setSkills([service])
  await until(async () => (await callers()).code === 'QUEUE_HAS_CALLERS')
  expect((await callers()).detail).toBe('Skill queue “short” has 1 callers waiting or ringing; delete it once it is empty')
  caller.peer.gateway.hangUp(waiting.callId)
  await until(async () => (await admin.call('deleteSkillQueue', { params: { id: queueId } })).status === 204)
})

it('a caller outside the working hours is refused with the reason in the record, and served again when they open', async () => {
  const hours = await admin.call('createWorkingHours', { body: { name: 'closed' } })
  const { body: queue } = await admin.call('getSkillQueue', { params: { id: service } })
  const { id: _id, agentCount: _agents, leadsBack: _ways, workingHoursName: _name, version: _version, ...settings } = queue
  const keep = (workingHoursId: number | null) =>
    admin.call('changeSkillQueue', { params: { id: service }, body: { ...settings, workingHoursId } })
  expect((await keep(Number(hours.body['id']))).status).toBe(200)
  const refused = await call()
  await until(() => refused.end() !== undefined)
  expect(refused.end()).toMatchObject({ kind: 'rejected', status: 480 })
  expect(await latest()).toMatchObject({ releaseCause: 'closed' })
  expect((await keep(null)).status).toBe(200)
  const served = await call()
  await page.call('ringing')
  caller.peer.gateway.hangUp(served.callId)
})

it('the number label is told to the desk and stays in the record as it was', async () => {
  const label = (numberLabel: string) => admin.call('batchAgents', { body: { agentNumbers: '101', change: { numberLabel } } })
  await label('透显A')
  await call()
  const ringing = await page.call('ringing')
  expect(ringing.numberLabel).toBe('透显A')
  await page.did({ kind: 'answer', callId: ringing.callId })
  await page.call('talking')
  await page.did({ kind: 'hangUp', callId: ringing.callId })
  await label('')
  const { body } = await admin.call('getContact', { params: { callId: ringing.callId } })
  expect((body['legs'] as { party: string; numberLabel: string }[]).map(({ party, numberLabel }) => [party, numberLabel])).toEqual([
    ['customer', ''],
    ['agent', '透显A'],
  ])
})

it('an agent who is deleted while idle leaves the queue; made again it can sign in', async () => {
  const body = await agentBody()
  expect((await deleteAgent()).status).toBe(204)
  await page.closed
  expect((await admin.call('createAgent', { body: { agentNumber: '101', ...body, skills: [{ queueId: service }] } })).status).toBe(200)
  page = await centre.page('wangmin@demo')
  expect(page.seat).toMatchObject({ state: 'signedOut', queueIds: [] })
  await signIn()
  await call()
  await page.call('ringing')
})
