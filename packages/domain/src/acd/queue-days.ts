// What became of each queue's contacts since the tenant's day began: the figures of the live board.
import { type Day, dayOf } from '@openseat/contracts'

/** An answer counts as within the service level that comes within this. */
export const serviceLevelSeconds = 20

/** How a caller's wait in a queue ended. `timedOut`: the queue gave it up. `left`: any other way out, such as a lost connection. */
export type WaitEnd = 'answered' | 'abandoned' | 'timedOut' | 'left'

/** Whoever was offered was answered, abandoned, timed out, left, or waits. */
export interface QueueDay extends Record<WaitEnd, number> {
  offered: number
  withinServiceLevel: number
}

const nothing = (): QueueDay => ({ offered: 0, answered: 0, abandoned: 0, timedOut: 0, left: 0, withinServiceLevel: 0 })

/** Share of those answered within the service level among all whose wait ended by an answer, by their giving up or by the queue's: 0 to 100. */
export function serviceLevelOf({ answered, abandoned, timedOut, withinServiceLevel }: QueueDay): number | null {
  const all = answered + abandoned + timedOut
  return all === 0 ? null : Math.round((withinServiceLevel / all) * 100)
}

export class QueueDays {
  readonly #timeZone: () => string
  #day: Day = { from: 0, to: 0 }
  #queues = new Map<number, QueueDay>()

  constructor(timeZone: () => string) {
    this.#timeZone = timeZone
  }

  /** When the figures begin anew; null while there are none. */
  get end(): number | null {
    return this.#queues.size === 0 ? null : this.#day.to
  }

  /** Takes over what was counted before a restart; `at` says on which day. */
  restore(days: ReadonlyMap<number, QueueDay>, at: number): void {
    this.#day = dayOf(at, this.#timeZone())
    this.#queues = new Map([...days].map(([queueId, day]) => [queueId, { ...day }]))
  }

  offered(queueId: number, at: number): void {
    this.#of(queueId, at).offered += 1
  }

  ended(queueId: number, at: number, { end, waitedMs }: { end: WaitEnd; waitedMs: number }): void {
    const day = this.#of(queueId, at)
    day[end] += 1
    if (end === 'answered' && waitedMs <= serviceLevelSeconds * 1000) day.withinServiceLevel += 1
  }

  of(queueId: number, at: number): Readonly<QueueDay> {
    this.turn(at)
    return this.#queues.get(queueId) ?? nothing()
  }

  /** A new day begins with nothing. Where the tenant's time zone is changed, the day that runs ends by the new one. */
  turn(at: number): void {
    if (at < this.#day.to && at >= this.#day.from) return
    this.#queues.clear()
    this.#day = dayOf(at, this.#timeZone())
  }

  timeZoneChanged(at: number): void {
    this.#day = dayOf(at, this.#timeZone())
  }

  #of(queueId: number, at: number): QueueDay {
    this.turn(at)
    const known = this.#queues.get(queueId)
    if (known) return known
    const made = nothing()
    this.#queues.set(queueId, made)
    return made
  }
}
