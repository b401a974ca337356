// Whatever ends a log-in or its right closes its sockets at that moment: not at the next question, which comes within a minute.

import { limits } from '@openseat/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import { demoSecret, TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient
let agent: TestClient
let page: AgentPage
const staff = { id: 0, name: '', roleIds: [] as number[] }
const notLoggedIn = 4401

const setStaff = (change: object) =>
  admin.call('changeStaff', { params: { id: staff.id }, body: { name: staff.name, roleIds: staff.roleIds, ...change } })

beforeAll(async () => {
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  const row = (await admin.call('listStaff', { query: { search: 'wangmin' } })).body.items?.[0]
  Object.assign(staff, { id: Number(row?.['id']), name: row?.['name'], roleIds: row?.['roleIds'] })
}, 60_000)
afterAll(() => centre.close())

beforeEach(async () => {
  agent = await centre.client('wangmin@demo')
  page = await centre.pageOf(agent)
})

it('a name of somebody else’s log-in ends nothing', async () => {
  const other = (await (await centre.client('lilei@demo')).call('listLogIns')).body.items ?? []
  const answer = await admin.call('endLogIn', { params: { logInId: String(other[0]?.['id']) } })
  expect(answer.status).toBe(404)
})

describe('a call of a log-in that ends', () => {
  it('is over in the browser at once: its customer does not wait for somebody who has been shut out', { timeout: 30_000 }, async () => {
    const { body } = await admin.call('listSkillQueues', { query: { search: '客户服务' } })
    const queueId = Number(body.items?.[0]?.['id'])
    const caller = await centre.phone('caller', { number: '13812345678' })
    await page.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    const call = await caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
    const { callId } = await page.call('ringing')
    await page.did({ kind: 'answer', callId })
    await setStaff({ active: false })
    expect(await page.closed).toBe(notLoggedIn)
    await expect.poll(() => call.end()).toMatchObject({ kind: 'hungUp', by: 'remote' })
    await setStaff({ active: true })
    const again = await centre.page('wangmin@demo')
    expect(again.seat?.state).toBe('signedOut')
  })
})

describe('the page of a log-in is closed', () => {
  it('when it logs out, and before that is answered another page of the same person stays', async () => {
    const other = await centre.page('wangmin@demo')
    await agent.call('logOut')
    expect(await page.closed).toBe(notLoggedIn)
    expect(await other.send({ kind: 'setAutoAnswer', on: false })).toMatchObject({ type: 'result' })
  })

  it('when it is ended from another device, by name or all at once', async () => {
    const elsewhere = await centre.client('wangmin@demo')
    const list = (await elsewhere.call('listLogIns')).body.items ?? []
    expect(list.filter((entry) => entry['current'])).toHaveLength(1)
    for (const { id, current } of list) if (!current) await elsewhere.call('endLogIn', { params: { logInId: String(id) } })
    expect(await page.closed).toBe(notLoggedIn)
    expect((await elsewhere.call('listLogIns')).body.items).toMatchObject([{ current: true, address: '127.0.0.1' }])
    const last = await centre.pageOf(elsewhere)
    expect((await elsewhere.call('endAllLogIns')).headers['set-cookie']).toMatch(/openseat_session=;/)
    expect(await last.closed).toBe(notLoggedIn)
    expect((await elsewhere.call('getMe')).status).toBe(401)
  })

  it('when the account is switched off', async () => {
    await setStaff({ active: false })
    expect(await page.closed).toBe(notLoggedIn)
    await setStaff({})
  })

  it('when the right is withdrawn, by the person’s roles or by the role itself', async () => {
    const made = await admin.call('createRole', { body: { name: 'other', permissions: ['workbench.use'] } })
    const role = Number(made.body['id'])
    await setStaff({ roleIds: [role] })
    expect(await page.send({ kind: 'setAutoAnswer', on: false })).toMatchObject({ type: 'result' })
    await admin.call('changeRole', { params: { id: role }, body: { name: 'other', permissions: ['record.readOwn'] } })
    expect(await page.closed).toBe(notLoggedIn)
    await setStaff({})
    const again = await centre.page('wangmin@demo')
    await setStaff({ roleIds: [role] })
    expect(await again.closed).toBe(notLoggedIn)
    await setStaff({})
  })

  it('when the password is changed elsewhere, while the one who changed it stays', async () => {
    const elsewhere = await centre.client('wangmin@demo')
    const here = await centre.pageOf(elsewhere)
    const change = (currentPassword: string, newPassword: string) =>
      elsewhere.call('changePassword', { body: { currentPassword, newPassword } })
    expect((await change(demoSecret, 'tea at half past four')).status).toBe(204)
    expect(await page.closed).toBe(notLoggedIn)
    expect(await here.send({ kind: 'setAutoAnswer', on: false })).toMatchObject({ type: 'result' })
    await change('tea at half past four', demoSecret)
  })

  it('when the number is bound to somebody else', async () => {
    const before = (await admin.call('getAgent', { params: { agentNumber: '101' } })).body
    const { role, kind, staffId } = before
    const bind = (to: unknown) =>
      admin.call('changeAgent', { params: { agentNumber: '101' }, body: { role, kind, staffId: to, skills: [] } })
    expect((await bind(null)).status).toBe(200)
    expect(await page.closed).toBe(notLoggedIn)
    await bind(staffId)
  })

  it('when the account has more log-ins than it may: the oldest ends', async () => {
    for (let count = 0; count < limits.sessionsPerAccount; count++) await centre.client('wangmin@demo')
    expect(await page.closed).toBe(notLoggedIn)
    expect((await agent.call('getMe')).status).toBe(401)
    expect((await (await centre.client('wangmin@demo')).call('listLogIns')).body.items).toHaveLength(limits.sessionsPerAccount)
  })

  it('when the tenant is suspended', async () => {
    const operator = await centre.client('operator')
    await operator.call('suspendTenant', { params: { tenantId: 1 } })
    expect(await page.closed).toBe(notLoggedIn)
    await operator.call('resumeTenant', { params: { tenantId: 1 } })
    admin = await centre.client('admin@demo')
  })

  it('when the password is reset, and the first password opens no socket and no pop', async () => {
    const { body } = await admin.call('resetStaffPassword', { params: { id: staff.id } })
    expect(await page.closed).toBe(notLoggedIn)
    const first = new TestClient(centre.app.http)
    await first.logIn('wangmin@demo', String(body['initialPassword']))
    const pop = await fetch(`${centre.origin}/pop/1-1/1`, { headers: { cookie: first.cookie } })
    expect([pop.status, ((await pop.json()) as { code: string }).code]).toEqual([403, 'PASSWORD_CHANGE_REQUIRED'])
  })
})
