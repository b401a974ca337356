// What an evaluation may still spend, alone or out of what several share.
import { expressionLimits } from './limits.ts'
import { EvaluationFault } from './problem.ts'

export class Meter {
  readonly #shared: Meter | undefined
  #steps: number
  #characters: number

  /** `expressions`: what so many of the most laborious ones may spend. `shared`: what it spends is spent there as well. */
  constructor(expressions = 1, shared?: Meter) {
    this.#shared = shared
    this.#steps = expressions * expressionLimits.steps
    this.#characters = expressions * expressionLimits.characters
  }

  /** Nothing more can be worked out with it. */
  get isOverspent(): boolean {
    return this.#steps < 0 || this.#characters < 0
  }

  step(count = 1): void {
    this.#shared?.step(count)
    this.#steps -= count
    if (this.#steps < 0) throw new EvaluationFault('tooMuchWork')
  }

  /** Before they are read or made. */
  characters(count: number): void {
    this.#shared?.characters(count)
    this.#characters -= count
    if (this.#characters < 0) throw new EvaluationFault('tooMuchWork')
  }
}
