import { beforeEach, expect, it } from 'vitest'
import { FakeNetwork, type Node } from '../test-support/fake-network.ts'
import { parseUri } from '../message/uri.ts'
import { storedBindings, type StoredBinding } from './binding-store.ts'

let net: FakeNetwork
let memory: Map<string, readonly StoredBinding[]>
let phone: Node
let office: Node

const openOffice = async (): Promise<void> => {
  office = await net.add('office', {
    registrar: {
      realm: 'office',
      secretOf: () => 'secret',
      bindings: {
        load: async () => [...memory.values()].flat(),
        save: (user, bindings) => void (bindings.length > 0 ? memory.set(user, structuredClone(bindings)) : memory.delete(user)),
      },
    },
  })
}

const restart = async (): Promise<void> => {
  const closing = office.gateway.close()
  await net.pass(5)
  await closing
  await openOffice()
}

beforeEach(async () => {
  net = new FakeNetwork()
  memory = new Map()
  phone = await net.add('phone')
  await openOffice()
  phone.gateway.register('line', { account: 'sip:4001@office', credentials: { username: '4001', password: 'secret' }, seconds: 300 })
  await net.pass(20)
})

const call = async (): Promise<void> => {
  const from = { user: '1001', host: 'office', displayName: '' }
  office.gateway.dial({ to: { registeredUser: '4001' }, from, sdp: 'offer' })
  await net.pass(20)
}

it('still reaches a phone after a restart, by the way that it registered', async () => {
  expect([...memory.values()].flat()).toEqual([
    {
      user: '4001',
      contact: expect.stringContaining('4001@phone'),
      remote: { host: 'phone', port: 5060 },
      expiresAt: expect.any(Number),
      callId: expect.any(String),
      sequence: 2,
    },
  ])
  await restart()
  expect(office.gateway.isRegistered('4001')).toBe(true)
  expect(office.events).toEqual([])
  await call()
  expect(phone.last('incoming').accessCode).toBe('4001')
})

it('knows the order of requests across the restart, and goes on with the next refresh', async () => {
  await restart()
  await net.pass(250_000)
  expect(net.log.at(-1)).toBe('office>phone 200 REGISTER')
  expect([...memory.values()].flat()).toMatchObject([{ sequence: expect.toSatisfy((sequence: number) => sequence > 2) }])
})

it('lets a phone go whose time was over meanwhile, and what cannot be read', async () => {
  const [kept] = [...memory.values()].flat()
  if (kept === undefined) throw new Error('nothing kept')
  memory.set('4001', [
    { ...kept, expiresAt: Date.now() - 1 },
    { ...kept, contact: 'mailto:someone@phone' },
    { ...kept, contact: 'none' },
  ])
  await restart()
  expect(office.gateway.isRegistered('4001')).toBe(false)
})

it('forgets with the last binding', async () => {
  phone.gateway.unregister('line')
  await net.pass(50)
  expect(memory.size).toBe(0)
})

it('does not open when its memory fails', async () => {
  const bindings = { load: () => Promise.reject(new Error('no disk')), save: () => undefined }
  await expect(net.add('other', { registrar: { realm: 'other', secretOf: () => undefined, bindings } })).rejects.toThrow('no disk')
})

it('stores no contact whose bytes are no UTF-8', () => {
  const contact = parseUri('sip:4001\udcd5@phone') ?? expect.fail('malformed')
  const flow = net.flow('office', 'phone')
  const binding = { user: '4001', flow, expiresAtMs: 1000, callId: 'a', sequence: 1 }
  const plain = parseUri('sip:4001@phone') ?? expect.fail('malformed')
  const stored = storedBindings(
    [
      { ...binding, contact },
      { ...binding, contact: plain, callId: '\udcff' },
      { ...binding, contact: plain },
    ],
    net.clock,
  )
  expect(stored).toMatchObject([{ contact: 'sip:4001@phone', callId: 'a' }])
})
