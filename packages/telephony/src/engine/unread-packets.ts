// Packets that come and are not heard: each reason is told once, since whoever looks for lost audio looks into the log.

export type UnreadReason = 'codec' | 'encryption' | 'address'

/** A second of them; fewer may be the rest of another call. */
const ENOUGH = 50

export class UnreadPackets {
  readonly #told = new Set<UnreadReason>()

  /** The reasons that are to be told now, of what has been counted so far. */
  newAmong(counted: Readonly<Record<UnreadReason, number>>): UnreadReason[] {
    const reasons: UnreadReason[] = ['codec', 'encryption', 'address']
    const found = reasons.filter((reason) => counted[reason] >= ENOUGH && !this.#told.has(reason))
    for (const reason of found) this.#told.add(reason)
    return found
  }
}
