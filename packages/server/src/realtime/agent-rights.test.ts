// Every command of an agent by somebody who may not give it, on the socket and by REST.

import { agentCommandSchema, type AgentCommandInput } from '@openseat/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import type { TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient
let page: AgentPage
let agent: TestClient

/** Gives somebody one role in place of those held. */
async function giveRole(account: string, roleId: number): Promise<void> {
  const staff = (await admin.call('listStaff', { query: { search: account } })).body.items?.[0]
  const body = { name: staff?.['name'], roleIds: [roleId] }
  expect((await admin.call('changeStaff', { params: { id: Number(staff?.['id']) }, body })).status).toBe(200)
}

const roleNamed = async (name: string): Promise<number> =>
  Number((await admin.call('listRoles', { query: { search: name } })).body.items?.[0]?.['id'])

beforeAll(async () => {
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  // The record says inspector; the person may not.
  await giveRole('zhaoli', await roleNamed('座席'))
  agent = await centre.client('zhaoli@demo')
  page = await centre.page('zhaoli@demo')
  const queueId = Number((await admin.call('listSkillQueues')).body.items?.[0]?.['id'])
  await page.did({ kind: 'signIn', queueIds: [queueId] })
}, 60_000)
afterAll(() => centre.close())

const callId = '1-1'
const supervision: readonly AgentCommandInput[] = [
  { kind: 'supervise', callId, mode: 'listen' },
  { kind: 'intercept', callId },
  { kind: 'forceState', agentNumber: '101', state: 'signedOut' },
  { kind: 'forceRelease', callId },
  { kind: 'watchBoard', on: true },
]
const kinds = agentCommandSchema.options.map(({ shape }) => shape.kind.value)

it.each(supervision)('$kind is refused to an inspector’s record without the permission', async (command) => {
  expect(await page.send(command)).toMatchObject({ ok: false, code: 'INSPECTOR_ONLY' })
})

it('the workbench shows such an agent no board', async () => {
  expect((await agent.call('getSeatSettings')).body).toMatchObject({ agentNumber: '103', role: 'agent' })
})

it('REST refuses them as well', async () => {
  for (const command of supervision.slice(0, -1))
    expect((await agent.call('runCommand', { body: { command } })).body.code, command.kind).toBe('INSPECTOR_ONLY')
})

it.each(kinds.map((kind) => [kind]))('%s is refused to who may not use the workbench', async (kind) => {
  const made = await admin.call('createRole', { body: { name: `nothing ${kind}`, permissions: ['record.readOwn'] } })
  await giveRole('lilei', Number(made.body['id']))
  const other = await centre.client('lilei@demo')
  expect((await other.call('runCommand', { body: { command: { kind } } })).body.code).toBe('PERMISSION_MISSING')
})

it('nor is the socket opened', async () => {
  const { cookie } = await centre.client('lilei@demo')
  const socket = new WebSocket(`${centre.origin.replace('http', 'ws')}/ws/agent`, { headers: { cookie } })
  const status = await new Promise((resolve) => socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode)))
  expect(status).toBe(403)
})
