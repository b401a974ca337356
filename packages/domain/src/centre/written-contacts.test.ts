// Contacts of written channels on their way: queue, offer, assignment with capacity, wrap-up, record.
import { beforeEach, describe, expect, it } from 'vitest'
import { usualCapacity, type TextChannel } from '../config/channels.ts'
import type { RoutingConfig } from '../config/routing-config.ts'
import { Acd, type ContactChange } from './acd.ts'
import type { CentreCommand } from './command-table.ts'
import { phaseIn, storedOf, testAgent, testConfig, testQueue, toQueue } from './test-support/testing.ts'

let acd: Acd
let now: number
let recorded: ContactChange[]

const accessCodes: Readonly<Record<string, string>> = { web: '7001', email: '7002' }

function start(changes: Partial<RoutingConfig> = {}): void {
  now = 1_000_000
  recorded = []
  acd = new Acd(
    testConfig({
      queues: new Map([
        [1, testQueue(1)],
        [3, testQueue(3, { type: 'multimedia', channel: 'web', wrapUpSeconds: 30 })],
        [4, testQueue(4, { type: 'multimedia', channel: 'email', wrapUpSeconds: 30 })],
      ]),
      routes: [
        { accessCode: '4466', extensionCode: '', target: toQueue(1) },
        { accessCode: '7001', extensionCode: '', target: toQueue(3) },
        { accessCode: '7002', extensionCode: '', target: toQueue(4) },
      ],
      agents: new Map(['101', '102'].map((number) => [number, { ...testAgent(number, { 1: 5, 3: 5, 4: 5 }), kind: 'universal' }])),
      capacity: { ...usualCapacity, limits: { ...usualCapacity.limits, web: 2, email: 4 } },
      ...changes,
    }),
  )
}

/** Keeps what is to be stored, as the journal does. */
function record(): void {
  recorded.push(...acd.takeChanges().contacts)
}
function did(agentNumber: string, what: CentreCommand): void {
  now += 1
  expect(acd.command({ agentNumber, browserId: 'browser', newCallId: `n${now}` }, what, now)).toMatchObject({ ok: true })
  record()
}
function signIn(agentNumber: string): void {
  acd.handle({ type: 'seatConnected', agentNumber }, now)
  did(agentNumber, { kind: 'signIn', queueIds: [1, 3, 4], device: 'browser' })
}
function arrive(channel: TextChannel, ...callIds: string[]): void {
  for (const callId of callIds) {
    now += 1
    const customer = `visitor of ${callId}`
    acd.handle({ type: 'contactArrived', callId, channel, customer, accessCode: accessCodes[channel] ?? '', attachedData: {} }, now)
  }
  record()
}
function call(callId: string): void {
  now += 1
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '139', dialled: '4466', attachedData: {}, ref: '' }, now)
  acd.handle({ type: 'audioConnected', room: callId, leg: `phone/${callId}` }, now)
}
function pass(seconds: number): void {
  now += seconds * 1000
  acd.handle({ type: 'deadlines' }, now)
  record()
}
const agentOf = (callId: string): string | null => acd.centre.state.contacts.get(callId)?.agentNumber ?? null
const assignments = (agentNumber: string) =>
  acd.centre.state.session(agentNumber, now).assignments.map(({ callId, state }) => `${callId} ${state.kind}`)
const word = (agentNumber: string) => acd.ask('snapshot', { agentNumber }, now).seat.state

beforeEach(() => start())

