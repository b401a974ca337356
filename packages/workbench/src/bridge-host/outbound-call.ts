// The one way in which a page of the enterprise has the agent call somebody: by AICCSupport.js or by a message to the top
// window. What the browser knows is refused here; the server decides the rest, the page's origin among it. A refusal is
// told to the page and shown to the agent.
import type { MediaType, SeatView } from '@openseat/contracts'
import type { OutboundMediaType, OutboundRefusal, OutboundResult } from '@openseat/contracts/bridge'
import { i18n } from '../i18n/language.ts'
import type { SeatSettings } from '../realtime/seat-settings.ts'
import type { CommandResult } from '../realtime/connection-state.ts'
import { tidyNumber } from '../ui/dialled-text.ts'

export interface OutboundContext {
  /** Of the agent's tabs, this one has the pages. */
  readonly isLeading: boolean
  readonly seat: SeatView | null
  readonly queues: SeatSettings['queues']
  /** An earlier request still runs. */
  readonly isBusy: boolean
}

export interface OutboundWish {
  readonly mediaType: OutboundMediaType
  readonly number: string
}

/** What stands against it before the server is asked. Pure. */
export function outboundProblem(context: OutboundContext, { mediaType, number }: OutboundWish): OutboundRefusal | null {
  const { isLeading, seat, queues, isBusy } = context
  if (!isLeading) return 'NOT_LEADING'
  if (mediaType === 'email' || mediaType === 'whatsapp') return 'CHANNEL_UNAVAILABLE'
  if (isBusy) return 'ALREADY_DIALLING'
  if (tidyNumber(number) === null) return 'BAD_NUMBER'
  if (!seat || seat.state === 'signedOut') return 'NOT_SIGNED_IN'
  const isUsable = queues.some(({ id, type }) => type !== 'multimedia' && seat.queueIds.includes(id))
  return isUsable ? null : 'NO_QUEUE'
}

export interface OutboundParts {
  readonly context: () => Omit<OutboundContext, 'isBusy'>
  readonly dial: (call: { number: string; mediaType: MediaType; pageOrigin: string }) => Promise<CommandResult>
  readonly words: (result: Extract<CommandResult, { ok: false }>) => string
  /** Shows the agent why nothing is dialled. */
  readonly show: (text: string) => void
}

export class OutboundCalls {
  readonly #parts: OutboundParts
  #isBusy = false

  constructor(parts: OutboundParts) {
    this.#parts = parts
  }

  async call(wish: OutboundWish, pageOrigin: string): Promise<OutboundResult> {
    const problem = outboundProblem({ ...this.#parts.context(), isBusy: this.#isBusy }, wish)
    const { mediaType, number } = wish
    if (problem || mediaType === 'email' || mediaType === 'whatsapp') return this.#refused(problem ?? 'CHANNEL_UNAVAILABLE', number)
    this.#isBusy = true
    try {
      const result = await this.#parts.dial({ number, mediaType, pageOrigin })
      if (result.ok) return { ok: true, callid: result.data.callId ?? '' }
      const message = this.#parts.words(result)
      this.#parts.show(i18n.global.t('page.refused', { reason: message }))
      return { ok: false, code: 'local' in result ? 'WORKBENCH_OFFLINE' : result.code, message }
    } finally {
      this.#isBusy = false
    }
  }

  #refused(code: OutboundRefusal, number: string): OutboundResult {
    const message = i18n.global.t(`page.outbound.${code}`, { number: number.slice(0, 64) })
    this.#parts.show(i18n.global.t('page.refused', { reason: message }))
    return { ok: false, code, message }
  }
}
