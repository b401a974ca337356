import { beforeEach, describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import type { CentreCommand } from './command-table.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { phaseIn, storedOf, testAgent, testConfig, testQueue } from './test-support/testing.ts'

let acd: Acd
let now = 1_000_000

const start = (changes: Partial<RoutingConfig> = {}): void => {
  now = 1_000_000
  acd = new Acd(testConfig(changes))
}
const pass = (seconds: number): void => {
  now += seconds * 1000
  acd.handle({ type: 'deadlines' }, now)
}
const command = (agentNumber: string, what: CentreCommand) =>
  acd.command({ agentNumber, browserId: 'browser', newCallId: `out-${now}` }, what, now)
const signIn = (agentNumber: string, queueIds = [1]): void => {
  acd.handle({ type: 'seatConnected', agentNumber }, now)
  expect(command(agentNumber, { kind: 'signIn', queueIds, device: 'browser' })).toEqual({ ok: true })
  now += 1
}
const arrive = (callId: string, dialled = '4466', callerNumber = '13812345678'): void => {
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber, dialled, attachedData: {}, ref: callId }, now)
  acd.handle({ type: 'audioConnected', ...customer(callId) }, now)
  now += 1
}
const answer = (agentNumber: string, callId: string): void => {
  expect(command(agentNumber, { kind: 'answer', callId })).toEqual({ ok: true })
  acd.handle({ type: 'audioConnected', room: callId, leg: `agent/${agentNumber}` }, now)
}
const customer = (callId: string) => ({ room: callId, leg: `phone/${callId}` })
const state = (callId: string): string | undefined => phaseIn(acd, callId)
const offeredTo = (callId: string): string | null => {
  const call = acd.centre.state.contacts.get(callId)
  return call?.state.kind === 'offered' ? call.state.agentNumber : null
}
const seat = (agentNumber: string) => acd.ask('snapshot', { agentNumber: agentNumber }, now).seat
const ends = () =>
  acd
    .takeChanges()
    .contacts.map(({ contact }) => contact)
    .flatMap((call) => (call.state.kind === 'ended' ? [[call.callId, call.state.cause] as const] : []))

beforeEach(() => start())

