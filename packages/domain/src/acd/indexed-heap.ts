// A binary heap whose items can be removed and moved by key: idle agents, waiting lines and deadlines stand in these.

/** Least first by `before`; each key once. All operations O(log n). */
export class IndexedHeap<K, V> {
  readonly #before: (a: V, b: V) => boolean
  readonly #keys: K[] = []
  readonly #values: V[] = []
  readonly #places = new Map<K, number>()

  constructor(before: (a: V, b: V) => boolean) {
    this.#before = before
  }

  get size(): number {
    return this.#keys.length
  }

  has(key: K): boolean {
    return this.#places.has(key)
  }

  /** The least item, or undefined. */
  peek(): { key: K; value: V } | undefined {
    const key = this.#keys[0]
    const value = this.#values[0]
    return key === undefined || value === undefined ? undefined : { key, value }
  }

  /** Adds `key`, or gives it a new value. */
  set(key: K, value: V): void {
    this.delete(key)
    this.#keys.push(key)
    this.#values.push(value)
    this.#places.set(key, this.#keys.length - 1)
    this.#rise(this.#keys.length - 1)
  }

  delete(key: K): boolean {
    const place = this.#places.get(key)
    if (place === undefined) return false
    const last = this.#keys.length - 1
    this.#swap(place, last)
    this.#keys.pop()
    this.#values.pop()
    this.#places.delete(key)
    if (place < last) {
      this.#rise(place)
      this.#sink(place)
    }
    return true
  }

  keys(): readonly K[] {
    return this.#keys
  }

  #less(a: number, b: number): boolean {
    const left = this.#values[a]
    const right = this.#values[b]
    return left !== undefined && right !== undefined && this.#before(left, right)
  }

  #rise(from: number): void {
    let place = from
    while (place > 0) {
      const parent = (place - 1) >> 1
      if (!this.#less(place, parent)) return
      this.#swap(place, parent)
      place = parent
    }
  }

  #sink(from: number): void {
    let place = from
    for (;;) {
      const left = 2 * place + 1
      const right = left + 1
      let least = place
      if (left < this.#keys.length && this.#less(left, least)) least = left
      if (right < this.#keys.length && this.#less(right, least)) least = right
      if (least === place) return
      this.#swap(place, least)
      place = least
    }
  }

  #swap(a: number, b: number): void {
    if (a === b) return
    const keyA = this.#keys[a] as K
    const keyB = this.#keys[b] as K
    const valueA = this.#values[a] as V
    this.#keys[a] = keyB
    this.#keys[b] = keyA
    this.#values[a] = this.#values[b] as V
    this.#values[b] = valueA
    this.#places.set(keyB, a)
    this.#places.set(keyA, b)
  }
}
