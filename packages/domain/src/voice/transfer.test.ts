import { beforeEach, describe, expect, it } from 'vitest'
import type { Destination } from '@openseat/contracts'
import { Acd } from '../centre/acd.ts'
import type { CentreCommand } from '../centre/command-table.ts'
import { phaseIn, planOf, testAgent, testConfig, testQueue } from '../centre/test-support/testing.ts'

let acd: Acd
let now: number
let calls: number

const phone = (callId: string) => ({ room: callId, leg: `phone/${callId}` })
const command = (agentNumber: string, what: CentreCommand) => {
  now += 1
  return acd.command({ agentNumber, browserId: 'browser', newCallId: `n${(calls += 1)}` }, what, now)
}
const did = (agentNumber: string, what: CentreCommand): string => {
  const reply = command(agentNumber, what)
  expect(reply, JSON.stringify(what)).toMatchObject({ ok: true })
  return reply.ok ? (reply.callId ?? '') : ''
}
const pass = (seconds: number): void => {
  now += seconds * 1000
  acd.handle({ type: 'deadlines' }, now)
}
const audio = (room: string, ...legs: string[]): void => {
  for (const leg of legs) acd.handle({ type: 'audioConnected', room, leg }, now)
}
const signIn = (agentNumber: string, queueIds: number[], device: 'browser' | 'phone' = 'browser'): void => {
  acd.handle({ type: 'seatConnected', agentNumber }, now)
  did(agentNumber, { kind: 'signIn', queueIds, device })
}
const seat = (agentNumber: string) => acd.ask('snapshot', { agentNumber: agentNumber }, now).seat
const state = (callId: string): string | undefined => phaseIn(acd, callId)
/** `customer<101` : the customer hears 101. */
const hearing = (room = 'c'): string[] => {
  const short = (leg: string): string => (leg === `phone/${room}` ? 'customer' : leg.replace('agent/', '').replace(/^phone\/.*/, 'outside'))
  return planOf(acd, room)
    .hearing.map(({ listener, source }) => `${short(listener)}<${short(source)}`)
    .sort()
}
const sound = (leg: string, room = 'c'): string | undefined => planOf(acd, room).legs.find((each) => each.leg === leg)?.sound
const endCause = (callId: string) =>
  acd
    .takeChanges()
    .contacts.map(({ contact }) => contact)
    .flatMap((call) => (call.callId === callId && call.state.kind === 'ended' ? [call.state.cause] : []))[0]

/** 101 talks with a customer; 102 is idle, in queue 2 as well. */
beforeEach(() => {
  now = 1_000_000
  calls = 0
  acd = new Acd(
    testConfig({
      queues: new Map([
        [1, testQueue(1, { recording: 'onDemand' })],
        [2, testQueue(2)],
      ]),
      agents: new Map(
        [testAgent('101', { 1: 5 }), { ...testAgent('102', { 1: 5, 2: 5 }), phone: '8001' }, testAgent('103', { 2: 5 }, 'inspector')].map(
          (agent) => [agent.agentNumber, agent],
        ),
      ),
    }),
  )
  signIn('101', [1])
  acd.handle(
    { type: 'callArrived', callId: 'c', mediaType: 'audio', callerNumber: '13812345678', dialled: '4466', attachedData: {}, ref: 'r' },
    now,
  )
  audio('c', 'phone/c')
  did('101', { kind: 'answer', callId: 'c' })
  audio('c', 'agent/101')
  signIn('102', [2])
})

/** A call `d` for 102. */
function anotherCall(): void {
  const arrival = { mediaType: 'audio', callerNumber: '139', dialled: '44662', attachedData: {}, ref: '' } as const
  acd.handle({ type: 'callArrived', callId: 'd', ...arrival }, now)
}

const colleague: Destination = { kind: 'agent', agentNumber: '102' }

/** 101 consults 102, who has answered. */
const consult = (to: Destination = colleague): string => {
  const callId = did('101', { kind: 'consult', callId: 'c', to })
  did('102', { kind: 'answer', callId })
  audio('c', 'agent/102')
  return callId
}

