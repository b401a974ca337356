import { beforeEach, describe, expect, it } from 'vitest'
import type { ReleaseCause } from '@openseat/contracts'
import { Acd } from './acd.ts'
import { storedOf, testAgent, testConfig } from './test-support/testing.ts'

let acd: Acd
let now: number

const onPhone = (agentNumber: string) => ({ ...testAgent(agentNumber, { 1: 5 }), phone: `8${agentNumber}` })
const seat = (agentNumber: string) => acd.ask('snapshot', { agentNumber: agentNumber }, now).seat
const states = () => Object.fromEntries(['101', '102'].map((number) => [number, seat(number).state]))
const pass = (seconds: number): void => {
  now += seconds * 1000
  acd.handle({ type: 'deadlines' }, now)
}
const heard = (callId: string): void => acd.handle({ type: 'audioConnected', room: callId, leg: `phone/${callId}` }, now)
const arrive = (callId: string): void => {
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '139', dialled: '4466', attachedData: {}, ref: '' }, now)
  heard(callId)
}
/** Whom the call rings now. */
const ringing = (callId: string): string | null => {
  const state = acd.centre.state.contacts.get(callId)?.state
  return state?.kind === 'offered' ? state.agentNumber : null
}
const failed = (callId: string, cause: ReleaseCause): void =>
  acd.handle({ type: 'lineFailed', room: callId, leg: `agent/${ringing(callId) ?? ''}`, cause }, now)
const alerting = (callId: string): void => acd.handle({ type: 'lineAlerting', room: callId, leg: `agent/${ringing(callId) ?? ''}` }, now)

beforeEach(() => {
  now = 1_000_000
  acd = new Acd(testConfig({ agents: new Map(['101', '102'].map((number) => [number, onPhone(number)])) }))
  for (const agentNumber of ['101', '102']) {
    acd.handle({ type: 'seatConnected', agentNumber }, now)
    acd.command({ agentNumber, browserId: 'b', newCallId: '' }, { kind: 'signIn', queueIds: [1], device: 'phone' }, now)
    now += 1
  }
})

describe('a telephone that could not be rung', () => {
  it.each(['unreachable', 'networkFailure', 'calleeBusy', 'unknownNumber', 'mediaFailed', 'rejected', 'noAnswer'] as const)(
    'is not its agent’s doing: %s',
    (cause) => {
      arrive('a')
      failed('a', cause)
      expect(seat('101')).toMatchObject({ state: 'idle', reason: null, phoneTrouble: { cause } })
      expect([ringing('a'), seat('102').phoneTrouble]).toEqual(['102', null])
    },
  )

  it('is told in the timeline, and to the agent whose telephone it is', () => {
    arrive('a')
    acd.takeChanges()
    failed('a', 'unreachable')
    const { timeline, events } = acd.takeChanges()
    expect(timeline.map(({ item }) => item)).toContainEqual(
      expect.objectContaining({ kind: 'notRung', data: { agentNumber: '101', cause: 'unreachable' } }),
    )
    const told = events.filter(({ agentNumber }) => agentNumber === '101').map(({ event }) => event)
    expect(told).toContainEqual(
      expect.objectContaining({ type: 'call.ended', call: expect.objectContaining({ releaseCause: 'phoneUnreached' }) as unknown }),
    )
  })

  it('rings nobody for as long as an answer may take: the same', () => {
    arrive('a')
    pass(20)
    expect(seat('101')).toMatchObject({ state: 'idle', phoneTrouble: { cause: 'unreachable' } })
  })

  it('is left alone longer with each further call, and not at all once it rings', () => {
    acd.command({ agentNumber: '102', browserId: 'b', newCallId: '' }, { kind: 'setBusy', reason: 1 }, now)
    const held = (callId: string): number => {
      arrive(callId)
      failed(callId, 'unreachable')
      const until = Date.parse(seat('101').phoneTrouble?.until ?? '') - now
      acd.handle({ type: 'lineHungUp', room: callId, leg: `phone/${callId}` }, now)
      pass(until / 1000)
      return until / 1000
    }
    expect(['a', 'b', 'c', 'd', 'e', 'f'].map(held)).toEqual([2, 4, 8, 16, 30, 30])
    arrive('g')
    alerting('g')
    expect(seat('101')).toMatchObject({ state: 'ringing', phoneTrouble: null })
  })

  it('holds for as long as the trouble lasts beyond a restart', () => {
    acd.command({ agentNumber: '102', browserId: 'b', newCallId: '' }, { kind: 'setBusy', reason: 1 }, now)
    arrive('a')
    failed('a', 'unreachable')
    const stored = storedOf(acd)
    acd = new Acd(acd.config)
    acd.restore(stored, now)
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    heard('a')
    expect([seat('101').state, ringing('a')]).toEqual(['idle', null])
    pass(5)
    expect(ringing('a')).toBe('101')
  })
})

