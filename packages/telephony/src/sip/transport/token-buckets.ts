// A bounded number of token buckets by key: invented addresses cannot fill the memory.

import type { Clock } from '../base/clock.ts'
import { RecentMap } from './recent-map.ts'

export type BucketSettings = {
  perSecond: number
  /** As much may come at once. */
  burst: number
  /** Of keys; default 10,000. */
  most?: number
}

type Bucket = { tokens: number; atMs: number }

export class TokenBuckets {
  readonly #settings: BucketSettings
  readonly #clock: Clock
  readonly #buckets: RecentMap<Bucket>

  constructor(settings: BucketSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
    this.#buckets = new RecentMap(settings.most ?? 10_000)
  }

  get size(): number {
    return this.#buckets.size
  }

  /** Without taking anything. */
  holds(key: string): boolean {
    return this.#tokensOf(key) >= 1
  }

  /** False when there was not enough; then nothing is taken. */
  take(key: string, cost = 1): boolean {
    const tokens = this.#tokensOf(key)
    const enough = tokens >= cost
    this.#buckets.set(key, { tokens: enough ? tokens - cost : tokens, atMs: this.#clock.nowMs() })
    return enough
  }

  #tokensOf(key: string): number {
    const { perSecond, burst } = this.#settings
    const bucket = this.#buckets.get(key)
    if (bucket === undefined) return burst
    return Math.min(burst, bucket.tokens + ((this.#clock.nowMs() - bucket.atMs) / 1000) * perSecond)
  }
}
