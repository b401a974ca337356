// How often one leg of a call may negotiate its audio. Each offer costs the worker tens of milliseconds, which it takes from
// everybody else's audio: few at once, few per second, and of those that wait only the latest, as a page that was opened anew
// makes a new one.

import { AppError } from '@openseat/contracts'

interface Waiting {
  readonly start: () => void
  readonly refuse: (error: Error) => void
}

const burst = 8
const refillMs = 2_000

export class OfferGate {
  readonly #nowMs: () => number
  #tokens = burst
  #atMs: number
  #isBusy = false
  #waiting: Waiting | undefined

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
    this.#atMs = nowMs()
  }

  /** Throws `REQUEST_RATE`. */
  count(): void {
    const nowMs = this.#nowMs()
    this.#tokens = Math.min(burst, this.#tokens + (nowMs - this.#atMs) / refillMs)
    this.#atMs = nowMs
    if (this.#tokens < 1) throw tooOften()
    this.#tokens -= 1
  }

  /** One at a time; of those that come meanwhile the last one is carried out, the others reject with `REQUEST_RATE`. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.count()
    if (this.#isBusy) await this.#turn()
    this.#isBusy = true
    try {
      return await work()
    } finally {
      this.#isBusy = false
      const next = this.#waiting
      this.#waiting = undefined
      if (next) {
        this.#isBusy = true
        next.start()
      }
    }
  }

  #turn(): Promise<void> {
    this.#waiting?.refuse(tooOften())
    return new Promise((resolve, reject) => {
      this.#waiting = { start: resolve, refuse: reject }
    })
  }
}

const tooOften = (): AppError => new AppError('REQUEST_RATE', { seconds: refillMs / 1000 })
