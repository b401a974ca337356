// The latest events of one agent, for pages that come back: as the text that all pages are sent, made once. Bounded in
// bytes, since one event may carry as much as a whole call; what is no longer here is in the database.

import type { SequencedEvent } from '@openseat/contracts'

export interface ToldEvent {
  readonly seq: number
  readonly text: string
}

/** V8 keeps a text with one Chinese letter in two bytes each. */
const bytesPerUnit = 2
const ringBytes = 32 * 1024

export const told = (event: SequencedEvent): ToldEvent => ({ seq: event.seq, text: JSON.stringify({ type: 'event', ...event }) })

export class EventRing {
  readonly #events: ToldEvent[] = []
  #bytes = 0

  /** At most so many bytes are held; an event that is larger than all of that is not kept at all. */
  get bytes(): number {
    return this.#bytes
  }

  push(event: ToldEvent): void {
    this.#events.push(event)
    this.#bytes += bytesOf(event)
    while (this.#bytes > ringBytes) {
      const oldest = this.#events.shift()
      if (oldest) this.#bytes -= bytesOf(oldest)
    }
  }

  /** Events after `seq`, or null when they are no longer all there. */
  after(seq: number): readonly ToldEvent[] | null {
    const missed = this.#events.filter((event) => event.seq > seq)
    const first = missed[0]
    if (first === undefined) return this.#events.at(-1)?.seq === seq ? [] : null
    return first.seq === seq + 1 ? missed : null
  }
}

const bytesOf = ({ text }: ToldEvent): number => text.length * bytesPerUnit
