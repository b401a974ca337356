import { AppError } from '@openseat/contracts'
// Calls to us over real sockets with real audio: who is let in, who is not, and what becomes of the calls.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sipBench, type SipBench } from '../../test-support/sip-bench.ts'
import { SipPeer, until } from '../../test-support/sip-peer.ts'
import { makeTestDatabase, useTestDatabase } from '../../test-support/test-database.ts'
import type { LineArrival, LineInput } from '../../desk/ports/line-port.ts'

const db = useTestDatabase()
let bench: SipBench
let peer: SipPeer
let trunkId: number
let desk: SipBench['desk']

beforeAll(async () => {
  bench = await sipBench(db().database)
  trunkId = await bench.trunk('carrier', { addresses: '127.0.0.1', numberRanges: '4000-4999', maxCalls: 2, trustsData: true })
  desk = bench.desk
})
afterAll(() => bench.close())

const takes = (input: LineInput | LineArrival): void => {
  if (input.type !== 'callArrived') return
  const legs = [{ leg: `phone/${input.callId}` }]
  bench.exchange.follow(desk, { roomId: input.callId, live: true, legs, cause: null })
}

beforeEach(async () => {
  desk.inputs.length = 0
  desk.onInput = takes
  peer = await SipPeer.open()
})
afterEach(async () => {
  await peer.close()
  await until(() => bench.exchange.figures().lines === 0)
})

const uri = (number: string, transport: 'udp' | 'tcp' = 'udp'): string =>
  `sip:${number}@127.0.0.1:${bench.port(transport)};transport=${transport}`

it('tells the caller 503 when the desk cannot store the call, and keeps no line', async () => {
  desk.onInput = () => undefined
  desk.onArrival = () => Promise.reject(new AppError('STORE_UNAVAILABLE'))
  const caller = await peer.call(uri('4466'))
  await until(() => caller.end() !== undefined)
  expect(caller.end()).toMatchObject({ kind: 'rejected', status: 503 })
  expect(bench.exchange.figures().lines).toBe(0)
  desk.onArrival = () => Promise.resolve()
})

it.each(['udp', 'tcp'] as const)('a caller by %s whose program was killed is hung up on by the next one', async (transport) => {
  const caller = await peer.call(uri('44661', transport))
  const { callId, ref } = await desk.next('callArrived')
  await peer.next('established')
  const next = await bench.restart({ sipPort: 0 })
  expect(next.hasLeft(ref)).toBe(true)
  await next.endFarSide(ref)
  await until(() => caller.end() !== undefined)
  expect(caller.end()).toEqual({ kind: 'hungUp', by: 'remote' })
  await next.endFarSide('sip/of-another-version')
  await next.close()
  bench.exchange.follow(desk, { roomId: callId, live: false, legs: [], cause: null })
  await bench.engine.closeRoom(callId)
})

it('while there is too much to do a new call is told to come again, and one that is there goes on', async () => {
  const there = await peer.call(uri('44661'))
  const arrived = await desk.next('callArrived')
  await peer.next('established')
  bench.overload.measured({ lagMs: 500, commitMs: 0 }, 0)
  bench.overload.measured({ lagMs: 500, commitMs: 0 }, 10_000)
  const late = await peer.call(uri('44662'))
  await until(() => late.end() !== undefined)
  expect(late.end()).toMatchObject({ kind: 'rejected', status: 503 })
  const refusal = peer.received.find((message) => message.kind === 'response' && message.status === 503)
  expect(refusal?.headers).toContainEqual({ name: 'retry-after', value: '5' })
  peer.gateway.hangUp(there.callId)
  expect(await desk.next('lineHungUp')).toMatchObject({ room: arrived.callId })
  bench.overload.measured({ lagMs: 0, commitMs: 0 }, 30_000)
  const next = await peer.call(uri('44663'))
  await peer.next('established')
  peer.gateway.hangUp(next.callId)
  await bench.engine.closeRoom(arrived.callId)
})

