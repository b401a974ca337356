// What the parts of the exchange share.

import { AppError } from '@openseat/contracts'
import type { EndCause, SignalingGateway } from '@openseat/telephony/sip/index'
import { incomingText } from './incoming-text.ts'
import type { Line, LineTable } from './line.ts'
import { newLineRef } from './line-ref.ts'
import type { NetworkDirectory } from './network-directory.ts'
import type { RtpLegs } from '../../desk/ports/rtp-legs.ts'
import type { TrunkMonitor } from './trunk-monitor.ts'

/** What the log says of it. */
export interface RefusedCall {
  readonly peer: string | undefined
  readonly host: string
  readonly dialled: string
  readonly status: number
}

export interface SipContext {
  readonly gateway: SignalingGateway
  readonly lines: LineTable
  readonly directory: NetworkDirectory
  readonly monitor: TrunkMonitor
  readonly legs: RtpLegs
  /** Our own host in From. */
  readonly ownHost: string
  /** Networks that fixed `sip:` addresses may lead to. */
  readonly contacts: readonly string[]
  /** Trouble of our own. */
  readonly failed: (what: string, error: unknown) => void
  /** What became of a call, when it was not what somebody wanted: one line in the log. No number of a caller is in it. */
  readonly noted: (what: string, facts: object) => void
  /** A call to us was turned away: in the log once in a while, with how many there were. */
  readonly refused: (call: RefusedCall) => void
}

/** One step of a line's audio after the other; steps of a line that is over are left out. */
export function enqueue(line: Line, step: () => Promise<void>): Promise<void> {
  const result = line.work.then(() => (line.over ? undefined : step()))
  line.work = result.catch(() => undefined)
  return result
}

/** The desk keeps with the call what it takes to hang up on the far side as it is now. */
export function renameLine({ gateway }: Pick<SipContext, 'gateway'>, line: Line): void {
  const farEnd = line.sipId === undefined ? undefined : gateway.farEndOf(line.sipId)
  if (farEnd === undefined) return
  line.ref = newLineRef(farEnd)
  line.actor.input({ type: 'lineReached', ...line.place, ref: line.ref })
}

/** Names a call and its far side in the log. */
export function factsOf({ gateway }: Pick<SipContext, 'gateway'>, line: Line): object {
  const remote = line.sipId === undefined ? undefined : gateway.remoteOf(line.sipId)
  const peer = line.trunk?.name ?? (line.attempt && 'registeredUser' in line.attempt.to ? line.attempt.to.registeredUser : undefined)
  return { call: line.place.room, leg: line.place.leg, peer, host: remote?.host }
}

/** What an end says, for the log: no address that was called. */
export function endFacts(cause: EndCause): object {
  if (cause.kind === 'lost') return { lost: cause.detail }
  if (cause.kind === 'hungUp') return { isdnCause: cause.isdnCause }
  if (cause.kind !== 'rejected' || cause.by === 'local') return {}
  const { status, reason, isdnCause, redirects } = cause
  return {
    status,
    reason: incomingText(reason, 100),
    isdnCause,
    ...(redirects.length > 0 && { movedTo: redirects.map(({ host }) => host) }),
  }
}

/** How a trunk's calls are counted against its limit: those that are being set up too. */
export function callsOn({ lines }: Pick<SipContext, 'lines'>, trunkId: number): number {
  let calls = 0
  for (const line of lines.all()) if (line.trunk?.id === trunkId) calls++
  return calls
}

/** 488 for SDP that is of no use, 480 for a room that is gone, 503 when the media have no room for more. */
export function refusalOf(error: unknown): number {
  if (!(error instanceof AppError)) return 500
  if (error.code === 'MEDIA_OFFER') return 488
  return error.code === 'CALL_NOT_FOUND' ? 480 : 503
}

/** In the log. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const isExpected = (error: unknown): boolean => error instanceof AppError && error.code !== 'MEDIA_FAILED'
