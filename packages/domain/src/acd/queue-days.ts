// What became of each queue's calls since the day began (UTC): the figures of the live board.

/** A call counts as answered quickly within this. */
export const serviceLevelSeconds = 20

export interface QueueDay {
  offered: number
  answered: number
  abandoned: number
  quick: number
}

const dayMs = 86_400_000

export class QueueDays {
  #day = -1
  #queues = new Map<number, QueueDay>()

  /** Takes over what was counted before a restart; `at` says on which day. */
  restore(days: ReadonlyMap<number, QueueDay>, at: number): void {
    this.#day = Math.floor(at / dayMs)
    this.#queues = new Map([...days].map(([queueId, day]) => [queueId, { ...day }]))
  }

  offered(queueId: number, at: number): void {
    this.#of(queueId, at).offered += 1
  }

  answered(queueId: number, at: number, waitedMs: number): void {
    const day = this.#of(queueId, at)
    day.answered += 1
    if (waitedMs <= serviceLevelSeconds * 1000) day.quick += 1
  }

  abandoned(queueId: number, at: number): void {
    this.#of(queueId, at).abandoned += 1
  }

  of(queueId: number, at: number): Readonly<QueueDay> {
    return this.#of(queueId, at)
  }

  #of(queueId: number, at: number): QueueDay {
    const day = Math.floor(at / dayMs)
    if (day !== this.#day) this.#queues.clear()
    this.#day = day
    const known = this.#queues.get(queueId)
    if (known) return known
    const made = { offered: 0, answered: 0, abandoned: 0, quick: 0 }
    this.#queues.set(queueId, made)
    return made
  }
}
