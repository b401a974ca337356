// A player asks for a recording in many parts, whichever it likes: all of them by one log-in are one listening, which is
// written down before the first sound leaves, and again after a pause.
import { BoundedMap } from '../runtime/bounded-map.ts'
import type { Person } from '../access/person.ts'
import type { AuditFacts } from '../settings/settings.ts'

const pauseMs = 10 * 60_000
const remembered = 10_000

interface Listening {
  readonly noted: Promise<void>
  readonly at: number
}

export class Listenings {
  readonly #now: () => number
  readonly #last = new BoundedMap<string, Listening>(remembered)

  /** `now` never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  async note({ sessionHash }: Person, recordingId: string, write: (entry: AuditFacts) => Promise<void>): Promise<void> {
    const key = `${sessionHash} ${recordingId}`
    const known = this.#last.get(key)
    const goesOn = known !== undefined && this.#now() - known.at < pauseMs
    const noted = goesOn ? known.noted : write({ action: 'play', objectType: 'recording', objectId: recordingId })
    this.#last.set(key, { noted, at: this.#now() })
    await noted.catch((error: unknown) => {
      // What could not be written down is not heard, and the next part tries anew.
      this.#last.delete(key)
      throw error
    })
  }
}
