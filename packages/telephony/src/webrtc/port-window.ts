// Where in the UDP port range a connection begins to look for free ports.
// werift tries one port after the other from the start of its range; a moving start keeps that search short.

export type PortRange = readonly [first: number, last: number]

const STEP = 4

export class PortWindow {
  readonly #range: PortRange
  #offset = 0

  constructor(range: PortRange) {
    this.#range = range
  }

  /** Starts move through the lower half, so that at least half of the range is searched. */
  next(): [number, number] {
    const [first, last] = this.#range
    const start = first + this.#offset
    this.#offset = (this.#offset + STEP) % Math.max(1, Math.ceil((last - first) / 2))
    return [start, last]
  }
}

/** One worker's share of the range, the shares being disjoint. */
export const shareOfRange = ([first, last]: PortRange, index: number, count: number): PortRange => {
  const size = Math.floor((last - first + 1) / count)
  return [first + index * size, first + (index + 1) * size - 1]
}
