// Our provisional responses to a caller who wants them acknowledged (RFC 3262 section 3): one after the other, each repeated
// until its PRACK comes.

import type { Clock } from '../base/clock.ts'
import type { ResponseContent } from '../message/build.ts'
import { headerOf, type SipRequest } from '../message/sip-message.ts'
import { parseNumber } from '../message/tokens.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import { T1_MS } from '../transaction/timers.ts'

type RingingParts = { clock: Clock; transaction: ServerTransaction; onUnacknowledged: () => void }

const MAX_NUMBER = 0xffff_ffff

export class ReliableRinging {
  readonly #parts: RingingParts
  /** Far from the end, so that it can rise. */
  #number = 1 + Math.floor(Math.random() * 2 ** 30)
  #current: ResponseContent | undefined
  #next: ResponseContent | undefined
  #cancel: (() => void) | undefined
  #onAcknowledged: (() => void)[] = []

  constructor(parts: RingingParts) {
    this.#parts = parts
  }

  /** Of those that wait only the last one is sent. */
  send(content: ResponseContent): void {
    if (this.#current !== undefined) this.#next = content
    else this.#begin(content)
  }

  /** False when nothing of this kind is under way. */
  acknowledge(prack: SipRequest): boolean {
    const [number = '', invite = '', method] = (headerOf(prack, 'rack') ?? '').trim().split(/\s+/)
    const { cseq } = this.#parts.transaction.request
    const isCurrent = parseNumber(number, MAX_NUMBER) === this.#number && parseNumber(invite, MAX_NUMBER) === cseq.number
    if (this.#current === undefined || !isCurrent || method !== 'INVITE') return false
    this.#stop()
    const next = this.#next
    this.#next = undefined
    this.#number++
    if (next !== undefined) this.#begin(next)
    for (const run of this.#onAcknowledged.splice(0)) run()
    return true
  }

  /** An answer has to wait for a description that is under way; nothing else has to. */
  whenDescribed(run: () => void): void {
    if ((this.#current?.body?.length ?? 0) > 0) this.#onAcknowledged.push(run)
    else run()
  }

  close(): void {
    this.#stop()
    this.#next = undefined
    this.#onAcknowledged = []
  }

  #begin(content: ResponseContent): void {
    const headers = [...(content.headers ?? []), { name: 'require', value: '100rel' }, { name: 'rseq', value: String(this.#number) }]
    this.#current = { ...content, headers }
    this.#repeat(T1_MS, 0)
  }

  #repeat(waitMs: number, passedMs: number): void {
    const { clock, transaction, onUnacknowledged } = this.#parts
    if (this.#current === undefined) return
    if (passedMs >= 64 * T1_MS) return onUnacknowledged()
    if (!transaction.respond(this.#current)) return this.close()
    this.#cancel = clock.after(waitMs, () => this.#repeat(2 * waitMs, passedMs + waitMs))
  }

  #stop(): void {
    this.#cancel?.()
    this.#current = undefined
  }
}
