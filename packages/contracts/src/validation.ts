// From a failed parse to the problems that are shown: every issue becomes one FieldProblem with a stable code.
import type { z } from 'zod'
import { errorText, type ErrorParams, type FieldProblem, type Language } from './app-error.ts'
import { errorCatalogue, type ErrorCode } from './errors.ts'
import { expressionProblemText } from './expression-problems.ts'
import { formatRules, type FormatRule } from './fields.ts'
import { fieldLabel } from './vocabulary.ts'

type Issue = z.core.$ZodIssue

const isErrorCode = (text: string): text is ErrorCode => text in errorCatalogue
const isFormatRule = (text: string): text is FormatRule => text in formatRules

const lengthOf = (value: unknown): number => (typeof value === 'string' || Array.isArray(value) ? value.length : 0)
const printedAtMost = 80

/** A value as a problem shows it: JSON, not at any length, and of what holds other values only its kind: a secret may be among them. */
function printable(value: unknown): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return '[…]'
  if (typeof value === 'object' && value !== null) return '{…}'
  // Cut before it is written down: a value may be as long as the request.
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, printedAtMost) : value)
  return text.length > printedAtMost || lengthOf(value) > printedAtMost ? `${text.slice(0, printedAtMost).toWellFormed()}…` : text
}

function tooSmall(issue: Extract<Issue, { code: 'too_small' }>): [ErrorCode, ErrorParams] {
  const min = Number(issue.minimum)
  if (issue.origin === 'string') {
    const actual = lengthOf(issue.input)
    return actual === 0 ? ['FIELD_REQUIRED', {}] : ['FIELD_TOO_SHORT', { min, actual }]
  }
  if (issue.origin === 'array') return min === 1 ? ['FIELD_REQUIRED', {}] : ['FIELD_TOO_FEW', { min, actual: lengthOf(issue.input) }]
  return ['FIELD_TOO_SMALL', { min, value: printable(issue.input) }]
}

function tooBig(issue: Extract<Issue, { code: 'too_big' }>): [ErrorCode, ErrorParams] {
  const max = Number(issue.maximum)
  if (issue.origin === 'string') return ['FIELD_TOO_LONG', { max, actual: lengthOf(issue.input) }]
  if (issue.origin === 'array') return ['FIELD_TOO_MANY', { max, actual: lengthOf(issue.input) }]
  return ['FIELD_TOO_LARGE', { max, value: printable(issue.input) }]
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>): [ErrorCode, ErrorParams] {
  if (issue.input === undefined || issue.input === null) return ['FIELD_REQUIRED', {}]
  // All numbers of ours are whole ones.
  const isNumber = issue.expected === 'int' || issue.expected === 'number'
  // Text that was to become a number and is none: what was sent is known to whoever sent it.
  if (isNumber) return ['FIELD_NOT_WHOLE', Number.isNaN(issue.input) ? {} : { value: printable(issue.input) }]
  return ['FIELD_TYPE', { expected: issue.expected }]
}

const namesAtMost = 8
const nameLength = 40

/** Names that a stranger chose: the first few, and not at any length. */
function namesOf(keys: readonly string[]): string {
  const names = keys.slice(0, namesAtMost).map((key) => key.slice(0, nameLength).toWellFormed())
  return keys.length > namesAtMost ? `${names.join(', ')}, …` : names.join(', ')
}

/** What a check of ours said beside its code: a rule, or what is wrong with an expression and where. */
function saidBy(issue: Issue): ErrorParams {
  const params: [string, unknown][] = issue.code === 'custom' ? Object.entries(issue.params ?? {}) : []
  return Object.fromEntries(params.filter((each): each is [string, string | number] => ['string', 'number'].includes(typeof each[1])))
}

/** Of formats that zod knows by itself. */
function ruleOfFormat(issue: Issue): FormatRule {
  return issue.code === 'invalid_format' && issue.format === 'datetime' ? 'instant' : 'form'
}

const ruleOf = (issue: Issue): FormatRule => (isFormatRule(issue.message) ? issue.message : ruleOfFormat(issue))

