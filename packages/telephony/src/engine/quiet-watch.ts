// Whether a telephone that may speak sends anything at all. Silence is lawful on a telephone (silence suppression, a mute
// key): it is told once, and once more when packets come again, and means nothing for the connection.

export class QuietWatch {
  readonly #limitMs: number
  #sinceMs: number | undefined
  #told = false

  constructor(limitMs: number) {
    this.#limitMs = limitMs
  }

  /** After each offer and answer. True when what was told holds no longer: nothing is expected of a peer that holds us. */
  expect(isExpected: boolean, nowMs: number): boolean {
    if (isExpected) {
      this.#sinceMs ??= nowMs
      return false
    }
    this.#sinceMs = undefined
    return this.#takeBack()
  }

  /** A packet came. True when the opposite had been told. */
  heard(nowMs: number): boolean {
    if (this.#sinceMs !== undefined) this.#sinceMs = nowMs
    return this.#takeBack()
  }

  /** Milliseconds of quiet, when they are to be told now. */
  check(nowMs: number): number | undefined {
    if (this.#sinceMs === undefined || this.#told) return undefined
    const quietMs = nowMs - this.#sinceMs
    if (quietMs < this.#limitMs) return undefined
    this.#told = true
    return quietMs
  }

  #takeBack(): boolean {
    const wasTold = this.#told
    this.#told = false
    return wasTold
  }
}
