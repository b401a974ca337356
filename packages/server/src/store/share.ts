// A tenant's share of a lane: so much at once, so many that wait, and not for long. Whoever asks for much waits for
// himself; the others find connections free.

import { AppError } from '@openseat/contracts'
import type { Lender, Lent } from './lane.ts'

export interface SharePlan {
  readonly atOnce: number
  readonly waiting: number
  readonly waitMs: number
}

interface Waiting {
  readonly go: () => void
}

export class Share implements Lender {
  readonly statementMs: number
  readonly #lane: Lender
  readonly #plan: SharePlan
  readonly #queue: Waiting[] = []
  #taken = 0

  constructor(lane: Lender, plan: SharePlan) {
    this.statementMs = lane.statementMs
    this.#lane = lane
    this.#plan = plan
  }

  async lend(): Promise<Lent> {
    await this.#place()
    try {
      const lent = await this.#lane.lend()
      lent.onRelease = () => this.#leave()
      return lent
    } catch (error) {
      this.#leave()
      throw error
    }
  }

  #place(): Promise<void> {
    const { atOnce, waiting, waitMs } = this.#plan
    if (this.#taken < atOnce) {
      this.#taken += 1
      return Promise.resolve()
    }
    if (this.#queue.length >= waiting) return Promise.reject(new AppError('STORE_BUSY'))
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        go() {
          clearTimeout(timer)
          resolve()
        },
      }
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(entry), 1)
        reject(new AppError('STORE_BUSY'))
      }, waitMs)
      this.#queue.push(entry)
    })
  }

  /** The place goes to whoever waits longest. */
  #leave(): void {
    const next = this.#queue.shift()
    if (next) next.go()
    else this.#taken -= 1
  }
}
