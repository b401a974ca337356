// A map that forgets what was not written for longest, by halves: taking the oldest entry out of a large Map one at a time
// costs microseconds each, as its iterator walks over everything deleted before.

export class RecentMap<V> {
  readonly #half: number
  #young = new Map<string, V>()
  #old = new Map<string, V>()

  /** Never holds more than `most`; at least half as many of the latest are kept. */
  constructor(most: number) {
    this.#half = Math.max(1, Math.floor(most / 2))
  }

  /** An upper bound: what was written in both halves counts twice. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: string): V | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  set(key: string, value: V): void {
    if (this.#young.size >= this.#half && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }
}
