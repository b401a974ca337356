// A call of ours until it is answered, refused or cancelled (RFC 3261 section 13.2); then its session goes on alone.
// Every fork's answer is acknowledged; the first one stays, the others are hung up on.

import type { Credentials } from '../auth/digest-client.ts'
import { tagOf, withTag, type Address } from '../message/address.ts'
import { NO_BODY, sdpContent } from '../message/build.ts'
import { isdnCauseOf, redirectsOf } from '../message/reason.ts'
import { serialise } from '../message/serialise.ts'
import { sdpOf } from '../message/body.ts'
import type { Header, SipRequest, SipResponse } from '../message/sip-message.ts'
import type { Uri } from '../message/uri.ts'
import { newTag, randomId } from '../base/random-id.ts'
import type { Flow } from '../transport/flow.ts'
import type { CallEvent, EndCause, Refusal } from './call-event.ts'
import { ALLOW, SUPPORTED } from './capabilities.ts'
import { Dialog } from './dialog.ts'
import { Fork } from './fork.ts'
import { RequestSender, type Sent } from './request-sender.ts'
import { Session } from './session.ts'
import { MIN_SESSION_SECONDS, minimumOf, planOfResponse, timerRequestHeaders } from './session-timer.ts'
import { contactHeader, type Stack } from './stack.ts'
import { T1_MS } from '../transaction/timers.ts'

export type OutgoingCallParts = {
  stack: Stack
  flow: Flow
  to: Uri
  /** Without tag. */
  from: Address
  sdp: string
  credentials: Credentials | undefined
  headers: readonly Header[]
  sessionSeconds: number
  /** Given up when nothing at all is heard for so long; undefined: timer B decides (32 s). */
  signOfLifeMs: number | undefined
  emit: (event: CallEvent) => void
  onSession: (session: Session) => void
  onClosed: (session: Session) => void
}

type Answer = { response: SipResponse; request: SipRequest }

const refusalIn = (response: SipResponse): Refusal => ({
  isdnCause: isdnCauseOf(response),
  redirects: response.status < 400 ? redirectsOf(response) : [],
})

/** More early dialogs than anybody has telephones are a fault of the peer. */
const MAX_FORKS = 20

export class OutgoingCall {
  readonly #parts: OutgoingCallParts
  readonly #sender: RequestSender
  readonly #callId = randomId()
  readonly #from: Address
  /** By the tags of those who answer. */
  readonly #forks = new Map<string, Fork>()
  #session: Session | undefined
  #sequence = 0
  #minimumSeconds = MIN_SESSION_SECONDS
  #sent: Sent
  #cancelled = false
  #cancelSent = false
  #stopWaiting: (() => void) | undefined
  #cancelPatience: (() => void) | undefined
  #over = false

  constructor(parts: OutgoingCallParts) {
    this.#parts = parts
    this.#from = withTag(parts.from, newTag())
    this.#sender = new RequestSender(parts.stack, parts.credentials)
    this.#sent = this.#invite()
    if (parts.signOfLifeMs !== undefined) this.#cancelPatience = parts.stack.clock.after(parts.signOfLifeMs, () => this.#loseHope())
  }

  /** The one that was answered first, once it was. */
  get session(): Session | undefined {
    return this.#session
  }

  /** The one whose offer waits for our answer: the session, or a fork before it is answered. */
  get offeredTo(): Session | undefined {
    return this.#session ?? [...this.#forks.values()].find(({ session }) => session.incoming.pending)?.session
  }

