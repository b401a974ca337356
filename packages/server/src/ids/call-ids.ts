// Call ids as the field writes them: `<epoch seconds>-<sequence>`, such as `1653963570-252`.
import { steadyNow } from '../runtime/clock.ts'

/** One counter for the whole process; it begins at the millisecond, so that a quick restart does not repeat itself. */
export class CallIds {
  #sequence: number
  #seconds = 0

  constructor(now: number = steadyNow()) {
    this.#sequence = (now % 1_000) * 100
  }

  /** Ids from now on come after those of that time: the machine's clock may have been set back since. */
  startAfter(ms: number): void {
    this.#seconds = Math.max(this.#seconds, Math.floor(ms / 1000) + 1)
  }

  next(now: number = steadyNow()): string {
    this.#sequence = (this.#sequence % 999_999) + 1
    this.#seconds = Math.max(this.#seconds, Math.floor(now / 1000))
    return `${this.#seconds}-${this.#sequence}`
  }
}
