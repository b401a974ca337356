// What an evaluation may still spend.
import { expressionLimits } from './limits.ts'
import { EvaluationFault } from './problem.ts'

export class Meter {
  #steps: number = expressionLimits.steps
  #characters: number = expressionLimits.characters

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
