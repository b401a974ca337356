// The time that calls are measured by. It runs at the pace of the monotonic clock, so that nothing that is under way is cut
// short or drawn out when somebody sets the machine's clock, and it closes in on the wall clock slowly, so that records
// are right again after a while. It never goes back.

/** Most that a second may be stretched or shortened by: a ring of 20 s is off by one at the worst. */
const slewShare = 0.05

export interface ClockSources {
  /** Milliseconds; never set by anybody. */
  readonly monotonic: () => number
  /** Epoch milliseconds; somebody may set it. */
  readonly wall: () => number
}

const machine: ClockSources = { monotonic: () => performance.now(), wall: () => Date.now() }

/** Epoch milliseconds by such a clock. */
export function steadyClock({ monotonic, wall }: ClockSources = machine): () => number {
  let seen = monotonic()
  let value = wall()
  return () => {
    const at = monotonic()
    const passed = at - seen
    const slew = passed * slewShare
    seen = at
    value += passed
    value += Math.min(Math.max(wall() - value, -slew), slew)
    return Math.floor(value)
  }
}

/** The process has one: what two parts of it measure can be compared. */
export const steadyNow = steadyClock()
