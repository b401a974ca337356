// In which order a colleague is told when a consultation becomes a transfer: pages follow it.
import { expect, it } from 'vitest'
import { Acd } from '../centre/acd.ts'
import type { CentreCommand } from '../centre/command-table.ts'
import { testConfig } from '../centre/test-support/testing.ts'

it('the colleague is told of the customer first, then that the consultation is over', () => {
  const acd = new Acd(testConfig())
  const command = (agentNumber: string, what: CentreCommand): void =>
    expect(acd.command({ agentNumber, browserId: 'browser', newCallId: 'consult' }, what, 0)).toMatchObject({ ok: true })
  acd.handle({ type: 'seatConnected', agentNumber: '101' }, 0)
  command('101', { kind: 'signIn', queueIds: [1], device: 'browser' })
  const arrival = { mediaType: 'audio', callerNumber: '13800135678', dialled: '4466', attachedData: {}, ref: '' } as const
  acd.handle({ type: 'callArrived', callId: 'customer', ...arrival }, 0)
  command('101', { kind: 'answer', callId: 'customer' })
  acd.handle({ type: 'seatConnected', agentNumber: '102' }, 0)
  command('102', { kind: 'signIn', queueIds: [1], device: 'browser' })
  command('101', { kind: 'consult', callId: 'customer', to: { kind: 'agent', agentNumber: '102' } })
  command('102', { kind: 'answer', callId: 'consult' })
  acd.takeChanges()
  command('101', { kind: 'completeTransfer', callId: 'customer' })
  const told = acd.takeChanges().events.filter(({ agentNumber }) => agentNumber === '102')
  const calls = told.flatMap(({ event }) => ('call' in event && event.type !== 'call.updated' ? [[event.type, event.call.callId]] : []))
  expect(calls).toEqual([
    ['call.talking', 'customer'],
    ['call.ended', 'consult'],
  ])
})
