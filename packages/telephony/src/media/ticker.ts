// The 20 ms clock of a worker. Each tick is planned from the start time, so that lateness does not add up.
// After a stall at most five ticks are made up for; the rest are given up and told to the mixer.

import { TICK_MS } from './frame.ts'

const MAX_CATCH_UP = 5
const LATENESS_WINDOW = 3000

export type TickerClock = {
  nowMs(): number
  /** Calls once, after `ms`; returns the cancellation. */
  after(ms: number, run: () => void): () => void
}

/** Node.js calls back at once when it is asked for more. */
const LONGEST_WAIT_MS = 2 ** 31 - 1

export const systemClock: TickerClock = {
  nowMs: () => performance.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, Math.min(ms, LONGEST_WAIT_MS))
    return () => clearTimeout(timer)
  },
}

type TickerParts = { clock: TickerClock; onTick: () => void; onSkip: (ticks: number) => void }

export class Ticker {
  readonly #parts: TickerParts
  readonly #startMs: number
  readonly #lateness: number[] = []
  #planned = 1
  #cancel: () => void
  ticks = 0
  ticksSkipped = 0

  constructor(parts: TickerParts) {
    this.#parts = parts
    this.#startMs = parts.clock.nowMs()
    this.#cancel = parts.clock.after(TICK_MS, () => this.#run())
  }

  /** Milliseconds over the last minute. */
  get lateness(): { p99Ms: number; maxMs: number } {
    const sorted = this.#lateness.toSorted((a, b) => a - b)
    return { p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0, maxMs: sorted.at(-1) ?? 0 }
  }

  close(): void {
    this.#cancel()
  }

  #run(): void {
    try {
      this.#runDueTicks()
    } finally {
      const waitMs = Math.max(0, this.#plannedMs() - this.#parts.clock.nowMs())
      this.#cancel = this.#parts.clock.after(waitMs, () => this.#run())
    }
  }

  #runDueTicks(): void {
    const lateMs = this.#parts.clock.nowMs() - this.#plannedMs()
    const due = Math.floor(lateMs / TICK_MS) + 1
    if (due > MAX_CATCH_UP) this.#skip(due - MAX_CATCH_UP)
    for (let i = 0; i < Math.min(due, MAX_CATCH_UP); i++) this.#tick()
  }

  #tick(): void {
    this.#lateness[this.ticks % LATENESS_WINDOW] = Math.max(0, this.#parts.clock.nowMs() - this.#plannedMs())
    this.#planned++
    this.ticks++
    this.#parts.onTick()
  }

  #skip(ticks: number): void {
    this.#planned += ticks
    this.ticksSkipped += ticks
    this.#parts.onSkip(ticks)
  }

  #plannedMs(): number {
    return this.#startMs + this.#planned * TICK_MS
  }
}