describe('routing', () => {
  it('offers a call to the agent who is idle longest', () => {
    signIn('102')
    signIn('101')
    arrive('a')
    expect(offeredTo('a')).toBe('102')
    expect(seat('102').state).toBe('ringing')
  })

  it('keeps the turn of an agent who asks to be idle while idle: the wish is refused', () => {
    for (const agentNumber of ['102', '101']) signIn(agentNumber)
    expect(command('102', { kind: 'setIdle' })).toMatchObject({ code: 'SEAT_STATE', params: { state: 'idle', action: 'setIdle' } })
    arrive('a')
    expect(offeredTo('a')).toBe('102')
  })

  it('prefers the higher skill level to the longer idle time', () => {
    signIn('101')
    signIn('103')
    arrive('a')
    expect(offeredTo('a')).toBe('103')
  })

  it('never offers an inbound call to an outbound agent', () => {
    signIn('104')
    arrive('a')
    expect(ends()).toEqual([['a', 'offDuty']])
  })

  it('takes the longest called route', () => {
    signIn('103', [1, 2])
    arrive('a', '44662')
    expect(acd.centre.state.contacts.get('a')?.queueName).toBe('queue2')
  })

  it('serves waiting callers in their order as agents become free', () => {
    signIn('101')
    for (const id of ['a', 'b', 'c']) arrive(id)
    answer('101', 'a')
    command('101', { kind: 'hangUp', callId: 'a' })
    command('101', { kind: 'finishWrapUp' })
    expect(offeredTo('b')).toBe('101')
    expect(state('c')).toBe('waiting')
  })

  it('serves the queue of higher priority first', () => {
    start({
      queues: new Map([
        [1, testQueue(1)],
        [2, testQueue(2, { priority: 90 })],
      ]),
    })
    signIn('103', [1, 2])
    command('103', { kind: 'setBusy', reason: 1 })
    arrive('low', '4466')
    arrive('high', '44662')
    command('103', { kind: 'setIdle' })
    expect(offeredTo('high')).toBe('103')
  })

  it('puts an unanswered call back to the head of the line and sets the agent busy', () => {
    signIn('101')
    arrive('a')
    arrive('b')
    pass(20)
    expect([state('a'), state('b'), seat('101').state, seat('101').reason]).toEqual(['waiting', 'waiting', 'busy', 2])
    command('101', { kind: 'setIdle' })
    expect(offeredTo('a')).toBe('101')
  })

  it('keeps an agent’s idle time when the caller gives up while it rings', () => {
    signIn('101')
    signIn('102')
    arrive('a')
    acd.handle({ type: 'lineHungUp', ...customer('a') }, now)
    expect(ends()).toContainEqual(['a', 'abandoned'])
    now += 5000
    arrive('b')
    expect(offeredTo('b')).toBe('101')
  })

  it.each([
    ['offDuty', 'onUnstaffed'],
    ['overflow', 'onOverflow'],
    ['waitExpired', 'onTimeout'],
  ] as const)('releases by %s or moves to another queue', (cause, field) => {
    const crowd = () => {
      if (field === 'onUnstaffed') return
      signIn('101')
      command('101', { kind: 'setBusy', reason: 1 })
    }
    start({
      queues: new Map([
        [1, testQueue(1, { maxQueued: 1, maxWaitSeconds: 30 })],
        [2, testQueue(2)],
      ]),
    })
    crowd()
    arrive('a')
    if (field === 'onOverflow') arrive('b')
    if (field === 'onTimeout') pass(30)
    expect(ends()).toContainEqual([field === 'onOverflow' ? 'b' : 'a', cause])

    start({
      queues: new Map([
        [1, testQueue(1, { maxQueued: 1, maxWaitSeconds: 30, [field]: { action: 'transfer', queueId: 2 } })],
        [2, testQueue(2)],
      ]),
    })
    signIn('103', [2])
    crowd()
    if (field === 'onOverflow') {
      command('103', { kind: 'setBusy', reason: 1 })
      arrive('first')
      command('103', { kind: 'setIdle' })
    }
    arrive('a')
    if (field === 'onTimeout') pass(30)
    expect(offeredTo('a')).toBe('103')
  })

  it('does not move a call round and round between queues', () => {
    const to = (queueId: number) => ({ onUnstaffed: { action: 'transfer' as const, queueId } })
    start({
      queues: new Map([
        [1, testQueue(1, to(2))],
        [2, testQueue(2, to(1))],
      ]),
    })
    arrive('a')
    expect(ends()).toEqual([['a', 'offDuty']])
  })

  it('releases a call to a number that is not routed, and every call of a suspended tenant', () => {
    arrive('a', '999')
    expect(ends()).toEqual([['a', 'noRoute']])
    start({ suspended: true })
    arrive('a')
    expect(ends()).toEqual([['a', 'tenantSuspended']])
  })

  it('passes over a caller whose audio is lost, who finds the place again', () => {
    signIn('101')
    command('101', { kind: 'setBusy', reason: 1 })
    arrive('a')
    arrive('b')
    acd.handle({ type: 'audioLost', ...customer('a') }, now)
    command('101', { kind: 'setIdle' })
    expect(offeredTo('b')).toBe('101')
    acd.handle({ type: 'audioConnected', ...customer('a') }, now)
    arrive('c')
    signIn('102')
    expect(offeredTo('a')).toBe('102')
  })
})