function codeOf(issue: Issue): [ErrorCode, ErrorParams] {
  switch (issue.code) {
    case 'too_small':
      return tooSmall(issue)
    case 'too_big':
      return tooBig(issue)
    case 'invalid_type':
      return wrongType(issue)
    case 'invalid_value':
      if (issue.input === undefined || issue.input === null) return ['FIELD_REQUIRED', {}]
      return ['FIELD_NOT_ONE_OF', { options: issue.values.map(String).join(', '), value: printable(issue.input) }]
    case 'unrecognized_keys':
      return ['FIELD_UNKNOWN', { label: namesOf(issue.keys) }]
    case 'invalid_key':
      // It is the name that is wrong, not what stands under it.
      return ['FIELD_FORMAT', { rule: ruleOf(issue.issues[0] ?? issue), value: printable(issue.path.at(-1)) }]
    default:
      if (isErrorCode(issue.message)) return [issue.message, { value: printable(issue.input), ...saidBy(issue) }]
      return ['FIELD_FORMAT', { rule: ruleOf(issue) }]
  }
}

/** Leaf issues of a union's nearest branch, so that a field is named and not the union. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const branches = issue.errors.filter((branch) => branch.length > 0)
  const nearest = branches.at(-1)
  if (!nearest) return [issue]
  return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }))
}

/** What a person can mend in one go; nobody reads more. */
export const problemsAtMost = 50

/** The first problems of a failed parse. Parse with `reportInput: true`, so that the values can be named. */
export function problemsOf(error: z.core.$ZodError): FieldProblem[] {
  const issues = error.issues.slice(0, problemsAtMost).flatMap(flatten)
  return issues.slice(0, problemsAtMost).map((issue) => {
    const [code, params] = codeOf(issue)
    return { field: issue.path.join('.'), code, params }
  })
}

/** Values that no answer repeats: passwords, what companies' services are sent to know us by, and customers' data. */
const secretFields = /(?:^|\.)(?:\w*password|\w*secret|\w*token)$|(?:^|\.)headers\.\d+\.value$|^values\.|^(?:value|number|search)$/i

const partAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, part) => (at !== null && typeof at === 'object' && Object.hasOwn(at, part) ? (at as Record<string, unknown>)[part] : undefined),
      value,
    )

/** The problems with the value that each field had in `request`, for whoever sent it without a form before their eyes. */
export function withValues(problems: readonly FieldProblem[], request: unknown): FieldProblem[] {
  return problems.map((problem) => {
    const value = partAt(request, problem.field)
    const told =
      'value' in problem.params || problem.field === '' || value === undefined || value === null || secretFields.test(problem.field)
    return told ? problem : { ...problem, params: { ...problem.params, value: printable(value) } }
  })
}

/** Of JSON, where a value is of another. */
const typeWords: Readonly<Record<string, { readonly 'zh-CN': string; readonly en: string }>> = {
  string: { 'zh-CN': '文本', en: 'text' },
  object: { 'zh-CN': '对象', en: 'object' },
  array: { 'zh-CN': '列表', en: 'list' },
  boolean: { 'zh-CN': 'true 或 false', en: 'true or false' },
}

const wholeRequest = { 'zh-CN': '请求内容', en: 'The body' } as const

/** The words for one problem, its field named by its label. */
export function problemText(problem: FieldProblem, language: Language): string {
  const last = problem.field.split('.').findLast((part) => !/^\d+$/.test(part)) ?? problem.field
  const rule = problem.params['rule']
  const words = typeof rule === 'string' && isFormatRule(rule) ? formatRules[rule][language === 'en' ? 'en' : 'zh'] : rule
  const expected = typeWords[String(problem.params['expected'])]?.[language]
  const isExpression = problem.code === 'FIELD_EXPRESSION'
  return errorText(problem.code, language, {
    label: last === '' ? wholeRequest[language] : fieldLabel(last, language),
    ...problem.params,
    ...(words === undefined ? {} : { rule: words }),
    ...(expected === undefined ? {} : { expected }),
    ...(isExpression ? { problem: expressionProblemText({ ...problem.params, code: problem.params['problem'] }, language) } : {}),
  })
}
