// The timers of transactions: lengths, doubling and caps (RFC 3261 section 17 table 4, RFC 6026 for L and M).

import type { Clock } from '../base/clock.ts'

export const T1_MS = 500
export const T2_MS = 4000
const T4_MS = 5000

/** `T` is the wait before 100 Trying (17.2.1). C belongs to proxies. */
export type TimerName = 'A' | 'B' | 'D' | 'E' | 'F' | 'G' | 'H' | 'I' | 'J' | 'K' | 'L' | 'M' | 'T'

type TimerLength = {
  ms: number
  /** Each further run lasts twice as long up to this. */
  doublesTo?: number
  /** Over TCP and TLS: not at all, or at once. */
  reliable?: 'never' | 'at once'
}

const LENGTHS: Readonly<Record<TimerName, TimerLength>> = {
  A: { ms: T1_MS, doublesTo: Infinity, reliable: 'never' },
  B: { ms: 64 * T1_MS },
  D: { ms: 64 * T1_MS, reliable: 'at once' },
  E: { ms: T1_MS, doublesTo: T2_MS, reliable: 'never' },
  F: { ms: 64 * T1_MS },
  G: { ms: T1_MS, doublesTo: T2_MS, reliable: 'never' },
  H: { ms: 64 * T1_MS },
  I: { ms: T4_MS, reliable: 'at once' },
  J: { ms: 64 * T1_MS, reliable: 'at once' },
  K: { ms: T4_MS, reliable: 'at once' },
  L: { ms: 64 * T1_MS },
  M: { ms: 64 * T1_MS },
  T: { ms: 200 },
}

type TimersParts = { clock: Clock; reliable: boolean; onTimer: (name: TimerName) => void }

/** One transaction's timers; each runs once at a time. */
export class Timers {
  readonly #parts: TimersParts
  readonly #running = new Map<TimerName, () => void>()
  readonly #lengths = new Map<TimerName, number>()

  constructor(parts: TimersParts) {
    this.#parts = parts
  }

  /** Started again, a doubling timer lasts twice as long as the last time. */
  start(name: TimerName): void {
    const { ms, doublesTo = ms, reliable } = LENGTHS[name]
    if (this.#parts.reliable && reliable === 'never') return
    const last = this.#lengths.get(name)
    const length = last === undefined ? ms : Math.min(2 * last, doublesTo)
    this.#lengths.set(name, length)
    this.#run(name, this.#parts.reliable && reliable === 'at once' ? 0 : length)
  }

  /** From now on a doubling timer has its longest interval. */
  slowDown(name: TimerName): void {
    this.#lengths.set(name, LENGTHS[name].doublesTo ?? LENGTHS[name].ms)
  }

  stopAll(): void {
    for (const cancel of this.#running.values()) cancel()
    this.#running.clear()
  }

  #run(name: TimerName, ms: number): void {
    this.#running.get(name)?.()
    const cancel = this.#parts.clock.after(ms, () => {
      this.#running.delete(name)
      this.#parts.onTimer(name)
    })
    this.#running.set(name, cancel)
  }
}