describe('a call with its agent', () => {
  beforeEach(() => {
    signIn('101')
    arrive('a')
    answer('101', 'a')
  })

  it('goes through wrap-up back to idle', () => {
    command('101', { kind: 'hangUp', callId: 'a' })
    expect(seat('101').state).toBe('wrapUp')
    command('101', { kind: 'extendWrapUp' })
    pass(64)
    expect(seat('101').state).toBe('wrapUp')
    pass(1)
    expect(seat('101').state).toBe('idle')
  })

  it('keeps the wish for a state until the call is over', () => {
    command('101', { kind: 'setBusy', reason: 201 })
    expect(seat('101').next).toEqual({ kind: 'busy', reason: 201 })
    acd.handle({ type: 'lineHungUp', ...customer('a') }, now)
    pass(5)
    expect([seat('101').state, seat('101').reason, seat('101').next]).toEqual(['busy', 201, null])
  })

  it('is held and retrieved; what does not fit the state is refused with a code', () => {
    expect(command('101', { kind: 'retrieve', callId: 'a' })).toMatchObject({ ok: false, code: 'CALL_STATE' })
    expect(command('101', { kind: 'hold', callId: 'a' })).toEqual({ ok: true })
    expect(state('a')).toBe('held')
    expect(command('101', { kind: 'sendDigits', callId: 'a', digits: '1' })).toMatchObject({ code: 'CALL_STATE' })
    expect(command('101', { kind: 'retrieve', callId: 'a' })).toEqual({ ok: true })
    expect(command('101', { kind: 'signOut' })).toMatchObject({ code: 'SEAT_STATE' })
    expect(command('102', { kind: 'hangUp', callId: 'a' })).toMatchObject({ code: 'SEAT_NOT_SIGNED_IN' })
  })

  it('survives a loss of the agent’s audio within the grace and ends after it', () => {
    acd.handle({ type: 'audioLost', room: 'a', leg: 'agent/101' }, now)
    expect(acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]?.mediaWanted).toBe(true)
    pass(119)
    expect(state('a')).toBe('talking')
    acd.handle({ type: 'audioConnected', room: 'a', leg: 'agent/101' }, now)
    pass(200)
    expect(state('a')).toBe('talking')
    acd.handle({ type: 'audioLost', room: 'a', leg: 'agent/101' }, now)
    pass(120)
    expect(ends()).toContainEqual(['a', 'connectionLost'])
  })

  it('stores how the audio was, and nothing else with it', () => {
    arrive('1')
    acd.takeChanges()
    acd.handle({ type: 'audioMeasured', room: '1', leg: 'agent/101', lossPercent: 0.1, jitterMs: 2, roundTripMs: null }, now)
    expect(acd.takeChanges().timeline[0]?.item.data).toEqual({
      party: 'agent',
      agentNumber: '101',
      lossPercent: 0.1,
      jitterMs: 2,
      roundTripMs: null,
    })
  })

  it('keeps the settings that it began with', () => {
    acd.handle(
      { type: 'configChanged', config: testConfig({ revision: 2, queues: new Map([[1, testQueue(1, { wrapUpSeconds: 300 })]]) }) },
      now,
    )
    command('101', { kind: 'hangUp', callId: 'a' })
    pass(5)
    expect(seat('101').state).toBe('idle')
  })

  it('opens its pops once, for the agent who answered', () => {
    const events = acd.takeChanges().events.map(({ event }) => event)
    const pops = events.filter((event) => event.type === 'pops.opened')
    expect(pops).toHaveLength(1)
    expect(pops[0]?.pops[0]?.url).toBe(
      'https://crm.example/card?callerNum=13812345678&calledNum=4466&callid=a&mediaType=1&callType=0&workNo=101&origin=https://desk.example:8443',
    )
  })
})