describe('a consultation', () => {
  it('holds the customer, rings the colleague, and nobody hears whom he should not', () => {
    const callId = did('101', { kind: 'consult', callId: 'c', to: colleague })
    expect([state('c'), state(callId), seat('102').state]).toEqual(['held', 'offered', 'ringing'])
    expect([sound('phone/c'), sound('agent/101'), sound('agent/102')]).toEqual(['holdTone', 'ringBack', 'silence'])
    did('102', { kind: 'answer', callId })
    expect(hearing()).toEqual(['101<102', '102<101'])
    expect(sound('phone/c')).toBe('holdTone')
  })

  it('swaps, and swaps back', () => {
    consult()
    did('101', { kind: 'swap', callId: 'c' })
    expect(hearing()).toEqual(['101<customer', 'customer<101'])
    expect(sound('agent/102')).toBe('holdTone')
    did('101', { kind: 'swap', callId: 'c' })
    expect(hearing()).toEqual(['101<102', '102<101'])
  })

  it('is left held by who goes back to the customer, though the colleague had held it first', () => {
    const callId = consult()
    did('102', { kind: 'hold', callId })
    did('101', { kind: 'retrieve', callId: 'c' })
    did('102', { kind: 'retrieve', callId })
    expect(hearing()).toEqual(['101<customer', 'customer<101'])
    expect(command('101', { kind: 'retrieve', callId })).toMatchObject({ code: 'CALL_STATE' })
  })

  it('ends with the customer taken back', () => {
    const callId = consult()
    did('101', { kind: 'takeBack', callId: 'c' })
    expect(hearing()).toEqual(['101<customer', 'customer<101'])
    expect([state(callId), seat('102').state, seat('101').callId]).toEqual([undefined, 'idle', 'c'])
  })

  it('is completed: the colleague has the customer, the first agent wraps up', () => {
    const callId = consult()
    did('101', { kind: 'completeTransfer', callId: 'c' })
    expect(hearing()).toEqual(['102<customer', 'customer<102'])
    expect([seat('101').state, seat('101').callId, seat('102').state, seat('102').callId]).toEqual(['wrapUp', 'c', 'talking', 'c'])
    expect(endCause(callId)).toBe('transferred')
    did('102', { kind: 'hangUp', callId: 'c' })
    expect([endCause('c'), seat('102').state]).toEqual(['agentHangUp', 'wrapUp'])
  })

  it('of a queue takes its next agent', () => {
    const callId = did('101', { kind: 'consult', callId: 'c', to: { kind: 'queue', queueId: 2 } })
    expect([state(callId), seat('102').state]).toEqual(['offered', 'ringing'])
  })

  it('goes on between the two when the customer hangs up, and the first agent wraps up after it', () => {
    const callId = consult()
    acd.handle({ type: 'lineHungUp', ...phone('c') }, now)
    expect([endCause('c'), state(callId), hearing()]).toEqual(['customerHangUp', 'talking', ['101<102', '102<101']])
    did('102', { kind: 'hangUp', callId })
    expect([seat('101').state, seat('101').callId, seat('102').state]).toEqual(['wrapUp', 'c', 'idle'])
  })

  it('is not answered: the customer is still there, the colleague set busy', () => {
    const callId = did('101', { kind: 'consult', callId: 'c', to: colleague })
    pass(20)
    expect([endCause(callId), state('c'), seat('102').state, seat('102').reason]).toEqual(['noAnswer', 'held', 'busy', 2])
    did('101', { kind: 'retrieve', callId: 'c' })
    expect(hearing()).toEqual(['101<customer', 'customer<101'])
  })

  it.each<[Destination, string]>([
    [{ kind: 'agent', agentNumber: '101' }, 'AGENT_SELF'],
    [{ kind: 'agent', agentNumber: '555' }, 'AGENT_UNKNOWN'],
    [{ kind: 'agent', agentNumber: '103' }, 'AGENT_UNAVAILABLE'],
    [{ kind: 'queue', queueId: 9 }, 'QUEUE_UNKNOWN'],
    [{ kind: 'number', number: 'x' }, 'CALL_NUMBER'],
  ])('with %j is refused: %s', (to, code) => {
    expect(command('101', { kind: 'consult', callId: 'c', to })).toMatchObject({ ok: false, code })
    expect(command('101', { kind: 'blindTransfer', callId: 'c', to })).toMatchObject({ ok: false, code })
    expect(state('c')).toBe('talking')
  })

  it('is one at a time', () => {
    consult()
    expect(command('101', { kind: 'consult', callId: 'c', to: { kind: 'number', number: '1' } })).toMatchObject({ code: 'CALL_LINKED' })
    did('101', { kind: 'takeBack', callId: 'c' })
    expect(command('101', { kind: 'swap', callId: 'c' })).toMatchObject({ code: 'CALL_NOT_LINKED' })
  })
})

