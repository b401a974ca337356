// A call to us until it is answered, refused or cancelled (RFC 3261 section 13.3); then its session goes on alone.

import type { Credentials } from '../auth/digest-client.ts'
import { sdpOf } from '../message/body.ts'
import { sdpContent, type ResponseContent } from '../message/build.ts'
import { reasonPhrase } from '../message/reason-phrases.ts'
import { tokensOf } from '../message/sip-message.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import type { CallEvent } from './call-event.ts'
import { ALLOW, SUPPORTED } from './capabilities.ts'
import { Dialog } from './dialog.ts'
import { ReliableRinging } from './reliable-ringing.ts'
import { Session } from './session.ts'
import { contactHeader, type Stack } from './stack.ts'

export type IncomingCallParts = {
  stack: Stack
  transaction: ServerTransaction
  /** For challenges to what we send inside the call. */
  credentials: Credentials | undefined
  sessionSeconds: number
  emit: (event: CallEvent) => void
  onClosed: (session: Session) => void
}

/** Proxies forget a call that rings longer than three minutes in silence. */
const RING_AGAIN_MS = 60_000

export class IncomingCall {
  readonly session: Session
  readonly #parts: IncomingCallParts
  readonly #reliable: ReliableRinging | undefined
  #cancelRinging: (() => void) | undefined

  private constructor(parts: IncomingCallParts) {
    const { stack, transaction, credentials, sessionSeconds, emit, onClosed } = parts
    const { request, localTag, flow } = transaction
    this.#parts = parts
    this.session = new Session({
      stack,
      dialog: Dialog.ofRequest(request, localTag, flow),
      peerMessage: request,
      ownsCallId: false,
      early: false,
      onPrack: (prack) => this.#onPrack(prack),
      credentials,
      sessionSeconds,
      emit: (event) => this.#onEvent(event, emit),
      onClosed: () => onClosed(this.session),
    })
    const wantsReliable = tokensOf(request, 'require').includes('100rel')
    this.#reliable = wantsReliable
      ? new ReliableRinging({ clock: stack.clock, transaction, onUnacknowledged: () => this.reject(504) })
      : undefined
    if (this.#reliable !== undefined) this.session.incoming.delay = this.#reliable.whenDescribed.bind(this.#reliable)
    transaction.handlers = {
      onCancel: () => void this.#end(487, { kind: 'cancelled', by: 'remote' }),
      onAck: (ack) => this.session.incoming.receiveAck(ack),
    }
  }

  /** Undefined when the INVITE was refused, its session interval being too small, or when it is cancelled already. */
  static receive(parts: IncomingCallParts): IncomingCall | undefined {
    if (parts.transaction.cancelled) return void parts.transaction.respond({ status: 487 })
    const call = new IncomingCall(parts)
    return call.session.incoming.begin(parts.transaction) ? call : undefined
  }

  /** Neither answered nor refused. */
  get ringing(): boolean {
    return this.#parts.transaction.pending
  }

  /** 180, or 183 when there is early media. False when it is too late. */
  ring(sdp?: string): boolean {
    if (!this.ringing) return false
    const { transaction, stack } = this.#parts
    const content = sdp === undefined ? {} : sdpContent(sdp)
    const headers = [contactHeader(transaction.flow), ALLOW, SUPPORTED, ...(content.headers ?? [])]
    const response = { status: sdp === undefined ? 180 : 183, ...content, headers }
    if (this.#reliable !== undefined) return this.#ringReliably(this.#reliable, response)
    const again = (): void => {
      if (transaction.respond(response)) this.#cancelRinging = stack.clock.after(RING_AGAIN_MS, again)
    }
    this.#cancelRinging?.()
    again()
    return true
  }

  /** RFC 3261 section 13.2.1: without an offer the first reliable response has to make one; 100 Trying holds the caller until then. */
  #ringReliably(reliable: ReliableRinging, response: ResponseContent): boolean {
    const isMute = response.body === undefined && sdpOf(this.#parts.transaction.request) === undefined
    if (!isMute) reliable.send(response)
    return true
  }

  #onPrack(prack: ServerTransaction): void {
    if (this.#reliable?.acknowledge(prack.request) !== true) return void prack.respond({ status: 481 })
    const sdp = sdpOf(prack.request)
    const isAnswer = sdp !== undefined && sdpOf(this.#parts.transaction.request) === undefined
    // RFC 6337 section 2.2: an offer of its own can be refused.
    prack.respond({ status: sdp === undefined || isAnswer ? 200 : 488 })
    if (isAnswer) this.session.incoming.answeredEarly(sdp)
  }

  /** `status` 300 to 699. */
  reject(status: number): boolean {
    return this.#end(status, { kind: 'rejected', by: 'local', status, reason: reasonPhrase(status) })
  }

  #end(status: number, cause: Extract<CallEvent, { type: 'ended' }>['cause']): boolean {
    if (!this.session.incoming.reject(status)) return false
    this.session.abandon(cause)
    return true
  }

  #stopRinging(): void {
    this.#cancelRinging?.()
    this.#reliable?.close()
  }

  #onEvent(event: CallEvent, emit: (event: CallEvent) => void): void {
    if (event.type === 'ended' || event.type === 'established') this.#stopRinging()
    emit(event)
  }
}
