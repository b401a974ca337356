// What a queue's callers hear of its own: a prompt while they wait and while they are on hold, and the work number of who answers. Real
// SIP telephones, real RTP, the recorded words.

import { decodeG711, lawOfPayloadType } from '@openseat/telephony/media/g711'
import type { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { pcmWave } from '@openseat/telephony/wave/test-support/wave-bytes'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type AgentPage, type LiveCentre, liveCentre, type LivePhone } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { TestClient } from '../test-support/test-server.ts'

const waitHz = 1234
const holdHz = 1777
const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient
let page: AgentPage
let desk: LivePhone
let caller: LivePhone
let queueId: number

const tone = (hz: number): Uint8Array =>
  pcmWave(16_000, [Int16Array.from({ length: 32_000 }, (_, i) => 4000 * Math.sin((2 * Math.PI * hz * i) / 16_000))])

async function promptOf(code: string, hz: number): Promise<number> {
  const { body } = await admin.call('createPrompt', { body: { code, name: code } })
  const id = Number(body['id'])
  const sent = await admin.call('uploadPrompt', { params: { id }, query: { fileName: `${code}.wav` }, body: tone(hz) })
  expect(sent.status).toBe(200)
  return id
}

beforeAll(async () => {
  centre = await liveCentre(db().database, { env: { OPENSEAT_SPEECH: 'none' } })
  admin = await centre.client('admin@demo')
  const queue = (await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]
  queueId = Number(queue?.['id'])
  const sounds = { waitPromptId: await promptOf('wait', waitHz), holdPromptId: await promptOf('hold', holdHz), answerPrompt: 'workNumber' }
  const { name, description, type } = queue ?? {}
  const changed = await admin.call('changeSkillQueue', { params: { id: queueId }, body: { name, description, type, ...sounds } })
  expect([changed.status, changed.body]).toMatchObject([200, sounds])
  desk = await centre.phone('desk-101')
  const stored = (await admin.call('getAgent', { params: { agentNumber: '101' } })).body
  const { role, kind, staffId } = stored
  const body = { role, kind, staffId, phone: 'desk-101', skills: [{ queueId }] }
  expect((await admin.call('changeAgent', { params: { agentNumber: '101' }, body })).status).toBe(200)
  caller = await centre.phone('caller', { number: '13812345678' })
  page = await centre.page('wangmin@demo')
}, 60_000)
afterAll(() => centre.close())

/** Mean power of what comes, 0 to 1 of full scale squared. */
const powerOf = ({ packets }: RtpPhone): number => {
  const samples = packets.flatMap(({ payloadType, payload }) => [...decodeG711(lawOfPayloadType(payloadType) ?? 'alaw', payload)])
  return samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / Math.max(1, samples.length)
}
const silence = 1e-6

it('are the tenant’s prompts, over and over, and who answers', { timeout: 60_000 }, async () => {
  await page.did({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
  await page.did({ kind: 'setBusy' })
  const { peer, password } = caller
  const call = await peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password, toneHz: 1130 })
  const customer = call.phone
  customer.speaking = false
  await until(() => customer.levelDb(waitHz) > -30)
  // Beyond its two seconds it begins again.
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  customer.forget()
  await until(() => customer.levelDb(waitHz) > -30)
  await page.did({ kind: 'setIdle' })
  await until(() => desk.voice !== undefined)
  const agent = desk.voice
  if (agent === undefined) throw new Error('the agent has no voice')
  agent.speaking = false
  customer.packets.length = 0
  await until(() => powerOf(agent) > silence * 10 && powerOf(customer) > silence * 10)
  const { callId } = await page.call('talking')
  customer.forget()
  await until(() => customer.levelDb(waitHz) < -60)
  await until(() => {
    agent.packets.length = 0
    return new Promise((resolve) => setTimeout(() => resolve(agent.packets.length > 5 && powerOf(agent) < silence), 400))
  })
  await page.did({ kind: 'hold', callId })
  await until(() => customer.levelDb(holdHz) > -30)
  await page.did({ kind: 'retrieve', callId })
  customer.forget()
  await until(() => customer.levelDb(holdHz) < -60)
  peer.gateway.hangUp(call.callId)
  customer.close()
})
