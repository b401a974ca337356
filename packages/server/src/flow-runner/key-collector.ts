// Collects the keys that one question of a flow asks for: digits up to a terminator, a length or a pause, or one key of a menu.
// Knows no clock: whoever uses it lets `patienceSeconds` pass after each step and says so.
import type { Collection } from '@openseat/domain'
import { compilePattern, type Pattern } from '@openseat/domain/expression/pattern'

export interface CollectedKeys {
  readonly outcome: 'ok' | 'noInput' | 'invalid'
  readonly value: string
  /** The terminator that callers press all the same when the length alone has ended it; it is no key of the next question. */
  readonly swallows: '#' | '*' | null
}

/** What callers have on their telephones: keys A to D are signals of machines. */
const usualKeys = /^[0-9*#]*$/

export class KeyCollector {
  readonly #collection: Collection
  readonly #pattern: Pattern | undefined
  #keys = ''

  constructor(collection: Collection) {
    this.#collection = collection
    this.#pattern = collection.pattern === null ? undefined : compilePattern(collection.pattern)
  }

  /** How long to wait for the next key. */
  get patienceSeconds(): number {
    return this.#keys === '' ? this.#collection.firstDigitSeconds : this.#collection.interDigitSeconds
  }

  /** What is collected with this key; null while more may come. */
  press(key: string): CollectedKeys | null {
    const { keys, terminator, max } = this.#collection
    if (keys !== null) return this.#over(keys.includes(key) ? 'ok' : 'invalid', key)
    if (key === terminator) return this.#ended()
    this.#keys += key
    return this.#keys.length < max ? null : this.#ended(terminator)
  }

  /** Nobody has pressed anything for so long. */
  patienceOver(): CollectedKeys {
    return this.#keys === '' ? this.#over('noInput', '') : this.#ended()
  }

  #ended(swallows: '#' | '*' | null = null): CollectedKeys {
    const isWhole = this.#keys.length >= this.#collection.min && (this.#pattern?.fits(this.#keys) ?? usualKeys.test(this.#keys))
    return { ...this.#over(isWhole ? 'ok' : 'invalid', this.#keys), swallows }
  }

  #over(outcome: CollectedKeys['outcome'], value: string): CollectedKeys {
    return { outcome, value, swallows: null }
  }
}
