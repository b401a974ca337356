// How fast each queue's callers are taken, from its latest answers: what a wait is estimated by. In memory; after a restart nothing
// is known until callers have been answered again.

/** Answers that are counted, and how old they may be. */
const answersKept = 10
const longestMs = 3_600_000

export class QueuePace {
  readonly #answers = new Map<number, readonly number[]>()

  answered(queueId: number, at: number): void {
    this.#answers.set(queueId, [...(this.#answers.get(queueId) ?? []), at].slice(-answersKept))
  }

  /** Seconds until whoever is at `position` (1: first) is taken; null while that is not known. */
  expectedSeconds(queueId: number, position: number, now: number): number | null {
    const answers = (this.#answers.get(queueId) ?? []).filter((at) => now - at <= longestMs)
    const [first] = answers
    if (first === undefined || answers.length < 2) return null
    return Math.round(((now - first) / answers.length / 1000) * position)
  }
}