  /** CANCEL goes out when the peer has shown signs of life; an answer that crosses it is hung up on. */
  cancel(): void {
    if (this.#cancelled || this.#over) return
    this.#cancelled = true
    this.#sendCancel()
  }

  #invite(): Sent {
    const { flow } = this.#parts
    return this.#sender.send({
      build: () => this.#request(),
      flow,
      onResponse: (response, request) => this.#onResponse({ response, request }),
      onFailed: (reason) => this.#fail({ kind: 'lost', detail: reason }),
    })
  }

  #request(): SipRequest {
    const { to, flow, headers, sdp, sessionSeconds, from } = this.#parts
    const content = sdpContent(sdp)
    return {
      kind: 'request',
      method: 'INVITE',
      uri: to,
      vias: [],
      from: this.#from,
      to: { displayName: '', uri: to, params: new Map() },
      callId: this.#callId,
      cseq: { number: ++this.#sequence, method: 'INVITE' },
      headers: [
        { name: 'max-forwards', value: '70' },
        contactHeader(flow, from.uri.user),
        ALLOW,
        SUPPORTED,
        ...timerRequestHeaders(sessionSeconds, this.#minimumSeconds),
        ...headers,
        ...(content.headers ?? []),
      ],
      body: content.body ?? NO_BODY,
    }
  }

  #onResponse(answer: Answer): void {
    this.#cancelPatience?.()
    const { status } = answer.response
    if (status < 200) this.#onProgress(answer)
    else if (status < 300) this.#onAnswered(answer)
    else this.#onRefused(answer.response)
  }

  #onProgress(answer: Answer): void {
    const { response } = answer
    const { status } = response
    const tag = tagOf(response.to)
    if (this.#cancelled) this.#sendCancel()
    if (status === 100) return
    if (this.#forks.size >= MAX_FORKS && !this.#forks.has(tag ?? '')) return
    // Section 12.1: without a tag it opens no dialog, and its description belongs to whoever answers.
    const fork = this.#forkOf(answer)
    if (!fork.takes(answer)) return
    if (status === 199 && tag !== undefined) return this.#forget(tag, fork)
    if (!this.#cancelled) this.#parts.emit({ type: 'progress', status, sdp: sdpOf(response) })
  }

  #onAnswered(answer: Answer): void {
    const { response, request } = answer
    const fork = this.#forkOf(answer)
    const { session } = fork
    const isNew = session.confirm(response)
    session.dialog.flow.send(serialise(session.dialog.ack(request)))
    if (!isNew) return
    if (this.#cancelled || this.#over) {
      session.dismiss()
      return this.#fail({ kind: 'cancelled', by: 'local' })
    }
    this.#over = true
    this.#session = session
    const remote = sdpOf(response) ?? session.remoteSdp ?? fork.sdp ?? this.#forks.get('')?.sdp
    for (const [tag, other] of this.#forks) if (other !== fork && !other.session.confirmed) this.#forget(tag, other)
    session.agree({ local: this.#parts.sdp, remote, plan: planOfResponse(response) })
    this.#parts.emit({ type: 'answered', sdp: remote })
    this.#parts.emit({ type: 'established' })
  }

  #forkOf({ response, request }: Answer): Fork {
    const tag = tagOf(response.to) ?? ''
    const known = this.#forks.get(tag)
    if (known !== undefined) return known
    const { stack, credentials } = this.#parts
    const fork = new Fork(this.#openSession(response, request), new RequestSender(stack, credentials))
    this.#forks.set(tag, fork)
    return fork
  }

  #openSession(response: SipResponse, request: SipRequest): Session {
    const { stack, flow, credentials, sessionSeconds, emit, onSession, onClosed } = this.#parts
    const session: Session = new Session({
      stack,
      dialog: Dialog.ofResponse(request, response, flow),
      peerMessage: response,
      ownsCallId: true,
      early: true,
      credentials,
      sessionSeconds,
      emit,
      onClosed: () => onClosed(session),
    })
    onSession(session)
    return session
  }

  /** An early dialog that comes to nothing. */
  #forget(tag: string, { session }: Fork): void {
    this.#forks.delete(tag)
    session.close()
    this.#parts.onClosed(session)
  }

  #onRefused(response: SipResponse): void {
    const { status, reason } = response
    const minimum = status === 422 ? minimumOf(response) : undefined
    if (minimum !== undefined && minimum > this.#minimumSeconds && !this.#cancelled) {
      this.#minimumSeconds = minimum
      this.#sent = this.#invite()
    } else this.#fail({ kind: 'rejected', by: 'remote', status, reason, ...refusalIn(response) })
  }

  /** A peer that leaves even CANCEL without consequence is given up after 64*T1 (section 9.1). */
  #sendCancel(): void {
    const { transaction } = this.#sent
    if (this.#cancelSent || transaction?.proceeding !== true) return
    this.#cancelSent = true
    const { clock, transactions } = this.#parts.stack
    transactions.cancel(transaction)
    this.#stopWaiting = clock.after(64 * T1_MS, () => {
      transaction.close()
      this.#fail({ kind: 'cancelled', by: 'local' })
    })
  }

  #loseHope(): void {
    this.#sent.transaction?.close()
    this.#fail({ kind: 'lost', detail: 'timeout' })
  }

  #fail(cause: EndCause): void {
    if (this.#over) return
    this.#over = true
    this.#cancelPatience?.()
    this.#stopWaiting?.()
    for (const [tag, fork] of this.#forks) if (!fork.session.confirmed) this.#forget(tag, fork)
    this.#parts.emit({ type: 'ended', cause: this.#cancelled ? { kind: 'cancelled', by: 'local' } : cause })
  }
}
