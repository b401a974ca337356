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

const words: Readonly<Record<string, ErrorCode>> = {
  INTERFACE_ANSWER: 'INTERFACE_UNREADABLE',
  INTERFACE_MAPPING: 'INTERFACE_UNREADABLE',
  INTERFACE_TOO_LARGE: 'INTERFACE_UNREADABLE',
  INTERFACE_ADDRESS: 'INTERFACE_CLOSED',
}
const rules: Readonly<Record<string, ErrorCode>> = {
  answerNothing: 'INTERFACE_EMPTY',
  answerError: 'INTERFACE_REPORTED',
  answerUnsuccessful: 'INTERFACE_REPORTED',
}

const faults: Readonly<Record<string, ErrorCode>> = { toCheck: 'INTERFACE_TO_CHECK' }

/** Agents are told what it means for them; paths, expressions and limits are for those who can mend them. */
export function forAgents({ code, params }: InterfaceProblem): InterfaceProblem {
  const word = (code === 'INTERFACE_ANSWER' ? rules[String(params['rule'])] : faults[String(params['fault'])]) ?? words[code]
  return word === undefined ? { code, params } : { code: word, params: {} }
}