describe('a consultation of an outside number', () => {
  const outside = (): string => {
    const callId = did('101', { kind: 'consult', callId: 'c', to: { kind: 'number', number: '555' } })
    acd.handle({ type: 'lineAlerting', room: 'c', leg: `phone/${callId}` }, now)
    acd.handle({ type: 'lineAnswered', room: 'c', leg: `phone/${callId}` }, now)
    audio('c', `phone/${callId}`)
    return callId
  }

  it('is completed: customer and outside number talk, and either ends it', () => {
    const callId = outside()
    expect(hearing()).toEqual(['101<outside', 'outside<101'])
    did('101', { kind: 'completeTransfer', callId: 'c' })
    expect([hearing(), seat('101').state, state('c')]).toEqual([['customer<outside', 'outside<customer'], 'wrapUp', 'handedOff'])
    acd.handle({ type: 'lineHungUp', room: 'c', leg: `phone/${callId}` }, now)
    expect(endCause('c')).toBe('otherPartyHangUp')
  })

  it('ends where the number is busy, told apart', () => {
    const callId = did('101', { kind: 'consult', callId: 'c', to: { kind: 'number', number: '555' } })
    acd.handle({ type: 'lineFailed', room: 'c', leg: `phone/${callId}`, cause: 'calleeBusy' }, now)
    expect([endCause(callId), state('c'), seat('101').callId]).toEqual(['calleeBusy', 'held', 'c'])
  })
})

describe('a three-party call', () => {
  const all = ['101<102', '101<customer', '102<101', '102<customer', 'customer<101', 'customer<102']

  it('lets all hear each other, and a muted one not be heard', () => {
    consult()
    did('101', { kind: 'conference', callId: 'c' })
    expect(hearing()).toEqual(all)
    did('101', { kind: 'mute', callId: 'c', on: true })
    expect(hearing()).toEqual(all.filter((pair) => pair !== 'customer<101'))
  })

  it.each([
    ['the first agent', () => did('101', { kind: 'hangUp', callId: 'c' }), ['102<customer', 'customer<102']],
    ['the customer', () => acd.handle({ type: 'lineHungUp', ...phone('c') }, now), ['101<102', '102<101']],
  ])('goes on without %s', (_who, leave, left) => {
    consult()
    did('101', { kind: 'conference', callId: 'c' })
    leave()
    expect(hearing()).toEqual(left)
  })

  it('goes on without the one consulted', () => {
    const callId = consult()
    did('101', { kind: 'conference', callId: 'c' })
    did('102', { kind: 'hangUp', callId })
    expect(hearing()).toEqual(['101<customer', 'customer<101'])
    expect(acd.ask('snapshot', { agentNumber: '101' }, now).calls).toMatchObject([{ callId: 'c', state: 'talking', conference: false }])
  })
})

describe('a blind transfer', () => {
  it('to an agent rings that agent; without an answer the queue has the call again', () => {
    did('101', { kind: 'blindTransfer', callId: 'c', to: colleague })
    expect([seat('101').state, seat('102').state, state('c'), sound('phone/c')]).toEqual(['wrapUp', 'ringing', 'offered', 'waitTone'])
    acd.takeChanges()
    pass(20)
    expect(state('c')).toBe('offered')
    expect(seat('101').state).toBe('ringing')
    const told = acd.takeChanges().events.filter(({ event }) => event.type === 'transfer.failed')
    expect(told).toMatchObject([{ agentNumber: '101', event: { cause: 'noAnswer' } }])
  })

  it('to a queue waits there', () => {
    did('102', { kind: 'setBusy', reason: 1 })
    did('101', { kind: 'blindTransfer', callId: 'c', to: { kind: 'queue', queueId: 2 } })
    expect([state('c'), acd.centre.state.contacts.get('c')?.queueName, seat('101').state]).toEqual(['waiting', 'queue2', 'wrapUp'])
    did('102', { kind: 'setIdle' })
    expect(seat('102').state).toBe('ringing')
  })

  it('to an outside number rings it, connects it, and comes back to the queue where it fails', () => {
    did('101', { kind: 'blindTransfer', callId: 'c', to: { kind: 'number', number: '555' } })
    const action = acd.takeChanges().actions[0]
    expect(action).toMatchObject({ type: 'dialLine', room: 'c', leg: 'phone/c/2', target: { kind: 'number', number: '555' } })
    expect([sound('phone/c'), seat('101').state]).toEqual(['ringBack', 'wrapUp'])
    pass(30)
    acd.handle({ type: 'lineFailed', room: 'c', leg: 'phone/c/2', cause: 'unknownNumber' }, now)
    expect(state('c')).toBe('offered')
    const told = acd.takeChanges().events.filter(({ event }) => event.type === 'transfer.failed')
    expect(told).toMatchObject([{ agentNumber: '101', event: { callId: 'c', cause: 'unknownNumber' } }])
    expect(acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]?.waitSeconds).toBe(0)
    pass(5)
    did('101', { kind: 'answer', callId: 'c' })
    did('101', { kind: 'blindTransfer', callId: 'c', to: { kind: 'number', number: '555' } })
    acd.handle({ type: 'lineAnswered', room: 'c', leg: 'phone/c/2' }, now)
    expect(hearing()).toEqual(['customer<outside', 'outside<customer'])
  })
})

