// Call control by REST beside the agent's page: the same call, the same rules, the same refusals.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import type { TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let page: AgentPage
let agent: TestClient
let callId: string

beforeAll(async () => {
  centre = await liveCentre(db().database)
  const admin = await centre.client('admin@demo')
  const queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  await centre.phone('desk-101')
  const params = { agentNumber: '101' }
  const { role, kind, staffId } = (await admin.call('getAgent', { params })).body
  await admin.call('changeAgent', { params, body: { role, kind, staffId, phone: 'desk-101', skills: [{ queueId }] } })
  agent = await centre.client('wangmin@demo')
  page = await centre.page('wangmin@demo')
}, 60_000)
afterAll(() => centre.close())

const run = (command: object) => agent.call('runCommand', { body: { command } })

describe('commands by REST', () => {
  it('want a seat that a page has signed in', async () => {
    expect((await run({ kind: 'setBusy' })).body).toMatchObject({ code: 'SEAT_NOT_SIGNED_IN' })
    expect((await run({ kind: 'signIn', queueIds: [1] })).body.problems?.[0]).toMatchObject({
      field: 'command.kind',
      code: 'FIELD_NOT_APPLICABLE',
    })
    expect((await (await centre.client('operator')).call('runCommand', { body: { command: { kind: 'setIdle' } } })).status).toBe(403)
  })

  it('hold, retrieve and end the call that the page shows', async () => {
    const settings = (await agent.call('getSeatSettings')).body as unknown as { queues: { id: number }[] }
    await page.did({ kind: 'signIn', queueIds: settings.queues.map(({ id }) => id), device: 'phone' })
    const caller = await centre.phone('caller', { number: '13812345678' })
    await caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
    callId = (await page.call('talking')).callId
    expect((await run({ kind: 'hold', callId })).status).toBe(200)
    await page.call('held')
    const state = (await agent.call('getSeat')).body as unknown as { seat: { state: string }; calls: { state: string }[] }
    expect([state.seat.state, state.calls[0]?.state]).toEqual(['talking', 'held'])
    expect((await run({ kind: 'hold', callId })).status).toBe(409)
    expect((await run({ kind: 'retrieve', callId })).status).toBe(200)
    await page.call('talking')
    expect((await run({ kind: 'hangUp', callId })).status).toBe(200)
    await page.inState('wrapUp')
  })

  it('are refused for calls of others and what is no command', async () => {
    expect((await run({ kind: 'hangUp', callId: '1-1' })).status).toBe(404)
    expect((await run({ kind: 'explode' })).status).toBe(422)
  })
})
