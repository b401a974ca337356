// Calls of ours over real sockets: over which trunk they go, when another one is tried, and what the desk is told.

import { afterEach, beforeAll, afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sipBench, type SipBench } from '../../test-support/sip-bench.ts'
import { silentPort, SipPeer, until } from '../../test-support/sip-peer.ts'
import { useTestDatabase } from '../../test-support/test-database.ts'
import type { LineTarget } from '../../desk/ports/line-port.ts'

const db = useTestDatabase()
let bench: SipBench
let first: SipPeer
let second: SipPeer
let firstId: number
let secondId: number
let calls = 0

beforeAll(async () => {
  bench = await sipBench(db().database, { sipContacts: ['127.0.0.2/32'] })
  ;[first, second] = [await SipPeer.open(), await SipPeer.open()]
  firstId = await bench.trunk('first', { port: first.port(), maxCalls: 1, callerNumber: '+862150001000', codecs: 'pcmu' })
  secondId = await bench.trunk('second', { port: second.port('tcp'), transport: 'tcp' })
  await bench.route({ prefix: '0', stripDigits: 1, prepend: '+86', trunkIds: [firstId, secondId] })
})
afterAll(async () => {
  await bench.close()
  await Promise.all([first.close(), second.close()])
})

beforeEach(() => {
  bench.desk.inputs.length = 0
  for (const peer of [first, second]) {
    peer.events.length = 0
    peer.onCall = ({ callId }) => void peer.gateway.ring(callId)
  }
})
afterEach(async () => {
  for (let call = 1; call <= calls; call++) release(`c${call}`)
  await until(() => bench.exchange.figures().lines === 0)
})

const release = (room: string): void => bench.exchange.follow(bench.desk, { roomId: room, live: false, legs: [], cause: null })
const dial = (target: LineTarget | string) => {
  const room = `c${++calls}`
  const wanted = typeof target === 'string' ? ({ kind: 'number', number: target, e164: null } as const) : target
  const leads = bench.exchange.dial(bench.desk, {
    room,
    leg: `phone/${room}`,
    callId: room,
    target: wanted,
    callerNumber: '4466',
    callerName: '',
  })
  return { room, leads, at: { room, leg: `phone/${room}` } }
}
const told = () => bench.desk.inputs.map(({ type }) => type)
const refusing = (peer: SipPeer, status: number): void => {
  peer.onCall = ({ callId }) => void peer.gateway.reject(callId, status)
}