describe('an outbound call', () => {
  beforeEach(() => {
    signIn('101')
    command('101', { kind: 'setBusy', reason: 201 })
  })

  it('rings the customer, connects, pops, and brings the agent back to being busy', () => {
    const reply = command('101', { kind: 'dial', number: 'tel:+86 138-1234-5678', queueId: null, mediaType: 'audio', pageOrigin: null })
    const callId = reply.ok ? (reply.callId ?? '') : ''
    expect(acd.centre.state.contacts.get(callId)).toMatchObject({ calledNumber: '13812345678', callerNumber: '4466', queueName: 'queue1' })
    acd.handle({ type: 'lineAlerting', ...customer(callId) }, now)
    acd.handle({ type: 'lineAnswered', ...customer(callId) }, now)
    const opened = acd.takeChanges().events.find(({ event }) => event.type === 'pops.opened')
    expect(JSON.stringify(opened)).toContain('callerNum=4466&calledNum=13812345678')
    acd.handle({ type: 'lineHungUp', ...customer(callId) }, now)
    pass(5)
    expect([seat('101').state, seat('101').reason]).toEqual(['busy', 201])
  })

  it.each([
    ['12a', 'CALL_NUMBER'],
    ['', 'CALL_NUMBER'],
    ['1'.repeat(21), 'CALL_NUMBER_LENGTH'],
    ['+1234567890123456', 'CALL_NUMBER_LENGTH'],
  ])('refuses the number “%s”', (number, code) => {
    expect(command('101', { kind: 'dial', number, queueId: null, mediaType: 'audio', pageOrigin: null })).toMatchObject({ ok: false, code })
  })

  it.each(['+86 138-1234-5678', '+8613812345678', '008613812345678', '8613812345678', '13812345678'])(
    'written as %s is dialled as the tenant dials it, and its country goes with it',
    (number) => {
      command('101', { kind: 'dial', number, queueId: null, mediaType: 'audio', pageOrigin: null })
      const dialled = acd.takeChanges().actions.filter(({ type }) => type === 'dialLine')
      expect(dialled).toMatchObject([{ target: { kind: 'number', number: '13812345678', e164: '+8613812345678' } }])
    },
  )

  it('with an extension dials it once the number has answered, and not before', () => {
    const reply = command('101', { kind: 'dial', number: '021-55667788-8001', queueId: null, mediaType: 'audio', pageOrigin: null })
    const callId = reply.ok ? (reply.callId ?? '') : ''
    expect(acd.centre.state.contacts.get(callId)).toMatchObject({ calledNumber: '02155667788', extension: '8001', e164: '+862155667788' })
    expect(acd.takeChanges().actions.map(({ type }) => type)).toEqual(['dialLine'])
    acd.handle({ type: 'lineAlerting', ...customer(callId) }, now)
    expect(acd.takeChanges().actions).toEqual([])
    acd.handle({ type: 'lineAnswered', ...customer(callId) }, now)
    expect(acd.takeChanges().actions).toMatchObject([{ type: 'sendDigits', leg: customer(callId).leg, digits: '8001' }])
  })

  it('ends with no answer after a minute, without wrap-up', () => {
    command('101', { kind: 'dial', number: '123', queueId: null, mediaType: 'audio', pageOrigin: null })
    pass(60)
    expect(ends()).toContainEqual([`out-${now - 60_000}`, 'noAnswer'])
    expect(seat('101').state).toBe('busy')
  })
})

describe('presence', () => {
  it('offers nothing to an agent whose page is gone and signs the agent out after the grace', () => {
    signIn('101')
    acd.handle({ type: 'seatDisconnected', agentNumber: '101' }, now)
    arrive('a')
    expect(state('a')).toBe('waiting')
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    expect(offeredTo('a')).toBe('101')
    command('101', { kind: 'hangUp', callId: 'a' })
    acd.handle({ type: 'seatDisconnected', agentNumber: '101' }, now)
    pass(120)
    expect(seat('101').state).toBe('signedOut')
  })

  it('ends at once, with the call in the browser, when the log-in has ended; who only rings is offered to others', () => {
    signIn('101')
    arrive('a')
    answer('101', 'a')
    acd.handle({ type: 'seatEnded', agentNumber: '101' }, now)
    expect([seat('101').state, ends().at(-1)]).toEqual(['signedOut', ['a', 'agentHangUp']])
    signIn('102')
    arrive('b')
    signIn('103')
    expect(offeredTo('b')).toBe('102')
    acd.handle({ type: 'seatEnded', agentNumber: '102' }, now)
    expect([seat('102').state, offeredTo('b')]).toEqual(['signedOut', '103'])
  })

  it('finds calls, places and states again after a restart', () => {
    signIn('101')
    signIn('102')
    for (const id of ['a', 'b', 'c', 'd']) arrive(id)
    answer('101', 'a')
    const stored = storedOf(acd)
    acd = new Acd(testConfig())
    acd.restore(stored, now)
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    acd.handle({ type: 'seatConnected', agentNumber: '102' }, now)
    for (const id of ['d', 'c', 'b', 'a']) acd.handle({ type: 'audioConnected', ...customer(id) }, now)
    expect([state('a'), offeredTo('b'), state('c'), state('d')]).toEqual(['talking', '102', 'waiting', 'waiting'])
    command('101', { kind: 'hangUp', callId: 'a' })
    pass(5)
    expect(offeredTo('c')).toBe('101')
  })

  it('signs in only to queues whose skill the agent has', () => {
    start({ agents: new Map([['101', testAgent('101', { 2: 5 })]]) })
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    expect(command('101', { kind: 'signIn', queueIds: [1], device: 'browser' })).toMatchObject({
      code: 'QUEUE_NOT_YOURS',
      params: { queue: 'queue1' },
    })
  })
})
