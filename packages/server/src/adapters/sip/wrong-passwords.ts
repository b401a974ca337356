// Wrong passwords of phones: counted all, written to the log once in a while, so that guessing cannot fill the disk.

import { performance } from 'node:perf_hooks'
import type { Logger } from 'pino'
import { incomingText } from './incoming-text.ts'

const everyMs = 10_000

export class WrongPasswords {
  readonly #log: Pick<Logger, 'warn'>
  readonly #nowMs: () => number
  #count = 0
  #logged = 0
  #loggedAtMs = -Infinity

  constructor(log: Pick<Logger, 'warn'>, nowMs = () => performance.now()) {
    this.#log = log
    this.#nowMs = nowMs
  }

  get count(): number {
    return this.#count
  }

  note(user: string, host: string): void {
    this.#count++
    const nowMs = this.#nowMs()
    if (nowMs - this.#loggedAtMs < everyMs) return
    this.#log.warn({ user: incomingText(user, 64), host, tries: this.#count - this.#logged }, 'wrong password of a phone')
    this.#loggedAtMs = nowMs
    this.#logged = this.#count
  }
}
