// What can go wrong with a call, as one value that forms and lists know how to show.
import type { ErrorCode, FieldProblem, ProblemBody } from '@openseat/contracts'

/** `refused`: the server said no, with a code. `unreachable`: no usable answer. `unexpected`: an answer against the contract. */
export type FailureKind = 'refused' | 'unreachable' | 'unexpected'

export class ApiFailure extends Error {
  readonly kind: FailureKind
  readonly code: ErrorCode | null
  /** The server's words, in the language that the request asked for. */
  readonly detail: string
  readonly problems: readonly FieldProblem[]
  /** How long the server asked to wait; null where it did not say. */
  readonly retryAfterSeconds: number | null

  constructor(kind: FailureKind, body: Partial<ProblemBody> & { readonly retryAfterSeconds?: number | null } = {}, cause?: unknown) {
    super(body.detail ?? kind, { cause })
    this.name = 'ApiFailure'
    this.kind = kind
    this.code = body.code ?? null
    this.detail = body.detail ?? ''
    this.problems = body.problems ?? []
    this.retryAfterSeconds = body.retryAfterSeconds ?? null
  }
}

export const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

/** Any thrown value as a failure; a bug in our own code is rethrown, never shown as a server's refusal. */
export function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error
  throw error
}
