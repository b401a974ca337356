import { beforeEach, describe, expect, it } from 'vitest'
import { steadyClock } from './clock.ts'

const start = 1_796_000_000_000
let monotonic: number
let wall: number
let now: () => number

beforeEach(() => {
  monotonic = 5_000
  wall = start
  now = steadyClock({ monotonic: () => monotonic, wall: () => wall })
})

function pass(ms: number): void {
  monotonic += ms
  wall += ms
}

describe('the steady clock', () => {
  it('tells the wall clock’s time while nobody sets it', () => {
    expect(now()).toBe(start)
    pass(20_000)
    expect(now()).toBe(start + 20_000)
  })

  it.each([-600_000, -1, 3_600_000, 86_400_000 * 365])('measures 20 s as 19 to 21 s when the wall clock is set by %i ms', (step) => {
    pass(1_000)
    const before = now()
    wall += step
    for (let n = 0; n < 200; n += 1) {
      const last = now()
      pass(100)
      expect(now()).toBeGreaterThan(last)
    }
    expect(Math.abs(now() - before - 20_000)).toBeLessThanOrEqual(1_001)
  })

  it('comes back to the wall clock', () => {
    wall -= 600_000
    for (let minute = 0; minute < 201; minute += 1) {
      pass(60_000)
      now()
    }
    expect(now()).toBe(wall)
  })
})
