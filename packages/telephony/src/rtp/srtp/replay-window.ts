// Which packet numbers were there already (RFC 3711 section 3.3.2): the last 128; what is older counts as seen.

const SIZE = 128
const MASK = (1n << BigInt(SIZE)) - 1n

export class ReplayWindow {
  #highest = -1
  /** Bit n: `#highest - n` was there. */
  #seen = 0n

  isNew(index: number): boolean {
    const age = this.#highest - index
    return age < 0 || (age < SIZE && (this.#seen & (1n << BigInt(age))) === 0n)
  }

  add(index: number): void {
    const ahead = index - this.#highest
    if (ahead > 0) {
      this.#seen = ahead >= SIZE ? 1n : ((this.#seen << BigInt(ahead)) | 1n) & MASK
      this.#highest = index
    } else this.#seen |= 1n << BigInt(-ahead)
  }
}
