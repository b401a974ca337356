// Settings that are changed while agents are at work and callers wait.
import { beforeEach, describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import type { AgentConfig, RoutingConfig } from '../config/routing-config.ts'
import type { CentreCommand } from './command-table.ts'
import { storedOf, testAgent, testConfig, testQueue } from './test-support/testing.ts'

let acd: Acd
let now: number
let revision: number

const agents = (...list: AgentConfig[]): Pick<RoutingConfig, 'agents'> => ({
  agents: new Map(list.map((agent) => [agent.agentNumber, agent])),
})
const command = (agentNumber: string, given: CentreCommand) => acd.command({ agentNumber, browserId: 'b', newCallId: 'o1' }, given, now)
const signIn = (agentNumber: string, queueIds: number[], device: 'browser' | 'phone' = 'browser') => {
  acd.handle({ type: 'seatConnected', agentNumber }, now)
  expect(command(agentNumber, { kind: 'signIn', queueIds, device })).toEqual({ ok: true })
}
const arrive = (callId: string, dialled = '4466') =>
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '1', dialled, attachedData: {}, ref: '' }, now)
const configure = (changes: Partial<RoutingConfig>) => {
  revision += 1
  acd.handle({ type: 'configChanged', config: testConfig({ revision, ...changes }) }, now)
}
const pass = (seconds: number) => {
  now += seconds * 1000
  acd.handle({ type: 'deadlines' }, now)
}
const seat = (agentNumber: string) => acd.ask('snapshot', { agentNumber: agentNumber }, now).seat
const endOf = (callId: string) => {
  const ended = acd
    .takeChanges()
    .contacts.map(({ contact }) => contact)
    .find((call) => call.callId === callId)
  return ended?.state.kind === 'ended' ? ended.state.cause : undefined
}

beforeEach(() => {
  now = 1_000_000
  revision = 1
  acd = new Acd(testConfig(agents(testAgent('101', { 1: 5, 2: 5 }), testAgent('102', { 1: 5 }))))
})

describe('an agent whose skills are changed while signed in', () => {
  it('serves a queue that is given at once, and one that is taken no more', () => {
    signIn('102', [1])
    configure(agents(testAgent('101', {}), testAgent('102', { 1: 5, 2: 5 })))
    expect(seat('102').queueIds).toEqual([1, 2])
    arrive('a', '44662')
    expect(seat('102')).toMatchObject({ state: 'ringing', callId: 'a' })
  })

  it('serves a skill again that was taken and given back, without a new sign-in', () => {
    signIn('101', [1, 2])
    configure(agents(testAgent('101', { 1: 5 })))
    expect(seat('101').queueIds).toEqual([1])
    configure(agents(testAgent('101', { 1: 5, 2: 5 })))
    expect(seat('101').queueIds).toEqual([1, 2])
  })

  it('is not put into a queue that was left out when signing in', () => {
    signIn('101', [1])
    configure(agents(testAgent('101', { 2: 5 }), testAgent('102', { 1: 5 })))
    configure(agents(testAgent('101', { 1: 5, 2: 5 })))
    expect(seat('101')).toMatchObject({ state: 'signedOut', signedOutFor: 'noQueue' })
    signIn('101', [1])
    configure(agents(testAgent('101', { 1: 7, 2: 5 })))
    expect(seat('101')).toMatchObject({ queueIds: [1], signedOutFor: null })
  })

  it.each(['idle', 'busy', 'rest'] as const)('is signed out with the reason when the last queue is gone, while %s', (state) => {
    signIn('102', [1])
    if (state === 'busy') command('102', { kind: 'setBusy', reason: 1 })
    if (state === 'rest') command('102', { kind: 'setRest' })
    expect(seat('102').state).toBe(state)
    configure(agents(testAgent('102', {})))
    expect(seat('102')).toMatchObject({ state: 'signedOut', signedOutFor: 'noQueue', queueIds: [] })
    arrive('a')
    expect(endOf('a')).toBe('offDuty')
  })

  it('finishes the call and its wrap-up first', () => {
    signIn('102', [1])
    arrive('a')
    command('102', { kind: 'answer', callId: 'a' })
    configure(agents(testAgent('102', {})))
    expect(seat('102')).toMatchObject({ state: 'talking', queueIds: [], signedOutFor: null })
    command('102', { kind: 'hangUp', callId: 'a' })
    expect(seat('102').state).toBe('wrapUp')
    pass(5)
    expect(seat('102')).toMatchObject({ state: 'signedOut', signedOutFor: 'noQueue' })
  })

  it('stays signed in when the skill comes back before the call is over', () => {
    signIn('102', [1])
    arrive('a')
    command('102', { kind: 'answer', callId: 'a' })
    configure(agents(testAgent('102', {})))
    configure(agents(testAgent('102', { 1: 5 })))
    command('102', { kind: 'hangUp', callId: 'a' })
    pass(5)
    expect(seat('102')).toMatchObject({ state: 'idle', queueIds: [1] })
  })
})