describe('a caller whom no telephone takes', () => {
  const refusedEverywhere = (callId: string): void => {
    for (let tries = 0; ringing(callId) !== null; tries += 1) {
      if (tries > 3) throw new Error('tried again and again')
      failed(callId, 'networkFailure')
    }
  }

  it('takes nobody off duty, and the next caller is served before', () => {
    arrive('strange')
    refusedEverywhere('strange')
    expect(states()).toEqual({ '101': 'idle', '102': 'idle' })
    arrive('next')
    pass(2)
    expect([ringing('next'), ringing('strange')]).toEqual(['101', null])
  })

  it('however long it goes on, keeps no telephone away from others for more than two seconds', () => {
    arrive('strange')
    for (let seconds = 0; seconds < 50; seconds += 1) {
      refusedEverywhere('strange')
      for (const number of ['101', '102']) {
        const { phoneTrouble, state } = seat(number)
        expect([state, Date.parse(phoneTrouble?.until ?? '') - now <= 2000]).toEqual(['idle', true])
      }
      pass(1)
    }
  })

  it('keeps the place, and is offered again', () => {
    arrive('strange')
    refusedEverywhere('strange')
    pass(5)
    expect(ringing('strange')).toBe('101')
  })
})

describe('a caller passed over for telephones that did not ring', () => {
  const dutyOf = (agentNumber: string, kind: 'signIn' | 'signOut', device: 'phone' | 'browser' = 'phone'): void => {
    const who = { agentNumber, browserId: 'b', newCallId: '' }
    acd.command(who, kind === 'signIn' ? { kind, queueIds: [1], device } : { kind }, now)
  }
  beforeEach(() => {
    dutyOf('102', 'signOut')
    arrive('a')
    for (let tries = 0; tries < 12; tries += 1) {
      if (ringing('a') !== null) failed('a', 'unreachable')
      else pass(5)
    }
    if (ringing('a') !== null) failed('a', 'unreachable')
    pass(1)
    expect(ringing('a')).toBeNull()
  })

  it('is offered at once to a colleague who comes', () => {
    dutyOf('102', 'signIn')
    expect(ringing('a')).toBe('102')
  })

  it('is offered at once to the same agent with another telephone', () => {
    dutyOf('101', 'signOut')
    dutyOf('101', 'signIn', 'browser')
    expect(ringing('a')).toBe('101')
  })
})

describe('a telephone that rang', () => {
  it.each([
    ['noAnswer', 2],
    ['rejected', 7],
    ['calleeBusy', 7],
  ] as const)('and then says %s means what its agent did', (cause, reason) => {
    arrive('a')
    alerting('a')
    failed('a', cause)
    expect(seat('101')).toMatchObject({ state: 'busy', reason, phoneTrouble: null })
  })

  it('and then fails for another reason does not', () => {
    arrive('a')
    alerting('a')
    failed('a', 'networkFailure')
    expect(seat('101')).toMatchObject({ state: 'idle', phoneTrouble: { cause: 'networkFailure' } })
  })

  it('and is not taken up in time: its agent did not answer', () => {
    arrive('a')
    alerting('a')
    pass(20)
    expect(seat('101')).toMatchObject({ state: 'busy', reason: 2 })
  })
})

describe('a telephone whose line is gone while it rings', () => {
  it('was not declined by its agent: the server was started anew, and it is rung again', () => {
    acd.command({ agentNumber: '102', browserId: 'b', newCallId: '' }, { kind: 'signOut' }, now)
    arrive('a')
    alerting('a')
    const stored = storedOf(acd)
    acd = new Acd(acd.config)
    acd.restore(stored, now)
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    heard('a')
    acd.handle({ type: 'lineHungUp', room: 'a', leg: 'agent/101' }, now)
    expect(seat('101')).toMatchObject({ state: 'idle', phoneTrouble: { cause: 'connectionLost' } })
    acd.takeChanges()
    pass(5)
    expect(acd.takeChanges().actions).toMatchObject([{ type: 'dialLine', leg: 'agent/101' }])
  })
})

describe('an agent’s own telephone that does not ring', () => {
  it('is named as what an outbound call ended of', () => {
    const dial = { kind: 'dial', number: '13812345678', queueId: null, mediaType: 'audio', pageOrigin: null } as const
    acd.command({ agentNumber: '101', browserId: 'b', newCallId: 'out' }, dial, now)
    acd.takeChanges()
    acd.handle({ type: 'lineFailed', room: 'out', leg: 'agent/101', cause: 'calleeBusy' }, now)
    expect(
      acd
        .takeChanges()
        .contacts.map(({ contact }) => contact)
        .map(({ state }) => state),
    ).toMatchObject([{ kind: 'ended', cause: 'phoneUnreached' }])
  })

  it('is named to a colleague who calls it', () => {
    acd.command({ agentNumber: '102', browserId: 'b', newCallId: '' }, { kind: 'signOut' }, now)
    acd.command({ agentNumber: '102', browserId: 'b', newCallId: '' }, { kind: 'signIn', queueIds: [1], device: 'browser' }, now)
    const to = { kind: 'agent', agentNumber: '101' } as const
    acd.command({ agentNumber: '102', browserId: 'b', newCallId: 'inside' }, { kind: 'callInside', to }, now)
    failed('inside', 'unreachable')
    expect(seat('101').state).toBe('idle')
    expect(
      acd
        .takeChanges()
        .contacts.map(({ contact }) => contact)
        .map(({ state }) => state),
    ).toContainEqual(expect.objectContaining({ kind: 'ended', cause: 'phoneUnreached' }))
  })
})
