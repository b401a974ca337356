// Session timers (RFC 4028): who refreshes, how often, and what happens when nobody does.

import type { Clock } from '../base/clock.ts'
import { headerOf, tokensOf, type Header, type SipRequest, type SipResponse } from '../message/sip-message.ts'
import { paramText, parseValue } from '../message/params.ts'
import { parseNumber } from '../message/tokens.ts'

export const MIN_SESSION_SECONDS = 90

/** Agreed intervals may be as long as 136 years; we refresh once in this time, and do not wait for the end of longer ones. */
const LONGEST_MS = 24 * 3600 * 1000

export type SessionPlan = { seconds: number; refresher: 'local' | 'remote' }

/** In an INVITE or UPDATE of ours. */
export const timerRequestHeaders = (seconds: number, minimum: number): Header[] => [
  { name: 'session-expires', value: String(Math.max(seconds, minimum)) },
  ...(minimum > MIN_SESSION_SECONDS ? [minSe(minimum)] : []),
]

/** For a request of ours that refreshes. */
export const refreshHeaders = ({ seconds, refresher }: SessionPlan): Header[] => [
  { name: 'session-expires', value: `${seconds};refresher=${refresher === 'local' ? 'uac' : 'uas'}` },
]

/** Section 9: the peer asks, we decide. `tooSmall`: answer 422 with these headers. */
export const planAnswer = (request: SipRequest, wishSeconds: number): { plan: SessionPlan; headers: Header[] } | { tooSmall: Header[] } => {
  const asked = sessionExpires(request)
  const supports = tokensOf(request, 'supported').includes('timer')
  if (asked !== undefined && asked.seconds < MIN_SESSION_SECONDS) return { tooSmall: [minSe(MIN_SESSION_SECONDS)] }
  const minimum = leastSeconds(request, 0xffff_ffff) ?? MIN_SESSION_SECONDS
  const seconds = Math.max(minimum, Math.min(asked?.seconds ?? wishSeconds, wishSeconds))
  const refresher = supports && asked !== undefined && asked.refresher !== 'uas' ? 'uac' : 'uas'
  const headers: Header[] = [{ name: 'session-expires', value: `${seconds};refresher=${refresher}` }]
  if (refresher === 'uac') headers.push({ name: 'require', value: 'timer' })
  return { plan: { seconds, refresher: refresher === 'uac' ? 'remote' : 'local' }, headers }
}

/** Section 7.2: what the 2xx to our request says; undefined when the peer wants no timer. */
export const planOfResponse = (response: SipResponse): SessionPlan | undefined => {
  const said = sessionExpires(response)
  return said && { seconds: Math.max(said.seconds, MIN_SESSION_SECONDS), refresher: said.refresher === 'uas' ? 'remote' : 'local' }
}

/** Of a 422. */
export const minimumOf = (response: SipResponse): number | undefined => leastSeconds(response, 86_400)

type SessionTimerParts = {
  clock: Clock
  onRefresh: (plan: SessionPlan) => void
  onExpired: () => void
  /** Nobody refreshes: time to ask whether the peer still knows the call. */
  onPulse: () => void
}

const LAST_TRY_MS = 20_000
const PULSE_MS = 300_000

export class SessionTimer {
  readonly #parts: SessionTimerParts
  #cancels: (() => void)[] = []

  constructor(parts: SessionTimerParts) {
    this.#parts = parts
  }

  /** Begins anew after each refresh; without a plan nothing expires, and the peer is asked now and then. */
  start(plan: SessionPlan | undefined): void {
    this.close()
    if (plan === undefined) return this.#pulse()
    const { clock, onExpired } = this.#parts
    const lengthMs = plan.seconds * 1000
    const expiresMs = lengthMs - Math.min(32_000, lengthMs / 3)
    if (plan.refresher === 'local') this.#refreshWithin(plan, Math.min(lengthMs, LONGEST_MS))
    if (lengthMs <= LONGEST_MS) this.#cancels.push(clock.after(plan.refresher === 'local' ? lengthMs : expiresMs, onExpired))
  }

  /** At half of what is left, and, unless that brought a new plan, at half of the rest: the peer may have refused for the moment. */
  #refreshWithin(plan: SessionPlan, leftMs: number): void {
    const { clock, onRefresh } = this.#parts
    if (leftMs < LAST_TRY_MS) return
    this.#cancels.push(
      clock.after(leftMs / 2, () => {
        this.#refreshWithin(plan, leftMs / 2)
        onRefresh(plan)
      }),
    )
  }

  #pulse(): void {
    const { clock, onPulse } = this.#parts
    this.#cancels = [
      clock.after(PULSE_MS, () => {
        this.#pulse()
        onPulse()
      }),
    ]
  }

  close(): void {
    for (const cancel of this.#cancels.splice(0)) cancel()
  }
}

const leastSeconds = (message: SipRequest | SipResponse, most: number): number | undefined =>
  parseNumber(parseValue(headerOf(message, 'min-se') ?? '')?.value ?? '', most)

const minSe = (seconds: number): Header => ({ name: 'min-se', value: String(seconds) })

const sessionExpires = (message: SipRequest | SipResponse): { seconds: number; refresher: string | undefined } | undefined => {
  const said = parseValue(headerOf(message, 'session-expires') ?? '')
  const seconds = said && parseNumber(said.value, 0xffff_ffff)
  return said === undefined || seconds === undefined
    ? undefined
    : { seconds, refresher: paramText(said.params, 'refresher')?.toLowerCase() }
}