describe('a call over a trunk', () => {
  it('rings, is answered and heard both ways, and ends from either side', { timeout: 20_000 }, async () => {
    const { room, at, leads } = dial('02155')
    expect(leads).toBe(true)
    const incoming = await first.next('incoming')
    expect(incoming).toMatchObject({ accessCode: '+862155', from: { user: '+862150001000' } })
    expect(incoming.offerSdp).toMatch(/m=audio \d+ RTP\/AVP 0 101/)
    await bench.desk.next('lineAlerting')
    const phone = await first.answer(incoming)
    expect(await bench.desk.next('lineAnswered')).toEqual({ type: 'lineAnswered', ...at })
    await bench.engine.play({ ...at, source: { kind: 'generated', sound: 'ring-back' }, loop: true })
    await until(() => phone.levelDb(450) > -40)
    await until(async () => (await bench.engine.stats(at)).levelInDb > -40)
    first.gateway.hangUp(incoming.callId)
    expect(await bench.desk.next('lineHungUp')).toEqual({ type: 'lineHungUp', ...at })
    expect(told()).toEqual(['lineReached', 'lineAlerting', 'lineReached', 'lineAnswered', 'lineHungUp'])
    await bench.engine.closeRoom(room)
    const again = dial('02155')
    await until(() => first.of('incoming').length === 2)
    const [, later] = first.of('incoming')
    if (later) await first.answer(later)
    await until(() => bench.desk.of('lineAnswered').length === 2)
    release(again.room)
    await until(() => first.of('ended').length === 2)
    expect(first.of('ended')[1]?.cause).toEqual({ kind: 'hungUp', by: 'remote' })
  })

  it('is cancelled when the desk gives it up while it rings', async () => {
    const { room } = dial('02155')
    await bench.desk.next('lineAlerting')
    release(room)
    await until(() => first.of('ended').length === 1)
    expect(first.of('ended')[0]?.cause).toEqual({ kind: 'cancelled', by: 'remote' })
    expect(told()).toEqual(['lineReached', 'lineAlerting'])
  })

  it('that the desk gives up at once never reaches anybody, or is cancelled', async () => {
    const { room } = dial('02155')
    release(room)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(first.of('established')).toEqual([])
    expect(told()).toEqual(['lineReached'])
  })

  it('lets early media be heard before the answer', { timeout: 20_000 }, async () => {
    first.onCall = () => undefined
    const { at } = dial('02155')
    const incoming = await first.next('incoming')
    const phone = await first.phone(1510)
    const answer = phone.negotiation.answer(incoming.offerSdp ?? '')
    first.gateway.ring(incoming.callId, answer?.sdp)
    phone.speakTo(incoming.offerSdp ?? '')
    await bench.desk.next('lineAlerting')
    await until(async () => (await bench.engine.stats(at)).levelInDb > -40)
    expect(told()).not.toContain('lineAnswered')
    first.gateway.answer(incoming.callId, answer?.sdp ?? '')
    await bench.desk.next('lineAnswered')
  })

  it('goes over the next trunk when the first refuses it by its own fault, is full, or is silent', { timeout: 20_000 }, async () => {
    refusing(first, 503)
    dial('02155')
    await second.next('incoming')
    await bench.desk.next('lineAlerting')
    expect(told()).toEqual(['lineReached', 'lineAlerting'])
    release(`c${calls}`)
    first.onCall = ({ callId }) => void first.gateway.ring(callId)
    first.events.length = second.events.length = 0
    dial('02156')
    await first.next('incoming')
    expect(bench.exchange.trunkStatus(firstId).calls).toBe(1)
    dial('02157')
    expect(await second.next('incoming')).toMatchObject({ accessCode: '+862157', from: { user: '4466' } })
    const dead = await silentPort()
    const deadId = await bench.trunk('dead', { port: dead.port })
    await bench.route({ prefix: '1', trunkIds: [deadId, secondId] })
    dial('139')
    await until(() => second.of('incoming').some(({ accessCode }) => accessCode === '139'))
    dead.close()
  })

  it.each([
    [486, 'calleeBusy'],
    [404, 'unknownNumber'],
    [603, 'rejected'],
    [480, 'noAnswer'],
  ] as const)('refused with %i is %s, and nobody else is asked', async (status, cause) => {
    refusing(first, status)
    const { at } = dial('02155')
    expect(await bench.desk.next('lineFailed')).toEqual({ type: 'lineFailed', ...at, cause })
    expect(second.of('incoming')).toEqual([])
    expect(told()).toEqual(['lineReached', 'lineFailed'])
  })

  it('fails as a fault of the network when every trunk does', async () => {
    refusing(first, 500)
    refusing(second, 503)
    const { at } = dial('02155')
    expect(await bench.desk.next('lineFailed')).toEqual({ type: 'lineFailed', ...at, cause: 'networkFailure' })
  })

  it('that has rung is not tried elsewhere', async () => {
    first.onCall = ({ callId }) => {
      first.gateway.ring(callId)
      setTimeout(() => first.gateway.reject(callId, 503), 50)
    }
    dial('02155')
    expect(await bench.desk.next('lineFailed')).toMatchObject({ cause: 'networkFailure' })
    expect(second.of('incoming')).toEqual([])
  })

  it('does not begin where no route leads, or with what is no number', () => {
    expect(['555', '0abc', '', 'sip:a@127.0.0.2'].map((number) => dial(number).leads)).toEqual([false, false, false, false])
    expect(told()).toEqual([])
  })

  it('goes out with its country where only a route that begins with one leads', async () => {
    await bench.route({ prefix: '+44', trunkIds: [secondId] })
    expect(dial({ kind: 'number', number: '442079460958', e164: '+442079460958' }).leads).toBe(true)
    expect((await second.next('incoming')).accessCode).toBe('+442079460958')
  })

  it('asked for twice rings once', async () => {
    const { at } = dial('02155')
    const again = bench.exchange.dial(bench.desk, {
      ...at,
      callId: at.room,
      target: { kind: 'number', number: '02155', e164: null },
      callerNumber: '4466',
      callerName: '',
    })
    expect(again).toBe(true)
    await first.next('incoming')
    expect(told().filter((type) => type === 'lineReached')).toHaveLength(1)
  })
})

