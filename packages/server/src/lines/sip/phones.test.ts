// Phones at the registrar and the calls that they make, over real sockets.

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { sipBench, type SipBench } from '../../test-support/sip-bench.ts'
import { SipPeer, until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'
import type { LineArrival, LineInput } from '../../desk/ports/line-port.ts'

const db = useTestDatabase()
let bench: SipBench
let phone: SipPeer
let account: { id: number; password: string }

beforeAll(async () => {
  bench = await sipBench(db().database)
  account = await bench.phone('desk-1', { number: '8001', displayName: '前台' })
})
afterAll(() => bench.close())

const takes = (input: LineInput | LineArrival): void => {
  if (input.type !== 'callArrived') return
  const legs = [{ leg: `phone/${input.callId}` }]
  bench.exchange.follow(bench.desk, { roomId: input.callId, live: true, legs, cause: null })
}

beforeEach(async () => {
  bench.desk.inputs.length = 0
  bench.desk.onInput = takes
  phone = await SipPeer.open()
})
afterEach(() => phone.close())

const register = async (userName: string, password: string) => {
  phone.gateway.register('line', { account: `sip:${userName}@127.0.0.1:${bench.port()}`, credentials: { username: userName, password } })
  return phone.next('trunkRegistration')
}
const listed = async (search: string) => (await bench.admin.call('listPhones', { query: { search } })).body.items?.[0]

it('a phone registers with its password, is seen in the list, and calls as itself', { timeout: 20_000 }, async () => {
  expect(await register('desk-1', account.password)).toMatchObject({ registered: true })
  expect(await listed('desk-1')).toMatchObject({ registered: true })
  expect(bench.exchange.figures().registeredPhones).toBe(1)
  const call = await phone.call(`sip:4466@127.0.0.1:${bench.port()}`, { as: 'desk-1', password: account.password })
  expect(await bench.desk.next('callArrived')).toMatchObject({ callerNumber: '8001', dialled: '4466' })
  await phone.next('established')
  phone.gateway.hangUp(call.callId)
  await bench.desk.next('lineHungUp')
  phone.gateway.unregister('line')
  await until(async () => (await listed('desk-1'))?.['registered'] === false)
})

it('a wrong password, and a user that nobody is, do not register', async () => {
  expect(await register('desk-1', 'guess')).toMatchObject({ registered: false, status: 401 })
  phone.events.length = 0
  expect(await register('nobody', 'guess')).toMatchObject({ registered: false, status: 401 })
  expect(bench.exchange.figures().wrongPasswords).toBeGreaterThanOrEqual(2)
  expect(bench.exchange.isRegistered('desk-1')).toBe(false)
})

it('a registered phone still proves its password at each call', async () => {
  await register('desk-1', account.password)
  const call = await phone.call(`sip:4466@127.0.0.1:${bench.port()}`, { as: 'desk-1', password: 'guess' })
  await until(() => call.end() !== undefined)
  expect(call.end()).toMatchObject({ kind: 'rejected', status: 407 })
  expect(bench.desk.inputs).toEqual([])
})

it('a phone calls its own tenant’s access codes only', async () => {
  await bench.operator.call('openTenant', { body: { code: 'other', name: 'Other', adminAccount: 'admin', adminName: 'A' } })
  await bench.operator.call('assignAccessCode', { params: { tenantId: 2 }, body: { code: '7777' } })
  await register('desk-1', account.password)
  for (const number of ['7777', '123456']) {
    const call = await phone.call(`sip:${number}@127.0.0.1:${bench.port()}`, { as: 'desk-1', password: account.password })
    await until(() => call.end() !== undefined)
    expect([number, call.end()]).toMatchObject([number, { status: 404 }])
  }
  expect(bench.desk.inputs).toEqual([])
})

it('a phone may take over another one’s call (Replaces): the leg stays, the first phone is hung up on', { timeout: 20_000 }, async () => {
  await register('desk-1', account.password)
  const first = await phone.call(`sip:4466@127.0.0.1:${bench.port()}`, { as: 'desk-1', password: account.password })
  const { callId } = await bench.desk.next('callArrived')
  await phone.next('established')
  const other = await SipPeer.open()
  const account2 = await bench.phone('desk-9')
  const credentials = { username: 'desk-9', password: account2.password }
  other.gateway.register('line', { account: `sip:desk-9@127.0.0.1:${bench.port()}`, credentials })
  await other.next('trunkRegistration')
  const headers = [{ name: 'replaces', value: phone.replaces() }]
  const second = await other.call(`sip:4466@127.0.0.1:${bench.port()}`, {
    as: 'desk-9',
    password: account2.password,
    toneHz: 1870,
    headers,
  })
  await other.next('established')
  await until(() => first.end() !== undefined)
  expect(first.end()).toEqual({ kind: 'hungUp', by: 'remote' })
  const at = { room: callId, leg: `phone/${callId}` }
  await bench.engine.play({ ...at, source: { kind: 'generated', sound: 'ring-back' }, loop: true })
  await until(() => second.phone.levelDb(450) > -40)
  expect(bench.desk.inputs.map(({ type }) => type)).toEqual(['callArrived', 'lineReached'])
  other.gateway.hangUp(second.callId)
  expect(await bench.desk.next('lineHungUp')).toEqual({ type: 'lineHungUp', ...at })
  await other.close()
})

it('a phone that is switched off, or gets another password, is gone at once', async () => {
  const other = await bench.phone('desk-2')
  expect(await register('desk-2', other.password)).toMatchObject({ registered: true })
  await bench.admin.call('resetPhonePassword', { params: { id: other.id } })
  await until(() => !bench.exchange.isRegistered('desk-2'))
  const off = await bench.phone('desk-3')
  phone.gateway.register('second', {
    account: `sip:desk-3@127.0.0.1:${bench.port()}`,
    credentials: { username: 'desk-3', password: off.password },
  })
  await until(() => bench.exchange.isRegistered('desk-3'))
  await bench.admin.call('changePhone', { params: { id: off.id }, body: { enabled: false } })
  await until(() => !bench.exchange.isRegistered('desk-3'))
})

it('a suspended tenant’s phones are gone, and come back with it', async () => {
  await register('desk-1', account.password)
  await bench.operator.call('suspendTenant', { params: { tenantId: 1 } })
  await until(() => !bench.exchange.isRegistered('desk-1'))
  await bench.operator.call('resumeTenant', { params: { tenantId: 1 } })
  await until(async () => {
    phone.events.length = 0
    return (await register('desk-1', account.password)).registered
  })
})

it('a phone is reached after a restart before it registers again, and one that logged out is not', async () => {
  const port = bench.port()
  await register('desk-1', account.password)
  await new Promise((resolve) => setTimeout(resolve, 100))
  const parts = { sipPort: port }
  await bench.exchange.close()
  const again = await bench.restart(parts)
  expect(again.isRegistered('desk-1')).toBe(true)
  phone.onCall = ({ callId }) => void phone.gateway.ring(callId)
  const at = { room: 'r1', leg: 'agent/101' }
  const target = { kind: 'agentPhone', agentNumber: '101', phone: 'desk-1', number: null, e164: null } as const
  expect(again.dial(bench.desk, { ...at, callId: 'r1', target, callerNumber: '139', callerName: '' })).toBe(true)
  await phone.next('incoming')
  again.follow(bench.desk, { roomId: 'r1', live: false, legs: [], cause: null })
  phone.gateway.unregister('line')
  await until(() => !again.isRegistered('desk-1'))
  await new Promise((resolve) => setTimeout(resolve, 100))
  await again.close()
  const third = await bench.restart(parts)
  expect(third.isRegistered('desk-1')).toBe(false)
  await third.close()
})
