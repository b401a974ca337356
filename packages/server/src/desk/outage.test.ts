// Calls over real SIP and RTP while the database takes nothing: what is said on the lines meanwhile is not lost, an agent
// can hang up, a new caller is told, and everybody hears of it in words.

import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre, type LivePhone } from '../test-support/live-centre.ts'
import { until, type SipPeer } from '../test-support/sip-peer.ts'
import { clientConfig, useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let page: AgentPage
let caller: LivePhone
let queueId: number
let locker: Client

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  await centre.phone('desk-101')
  const { role, kind, staffId } = (await admin.call('getAgent', { params: { agentNumber: '101' } })).body
  const body = { role, kind, staffId, phone: 'desk-101', skills: [{ queueId }] }
  expect((await admin.call('changeAgent', { params: { agentNumber: '101' }, body })).status).toBe(200)
  caller = await centre.phone('caller', { number: '13812345678' })
  page = await centre.page('wangmin@demo')
  locker = new Client(clientConfig(db().address))
  await locker.connect()
}, 60_000)
afterAll(async () => {
  await locker.end()
  await centre.close()
})

const call = () => caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
let talking: Awaited<ReturnType<SipPeer['call']>>
let callId: string

beforeEach(async () => {
  page.frames.length = 0
  await page.did({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
  talking = await call()
  callId = (await page.call('talking')).callId
})

const storing = () => page.frames.flatMap((frame) => (frame.type === 'storing' ? [frame.on] : []))
const readiness = async () => (await fetch(`${centre.origin}/readyz`)).status

async function whileLocked(work: () => Promise<void>): Promise<void> {
  await locker.query('begin; lock table contact')
  try {
    await work()
  } finally {
    await locker.query('rollback')
  }
}

async function wrapUp(cause: string): Promise<void> {
  await page.inState('wrapUp')
  const { rows } = await db().owner.query('select release_cause from contact where call_id = $1', [callId])
  expect(rows).toEqual([{ release_cause: cause }])
  await page.did({ kind: 'finishWrapUp' })
  await page.did({ kind: 'signOut' })
}

it('keeps a customer’s hang-up for the desk, and turns away who calls meanwhile', { timeout: 40_000 }, async () => {
  await whileLocked(async () => {
    caller.peer.gateway.hangUp(talking.callId)
    const turnedAway = await call()
    await until(() => turnedAway.end() !== undefined)
    expect(turnedAway.end()).toMatchObject({ kind: 'rejected', status: 503 })
    expect(storing()).toEqual([false])
    expect(await readiness()).toBe(503)
  })
  await wrapUp('customerHangUp')
  expect(storing()).toEqual([false, true])
  expect(await readiness()).toBe(200)
  const metrics = await fetch(`${centre.origin}/metrics`).then((answer) => answer.text())
  expect(metrics).toContain('openseat_sip_lines 0')
})

it('lets the agent hang up on the customer, who hears of it at once', { timeout: 40_000 }, async () => {
  await whileLocked(async () => {
    expect(await page.send({ kind: 'hangUp', callId })).toMatchObject({ ok: true })
    await until(() => talking.end() !== undefined)
    expect(talking.end()).toMatchObject({ kind: 'hungUp', by: 'remote' })
    expect(storing()).toEqual([false])
  })
  await wrapUp('agentHangUp')
})
