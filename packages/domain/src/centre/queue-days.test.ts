import { describe, expect, it } from 'vitest'
import { Acd } from './acd.ts'
import { QueueDays } from '../acd/queue-days.ts'
import { testConfig } from './test-support/testing.ts'

const at = (iso: string): number => Date.parse(iso)
const offeredAt = (timeZone: string, calls: readonly string[], asked: string): number => {
  const days = new QueueDays(() => timeZone)
  for (const call of calls) days.offered(1, at(call))
  return days.of(1, at(asked)).offered
}

describe('the figures of a queue', () => {
  it('begin anew at the tenant’s midnight, not at that of Greenwich', () => {
    const calls = ['2026-11-30T15:30:00Z', '2026-11-30T16:30:00Z', '2026-12-01T00:30:00Z']
    expect(offeredAt('Asia/Shanghai', calls, '2026-12-01T01:00:00Z')).toBe(2)
    expect(offeredAt('UTC', calls, '2026-12-01T01:00:00Z')).toBe(1)
    expect(offeredAt('America/New_York', calls, '2026-12-01T01:00:00Z')).toBe(3)
  })

  it('last for the 23 and the 25 hours of days on which clocks are changed', () => {
    const spring = ['2026-03-08T05:00:00Z', '2026-03-09T03:59:59Z']
    expect(offeredAt('America/New_York', spring, '2026-03-09T03:59:59Z')).toBe(2)
    expect(offeredAt('America/New_York', spring, '2026-03-09T04:00:00Z')).toBe(0)
    const autumn = ['2026-11-01T04:00:00Z', '2026-11-02T04:59:59Z']
    expect(offeredAt('America/New_York', autumn, '2026-11-02T04:59:59Z')).toBe(2)
    expect(offeredAt('Pacific/Auckland', ['2026-04-04T11:00:00Z'], '2026-04-05T11:59:59Z')).toBe(1)
  })

  it('are kept when the tenant’s time zone is changed, until the day ends there', () => {
    let zone = 'UTC'
    const days = new QueueDays(() => zone)
    days.offered(1, at('2026-11-30T12:00:00Z'))
    zone = 'Asia/Shanghai'
    days.timeZoneChanged(at('2026-11-30T12:00:00Z'))
    expect(days.of(1, at('2026-11-30T15:59:59Z')).offered).toBe(1)
    expect(days.of(1, at('2026-11-30T16:00:00Z')).offered).toBe(0)
  })

  it('turn while nothing else happens: the desk wakes up at midnight', () => {
    const acd = new Acd(testConfig({ timeZone: 'Asia/Shanghai' }))
    const counted = new Map([[1, { offered: 3, answered: 2, abandoned: 1, timedOut: 0, left: 0, withinServiceLevel: 1 }]])
    acd.restore({ contacts: [], sessions: [], days: counted }, at('2026-11-30T12:00:00Z'))
    expect(acd.nextDeadline()).toBe(at('2026-11-30T16:00:00Z'))
    acd.handle({ type: 'deadlines' }, at('2026-11-30T16:00:00Z'))
    expect(acd.ask('board', { seesNumbers: true, changed: null }, at('2026-11-30T16:00:00Z')).queues[0]).toMatchObject({ offered: 0 })
    expect(acd.nextDeadline()).toBeNull()
  })
})
