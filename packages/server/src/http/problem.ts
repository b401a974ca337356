// Errors as RFC 9457 problem documents in the caller's language. Names of objects, permissions and states in an
// error's params are keys of the vocabulary; they become words here, so that no other code knows languages.

import {
  agentKindWords,
  agentStateWords,
  AppError,
  callStateWords,
  connectionFailureWords,
  errorCatalogue,
  errorText,
  evaluationFaults,
  formatRules,
  permissions,
  problemText,
  vocabulary,
  withValues,
  type ErrorParams,
  type FieldProblem,
  type Language,
  type ProblemBody,
} from '@openseat/contracts'

type Words = Readonly<Record<string, { readonly zh: string; readonly en: string }>>

const wordsOf: Readonly<Record<string, Words>> = {
  object: vocabulary,
  permission: permissions,
  kind: agentKindWords,
  state: { ...agentStateWords, ...callStateWords },
  action: vocabulary,
  reason: connectionFailureWords,
  rule: formatRules,
  fault: evaluationFaults,
}

/** Between problems that stand in one line. */
const separator = { 'zh-CN': '；', en: '; ' } as const

/** For whom a refusal is written. */
interface Reader {
  readonly language: Language
  /** What was asked for, by the names of its fields: its wrong values are repeated to whoever sent them. */
  readonly request?: object
}

export function problemBody(error: AppError, { language, request = {} }: Reader): ProblemBody {
  const title = errorText(error.code, language, localised(error.params, language))
  const body = { type: `urn:openseat:error:${error.code}`, title, status: statusOf(error), code: error.code }
  if (error.problems.length === 0) return { ...body, detail: title }
  const problems = withValues(error.problems, request).map((problem) => ({ ...problem, message: problemMessage(problem, language) }))
  return { ...body, detail: problems.map((problem) => problem.message).join(separator[language]), problems }
}

function problemMessage(problem: FieldProblem, language: Language): string {
  return problemText({ ...problem, params: localised(problem.params, language) }, language)
}

/** Several fields in conflict with what is stored are a conflict; anything else about fields is unprocessable. */
function statusOf(error: AppError): number {
  const status = errorCatalogue[error.code].status
  const conflicts = error.problems.length > 0 && error.problems.every((problem) => errorCatalogue[problem.code].status === 409)
  return conflicts ? 409 : status
}

export function localised(params: ErrorParams, language: Language): ErrorParams {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, word(name, value, language)]))
}

function word(name: string, value: string | number, language: Language): string | number {
  const found = wordsOf[name]?.[String(value)]
  return found === undefined ? value : found[language === 'en' ? 'en' : 'zh']
}

/** All wrong fields of a request as one refusal; nothing when there are none. */
export function refuseIfAny(problems: readonly FieldProblem[]): void {
  if (problems.length > 0) throw new AppError('REQUEST_INVALID', { count: problems.length }, { problems })
}
