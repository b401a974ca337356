// Errors of the library's parser and type checker as problems of ours.
import type { ParseError, TypeError } from '@marcbachmann/cel-js'
import type { ExpressionProblemCode } from '@openseat/contracts'
import { ourType } from './cel-types.ts'
import type { ExpressionProblem } from './problem.ts'

const codes: ReadonlyMap<string, ExpressionProblemCode> = new Map<string, ExpressionProblemCode>([
  ['cannot_index_type', 'operator'],
  ['incompatible_argument_type', 'branches'],
  ['incompatible_ternary_branches', 'branches'],
  ['invalid_comprehension_range', 'wrongType'],
  ['invalid_condition_type', 'wrongType'],
  ['invalid_index_type', 'index'],
  ['invalid_logical_operand', 'wrongType'],
  ['invalid_macro_argument', 'macroArgument'],
  ['limit_exceeded', 'tooComplex'],
  ['no_matching_overload', 'arguments'],
  ['no_such_overload', 'operator'],
  ['optional_expected', 'wrongType'],
  ['reserved_identifier', 'reservedName'],
  ['unknown_variable', 'unknownName'],
  ['unterminated_string', 'unclosedText'],
  ['unterminated_triple_quoted_string', 'unclosedText'],
])

const expectedTypes: ReadonlyMap<string, string> = new Map([
  ['invalid_comprehension_range', 'list'],
  ['invalid_condition_type', 'bool'],
  ['invalid_logical_operand', 'bool'],
])

const tellsTypes: ReadonlySet<string> = new Set([
  ...expectedTypes.keys(),
  'cannot_index_type',
  'incompatible_argument_type',
  'incompatible_ternary_branches',
  'invalid_index_type',
  'optional_expected',
])

export function problemOf(error: ParseError | TypeError | undefined, text: string): ExpressionProblem {
  const { code = '', summary = '', range } = error ?? {}
  const from = Math.min(range?.start ?? 0, text.length)
  const to = Math.min(Math.max(range?.end ?? text.length, from), text.length)
  const known = codes.get(code) ?? 'syntax'
  const isAtEnd = known === 'syntax' && from >= text.trimEnd().length
  return { code: isAtEnd ? 'unfinished' : known, from, to, ...details(code, summary) }
}

type Details = Pick<ExpressionProblem, 'name' | 'expected' | 'found'>

const typesIn = (written: string): string =>
  written
    .split(/,\s(?![^<]*>)/)
    .filter((each) => each !== '')
    .map(ourType)
    .join(', ')

/** The library tells types in its sentences only. */
function details(code: string, summary: string): Details {
  for (const [sentence, read] of sentences) {
    const { groups } = sentence.exec(summary) ?? {}
    if (groups !== undefined) return read(groups)
  }
  if (!tellsTypes.has(code)) return {}
  const expected = expectedTypes.get(code)
  const found = [...summary.matchAll(/'([^']+)'/g)].map(([, type = '']) => ourType(type)).join(', ')
  return { ...(expected !== undefined && { expected }), ...(found !== '' && { found }) }
}

type Words = Readonly<Record<string, string>>

const sentences: readonly (readonly [RegExp, (words: Words) => Details])[] = [
  [
    /^no such overload: (?<left>.+) (?<name>[-+*/%<>=!]{1,2}|in) (?<right>.+)$/,
    ({ name = '', left = '', right = '' }) => ({ name, found: `${typesIn(left)}, ${typesIn(right)}` }),
  ],
  [/^no such overload: (?<name>[-!])(?<type>.+)$/, ({ name = '', type = '' }) => ({ name, found: typesIn(type) })],
  [
    /^found no matching overload for '(?:.+\.)?(?<name>\w+)\((?<types>.*)\)'$/,
    ({ name = '', types = '' }) => ({ name, found: typesIn(types) }),
  ],
  [/^(?:Unknown variable|Reserved identifier): (?<name>.+)$/, ({ name = '' }) => ({ name })],
]
