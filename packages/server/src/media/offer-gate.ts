// How often one leg of a call may negotiate its audio. A browser's offer costs the worker tens of milliseconds, which it takes
// from everybody else's audio: few at once, few per second, and of those that wait only the latest, as a page that was opened
// anew makes a new one. A telephone's costs a fraction of one, and a caller may well press hold and resume many times.

import { AppError } from '@openseat/contracts'

interface Waiting {
  readonly start: () => void
  readonly refuse: (error: Error) => void
}

interface Rate {
  readonly burst: number
  readonly refillMs: number
}

export const browserOffers: Rate = { burst: 8, refillMs: 2_000 }
export const telephoneOffers: Rate = { burst: 60, refillMs: 200 }

export class OfferGate {
  readonly #rate: Rate
  readonly #nowMs: () => number
  #tokens: number
  #atMs: number
  #isBusy = false
  #waiting: Waiting | undefined

  constructor(rate: Rate, nowMs: () => number = () => performance.now()) {
    this.#rate = rate
    this.#tokens = rate.burst
    this.#nowMs = nowMs
    this.#atMs = nowMs()
  }

  /** Throws `REQUEST_RATE`. */
  count(): void {
    const { burst, refillMs } = this.#rate
    const nowMs = this.#nowMs()
    this.#tokens = Math.min(burst, this.#tokens + (nowMs - this.#atMs) / refillMs)
    this.#atMs = nowMs
    if (this.#tokens < 1) throw tooOften(this.#rate)
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
    this.#waiting?.refuse(tooOften(this.#rate))
    return new Promise((resolve, reject) => {
      this.#waiting = { start: resolve, refuse: reject }
    })
  }
}

const tooOften = ({ refillMs }: Rate): AppError => new AppError('REQUEST_RATE', { seconds: Math.max(1, refillMs / 1000) })
