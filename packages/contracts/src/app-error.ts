// A refusal: its code of the catalogue, what fills the gaps of its text, and the fields that are wrong.

import { errorCatalogue, type ErrorCode } from './errors.ts'

export type Language = 'zh-CN' | 'en'
export type ErrorParams = Readonly<Record<string, string | number>>

/** The text of `code` in `language`, with `{name}` filled from `params`. */
export function errorText(code: ErrorCode, language: Language, params: ErrorParams = {}): string {
  const text = errorCatalogue[code][language === 'en' ? 'en' : 'zh']
  const said = text.replace(/\[([^\]]*\{(\w+)\}[^\]]*)\]/g, (_whole, part: string, name: string) =>
    (params[name] ?? '') === '' ? '' : part,
  )
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole))
}

/** An expected failure at an edge; `code` decides its status and its words. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: ErrorParams
  readonly problems: readonly FieldProblem[]

  constructor(code: ErrorCode, params: ErrorParams = {}, options: { cause?: unknown; problems?: readonly FieldProblem[] } = {}) {
    super(errorText(code, 'en', params), options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.params = params
    this.problems = options.problems ?? []
  }
}

/** One wrong field: `field` is a path such as `params.0.name`. */
export interface FieldProblem {
  readonly field: string
  readonly code: ErrorCode
  readonly params: ErrorParams
}

/** RFC 9457 body of every refusal; `problems` is there when fields are wrong. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly problems?: readonly (FieldProblem & { readonly message: string })[]
}
