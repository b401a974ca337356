// What is done by hand in a run, kept with its timing, so that it can be done again.
import type { LabAction, LabStep } from '@openseat/contracts'

export class RunSteps {
  #steps: readonly LabStep[] = []
  #lastAt = 0

  get all(): readonly LabStep[] {
    return this.#steps
  }

  /** The page is opened anew. */
  begin(): void {
    this.#steps = []
    this.#lastAt = performance.now()
  }

  add(action: LabAction): void {
    const now = performance.now()
    this.#steps = [...this.#steps, { afterMs: Math.round(now - this.#lastAt), action }]
    this.#lastAt = now
  }
}
