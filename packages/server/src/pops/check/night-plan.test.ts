import { describe, expect, it } from 'vitest'
import { isDue, nightBegan } from './night-plan.ts'

/** By the tenant's clock, wherever the server stands. */
const timeZone = 'Asia/Shanghai'
const at = (day: number, hour: number, minute = 0): number => Date.UTC(2026, 10, day, hour - 8, minute)
const pop = (checkedAt: number | null, id = 1) => ({ tenantId: 1, id, timeZone, checkedAt })
const minutesOf = (day: number, hours: number, checkedAt: number | null, id?: number): number[] =>
  Array.from({ length: hours * 60 }, (_, minute) => minute).filter((minute) => isDue(pop(checkedAt, id), at(day, 0, minute)))

describe('the night', () => {
  it('begins at two o’clock', () => {
    expect(nightBegan(at(23, 2), timeZone)).toBe(at(23, 2))
    expect(nightBegan(at(23, 23), timeZone)).toBe(at(23, 2))
    expect(nightBegan(at(23, 1, 59), timeZone)).toBe(at(22, 2))
  })
})

describe('an enabled pop', () => {
  it('is due once in a night, between two and four', () => {
    const minutes = minutesOf(23, 24, at(22, 3))
    expect(minutes[0]).toBeGreaterThanOrEqual(120)
    expect(minutes[0]).toBeLessThan(230)
    expect(minutesOf(23, 24, at(23, 2, 0))).toEqual([])
  })

  it('has its own minute: they are spread over the night, the same each night', () => {
    const firsts = Array.from({ length: 100 }, (_, id) => minutesOf(23, 4, null, id)[0] ?? 0)
    const tenths = new Set(firsts.map((minute) => Math.floor((minute - 121) / 11)))
    expect(tenths.size).toBe(10)
    expect(Array.from({ length: 100 }, (_, id) => minutesOf(24, 4, at(23, 3, 50), id)[0] ?? 0)).toEqual(firsts)
  })

  it('that a night passed over is due at once; one that was never checked waits for the night', () => {
    expect(isDue(pop(at(21, 3)), at(23, 9))).toBe(true)
    expect(isDue(pop(at(22, 2, 30)), at(23, 9))).toBe(true)
    expect(isDue(pop(at(22, 12)), at(23, 9))).toBe(false)
    expect(isDue(pop(null), at(23, 9))).toBe(false)
    expect(isDue(pop(null), at(24, 3, 55))).toBe(true)
  })

  it('is due once in the night in which clocks are changed, too', () => {
    for (const [zone, from] of [
      ['America/New_York', '2026-03-08T05:00Z'],
      ['America/New_York', '2026-11-01T04:00Z'],
      ['Pacific/Auckland', '2026-09-26T12:00Z'],
    ] as const) {
      let checkedAt = Date.parse(from) - 20 * 3_600_000
      const times: number[] = []
      for (let now = Date.parse(from); now < Date.parse(from) + 23 * 3_600_000; now += 60_000) {
        if (!isDue({ tenantId: 1, id: 1, timeZone: zone, checkedAt }, now)) continue
        times.push((now - Date.parse(from)) / 3_600_000)
        checkedAt = now
      }
      expect(times, zone).toHaveLength(1)
    }
  })
})
