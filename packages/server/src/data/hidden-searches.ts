// A search by a hidden value says whether the value is there: it is for those who may see it, stands in the audit log
// (without the value), and is slow enough that nothing is found by counting up.
import { AppError } from '@openseat/contracts'
import { may } from '../access/authorise.ts'
import { BoundedMap } from '../runtime/bounded-map.ts'
import type { Person } from '../access/person.ts'

const searchesPerMinute = 20
const minuteMs = 60_000
const remembered = 10_000

export class HiddenSearches {
  readonly #now: () => number
  readonly #recent = new BoundedMap<string, readonly number[]>(remembered)

  /** `now` never goes back. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Refuses whoever may not, or did it too often just now. */
  admit(person: Person): void {
    if (!may(person, 'tableData.reveal')) throw new AppError('PERMISSION_MISSING', { permission: 'tableData.reveal' })
    const key = `${person.tenantId}/${person.staffId}`
    const recent = (this.#recent.get(key) ?? []).filter((at) => at > this.#now() - minuteMs)
    const [oldest] = recent
    if (recent.length >= searchesPerMinute && oldest !== undefined)
      throw new AppError('REQUEST_RATE', { seconds: Math.ceil((oldest + minuteMs - this.#now()) / 1000) })
    this.#recent.set(key, [...recent, this.#now()])
  }
}
