import { describe, expect, it } from 'vitest'
import { isDue, nightBegan } from './night-plan.ts'

/** On the clock of the server, wherever it stands. */
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime()
const pop = (checkedAt: number | null, id = 1) => ({ tenantId: 1, id, checkedAt })
const minutesOf = (day: number, hours: number, checkedAt: number | null, id?: number): number[] =>
  Array.from({ length: hours * 60 }, (_, minute) => minute).filter((minute) => isDue(pop(checkedAt, id), at(day, 0, minute)))

describe('the night', () => {
  it('begins at two o’clock', () => {
    expect(nightBegan(at(23, 2))).toBe(at(23, 2))
    expect(nightBegan(at(23, 23))).toBe(at(23, 2))
    expect(nightBegan(at(23, 1, 59))).toBe(at(22, 2))
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
})
