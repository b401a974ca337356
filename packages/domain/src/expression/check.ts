// What is wrong with an expression as it stands: its form, what the language does not have, its names and its types.
import { type ASTNode, ParseError } from '@marcbachmann/cel-js'
import { audit, type Audited } from './audit.ts'
import { ourType } from './cel-types.ts'
import { languageWith } from './language.ts'
import { expressionLimits } from './limits.ts'
import type { ExpressionType } from './plain-value.ts'
import type { ExpressionProblem } from './problem.ts'
import { problemOf } from './problem-of.ts'
import { checkTypes } from './choice-numbers.ts'

export type Checked =
  | { readonly ok: true; readonly node: ASTNode; readonly audited: Audited }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] }

const refused = (...problems: readonly ExpressionProblem[]): Checked => ({ ok: false, problems })

export function check(text: string, names: ReadonlyMap<string, ExpressionType>, wanted: ExpressionType): Checked {
  const size = sizeProblem(text)
  if (size !== undefined) return refused(size)
  const language = languageWith(names)
  try {
    const parsed = language.parse(text)
    const audited = audit(parsed.ast, names)
    if (audited.problems.length > 0) return refused(...audited.problems)
    const { type = 'dyn', error } = checkTypes(text, language)
    const problem = error === undefined ? wantedProblem(ourType(type), wanted, text) : problemOf(error, text)
    return problem === undefined ? { ok: true, node: parsed.ast, audited } : refused(problem)
  } catch (error) {
    if (error instanceof ParseError) return refused(problemOf(error, text))
    throw error
  }
}

function sizeProblem(text: string): ExpressionProblem | undefined {
  if (text.trim() === '') return { code: 'empty', from: 0, to: text.length }
  const most = expressionLimits.textLength
  return text.length > most
    ? { code: 'tooLong', from: most, to: text.length, expected: String(most), found: String(text.length) }
    : undefined
}

function wantedProblem(found: ReturnType<typeof ourType>, wanted: ExpressionType, text: string): ExpressionProblem | undefined {
  const fits = found === 'any' || wanted === 'any' || found === wanted || (wanted === 'date' && found === 'string')
  return fits ? undefined : { code: 'wrongType', from: 0, to: text.length, expected: wanted, found }
}
