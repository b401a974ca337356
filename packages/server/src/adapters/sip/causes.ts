// Why a call did not come about: SIP's numbers and the desk's words for the same thing (RFC 3261 section 21).

import type { ReleaseCause } from '@openseat/contracts'
import type { LineFailure } from './sip-actor.ts'

/** How a call to us is refused that the desk does not want. */
export function statusOf(cause: ReleaseCause | null): number {
  switch (cause) {
    case 'noRoute':
    case 'unknownNumber':
      return 404
    case 'tenantSuspended':
      return 403
    case 'overflow':
    case 'calleeBusy':
      return 486
    case 'rejected':
      return 603
    case 'networkFailure':
    case 'unreachable':
      return 503
    case 'mediaFailed':
      return 488
    default:
      return 480
  }
}

/** What the final status of a call of ours means to the agent. */
export function failureOf(status: number): LineFailure {
  switch (status) {
    case 486:
    case 600:
      return 'calleeBusy'
    case 408:
    case 480:
      return 'noAnswer'
    case 403:
    case 603:
      return 'rejected'
    case 404:
    case 410:
    case 484:
    case 604:
      return 'unknownNumber'
    default:
      return 'networkFailure'
  }
}

/** The trunk's own fault, so that another one may do better; the callee's word (busy, unknown, no) is final. */
export const isTrunkFault = (status: number): boolean => (status >= 500 ? status < 600 : status === 401 || status === 407 || status === 408)

/** The far side does not take SRTP. */
export const refusesMedia = (status: number): boolean => status === 415 || status === 488 || status === 606
