// Brings a Web API page back that was away: at log-in, or when it loaded anew while its server restarted. It is tried again
// less and less often, and at once when a contact comes that needs it.
import type { PopStatus } from './pop-status.ts'

export interface ComebackParts {
  readonly reopen: () => void
  /** The page went and no other one has said hello: whatever stands there hears nothing of calls. */
  readonly left: () => void
}

const firstMs = 2_000
const longestMs = 60_000
/** Between the bye of a page and the hello of the next. */
const helloWithinMs = 5_000

export class Comeback {
  readonly #parts: ComebackParts
  #isAway = false
  #hasLeft = false
  #attempts = 0
  #retry: ReturnType<typeof setTimeout> | undefined
  #waiting: ReturnType<typeof setTimeout> | undefined

  constructor(parts: ComebackParts) {
    this.#parts = parts
  }

  status(status: PopStatus): void {
    this.#isAway = status.kind === 'late' || (status.kind === 'blocked' && status.reason === 'unreachable')
    clearTimeout(this.#retry)
    if (this.#isAway) this.#retry = setTimeout(() => this.#reopen(), Math.min(longestMs, firstMs * 2 ** this.#attempts))
  }

  connected(isConnected: boolean): void {
    clearTimeout(this.#waiting)
    if (isConnected) {
      this.#attempts = 0
      this.#hasLeft = false
    } else this.#waiting = setTimeout(() => this.#leave(), helloWithinMs)
  }

  /** `isInUse`: somebody types in what stands there now. */
  contact(isInUse: boolean): void {
    if (this.#isAway || (this.#hasLeft && !isInUse)) this.#reopen()
  }

  stop(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#waiting)
  }

  #leave(): void {
    this.#hasLeft = true
    this.#parts.left()
  }

  #reopen(): void {
    clearTimeout(this.#retry)
    this.#attempts += 1
    this.#parts.reopen()
  }
}
