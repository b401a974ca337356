// Why a call did not come about: SIP's numbers and the desk's words for the same thing (RFC 3261 section 21).

import type { ReleaseCause } from '@openseat/contracts'
import type { EndCause } from '@openseat/telephony/sip/index'
import type { LineFailure } from '../../desk/ports/line-port.ts'

/** How a call to us is refused that the desk does not want. */
export function statusOf(cause: ReleaseCause | null): number {
  switch (cause) {
    case 'noRoute':
    case 'unknownNumber':
      return 404
    case 'calleeMoved':
      return 410
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

type Refused = Pick<Extract<EndCause, { kind: 'rejected' }>, 'status'> & { readonly isdnCause?: number | undefined }

/** What the final answer to a call of ours means to the agent. A gateway's word of the ISDN behind it says more than a vague status. */
export function failureOf({ status, isdnCause }: Refused): LineFailure {
  const said = isdnCause === undefined ? undefined : isdnFailures.get(isdnCause)
  if (said !== undefined && vague.has(status)) return said
  if (status >= 300 && status < 400) return 'calleeMoved'
  return failures.get(status) ?? 'networkFailure'
}

/** The trunk's own fault, so that another one may do better; the callee's word (busy, unknown, no) is final. */
export function isTrunkFault(refused: Refused): boolean {
  const { status } = refused
  if (status >= 300 && status < 400) return true
  const isItsStatus = status >= 500 ? status < 600 : status === 401 || status === 407 || status === 408
  return isItsStatus && (refused.isdnCause === undefined || !calleesWords.has(failureOf(refused)))
}

/** The call was not ended by somebody: the network lost it. */
export const wasCut = (cause: EndCause): boolean =>
  cause.kind === 'lost' || (cause.kind === 'hungUp' && cause.isdnCause !== undefined && networkTrouble.has(cause.isdnCause))

/** The far side does not take SRTP. */
export const refusesMedia = (status: number): boolean => status === 415 || status === 488 || status === 606

const failures: ReadonlyMap<number, LineFailure> = new Map([
  [403, 'rejected'],
  [404, 'unknownNumber'],
  [408, 'noAnswer'],
  [410, 'unknownNumber'],
  [433, 'rejected'],
  [480, 'noAnswer'],
  [484, 'unknownNumber'],
  [485, 'unknownNumber'],
  [486, 'calleeBusy'],
  [487, 'noAnswer'],
  [600, 'calleeBusy'],
  [603, 'rejected'],
  [604, 'unknownNumber'],
  [607, 'rejected'],
  [608, 'rejected'],
])

/** ITU-T Q.850, as RFC 3398 section 8.2.6.1 reads it. */
const isdnFailures: ReadonlyMap<number, LineFailure> = new Map([
  [1, 'unknownNumber'],
  [3, 'unreachable'],
  [17, 'calleeBusy'],
  [18, 'noAnswer'],
  [19, 'noAnswer'],
  [20, 'unreachable'],
  [21, 'rejected'],
  [22, 'calleeMoved'],
  [27, 'unreachable'],
  [28, 'unknownNumber'],
])

/** Of a call that stood: no circuit, out of order, temporary failure, congestion, a timer that ran out, a fault of protocol. */
const networkTrouble: ReadonlySet<number> = new Set([27, 34, 38, 41, 42, 43, 44, 46, 47, 102, 111])

/** Statuses that gateways give for whatever happened behind them. */
const vague: ReadonlySet<number> = new Set([400, 403, 408, 480, 487, 500, 502, 503, 504, 603])

const calleesWords: ReadonlySet<LineFailure> = new Set(['calleeBusy', 'noAnswer', 'rejected', 'unknownNumber', 'calleeMoved'])
