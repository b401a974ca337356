// Repeats the 2xx of an INVITE until its ACK comes, also over TCP, or gives up after 64*T1 (RFC 3261 section 13.3.1.4).

import type { Clock } from '../base/clock.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import { T1_MS, T2_MS } from '../transaction/timers.ts'

type RepeaterParts = { clock: Clock; transaction: ServerTransaction; onUnacknowledged: () => void }

export class SuccessRepeater {
  readonly #parts: RepeaterParts
  readonly #startMs: number
  #waitMs = T1_MS
  #cancel: () => void

  constructor(parts: RepeaterParts) {
    this.#parts = parts
    this.#startMs = parts.clock.nowMs()
    this.#cancel = parts.clock.after(this.#waitMs, () => this.#repeat())
  }

  /** The sequence number that the ACK will have. */
  get number(): number {
    return this.#parts.transaction.request.cseq.number
  }

  close(): void {
    this.#cancel()
  }

  #repeat(): void {
    const { clock, transaction, onUnacknowledged } = this.#parts
    const leftMs = this.#startMs + 64 * T1_MS - clock.nowMs()
    if (leftMs <= 0) return onUnacknowledged()
    transaction.repeatSuccess()
    this.#waitMs = Math.min(2 * this.#waitMs, T2_MS)
    this.#cancel = clock.after(Math.min(this.#waitMs, leftMs), () => this.#repeat())
  }
}
