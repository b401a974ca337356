// How much one page may say: so many messages in a second, the rest is dropped.

export class PageBridgeRate {
  readonly #perSecond: number
  #second = 0
  #count = 0

  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  /** `now`: milliseconds of the monotonic clock. */
  allows(now: number): boolean {
    const second = Math.floor(now / 1000)
    if (second !== this.#second) this.#count = 0
    this.#second = second
    this.#count += 1
    return this.#count <= this.#perSecond
  }
}
