// Queues outside their working hours.
import { beforeEach, describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import type { QueueConfig, RoutingConfig } from '../config/routing-config.ts'
import type { CentreCommand } from './command-table.ts'
import { testAgent, testConfig, testQueue } from './test-support/testing.ts'

const office = { weekly: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }], specialDays: [] }
const never = { weekly: [], specialDays: [] }

let acd: Acd
let now: number

const config = (queue: Partial<QueueConfig>, changes: Partial<RoutingConfig> = {}): RoutingConfig =>
  testConfig({
    timeZone: 'Asia/Shanghai',
    queues: new Map([
      [1, testQueue(1, queue)],
      [2, testQueue(2)],
    ]),
    agents: new Map(['101', '102'].map((number) => [number, testAgent(number, { 1: 5, 2: 5 })])),
    ...changes,
  })
const command = (agentNumber: string, given: CentreCommand) => acd.command({ agentNumber, browserId: 'b', newCallId: 'o1' }, given, now)
const start = (queue: Partial<QueueConfig>) => {
  acd = new Acd(config(queue))
  for (const agentNumber of ['101', '102']) {
    acd.handle({ type: 'seatConnected', agentNumber }, now)
    expect(command(agentNumber, { kind: 'signIn', queueIds: [1, 2], device: 'browser' })).toEqual({ ok: true })
  }
}
const arrive = (callId: string) =>
  acd.handle({ type: 'callArrived', callId, mediaType: 'audio', callerNumber: '1', dialled: '4466', attachedData: {}, ref: '' }, now)
const endOf = (callId: string) => {
  const ended = acd
    .takeChanges()
    .contacts.map(({ contact }) => contact)
    .find((call) => call.callId === callId)
  return ended?.state.kind === 'ended' ? ended.state.cause : undefined
}
const at = (written: string) => void (now = Date.parse(`${written}+08:00`))
const stateOf = (callId: string) => acd.centre.state.contacts.get(callId)?.state

beforeEach(() => at('2026-11-30T17:59:59'))

describe('a queue with working hours', () => {
  it('takes callers until its last moment and refuses the next with the reason, though agents are there', () => {
    start({ hours: office })
    arrive('a')
    expect(stateOf('a')?.kind).toBe('offered')
    at('2026-11-30T18:00:00')
    arrive('b')
    expect(endOf('b')).toBe('closed')
  })

  it('sends callers to another queue when it is set so, and never offers them to its own agents', () => {
    start({ hours: never, onClosed: { action: 'transfer', queueId: 2 } })
    arrive('a')
    expect(stateOf('a')).toMatchObject({ kind: 'offered', back: { queueId: 2 } })
  })

  it('serves on whoever waits when it closes', () => {
    start({ hours: office })
    command('101', { kind: 'setBusy', reason: 1 })
    command('102', { kind: 'setBusy', reason: 1 })
    arrive('a')
    at('2026-11-30T18:00:10')
    acd.handle({ type: 'deadlines' }, now)
    expect(stateOf('a')?.kind).toBe('waiting')
    command('102', { kind: 'setIdle' })
    expect(stateOf('a')).toMatchObject({ kind: 'offered', agentNumber: '102' })
  })

  it('is closed at once for new callers when its hours are changed, and keeps those who wait', () => {
    start({})
    command('101', { kind: 'setBusy', reason: 1 })
    command('102', { kind: 'setBusy', reason: 1 })
    arrive('a')
    acd.handle({ type: 'configChanged', config: config({ hours: never }, { revision: 2 }) }, now)
    arrive('b')
    expect(endOf('b')).toBe('closed')
    expect(stateOf('a')?.kind).toBe('waiting')
  })

  it('is asked again where a caller is sent on: a closed target refuses, two that point at each other end it', () => {
    const queues = new Map([
      [1, testQueue(1, { hours: never, onClosed: { action: 'transfer', queueId: 2 } })],
      [2, testQueue(2, { hours: never, onClosed: { action: 'transfer', queueId: 1 } })],
    ])
    start({})
    acd.handle({ type: 'configChanged', config: config({}, { revision: 2, queues }) }, now)
    arrive('a')
    expect(endOf('a')).toBe('closed')
  })

  it('is no place to transfer to or to ask: the agent is told, the customer stays', () => {
    start({ hours: office })
    arrive('a')
    command('101', { kind: 'answer', callId: 'a' })
    at('2026-11-30T18:00:00')
    expect(acd.ask('destinations', { agentNumber: '101' }, now).queues).toMatchObject([
      { id: 1, open: false },
      { id: 2, open: true },
    ])
    for (const kind of ['blindTransfer', 'consult'] as const)
      expect(command('101', { kind, callId: 'a', to: { kind: 'queue', queueId: 1 } })).toMatchObject({ code: 'QUEUE_CLOSED' })
    expect(stateOf('a')?.kind).toBe('active')
  })

  it('takes back a caller whose transfer failed after closing', () => {
    start({ hours: office })
    arrive('a')
    command('101', { kind: 'answer', callId: 'a' })
    at('2026-11-30T18:00:00')
    expect(command('101', { kind: 'blindTransfer', callId: 'a', to: { kind: 'number', number: '13800138000' } })).toEqual({ ok: true })
    acd.handle({ type: 'lineFailed', room: 'a', leg: 'phone/a/2', cause: 'calleeBusy' }, now)
    expect(stateOf('a')?.kind).toBe('offered')
  })

  it('shows on the board that it is closed', () => {
    start({ hours: office })
    const isOpen = () => acd.ask('board', { seesNumbers: true, changed: null }, now).queues[0]?.open
    expect(isOpen()).toBe(true)
    at('2026-11-30T18:00:00')
    expect(isOpen()).toBe(false)
  })
})