describe('an internal call', () => {
  it('connects two agents, without wrap-up', () => {
    did('101', { kind: 'hangUp', callId: 'c' })
    pass(5)
    const callId = did('101', { kind: 'callInside', to: colleague })
    expect(acd.ask('snapshot', { agentNumber: '102' }, now).calls[0]).toMatchObject({
      state: 'ringing',
      direction: 'internal',
      other: { kind: 'agent', number: '101' },
    })
    did('102', { kind: 'answer', callId })
    audio(callId, 'agent/101', 'agent/102')
    expect(hearing(callId)).toEqual(['101<102', '102<101'])
    did('102', { kind: 'hold', callId })
    expect(acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]).toMatchObject({ state: 'talking', heldByOther: true })
    expect(command('101', { kind: 'retrieve', callId })).toMatchObject({ code: 'CALL_STATE' })
    did('101', { kind: 'hangUp', callId })
    expect([seat('101').state, seat('102').state]).toEqual(['idle', 'idle'])
  })
})

describe('an agent on a telephone', () => {
  beforeEach(() => {
    did('102', { kind: 'signOut' })
    signIn('102', [2], 'phone')
    acd.takeChanges()
  })

  it('is rung there, answers there, and hangs up there', () => {
    anotherCall()
    expect(acd.takeChanges().actions).toMatchObject([
      { type: 'dialLine', room: 'd', leg: 'agent/102', target: { kind: 'agentPhone', phone: '8001' } },
    ])
    expect(command('102', { kind: 'answer', callId: 'd' })).toMatchObject({ code: 'ANSWER_ON_PHONE' })
    acd.handle({ type: 'lineAnswered', room: 'd', leg: 'agent/102' }, now)
    expect(state('d')).toBe('talking')
    expect(acd.ask('snapshot', { agentNumber: '102' }, now).calls[0]?.mediaWanted).toBe(false)
    acd.handle({ type: 'lineHungUp', room: 'd', leg: 'agent/102' }, now)
    expect(endCause('d')).toBe('agentHangUp')
  })

  it('hands the customer over by putting the telephone down in the middle of a consultation', () => {
    anotherCall()
    acd.handle({ type: 'lineAnswered', room: 'd', leg: 'agent/102' }, now)
    did('101', { kind: 'hangUp', callId: 'c' })
    pass(5)
    const consulted = did('102', { kind: 'consult', callId: 'd', to: { kind: 'agent', agentNumber: '101' } })
    did('101', { kind: 'answer', callId: consulted })
    acd.handle({ type: 'lineHungUp', room: 'd', leg: 'agent/102' }, now)
    expect([state('d'), seat('101').callId, seat('102').state]).toEqual(['talking', 'd', 'wrapUp'])
  })

  it('is rung before the customer of an outbound call', () => {
    const callId = did('102', { kind: 'dial', number: '555', queueId: null, mediaType: 'audio', pageOrigin: null })
    expect(acd.takeChanges().actions).toMatchObject([{ leg: 'agent/102' }])
    acd.handle({ type: 'lineAnswered', room: callId, leg: 'agent/102' }, now)
    expect(acd.takeChanges().actions).toMatchObject([{ leg: `phone/${callId}`, target: { kind: 'number', number: '555' } }])
  })

  it('transfers by its own key', () => {
    anotherCall()
    acd.handle({ type: 'lineAnswered', room: 'd', leg: 'agent/102' }, now)
    acd.handle({ type: 'lineReferred', room: 'd', leg: 'agent/102', number: '555' }, now)
    expect(state('d')).toBe('transferring')
  })
})

