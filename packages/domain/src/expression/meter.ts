// What an evaluation may still spend.
import { expressionLimits } from './limits.ts'
import { EvaluationFault } from './problem.ts'

export class Meter {
  #steps: number
  #characters: number

  /** `expressions`: what so many of the most laborious ones may spend. */
  constructor(expressions = 1) {
    this.#steps = expressions * expressionLimits.steps
    this.#characters = expressions * expressionLimits.characters
  }

  step(count = 1): void {
    this.#steps -= count
    if (this.#steps < 0) throw new EvaluationFault('tooMuchWork')
  }

  /** Before they are read or made. */
  characters(count: number): void {
    this.#characters -= count
    if (this.#characters < 0) throw new EvaluationFault('tooMuchWork')
  }
}
