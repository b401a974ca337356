// Slows down guessing: how many wrong passwords an address may try, for one user and for all. Beyond it passwords are not
// looked at any more, which cannot be told from a wrong one. Others who use the same name from elsewhere notice nothing.

import type { Clock } from '../base/clock.ts'
import { TokenBuckets } from '../transport/token-buckets.ts'

const OF_USER = { perSecond: 0.1, burst: 5 }
const OF_HOST = { perSecond: 1, burst: 50 }

export class PasswordBrake {
  readonly #ofUser: TokenBuckets
  readonly #ofHost: TokenBuckets

  constructor(clock: Clock) {
    this.#ofUser = new TokenBuckets(OF_USER, clock)
    this.#ofHost = new TokenBuckets(OF_HOST, clock)
  }

  allows(host: string, user: string): boolean {
    return this.#ofUser.holds(`${host} ${user}`) && this.#ofHost.holds(host)
  }

  failed(host: string, user: string): void {
    this.#ofUser.take(`${host} ${user}`)
    this.#ofHost.take(host)
  }
}
