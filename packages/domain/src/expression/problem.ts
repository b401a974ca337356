// What can be wrong with an expression as it is written, and what can go wrong while it runs. Its words stand in contracts.

import type { EvaluationCode, ExpressionProblemCode } from '@openseat/contracts'

/** `from` and `to`: UTF-16 offsets in the text, `to` behind the last; equal where something is missing. */
export interface ExpressionProblem {
  readonly code: ExpressionProblemCode
  readonly from: number
  readonly to: number
  /** The name, operator or function that it is about. */
  readonly name?: string
  /** A type, or several with commas between. */
  readonly expected?: string
  readonly found?: string
}

/** Thrown inside this folder only. `detail` names a key, function or type, never a value. */
export class EvaluationFault extends Error {
  readonly code: EvaluationCode
  readonly detail: string | undefined

  constructor(code: EvaluationCode, detail?: string) {
    super(detail === undefined ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}