describe('what is called', () => {
  it.each([
    ['4466', '4466'],
    ['+4466', '4466'],
    ['4466;npdi;rn=+8612345', '4466'],
    ['4466;phone-context=field.example', '4466'],
    ['%34466', '4466'],
    ['446627', '446627'],
    ['44-66', '4466'],
  ])('%s reaches the desk as %s', async (called, dialled) => {
    const caller = await peer.call(uri(called))
    expect(await desk.next('callArrived')).toMatchObject({ dialled })
    await peer.next('established')
    peer.gateway.hangUp(caller.callId)
    await desk.next('lineHungUp')
  })

  describe('an access code', () => {
    let id = 0
    beforeAll(async () => {
      const body = { code: '02155667788', media: 'audioVideo' }
      expect((await bench.operator.call('assignAccessCode', { params: { tenantId: 1 }, body })).status).toBe(200)
      id = await bench.trunk('everything', { addresses: '127.0.0.1', numberRanges: '*', maxCalls: 9 })
      // Changes are read one after the other.
      await until(() => bench.exchange.figures().callsByTrunk.has('everything'))
    })
    afterAll(async () => {
      await bench.operator.call('deleteTrunk', { params: { trunkId: id } })
      await until(() => !bench.exchange.figures().callsByTrunk.has('everything'))
    })

    it.each([
      ['02155667788', '02155667788'],
      ['+862155667788', '02155667788'],
      ['8621556677881', '021556677881'],
      ['00862155667788', '02155667788'],
      ['55667788;phone-context=+8621', '02155667788'],
    ])('is the same in each of its forms, such as %s', async (called, dialled) => {
      const caller = await peer.call(uri(called))
      expect(await desk.next('callArrived')).toMatchObject({ dialled })
      await peer.next('established')
      peer.gateway.hangUp(caller.callId)
      await desk.next('lineHungUp')
    })
  })
})

