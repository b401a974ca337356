// A request's parts against the schemas of its route: all that is wrong, at once.

import { AppError, faultIn, problemsAtMost, problemsOf, type FieldProblem, type Route } from '@openseat/contracts'
import type { z } from 'zod'
import { isUpload } from '../files/uploads.ts'
import { refuseIfAny } from './problem.ts'
import { withoutReadOnly } from './read-only-fields.ts'

export interface RawRequest {
  /** As it was asked for. */
  readonly path: string
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

export interface ParsedRequest {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

export function parseRequest(route: Route, raw: RawRequest): ParsedRequest {
  refuseRepeated(raw.query)
  refuseUnfit(raw)
  const problems: FieldProblem[] = []
  const part = (schema: z.ZodType | undefined, value: unknown): unknown => {
    if (schema === undefined) return undefined
    const parsed = schema.safeParse(value, { reportInput: true })
    if (parsed.success) return parsed.data
    problems.push(...problemsOf(parsed.error))
    return undefined
  }
  const params = addressed(route, raw)
  const query = part(route.query, raw.query)
  const body = isUpload(raw.body) ? raw.body : part(route.body, withoutReadOnly(route, raw.body ?? {}))
  refuseIfAny(problems.slice(0, problemsAtMost))
  return { params, query, body }
}

/** Before any schema: none of them has to think of text that cannot be stored, or of a million values. */
function refuseUnfit({ path, params, query, body }: RawRequest): void {
  const parts = isUpload(body) ? [query] : [query, body]
  if (faultIn(params)) throw new AppError('ROUTE_NOT_FOUND', { path })
  for (const fault of parts.map(faultIn)) {
    if (fault?.kind === 'size') throw new AppError('REQUEST_TOO_MUCH', { reason: fault.reason })
    if (fault) refuseIfAny([fault.problem])
  }
}

/** An address with an impossible id leads nowhere: that is a 404, not a form error. */
function addressed(route: Route, { path, params }: RawRequest): unknown {
  if (route.params === undefined) return undefined
  const parsed = route.params.safeParse(params)
  if (parsed.success) return parsed.data
  throw new AppError('ROUTE_NOT_FOUND', { path })
}

/** `?a=1&a=2` is read one way here and another way elsewhere; it is refused. */
function refuseRepeated(query: unknown): void {
  const repeated = Object.entries(query as Record<string, unknown>).find(([, value]) => Array.isArray(value))
  if (repeated !== undefined) throw new AppError('REQUEST_PARAM_REPEATED', { name: repeated[0] })
}
