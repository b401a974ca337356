import { expect, it } from 'vitest'
import { maskedFacts } from './masked-facts.ts'

it.each([
  ['13812345678', '138****5678'],
  ['+8613812345678', '+86****5678'],
  ['010-8899 1234', '010****1234'],
  ['*21#13812345678', '*21****5678'],
  ['#99', '***'],
  ['110000', '****00'],
  ['sip:13812345678@carrier.example', 'sip****mple'],
])('%s is hidden in a timeline', (to, shown) => {
  expect(maskedFacts({ kind: 'consultStarted', data: { to } })).toEqual({ to: shown })
})

it('agents and queues stay, short numbers outside do not', () => {
  expect(maskedFacts({ kind: 'consultStarted', data: { to: '102', agentNumber: '101' } })).toEqual({ to: '102', agentNumber: '101' })
  expect(maskedFacts({ kind: 'consultStarted', data: { to: '投诉 2 组' } })).toEqual({ to: '投诉 2 组' })
  expect(maskedFacts({ kind: 'transferred', data: { to: '10086' } })).toEqual({ to: '****86' })
})
