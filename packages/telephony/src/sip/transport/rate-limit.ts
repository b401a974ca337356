// Messages per source address: a token bucket each. Port 5060 is scanned; a flood must cost less than a parse.

import type { Clock } from '../clock.ts'

export type RateLimitSettings = {
  messagesPerSecond: number
  /** As many may come at once. */
  burst: number
  /** Known peers who may send what they like, such as a carrier. */
  spares?: (source: string) => boolean
}

type Bucket = { tokens: number; atMs: number }

const MAX_SOURCES = 10_000

export class RateLimit {
  readonly #settings: RateLimitSettings
  readonly #clock: Clock
  readonly #buckets = new Map<string, Bucket>()

  constructor(settings: RateLimitSettings, clock: Clock) {
    this.#settings = settings
    this.#clock = clock
  }

  /** False: drop it unread. */
  admit(source: string): boolean {
    const { messagesPerSecond, burst, spares } = this.#settings
    if (spares?.(source) === true) return true
    const nowMs = this.#clock.nowMs()
    const bucket = this.#buckets.get(source) ?? { tokens: burst, atMs: nowMs }
    const tokens = Math.min(burst, bucket.tokens + ((nowMs - bucket.atMs) / 1000) * messagesPerSecond)
    const admitted = tokens >= 1
    this.#remember(source, { tokens: admitted ? tokens - 1 : tokens, atMs: nowMs })
    return admitted
  }

  get sources(): number {
    return this.#buckets.size
  }

  /** The longest unheard source is forgotten first; spoofed addresses cannot fill the memory. */
  #remember(source: string, bucket: Bucket): void {
    this.#buckets.delete(source)
    this.#buckets.set(source, bucket)
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > MAX_SOURCES && oldest !== undefined) this.#buckets.delete(oldest)
  }
}
