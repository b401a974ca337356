import { expect, it } from 'vitest'
import { recordFilters } from './use-records.ts'

it('hands on filters that make sense and leaves the rest out', () => {
  const from = '2026-11-20T16:00:00.000Z'
  expect(
    recordFilters({
      from,
      to: 'yesterday',
      direction: 'inbound',
      agentNumber: '101',
      queueId: 'x',
      outcome: 'missed',
      reasonId: '4',
      recording: 'kept',
    }),
  ).toEqual({
    from,
    direction: 'inbound',
    agentNumber: '101',
    outcome: 'missed',
    reasonId: '4',
    recording: 'kept',
  })
  expect(recordFilters({ direction: 'sideways', outcome: '', reasonId: 'x', recording: 'all' })).toEqual({})
})