describe.each(['udp', 'tcp'] as const)('a trunk’s call over %s', (transport) => {
  it('is answered once the desk has it, with audio both ways, and ends when the caller hangs up', { timeout: 20_000 }, async () => {
    const caller = await peer.call(uri('44661', transport))
    const arrived = await desk.next('callArrived')
    expect(arrived).toMatchObject({ mediaType: 'audio', callerNumber: '13900001234', dialled: '44661', attachedData: {} })
    expect(arrived.ref).toMatch(/^sip\//)
    expect(bench.exchange.hasLeft(arrived.ref)).toBe(false)
    await peer.next('established')
    const room = arrived.callId
    await bench.engine.play({ room, leg: `phone/${room}`, source: { kind: 'generated', sound: 'ring-back' }, loop: true })
    await until(() => caller.phone.levelDb(450) > -40)
    await until(async () => (await bench.engine.stats({ room, leg: `phone/${room}` })).levelInDb > -40)
    peer.gateway.hangUp(caller.callId)
    expect(await desk.next('lineHungUp')).toEqual({ type: 'lineHungUp', room, leg: `phone/${room}` })
    expect(bench.exchange.hasLeft(arrived.ref)).toBe(true)
    await bench.engine.closeRoom(room)
  })

  it('ends when the desk does not want its leg any more', async () => {
    const caller = await peer.call(uri('4466', transport))
    const { callId } = await desk.next('callArrived')
    await peer.next('established')
    bench.exchange.follow(desk, { roomId: callId, live: true, legs: [], cause: null })
    await until(() => caller.end() !== undefined)
    expect(caller.end()).toEqual({ kind: 'hungUp', by: 'remote' })
    expect(desk.of('lineHungUp')).toEqual([])
  })
})

it('a caller may hold and come back', async () => {
  const caller = await peer.call(uri('4466'))
  await peer.next('established')
  const held = await peer.gateway.reoffer(caller.callId, caller.phone.negotiation.offer('sendonly'))
  expect(held).toMatchObject({ ok: true, sdp: expect.stringContaining('a=recvonly') })
  const back = await peer.gateway.reoffer(caller.callId, caller.phone.negotiation.offer('sendrecv'))
  expect(back).toMatchObject({ ok: true, sdp: expect.stringContaining('a=sendrecv') })
  const none = await peer.gateway.reoffer(caller.callId, 'v=0\r\no=- 1 9 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=image 9 udptl t38\r\n')
  expect(none).toEqual({ ok: false, status: 488 })
  peer.gateway.hangUp(caller.callId)
  await desk.next('lineHungUp')
})

it('a caller who gives up while the desk is at work is told of once', async () => {
  desk.onInput = () => undefined
  const caller = await peer.call(uri('4466'))
  await desk.next('callArrived')
  peer.gateway.hangUp(caller.callId)
  await desk.next('lineHungUp')
  await until(() => caller.end() !== undefined)
  expect(caller.end()).toEqual({ kind: 'cancelled', by: 'local' })
})

it.each([
  ['noRoute', 404],
  ['tenantSuspended', 403],
  ['offDuty', 480],
  ['overflow', 486],
] as const)('a call released as %s before it was answered is refused with %i', async (cause, status) => {
  desk.onInput = (input) => {
    if (input.type === 'callArrived') bench.exchange.follow(desk, { roomId: input.callId, live: false, legs: [], cause })
  }
  const caller = await peer.call(uri('4466'))
  await until(() => caller.end() !== undefined)
  expect(caller.end()).toMatchObject({ kind: 'rejected', by: 'remote', status })
  expect(desk.inputs.map(({ type }) => type)).toEqual(['callArrived'])
})

it('a call without usable audio is refused with 488, and the desk loses its leg', async () => {
  const callId = peer.gateway.dial({
    to: { uri: uri('4466') },
    from: { user: '1', host: '127.0.0.1', displayName: '' },
    sdp: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 96\r\n',
  })
  expect(await desk.next('lineFailed')).toMatchObject({ cause: 'mediaFailed' })
  await until(() => peer.of('ended').length > 0)
  expect(peer.of('ended')).toMatchObject([{ callId, cause: { kind: 'rejected', status: 488 } }])
})

it('a trusted trunk’s data comes along, and its asserted caller is believed', async () => {
  const headers = [
    { name: 'user-to-user', value: '4f726465722037;encoding=hex' },
    { name: 'x-openseat-customer', value: 'c-1' },
    { name: 'p-asserted-identity', value: '<sip:+8613911112222@carrier>' },
  ]
  await peer.call(uri('4466'), { headers, as: 'anonymous' })
  expect(await desk.next('callArrived')).toMatchObject({
    callerNumber: '+8613911112222',
    attachedData: { uui: 'Order 7', customer: 'c-1' },
  })
})

it('a trunk brings in as many calls as it may, and the next gets 503', async () => {
  await peer.call(uri('4466'))
  await peer.call(uri('4466'))
  await until(() => peer.of('established').length === 2)
  expect(bench.exchange.trunkStatus(trunkId).calls).toBe(2)
  const third = await peer.call(uri('4466'))
  await until(() => third.end() !== undefined)
  expect(third.end()).toMatchObject({ status: 503 })
})

it('a number of the range that is nobody’s access code gets 404', async () => {
  const caller = await peer.call(uri('4999'))
  await until(() => caller.end() !== undefined)
  expect(caller.end()).toMatchObject({ status: 404 })
  expect(desk.inputs).toEqual([])
})

it('a number with what no number has in it gets 484, and leaves no line behind', async () => {
  for (const number of ['4466%00', '4466%07', '4466%ed%a0%80', '4466%e4%b8%ad', `4466${'1'.repeat(200)}`]) {
    const caller = await peer.call(uri(number))
    await until(() => caller.end() !== undefined)
    expect([number, caller.end()]).toMatchObject([number, { status: 484 }])
  }
  expect(desk.inputs).toEqual([])
  expect(bench.exchange.figures().callsByTrunk.get('carrier')).toBe(0)
})

describe('strangers', () => {
  const dial = (port: number, number: string) =>
    peer.gateway.dial({
      to: { uri: `sip:${number}@127.0.0.1:${port}` },
      from: { user: '1', host: '127.0.0.1', displayName: '' },
      sdp: 'v=0',
      signOfLifeMs: 600,
    })
  const end = async (callId: string) => {
    await until(() => peer.of('ended').some((event) => event.callId === callId))
    return peer.of('ended').find((event) => event.callId === callId)?.cause
  }
  const patience = () => new Promise<'silence'>((resolve) => setTimeout(() => resolve('silence'), 600))
  const silence = { kind: 'lost', detail: 'timeout' }

  it('meet silence, and so do numbers that a trunk may not bring in; a change counts at once', async () => {
    expect(await end(dial(bench.port(), '5000'))).toEqual(silence)
    const body = { name: 'carrier', host: '127.0.0.1', addresses: '192.0.2.1', numberRanges: '4000-4999', probeSeconds: 0 }
    await bench.operator.call('changeTrunk', { params: { trunkId }, body })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await end(dial(bench.port(), '4466'))).toEqual(silence)
    expect(await Promise.race([peer.gateway.probe(`sip:127.0.0.1:${bench.port()}`), patience()])).toBe('silence')
    expect(bench.desk.inputs).toEqual([])
  })

  it('are told 403 where the operator wants it so', async () => {
    const other = await makeTestDatabase()
    const strict = await sipBench(other.database, { sipUnknown: 'forbid' })
    try {
      expect(await end(dial(strict.port(), '4466'))).toMatchObject({ kind: 'rejected', status: 403 })
      expect(await peer.gateway.probe(`sip:127.0.0.1:${strict.port()}`)).toBe(403)
    } finally {
      await strict.close()
      await other.close()
    }
  })
})
