// Call ids as the field writes them: `<epoch seconds>-<sequence>`, such as `1653963570-252`.

/** One counter for the whole process; it begins at the millisecond, so that a quick restart does not repeat itself. */
export class CallIds {
  #sequence: number

  constructor(now: number = Date.now()) {
    this.#sequence = (now % 1_000) * 100
  }

  next(now: number = Date.now()): string {
    this.#sequence = (this.#sequence % 999_999) + 1
    return `${Math.floor(now / 1000)}-${this.#sequence}`
  }
}