describe('an inspector', () => {
  beforeEach(() => signIn('103', [2]))

  const supervise = (mode: 'listen' | 'whisper' | 'bargeIn'): string => did('103', { kind: 'supervise', callId: 'c', mode })

  it.each([
    ['listen', ['103<101', '103<customer']],
    ['whisper', ['101<103', '103<101', '103<customer']],
    ['bargeIn', ['101<103', '103<101', '103<customer', 'customer<103']],
  ] as const)('who does %s hears and is heard so', (mode, extra) => {
    supervise(mode)
    expect(hearing()).toEqual([...extra, '101<customer', 'customer<101'].sort())
  })

  it('changes the mode, and is out of it when the call ends', () => {
    const callId = supervise('listen')
    expect(acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]?.supervision).toBe(null)
    supervise('whisper')
    expect(acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]?.supervision).toBe('whisper')
    did('101', { kind: 'hangUp', callId: 'c' })
    expect([endCause(callId), seat('103').state]).toEqual(['nothingLeft', 'idle'])
  })

  it('is out of a consultation when that ends', () => {
    const consultation = consult()
    const callId = did('103', { kind: 'supervise', callId: consultation, mode: 'listen' })
    did('101', { kind: 'takeBack', callId: 'c' })
    expect([endCause(callId), seat('103').state]).toEqual(['nothingLeft', 'idle'])
  })

  it('stays with a call that goes to another agent', () => {
    supervise('listen')
    consult()
    did('101', { kind: 'completeTransfer', callId: 'c' })
    expect(hearing()).toEqual(['102<customer', '103<102', '103<customer', 'customer<102'])
  })

  it('takes a call over, at once or after listening', () => {
    did('103', { kind: 'intercept', callId: 'c' })
    expect([hearing(), seat('101').state, seat('103').callId]).toEqual([['103<customer', 'customer<103'], 'wrapUp', 'c'])
    const told = acd.takeChanges().events.filter(({ event }) => event.type === 'seat.forced')
    expect(told).toMatchObject([{ agentNumber: '101', event: { by: '103', action: 'intercept' } }])
  })

  it('forces states and releases, and nobody else does', () => {
    did('103', { kind: 'forceState', agentNumber: '102', state: 'busy' })
    expect([seat('102').state, seat('102').reason]).toEqual(['busy', 3])
    did('103', { kind: 'forceState', agentNumber: '102', state: 'signedOut' })
    expect(seat('102').state).toBe('signedOut')
    did('103', { kind: 'forceRelease', callId: 'c' })
    expect(endCause('c')).toBe('forcedRelease')
    expect(command('101', { kind: 'forceState', agentNumber: '103', state: 'busy' })).toMatchObject({ code: 'INSPECTOR_ONLY' })
    expect(command('101', { kind: 'supervise', callId: 'c', mode: 'listen' })).toMatchObject({ code: 'INSPECTOR_ONLY' })
  })
})

describe('recording', () => {
  it('records the customer left and what the customer hears right, and nothing of a consultation', () => {
    did('101', { kind: 'record', callId: 'c', action: 'start' })
    expect(planOf(acd, 'c').recording).toEqual({ recordingId: 'c-1', paused: false, left: ['phone/c'], right: ['agent/101'] })
    consult()
    expect(planOf(acd, 'c').recording).toMatchObject({ left: [], right: [] })
    did('101', { kind: 'conference', callId: 'c' })
    expect(planOf(acd, 'c').recording).toMatchObject({ left: ['phone/c'], right: ['agent/101', 'agent/102'] })
    did('101', { kind: 'record', callId: 'c', action: 'pause' })
    expect(planOf(acd, 'c').recording?.paused).toBe(true)
  })

  it('that ended by itself is followed by another, but not where the disk is at fault', () => {
    did('101', { kind: 'record', callId: 'c', action: 'start' })
    const lost = (recordingId: string, canGoOn: boolean): void =>
      acd.handle({ type: 'recordingLost', room: 'c', recordingId, canGoOn }, now)
    lost('c-1', true)
    expect(planOf(acd, 'c').recording?.recordingId).toBe('c-2')
    lost('c-1', false)
    expect(planOf(acd, 'c').recording?.recordingId).toBe('c-2')
    lost('c-2', false)
    expect([planOf(acd, 'c').recording, acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]?.recording]).toEqual([null, 'off'])
  })

  it('does not record a whisper', () => {
    did('101', { kind: 'record', callId: 'c', action: 'start' })
    signIn('103', [2])
    did('103', { kind: 'supervise', callId: 'c', mode: 'whisper' })
    expect(planOf(acd, 'c').recording).toMatchObject({ right: ['agent/101'] })
  })
})

