// The keys that a caller has pressed before they were asked for, in their order: whoever knows a menu need not hear it out.

/** As many as the field's telephone systems keep. */
const mostKept = 30
/** A terminator that comes this long after the last digit ends what is over already. */
const swallowedWithinMs = 3_000

export class PressedKeys {
  #keys = ''
  #swallowed: { readonly key: string; readonly until: number } | null = null

  /** False for a key that is no news. `nowMs` is monotonic. */
  isNew(key: string, nowMs: number): boolean {
    const isSwallowed = this.#swallowed?.key === key && nowMs <= this.#swallowed.until
    this.#swallowed = null
    return !isSwallowed
  }

  swallow(key: string | null, nowMs: number): void {
    this.#swallowed = key === null ? null : { key, until: nowMs + swallowedWithinMs }
  }

  keep(key: string): void {
    this.#keys = (this.#keys + key).slice(0, mostKept)
  }

  get isEmpty(): boolean {
    return this.#keys === ''
  }

  take(): string | null {
    const first = this.#keys[0] ?? null
    this.#keys = this.#keys.slice(1)
    return first
  }

  clear(): void {
    this.#keys = ''
  }
}
