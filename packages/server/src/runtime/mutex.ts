// One at a time per key: a hundred guesses sent at once would all pass the lock before the first has failed.

export class Mutex {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Runs `work` when all earlier work of the same key has ended, well or badly. */
  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve()
    const mine = before.then(work, work)
    this.#last.set(key, mine)
    const forget = (): void => {
      if (this.#last.get(key) === mine) this.#last.delete(key)
    }
    mine.then(forget, forget)
    return mine
  }
}
