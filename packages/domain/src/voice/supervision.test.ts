import { expect, it } from 'vitest'
import { Acd } from '../centre/acd.ts'
import type { CentreCommand } from '../centre/command-table.ts'
import { planOf, testAgent, testConfig, testQueue } from '../centre/test-support/testing.ts'

const config = testConfig({
  queues: new Map([[1, testQueue(1)]]),
  agents: new Map([testAgent('101', { 1: 5 }), testAgent('103', { 1: 1 }, 'inspector')].map((agent) => [agent.agentNumber, agent])),
})
const line = { callerNumber: '13812345678', dialled: '4466', attachedData: {}, ref: 'r' }

it('an inspector is out of a call as soon as the right is withdrawn', () => {
  const acd = new Acd(config)
  const now = 1_000_000
  const did = (agentNumber: string, command: CentreCommand, newCallId = 'n'): void => {
    expect(acd.command({ agentNumber, browserId: 'browser', newCallId }, command, now)).toMatchObject({ ok: true })
  }
  for (const agentNumber of ['101', '103']) {
    acd.handle({ type: 'seatConnected', agentNumber }, now)
    did(agentNumber, { kind: 'signIn', queueIds: [1], device: 'browser' })
    if (agentNumber === '101') acd.handle({ type: 'callArrived', callId: 'c', mediaType: 'audio', ...line }, now)
  }
  acd.handle({ type: 'audioConnected', room: 'c', leg: 'phone/c' }, now)
  did('101', { kind: 'answer', callId: 'c' })
  acd.handle({ type: 'audioConnected', room: 'c', leg: 'agent/101' }, now)
  did('103', { kind: 'supervise', callId: 'c', mode: 'listen' }, 's')
  expect(planOf(acd, 'c').hearing.map(({ listener }) => listener)).toContain('agent/103')

  const agents = new Map([...config.agents, ['103', testAgent('103', { 1: 1 })]])
  acd.handle({ type: 'configChanged', config: { ...config, revision: config.revision + 1, agents } }, now)
  expect(
    planOf(acd, 'c')
      .hearing.map(({ listener }) => listener)
      .toSorted(),
  ).toEqual(['agent/101', 'phone/c'])
  expect([acd.centre.state.contacts.get('s'), acd.ask('snapshot', { agentNumber: '103' }, now).seat.state]).toEqual([undefined, 'idle'])
})

it.each([
  ['rest', 'rest'],
  ['busy', 'busy'],
] as const)('a %s that an inspector gives while a call rings stands, though the call is missed', (state, expected) => {
  const acd = new Acd(config)
  const now = 1_000_000
  const did = (agentNumber: string, command: CentreCommand): void => {
    expect(acd.command({ agentNumber, browserId: 'browser', newCallId: 'n' }, command, now)).toMatchObject({ ok: true })
  }
  for (const agentNumber of ['101', '103']) {
    acd.handle({ type: 'seatConnected', agentNumber }, now)
    did(agentNumber, { kind: 'signIn', queueIds: [1], device: 'browser' })
    if (agentNumber === '101') acd.handle({ type: 'callArrived', callId: 'c', mediaType: 'audio', ...line }, now)
  }
  acd.handle({ type: 'audioConnected', room: 'c', leg: 'phone/c' }, now)
  expect(acd.ask('snapshot', { agentNumber: '101' }, now).seat.state).toBe('ringing')
  did('103', { kind: 'forceState', agentNumber: '101', state })
  const late = now + 1000 * (config.parameters.ringTimeoutSeconds + 1)
  acd.handle({ type: 'deadlines' }, late)
  expect(acd.ask('snapshot', { agentNumber: '101' }, late).seat).toMatchObject({
    state: expected,
    reason: state === 'busy' ? 3 : null,
    next: null,
  })
})
