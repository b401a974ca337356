// What is asked of customer interfaces, and what comes of it. A fault is an outcome, never an exception.
import type { ErrorCode, ErrorParams } from '@openseat/contracts'
import type { ClearCard, CustomerNumber } from '@openseat/domain'

export interface CustomerQuestion {
  readonly tenantId: number
  readonly interfaceId: number
  /** Sent in the form that the interface wants. */
  readonly customer: CustomerNumber
  /** What the log names: a call's id. */
  readonly reference: string
}

/** `params` hold keys that `localised` of http/problem.ts makes words of. */
export interface InterfaceProblem {
  readonly code: ErrorCode
  readonly params: ErrorParams
}

/** No cards: the customer is not known there. */
export type CustomerAnswer = { readonly cards: readonly ClearCard[] } | { readonly problem: InterfaceProblem }