describe('an agent who is deleted', () => {
  it('is signed out, and made again is one who can sign in', () => {
    signIn('102', [1])
    configure(agents(testAgent('101', { 1: 5 })))
    expect(seat('102')).toMatchObject({ state: 'signedOut', signedOutFor: 'agentRemoved' })
    configure(agents(testAgent('102', { 1: 5 })))
    signIn('102', [1])
    arrive('a')
    expect(seat('102')).toMatchObject({ state: 'ringing', signedOutFor: null })
  })

  it('talks on to the end of a call, and is in no queue afterwards', () => {
    signIn('102', [1])
    arrive('a')
    command('102', { kind: 'answer', callId: 'a' })
    configure(agents(testAgent('101', { 1: 5 })))
    expect(seat('102').state).toBe('talking')
    command('102', { kind: 'hangUp', callId: 'a' })
    pass(5)
    expect(seat('102')).toMatchObject({ state: 'signedOut', signedOutFor: 'agentRemoved' })
  })
})

it('an agent whose telephone is taken from the settings is not rung where nothing rings', () => {
  acd = new Acd(testConfig(agents({ ...testAgent('101', { 1: 5 }), phone: '555' })))
  signIn('101', [1], 'phone')
  configure(agents(testAgent('101', { 1: 5 })))
  expect(seat('101')).toMatchObject({ state: 'signedOut', signedOutFor: 'noPhone' })
})

describe('a queue that is deleted while callers wait', () => {
  const withoutSecond = { queues: new Map([[1, testQueue(1)]]), routes: [], ...agents(testAgent('101', { 1: 5 })) }

  it('lets them go where it sent those whom nobody could serve', () => {
    const queues = new Map([
      [1, testQueue(1)],
      [2, testQueue(2, { onUnstaffed: { action: 'transfer', queueId: 1 } })],
    ])
    const both = { queues, ...agents(testAgent('101', { 1: 5, 2: 5 })) }
    acd = new Acd(testConfig(both))
    signIn('101', [1, 2])
    command('101', { kind: 'setBusy', reason: 1 })
    arrive('a', '44662')
    configure(withoutSecond)
    expect(acd.centre.state.contacts.get('a')?.state).toMatchObject({ kind: 'waiting', queueId: 1 })
  })

  it('or releases them', () => {
    signIn('101', [1, 2])
    command('101', { kind: 'setBusy', reason: 1 })
    arrive('a', '44662')
    configure(withoutSecond)
    expect(endOf('a')).toBe('offDuty')
  })

  it('and an offer that comes back from an agent does not wait there', () => {
    signIn('101', [1, 2])
    arrive('a', '44662')
    configure(withoutSecond)
    command('101', { kind: 'hangUp', callId: 'a' })
    expect(endOf('a')).toBe('offDuty')
  })
})

describe('settings that were changed while the program was down', () => {
  const restarted = (changes: Partial<RoutingConfig>) => {
    const stored = storedOf(acd)
    acd = new Acd(testConfig({ revision: 9, ...changes }))
    acd.restore(stored, now)
  }

  it('are followed at the start', () => {
    signIn('101', [1])
    signIn('102', [1])
    restarted(agents(testAgent('101', { 1: 5, 2: 5 }), testAgent('102', {})))
    expect(seat('101')).toMatchObject({ state: 'idle', queueIds: [1] })
    expect(seat('102')).toMatchObject({ state: 'signedOut', signedOutFor: 'noQueue' })
  })

  it('leave the queues alone of which an older version did not store what was left out', () => {
    signIn('101', [1])
    const sessions = storedOf(acd).sessions.map((session) => ({ ...session, leftOut: null }))
    acd = new Acd(testConfig(agents(testAgent('101', { 1: 5, 2: 5 }))))
    acd.restore({ contacts: [], sessions, days: new Map() }, now)
    expect(seat('101')).toMatchObject({ queueIds: [1], signedOutFor: null })
  })
})