describe('an agent’s phone', () => {
  const ring = (phone: string) => {
    const room = `c${++calls}`
    const leg = 'agent/101'
    const number = /^\d+$/.test(phone) ? phone : null
    const target = { kind: 'agentPhone', agentNumber: '101', phone, number, e164: null } as const
    const leads = bench.exchange.dial(bench.desk, { room, leg, callId: room, target, callerNumber: '139', callerName: '客户服务' })
    return { room, leg, leads }
  }

  it('is rung for a caller who withholds the number as for any other, and is told no number', async () => {
    const room = `c${++calls}`
    const phone = `sip:101@127.0.0.1:${second.port()}`
    const target = { kind: 'agentPhone', agentNumber: '101', phone, number: null, e164: null } as const
    expect(
      bench.exchange.dial(bench.desk, { room, leg: 'agent/101', callId: room, target, callerNumber: '', callerName: '客户服务' }),
    ).toBe(true)
    const { fromAddress, headers } = await second.next('incoming')
    expect([fromAddress.uri.text, fromAddress.displayName]).toEqual(['sip:anonymous@anonymous.invalid', 'Anonymous'])
    expect(headers).toContainEqual({ name: 'privacy', value: 'id' })
  })

  it('that is registered is rung by user name or number, with the caller and the queue', async () => {
    const account = await bench.phone('desk-1', { number: '8001' })
    const desk = await SipPeer.open()
    desk.onCall = ({ callId }) => void desk.gateway.ring(callId)
    expect(ring('desk-1').leads).toBe(false)
    desk.gateway.register('line', {
      account: `sip:desk-1@127.0.0.1:${bench.port()}`,
      credentials: { username: 'desk-1', password: account.password },
    })
    await until(() => bench.exchange.isRegistered('desk-1'))
    const { room, leg, leads } = ring('8001')
    expect(leads).toBe(true)
    const incoming = await desk.next('incoming')
    expect(incoming.from).toMatchObject({ user: '139', displayName: '客户服务' })
    await desk.answer(incoming)
    await bench.desk.next('lineAnswered')
    desk.gateway.refer(incoming.callId, 'sip:02199@127.0.0.1')
    expect(await bench.desk.next('lineReferred')).toEqual({ type: 'lineReferred', room, leg, number: '02199' })
    await until(() => desk.of('referProgress').some(({ status }) => status === 200))
    desk.gateway.hangUp(incoming.callId)
    expect(await bench.desk.next('lineHungUp')).toEqual({ type: 'lineHungUp', room, leg })
    await desk.close()
  })

  it('at a fixed address is called only where the operator allows it', async () => {
    expect(ring('sip:101@192.0.2.1').leads).toBe(false)
    expect(ring('sip:101@localhost').leads).toBe(false)
    const { leads } = ring(`sip:101@127.0.0.1:${second.port()}`)
    expect(leads).toBe(true)
    expect(await second.next('incoming')).toMatchObject({ accessCode: '101' })
    const desk = await SipPeer.open({}, [{ transport: 'udp', host: '127.0.0.2', port: 0 }])
    expect(ring(`sip:102@127.0.0.2:${desk.port()}`).leads).toBe(true)
    expect(await desk.next('incoming')).toMatchObject({ accessCode: '102' })
    for (let call = 1; call <= calls; call++) release(`c${call}`)
    await desk.close()
  })

  it('a customer’s phone that asks for a transfer is refused', async () => {
    dial('02155')
    const incoming = await first.next('incoming')
    await first.answer(incoming)
    await bench.desk.next('lineAnswered')
    first.gateway.refer(incoming.callId, 'sip:1@127.0.0.1')
    await until(() => first.of('referProgress').some(({ status }) => status === 603))
    expect(bench.desk.of('lineReferred')).toEqual([])
  })
})