it('releases a call that lasts too long', () => {
  pass(240 * 60)
  expect(endCause('c')).toBe('tooLong')
})

describe('video', () => {
  const view = () => acd.ask('snapshot', { agentNumber: '101' }, now).calls[0]
  const seen = () => ({ agent: view()?.video, customer: planOf(acd, 'v').video?.state, session: view()?.videoSession })
  const customer = (action: 'request' | 'accept' | 'decline' | 'stop'): void =>
    acd.handle({ type: 'lineVideo', ...phone('v'), action }, now)
  const arrive = (mediaType: 'audio' | 'video', videoPossible = true): void => {
    did('101', { kind: 'hangUp', callId: 'c' })
    pass(5)
    acd.handle(
      { type: 'callArrived', callId: 'v', mediaType, callerNumber: '139', dialled: '4466', attachedData: {}, ref: '', videoPossible },
      now,
    )
    did('101', { kind: 'answer', callId: 'v' })
  }

  it('needs the other end’s consent, and either end ends it', () => {
    arrive('audio')
    did('101', { kind: 'video', callId: 'v', action: 'request' })
    expect(seen()).toEqual({ agent: 'asked', customer: 'wanted', session: 0 })
    customer('decline')
    expect(seen().agent).toBe('off')
    customer('request')
    expect(seen()).toEqual({ agent: 'wanted', customer: 'asked', session: 0 })
    did('101', { kind: 'video', callId: 'v', action: 'accept' })
    expect(seen()).toEqual({ agent: 'on', customer: 'on', session: 1 })
    customer('stop')
    expect(seen().agent).toBe('off')
  })

  it('of a video call is there from the answer, gone on hold, and anew with another agent', () => {
    arrive('video')
    expect(seen()).toEqual({ agent: 'on', customer: 'on', session: 1 })
    did('101', { kind: 'hold', callId: 'v' })
    expect(seen()).toMatchObject({ agent: 'off', customer: 'off' })
    did('101', { kind: 'retrieve', callId: 'v' })
    expect(seen()).toEqual({ agent: 'on', customer: 'on', session: 2 })
    did('101', { kind: 'blindTransfer', callId: 'v', to: colleague })
    expect(planOf(acd, 'v').video?.state).toBe('off')
    did('102', { kind: 'answer', callId: 'v' })
    expect(planOf(acd, 'v').video).toEqual({ state: 'on', session: 3, callId: 'v', agentNumber: '102' })
  })

  it.each([
    [true, { agent: 'asked', customer: 'wanted', session: 0 }],
    [false, { agent: 'off', customer: undefined, session: 0 }],
  ])('of an outbound video call waits for the customer’s consent, where there can be any: %s', (videoPossible, expected) => {
    did('101', { kind: 'hangUp', callId: 'c' })
    pass(5)
    const room = did('101', { kind: 'dial', number: '139', queueId: null, mediaType: 'video', pageOrigin: null })
    const leg = `phone/${room}`
    acd.handle({ type: 'lineReached', room, leg, ref: 'r', videoPossible }, now)
    acd.handle({ type: 'lineAnswered', room, leg }, now)
    expect({ ...seen(), customer: planOf(acd, room).video?.state }).toEqual(expected)
    acd.handle({ type: 'lineVideo', room, leg, action: 'accept' }, now)
    expect(view()?.video).toBe(videoPossible ? 'on' : 'off')
    if (!videoPossible) return
    // Who has agreed once is not asked by the next agent.
    did('101', { kind: 'blindTransfer', callId: room, to: colleague })
    did('102', { kind: 'answer', callId: room })
    expect(planOf(acd, room).video).toMatchObject({ state: 'on', agentNumber: '102' })
  })

  it('is refused where the other end has none', () => {
    arrive('video', false)
    expect(command('101', { kind: 'video', callId: 'v', action: 'request' })).toMatchObject({ code: 'VIDEO_IMPOSSIBLE' })
    expect(view()?.video).toBe('off')
  })
})
