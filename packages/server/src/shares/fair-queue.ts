// Work that waits, a queue for each who asks: so much of one at once, so many of his wait, and those who wait are served in
// turn. Whoever asks for much waits for himself.

export interface FairPlan {
  /** Of one, under way at once. */
  readonly atOnce: number
  /** Of one, waiting. */
  readonly waiting: number
  /** Of all, waiting. */
  readonly waitingInAll: number
}

interface Share<W> {
  readonly waiting: Set<W>
  running: number
}

export class FairQueue<K, W> {
  readonly #plan: FairPlan
  /** Whose turn is next stands first. */
  readonly #shares = new Map<K, Share<W>>()
  #waiting = 0

  constructor(plan: FairPlan) {
    this.#plan = plan
  }

  get waiting(): number {
    return this.#waiting
  }

  /** False when too much waits already. */
  add(key: K, work: W): boolean {
    const share = this.#shares.get(key) ?? { waiting: new Set<W>(), running: 0 }
    if (share.waiting.size >= this.#plan.waiting || this.#waiting >= this.#plan.waitingInAll) return false
    this.#shares.set(key, share)
    share.waiting.add(work)
    this.#waiting += 1
    return true
  }

  /** Whose turn it is, now under way until `done`. */
  next(): { readonly key: K; readonly work: W } | undefined {
    for (const [key, share] of this.#shares) {
      const [work] = share.waiting
      if (work === undefined || share.running >= this.#plan.atOnce) continue
      this.#take(share, work)
      share.running += 1
      this.#shares.delete(key)
      this.#shares.set(key, share)
      return { key, work }
    }
    return undefined
  }

  done(key: K): void {
    const share = this.#shares.get(key)
    if (!share) return
    share.running -= 1
    this.#forget(key, share)
  }

  /** Waits no longer. False when it did not wait. */
  remove(key: K, work: W): boolean {
    const share = this.#shares.get(key)
    if (!share?.waiting.has(work)) return false
    this.#take(share, work)
    this.#forget(key, share)
    return true
  }

  #take(share: Share<W>, work: W): void {
    share.waiting.delete(work)
    this.#waiting -= 1
  }

  #forget(key: K, share: Share<W>): void {
    if (share.running === 0 && share.waiting.size === 0) this.#shares.delete(key)
  }
}
