import { expect, it } from 'vitest'
import { Acd } from '../centre/acd.ts'
import type { CentreCommand } from '../centre/command-table.ts'
import { phaseIn, planOf, storedOf, testAgent, testConfig } from '../centre/test-support/testing.ts'

const now = 1_000_000

function restarted(acd: Acd): Acd {
  const again = new Acd(acd.config)
  again.restore(storedOf(acd), now)
  return again
}

/** 101 takes calls on a telephone, 102 in the browser. */
function start(): { acd: Acd; ask: (agentNumber: string, command: CentreCommand) => void } {
  const agents = new Map([['101', { ...testAgent('101', { 1: 5 }), phone: '8001' }], ['102', testAgent('102', { 1: 5 })] as const])
  const acd = new Acd(testConfig({ agents }))
  const ask = (agentNumber: string, command: CentreCommand): void =>
    expect(acd.command({ agentNumber, browserId: 'browser', newCallId: 'new' }, command, now)).toMatchObject({ ok: true })
  for (const [agentNumber, device] of [['101', 'phone'] as const, ['102', 'browser'] as const]) {
    acd.handle({ type: 'seatConnected', agentNumber }, now)
    ask(agentNumber, { kind: 'signIn', queueIds: [1], device })
  }
  return { acd, ask }
}

it('after a restart the agent’s own telephone is rung before the number outside, as it was before', () => {
  const { acd, ask } = start()
  ask('101', { kind: 'dial', number: '555', queueId: null, mediaType: 'audio', pageOrigin: null })
  expect(restarted(acd).takeChanges().actions).toMatchObject([{ leg: 'agent/101' }])
  acd.handle({ type: 'lineAnswered', room: 'new', leg: 'agent/101' }, now)
  expect(restarted(acd).takeChanges().actions).toMatchObject([{ leg: 'phone/new' }])
})

it('after a restart an agent has one leg in the customer’s call and in its consultation, as before', () => {
  const { acd, ask } = start()
  ask('101', { kind: 'setBusy', reason: 1 })
  acd.handle(
    { type: 'callArrived', callId: 'c', mediaType: 'audio', callerNumber: '139', dialled: '4466', attachedData: {}, ref: 'r' },
    now,
  )
  ask('102', { kind: 'answer', callId: 'c' })
  ask('101', { kind: 'setIdle' })
  ask('102', { kind: 'consult', callId: 'c', to: { kind: 'agent', agentNumber: '101' } })
  acd.handle({ type: 'lineAnswered', room: 'c', leg: 'agent/101' }, now)
  const again = restarted(acd)
  again.handle({ type: 'audioConnected', room: 'c', leg: 'agent/102' }, now)
  expect([phaseIn(again, 'c'), phaseIn(again, 'new')]).toEqual(['held', 'talking'])
  expect(again.centre.voice.inRoom('c').map(({ served, serving }) => [served?.id, serving?.id])).toEqual([
    ['phone/c', 'agent/102'],
    ['agent/102', 'agent/101'],
  ])
  expect(planOf(again, 'c').legs.filter(({ connected }) => connected)).toMatchObject([{ leg: 'agent/102' }])
})
