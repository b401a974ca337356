// One fork of a call of ours: the early dialog that a provisional response opens, and what it has said so far (RFC 3261
// section 12.1.2). Provisional responses that want to be acknowledged are, each once and in order (RFC 3262 section 4).

import { sdpOf } from '../message/body.ts'
import { headerOf, tokensOf, type SipRequest, type SipResponse } from '../message/sip-message.ts'
import { parseNumber } from '../message/tokens.ts'
import type { RequestSender } from './request-sender.ts'
import type { Session } from './session.ts'

type Answer = { response: SipResponse; request: SipRequest }

const MAX_RSEQ = 0xffff_ffff

export class Fork {
  readonly session: Session
  /** The last description that it gave before its answer. */
  sdp: string | undefined
  readonly #sender: RequestSender
  #last: { number: number; invite: number } | undefined

  constructor(session: Session, sender: RequestSender) {
    this.session = session
    this.#sender = sender
  }

  /** False for one that came before, or comes before the one that precedes it. */
  takes({ response, request }: Answer): boolean {
    const number = tokensOf(response, 'require').includes('100rel') ? parseNumber(headerOf(response, 'rseq') ?? '', MAX_RSEQ) : undefined
    if (number !== undefined && !this.#acknowledge(number, request)) return false
    const sdp = sdpOf(response)
    this.sdp = sdp ?? this.sdp
    this.session.dialog.refreshTarget(response)
    // What came reliably is an answer; the other side may offer anew now.
    if (number !== undefined && sdp !== undefined) this.session.agreeEarly(sdpOf(request), sdp)
    return true
  }

  #acknowledge(number: number, request: SipRequest): boolean {
    const invite = request.cseq.number
    const last = this.#last?.invite === invite ? this.#last.number : undefined
    if (last !== undefined && number !== last + 1) return false
    this.#last = { number, invite }
    const { dialog } = this.session
    const headers = [{ name: 'rack', value: `${number} ${invite} INVITE` }]
    const nothing = (): void => undefined
    this.#sender.send({ build: () => dialog.request('PRACK', { headers }), flow: dialog.flow, onResponse: nothing, onFailed: nothing })
    return true
  }
}
