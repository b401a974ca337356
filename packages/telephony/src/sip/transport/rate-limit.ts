// What is read at all: messages per source address, by what they cost. Port 5060 is scanned; a flood must cost less than a
// parse. Source addresses are forged easily, so that a known peer has a budget of his own for each kind of message: whoever
// floods us with OPTIONS in his name does not keep his calls away. All strangers together have one budget too.

import type { Clock } from '../base/clock.ts'
import { TokenBuckets } from './token-buckets.ts'

export type RateLimitSettings = {
  /** Of one stranger. */
  messagesPerSecond: number
  /** As many may come at once. */
  burst: number
}

/** A known peer may send so much more of each kind than a stranger of all; all strangers together as much again. */
const KNOWN_FACTOR = 10
const BYTES_PER_TOKEN = 2048
const KINDS = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'REGISTER', 'OPTIONS', 'UPDATE', 'INFO', 'REFER', 'NOTIFY', 'SIP/2.0'] as const

export class RateLimit {
  readonly #knows: (source: string) => boolean
  readonly #known: TokenBuckets
  readonly #strangers: TokenBuckets
  readonly #allStrangers: TokenBuckets

  /** `knows`: trunks, registered phones, and whoever we are in a call with. */
  constructor({ messagesPerSecond: perSecond, burst }: RateLimitSettings, knows: (source: string) => boolean, clock: Clock) {
    this.#knows = knows
    const larger = { perSecond: KNOWN_FACTOR * perSecond, burst: KNOWN_FACTOR * burst }
    this.#known = new TokenBuckets(larger, clock)
    this.#strangers = new TokenBuckets({ perSecond, burst }, clock)
    this.#allStrangers = new TokenBuckets({ ...larger, most: 1 }, clock)
  }

  /** False: drop it unread. */
  admit(source: string, bytes: Buffer): boolean {
    const cost = Math.max(1, Math.ceil(bytes.length / BYTES_PER_TOKEN))
    if (this.#knows(source)) return this.#known.take(`${source} ${kindOf(bytes)}`, cost)
    return this.#strangers.take(source, cost) && this.#allStrangers.take('', cost)
  }

  get sources(): number {
    return this.#strangers.size
  }
}

/** By the first word alone. */
const kindOf = (bytes: Buffer): string => {
  const start = bytes.toString('latin1', 0, 9)
  return KINDS.find((kind) => start.startsWith(kind)) ?? ''
}
