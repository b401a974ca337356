// How many server transactions there may be: shares of the table that cannot crowd each other out, and in each share a
// part that one address cannot exceed.

/** `dialog`: requests inside calls of ours. `peer`: those of trunks and of phones that proved their password. */
export type Share = 'dialog' | 'peer'

const MAX_PER_SHARE = 20_000
const MAX_PER_HOST = 10_000

export class Places {
  readonly #taken = new Map<string, number>()

  /** False when there is no room; the peer's retransmissions find some later. */
  take(share: Share, host: string): boolean {
    const [ofShare, ofHost] = [this.#taken.get(share) ?? 0, this.#taken.get(`${share} ${host}`) ?? 0]
    if (ofShare >= MAX_PER_SHARE || ofHost >= MAX_PER_HOST) return false
    this.#taken.set(share, ofShare + 1)
    this.#taken.set(`${share} ${host}`, ofHost + 1)
    return true
  }

  free(share: Share, host: string): void {
    for (const key of [share, `${share} ${host}`]) {
      const left = (this.#taken.get(key) ?? 1) - 1
      if (left === 0) this.#taken.delete(key)
      else this.#taken.set(key, left)
    }
  }
}
