// What the expressions of a mapping can name, and which of them are wrong as they stand: for the server and for the form.
import type { FieldProblem, InterfaceMapping } from '@openseat/contracts'
import { compileExpression, type ExpressionType } from '../expression/expression.ts'

/** The whole answer. */
export const answerName = 'answer'
/** What the card is made of: an item of the object's list, or the whole answer. */
export const rowName = 'row'

type Names = ReadonlyMap<string, ExpressionType>

export const wholeNames: Names = new Map([[answerName, 'any']])
export const rowNames: Names = new Map([...wholeNames, [rowName, 'any']])

/** The expression of a card's title; null for one that is a text. */
export const titleExpression = (objectName: string): string | null => (objectName.startsWith('=') ? objectName.slice(1) : null)

/** By their paths in the mapping, such as `objects.0.fields.1.expression`. `offset`: where the expression begins in the field's text. */
export interface MappingExpression {
  readonly path: string
  readonly text: string
  readonly offset: number
  readonly names: Names
  readonly wanted: ExpressionType
}

export function mappingExpressions({ success, objects }: InterfaceMapping): readonly MappingExpression[] {
  const usual = { offset: 0, names: rowNames, wanted: 'any' } as const
  const all: MappingExpression[] = [{ ...usual, path: 'success', text: success, names: wholeNames, wanted: 'bool' }]
  for (const [at, { objectName, rows, fields }] of objects.entries()) {
    const title = titleExpression(objectName)
    if (title !== null) all.push({ ...usual, path: `objects.${at}.objectName`, text: title, offset: 1 })
    all.push({ ...usual, path: `objects.${at}.rows`, text: rows, names: wholeNames })
    all.push(...fields.map(({ expression }, index) => ({ ...usual, path: `objects.${at}.fields.${index}.expression`, text: expression })))
  }
  // The condition and the list may be left out.
  return all.filter(({ path, text }) => text !== '' || !/(^success|\.rows)$/.test(path))
}

/**
 * One problem for each expression that is none: `from` and `to` are places in the field's text. `kept`: the mapping as it is stored; what
 * stood in it already, and was none then, is passed over: it waits to be checked and keeps nobody from changing the rest.
 */
export function mappingProblems(mapping: InterfaceMapping, kept: InterfaceMapping | null = null): readonly FieldProblem[] {
  const old = kept === null ? [] : mappingExpressions(kept).flatMap((each) => (problemIn(each) === null ? [] : each.text))
  return mappingExpressions(mapping).flatMap((each) => (old.includes(each.text) ? [] : (problemIn(each) ?? [])))
}

function problemIn({ path, text, offset, names, wanted }: MappingExpression): FieldProblem | null {
  const compiled = compileExpression(text, names, wanted)
  const [problem] = compiled.ok ? [] : compiled.problems
  if (problem === undefined) return null
  const { code, from, to, ...said } = problem
  return { field: path, code: 'FIELD_EXPRESSION', params: { problem: code, from: from + offset, to: to + offset, ...said } }
}
