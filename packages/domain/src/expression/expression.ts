// The one expression language of the product: CEL, over plain values, bounded in all that it does. What it is used for
// (conditions, mappings of answers, texts with values) is decided elsewhere.
import type { EvaluationCode } from '@openseat/contracts'
import { check } from './check.ts'
import { evaluateNode } from './evaluator.ts'
import type { EvaluationContext } from './function-kinds.ts'
import { Meter } from './meter.ts'
import { checkPlain, isOfType, typeOf, type ExpressionType, type PlainValue } from './plain-value.ts'
import { EvaluationFault, type ExpressionProblem } from './problem.ts'

export type { EvaluationContext } from './function-kinds.ts'
export type { ExpressionType, PlainValue } from './plain-value.ts'
export type { ExpressionProblem } from './problem.ts'

/** Variables by name. What is inside a map (`calldata.level`) needs no declaration. */
export type Names = ReadonlyMap<string, ExpressionType>

/** A variable without a value is missing: reading it fails. */
export type Values = ReadonlyMap<string, PlainValue>

/** `detail`: a key, a function or types; never a value. */
export type EvaluationResult =
  | { readonly ok: true; readonly value: PlainValue }
  | { readonly ok: false; readonly code: EvaluationCode; readonly detail?: string }

export interface Expression {
  readonly text: string
  /** The variables that it reads: `calldata` for `calldata.level`. */
  readonly names: ReadonlySet<string>
  /** Ends after a bounded number of steps, whatever the values. */
  evaluate(values: Values, context: EvaluationContext, options?: EvaluationOptions): EvaluationResult
}

export interface EvaluationOptions {
  /** What several evaluations may spend together. */
  readonly meter?: Meter
  /** The value is read by other expressions and not written anywhere: it may be as large as what it was found in. */
  readonly anySize?: boolean
}

export type Compiled =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] }

/** `wanted`: what it has to give, as far as that can be said before it runs; what is known only then is checked then. */
export function compileExpression(text: string, names: Names, wanted: ExpressionType = 'any'): Compiled {
  const checked = check(text, names, wanted)
  if (!checked.ok) return checked
  const { node, audited } = checked
  const evaluate: Expression['evaluate'] = (values, context, { meter = new Meter(), anySize = false } = {}) =>
    outcomeOf(() => {
      const value = evaluateNode(node, (name) => values.get(name), { ...context, meter, patterns: audited.patterns })
      if (!isOfType(value, wanted)) throw new EvaluationFault('wrongType', `${wanted} ≠ ${typeOf(value)}`)
      if (!anySize) weigh(value, meter)
      return value
    })
  return { ok: true, expression: { text, names: audited.names, evaluate } }
}

/** Parts may stand in a value many times over: what is small in memory may be large when it is written. */
function weigh(value: PlainValue, meter: Meter): void {
  const checked = checkPlain(value)
  if (!checked.ok) throw new EvaluationFault(checked.fault === 'notPlain' ? 'notANumber' : 'tooBig')
  meter.step(checked.nodes)
  meter.characters(checked.characters)
}

function outcomeOf(run: () => PlainValue): EvaluationResult {
  try {
    return { ok: true, value: run() }
  } catch (error) {
    if (!(error instanceof EvaluationFault)) throw error
    const { code, detail } = error
    return detail === undefined ? { ok: false, code } : { ok: false, code, detail }
  }
}
