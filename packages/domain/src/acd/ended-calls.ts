// The latest ended calls: for what still comes in about them (figures of the audio, frames of their pages), and for the page
// of an agent who is in wrap-up. Bounded in bytes: a call carries what was attached to it and every page that it opened.

import type { Call } from '../call/call.ts'

interface Kept {
  readonly call: Call
  readonly bytes: number
}

const mostCalls = 500
const mostBytes = 2 * 1024 * 1024

export class EndedCalls {
  readonly #kept = new Map<string, Kept>()
  /** A call that somebody wraps up is kept however old it is: there is one for each agent at most. */
  readonly #isWrappedUp: (call: Call) => boolean
  #bytes = 0

  constructor(isWrappedUp: (call: Call) => boolean) {
    this.#isWrappedUp = isWrappedUp
  }

  get size(): number {
    return this.#kept.size
  }

  get(callId: string): Call | undefined {
    return this.#kept.get(callId)?.call
  }

  has(callId: string): boolean {
    return this.#kept.has(callId)
  }

  /** Ended just now, or changed once more. */
  add(call: Call): void {
    this.#remove(call.callId)
    const bytes = JSON.stringify(call).length
    this.#kept.set(call.callId, { call, bytes })
    this.#bytes += bytes
    for (const { call: oldest } of this.#kept.values()) {
      if (this.#kept.size <= mostCalls && this.#bytes <= mostBytes) return
      if (oldest !== call && !this.#isWrappedUp(oldest)) this.#remove(oldest.callId)
    }
  }

  #remove(callId: string): void {
    const known = this.#kept.get(callId)
    if (!known) return
    this.#kept.delete(callId)
    this.#bytes -= known.bytes
  }
}
