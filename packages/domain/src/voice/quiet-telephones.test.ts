import { beforeEach, expect, it } from 'vitest'
import { Acd } from '../centre/acd.ts'
import { testConfig } from '../centre/test-support/testing.ts'

let now: number
let acd: Acd

const [customer, agent] = [
  { room: 'a', leg: 'phone/a' },
  { room: 'a', leg: 'agent/101' },
]
const pass = (seconds: number): void => {
  now += seconds * 1000
  acd.handle({ type: 'deadlines' }, now)
}
const view = () => acd.ask('snapshot', { agentNumber: '101' }, now).calls.find(({ callId }) => callId === 'a')
const arrive = (callId: string): void => {
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '555', dialled: '4466', attachedData: {}, ref: callId }, now)
  acd.handle({ type: 'audioConnected', room: callId, leg: `phone/${callId}` }, now)
  now += 1
}
const command = (kind: 'setIdle' | { kind: 'answer' | 'hold' | 'retrieve' }): void => {
  const what = typeof kind === 'string' ? ({ kind } as const) : { ...kind, callId: 'a' }
  expect(acd.command({ agentNumber: '101', browserId: 'b', newCallId: 'new' }, what, now)).toEqual({ ok: true })
}

beforeEach(() => {
  now = 1_000_000
  acd = new Acd(testConfig())
  acd.handle({ type: 'seatConnected', agentNumber: '101' }, now)
  expect(
    acd.command({ agentNumber: '101', browserId: 'b', newCallId: 'new' }, { kind: 'signIn', queueIds: [1], device: 'browser' }, now).ok,
  ).toBe(true)
  expect(acd.command({ agentNumber: '101', browserId: 'b', newCallId: 'new' }, { kind: 'setBusy', reason: 1 }, now).ok).toBe(true)
  now += 1
})

const answered = (): void => {
  command('setIdle')
  acd.handle({ type: 'lineAnswered', ...agent }, now)
  acd.handle({ type: 'audioConnected', ...agent }, now)
}

it('a caller whose telephone is silent keeps the place in the line, and is told of once the call is answered', () => {
  arrive('a')
  acd.handle({ type: 'audioQuiet', ...customer, seconds: 30 }, now)
  arrive('b')
  pass(40)
  answered()
  expect(view()).toMatchObject({ state: 'talking', otherQuiet: true, ownQuiet: false, customerLost: false })
})

it('a call goes on for hours in silence, of either telephone, and says so while people talk', () => {
  arrive('a')
  answered()
  acd.takeChanges()
  acd.handle({ type: 'audioQuiet', ...customer, seconds: 30 }, now)
  acd.handle({ type: 'audioQuiet', ...customer, seconds: 60 }, now)
  acd.handle({ type: 'audioQuiet', ...agent, seconds: 30 }, now)
  expect(acd.takeChanges().timeline.map(({ item: { kind, data } }) => ({ kind, ...data }))).toEqual([
    { kind: 'mediaQuiet', party: 'customer', seconds: 30 },
    { kind: 'mediaQuiet', party: 'agent', seconds: 30 },
  ])
  pass(7_200)
  expect(view()).toMatchObject({ state: 'talking', otherQuiet: true, ownQuiet: true })
  command({ kind: 'hold' })
  expect(view()).toMatchObject({ state: 'held', otherQuiet: false, ownQuiet: false })
  command({ kind: 'retrieve' })
  acd.handle({ type: 'audioHeard', ...customer }, now)
  expect(view()).toMatchObject({ state: 'talking', otherQuiet: false, ownQuiet: true })
  acd.handle({ type: 'audioConnected', ...agent }, now)
  expect(view()?.ownQuiet).toBe(false)
})

it('a telephone that is gone without a word ends the talk as a lost connection, and the wait as given up', () => {
  arrive('a')
  answered()
  arrive('b')
  acd.takeChanges()
  acd.handle({ type: 'lineLost', ...customer }, now)
  acd.handle({ type: 'lineLost', room: 'b', leg: 'phone/b' }, now)
  const ends = acd
    .takeChanges()
    .contacts.map(({ contact }) => contact)
    .map(({ callId, state }) => [callId, state.kind === 'ended' && state.cause])
  expect(ends).toEqual([
    ['a', 'connectionLost'],
    ['b', 'abandoned'],
  ])
})

it('an agent whose telephone is gone has not hung up', () => {
  arrive('a')
  answered()
  acd.handle({ type: 'lineLost', ...agent }, now)
  expect(view()).toMatchObject({ state: 'ended', releaseCause: 'connectionLost' })
})

it('what was not there cannot be quiet', () => {
  arrive('a')
  acd.handle({ type: 'audioLost', ...customer }, now)
  acd.handle({ type: 'audioQuiet', ...customer, seconds: 30 }, now)
  acd.handle({ type: 'audioHeard', ...customer }, now)
  pass(30)
  expect(
    acd
      .takeChanges()
      .contacts.map(({ contact }) => contact)
      .map(({ state }) => state),
  ).toContainEqual(expect.objectContaining({ kind: 'ended', cause: 'abandoned' }))
})
