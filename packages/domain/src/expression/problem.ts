// What can be wrong with an expression as it is written, and what can go wrong while it runs. Words are made elsewhere.

export type ExpressionProblemCode =
  | 'empty'
  | 'tooLong'
  | 'syntax'
  | 'unfinished'
  | 'unclosedText'
  | 'tooComplex'
  | 'reservedName'
  | 'unknownName'
  | 'unknownFunction'
  | 'arguments'
  | 'operator'
  | 'wrongType'
  | 'branches'
  | 'index'
  | 'macroArgument'
  | 'matchesRefused'
  | 'pattern'
  | 'numberTooBig'
  | 'notSupported'
  | 'unclosedBraces'

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

export type EvaluationCode =
  | 'missing'
  | 'wrongType'
  | 'divisionByZero'
  | 'notANumber'
  | 'outOfRange'
  | 'conversion'
  | 'tooMuchWork'
  | 'tooBig'

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
