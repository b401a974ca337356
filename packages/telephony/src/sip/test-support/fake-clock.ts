// Time that moves only when told, with any number of timers.

import type { Clock } from '../base/clock.ts'

type Timer = { atMs: number; run: () => void }

export class FakeClock implements Clock {
  #timeMs = 0
  readonly #timers = new Set<Timer>()

  nowMs = (): number => this.#timeMs

  after = (ms: number, run: () => void): (() => void) => {
    const timer = { atMs: this.#timeMs + ms, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Runs what is due, in order, each at its own time. */
  advance(ms: number): void {
    const endMs = this.#timeMs + ms
    for (let due = this.#nextUntil(endMs); due !== undefined; due = this.#nextUntil(endMs)) {
      this.#timers.delete(due)
      this.#timeMs = due.atMs
      due.run()
    }
    this.#timeMs = endMs
  }

  get timers(): number {
    return this.#timers.size
  }

  #nextUntil(endMs: number): Timer | undefined {
    const [first] = [...this.#timers].filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)
    return first
  }
}
