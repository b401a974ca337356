// What strangers can bring about as often as they like is counted, and written to the log once in a while: it cannot fill
// the disk.

import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'

const everyMs = 10_000

export class RareWarning {
  readonly #log: Pick<Logger, 'warn'>
  readonly #what: string
  readonly #nowMs: () => number
  #count = 0
  #logged = 0
  #loggedAtMs = -Infinity

  constructor(log: Pick<Logger, 'warn'>, what: string, nowMs = () => performance.now()) {
    this.#log = log
    this.#what = what
    this.#nowMs = nowMs
  }

  get count(): number {
    return this.#count
  }

  /** `facts`: of this one, for when it is written down. */
  note(facts: () => object = () => ({})): void {
    this.#count += 1
    const nowMs = this.#nowMs()
    if (nowMs - this.#loggedAtMs < everyMs) return
    this.#log.warn({ ...facts(), times: this.#count - this.#logged }, this.#what)
    this.#loggedAtMs = nowMs
    this.#logged = this.#count
  }
}