describe.each(['web', 'email'] as const)('a contact by %s', (channel) => {
  it('is queued, offered, taken, ended and written up, and its record says so', () => {
    signIn('101')
    did('101', { kind: 'setBusy', reason: 1 })
    arrive(channel, 'a')
    expect(phaseIn(acd, 'a')).toBe('waiting')
    did('101', { kind: 'setIdle' })
    expect([phaseIn(acd, 'a'), assignments('101')]).toEqual(['offered', ['a offered']])
    did('101', { kind: 'answer', callId: 'a' })
    expect([phaseIn(acd, 'a'), assignments('101'), word('101')]).toEqual(['active', ['a active'], 'idle'])
    did('101', { kind: 'hangUp', callId: 'a' })
    expect(assignments('101')).toEqual(['a wrapUp'])
    pass(30)
    expect(assignments('101')).toEqual([])
    const last = recorded.findLast(({ contact }) => contact.callId === 'a')
    expect(last).toMatchObject({ stored: null, contact: { channel, agentNumber: '101', state: { kind: 'ended', cause: 'agentHangUp' } } })
    expect(last?.contact.participants).toMatchObject([
      { party: 'customer', number: 'visitor of a', answeredAt: expect.any(Number), endedAt: expect.any(Number) },
      { party: 'agent', number: '101', answeredAt: expect.any(Number), endedAt: expect.any(Number) },
    ])
  })

  it('goes to whoever has most free in proportion, then to whoever is longest idle', () => {
    signIn('101')
    signIn('102')
    arrive(channel, 'a', 'b', 'c', 'd')
    expect(['a', 'b', 'c', 'd'].map(agentOf)).toEqual(['101', '102', '101', '102'])
  })

  it('that is not taken goes back to the head of the line; the agent is busy after the second in a row', () => {
    signIn('101')
    arrive(channel, 'a')
    pass(20)
    expect([phaseIn(acd, 'a'), word('101')]).toEqual(['offered', 'idle'])
    did('101', { kind: 'hangUp', callId: 'a' })
    expect([phaseIn(acd, 'a'), word('101')]).toEqual(['waiting', 'busy'])
  })

  it('is there again after a restart', () => {
    signIn('101')
    arrive(channel, 'a')
    did('101', { kind: 'answer', callId: 'a' })
    const stored = storedOf(acd)
    acd = new Acd(acd.config)
    acd.restore(stored, now)
    expect([phaseIn(acd, 'a'), assignments('101')]).toEqual(['active', ['a active']])
  })

  it('keeps its agent from signing out, not from wishing to rest', () => {
    signIn('101')
    arrive(channel, 'a')
    did('101', { kind: 'answer', callId: 'a' })
    const from = { agentNumber: '101', browserId: 'browser', newCallId: '' }
    expect(acd.command(from, { kind: 'signOut' }, now)).toMatchObject({ code: 'SEAT_STATE' })
    did('101', { kind: 'setRest' })
    arrive(channel, 'b')
    expect([word('101'), phaseIn(acd, 'b'), assignments('101')]).toEqual(['rest', 'waiting', ['a active']])
  })
})

describe('the capacity of an agent', () => {
  it('is a limit for each channel; a wrap-up takes a place', () => {
    signIn('101')
    arrive('web', 'a', 'b', 'c')
    arrive('email', 'm')
    expect(['a', 'b', 'c', 'm'].map((callId) => phaseIn(acd, callId))).toEqual(['offered', 'offered', 'waiting', 'offered'])
    for (const callId of ['a', 'b', 'm']) did('101', { kind: 'answer', callId })
    did('101', { kind: 'hangUp', callId: 'a' })
    expect(phaseIn(acd, 'c')).toBe('waiting')
    pass(30)
    expect(phaseIn(acd, 'c')).toBe('offered')
  })

  it('is the agent’s own where it is set', () => {
    const own = { ...testAgent('101', { 3: 5 }), kind: 'multimedia', textLimits: { web: 1 } } as const
    start({ agents: new Map([['101', own]]) })
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    did('101', { kind: 'signIn', queueIds: [3], device: 'browser' })
    arrive('web', 'a', 'b')
    expect([phaseIn(acd, 'a'), phaseIn(acd, 'b')]).toEqual(['offered', 'waiting'])
  })

  it('in a call has room for e-mail, and for no chat', () => {
    signIn('101')
    call('c')
    did('101', { kind: 'answer', callId: 'c' })
    arrive('web', 'a')
    arrive('email', 'm')
    expect([word('101'), phaseIn(acd, 'a'), phaseIn(acd, 'm')]).toEqual(['talking', 'waiting', 'offered'])
    did('101', { kind: 'hangUp', callId: 'c' })
    expect([word('101'), phaseIn(acd, 'a')]).toEqual(['wrapUp', 'offered'])
  })

  it('in a call has room for chats where the tenant says so', () => {
    start({ capacity: { ...usualCapacity, duringCalls: ['web', 'email'] } })
    signIn('101')
    call('c')
    arrive('web', 'a')
    expect([word('101'), phaseIn(acd, 'a')]).toEqual(['ringing', 'offered'])
  })

  it.each([
    [true, 'offered'],
    [false, 'waiting'],
  ])('with open chats has room for a call: %s', (callsBesideTexts, expected) => {
    start({ capacity: { ...usualCapacity, callsBesideTexts } })
    signIn('101')
    arrive('web', 'a')
    call('c')
    expect(phaseIn(acd, 'c')).toBe(expected)
  })

  it('is none for a channel that the agent’s kind does not take', () => {
    start({ agents: new Map([['101', testAgent('101', { 1: 5, 3: 5 })]]) })
    acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
    did('101', { kind: 'signIn', queueIds: [1, 3], device: 'browser' })
    arrive('web', 'a')
    expect(recorded.at(-1)?.contact.state).toMatchObject({ kind: 'ended', cause: 'offDuty' })
  })
})
