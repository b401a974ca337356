// One dialog with its session: takes the peer's requests, sends ours, ends once (RFC 3261 sections 12, 14 and 15).

import type { Credentials } from '../auth/digest-client.ts'
import { sdpOf } from '../message/body.ts'
import { isdnCauseOf } from '../message/reason.ts'
import { tokensOf, type SipRequest, type SipResponse } from '../message/sip-message.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import type { CallEvent, EndCause, ReofferOutcome } from './call-event.ts'
import { ACCEPT, ALLOW, refusalOf, SUPPORTED } from './capabilities.ts'
import type { Dialog } from './dialog.ts'
import { IncomingOffer } from './incoming-offer.ts'
import { answerToInfo, infoDigit } from './info-digit.ts'
import { LifeQuestion } from './life-question.ts'
import { OutgoingOffer } from './outgoing-offer.ts'
import { Referral } from './referral.ts'
import { RequestSender } from './request-sender.ts'
import type { SessionContext } from './session-context.ts'
import { SessionTimer, type SessionPlan } from './session-timer.ts'
import type { Stack } from './stack.ts'

export type SessionParts = {
  stack: Stack
  dialog: Dialog
  /** The request or response that made the dialog. */
  peerMessage: { headers: SipRequest['headers'] }
  ownsCallId: boolean
  /** A fork of a call of ours, until it answers. */
  early: boolean
  /** Where provisional responses of ours are acknowledged. */
  onPrack?: (transaction: ServerTransaction) => void
  credentials: Credentials | undefined
  sessionSeconds: number
  emit: (event: CallEvent) => void
  /** Nothing more comes of this dialog. */
  onClosed: () => void
}

export class Session {
  readonly dialog: Dialog
  /** Where the peer was when the call began. */
  readonly firstHost: string
  readonly incoming: IncomingOffer
  readonly outgoing: OutgoingOffer
  readonly referral: Referral
  readonly #parts: SessionParts
  readonly #context: SessionContext
  readonly #timer: SessionTimer
  readonly #lifeQuestion: LifeQuestion
  #peerMessage: SessionParts['peerMessage']
  #confirmed: boolean
  #ended = false

  constructor(parts: SessionParts) {
    const { stack, dialog, credentials, sessionSeconds, emit } = parts
    this.#parts = parts
    this.#peerMessage = parts.peerMessage
    this.#confirmed = !parts.early
    this.dialog = dialog
    this.firstHost = dialog.flow.remote.host
    this.#timer = new SessionTimer({
      clock: stack.clock,
      onRefresh: (plan) => this.#refresh(plan),
      onExpired: () => this.#lose({ kind: 'lost', detail: 'expired' }),
      onPulse: () => this.askWhetherThere(),
    })
    this.#context = {
      stack,
      dialog,
      sender: new RequestSender(stack, credentials),
      sdp: { local: undefined, remote: undefined, answered: undefined },
      sessionSeconds,
      emit: (event) => this.#ended || emit(event),
      setPlan: (plan) => this.#ended || this.#timer.start(plan),
      lose: (cause) => this.#lose(cause),
    }
    this.#lifeQuestion = new LifeQuestion(
      this.#context,
      () => this.#ended || this.#refresh({ seconds: sessionSeconds, refresher: 'local' }),
    )
    this.incoming = new IncomingOffer(this.#context)
    this.outgoing = new OutgoingOffer(this.#context, parts.ownsCallId)
    this.referral = new Referral(this.#context)
  }

  get ended(): boolean {
    return this.#ended
  }

  get confirmed(): boolean {
    return this.#confirmed
  }

  /** A fork answers; false when it has before. */
  confirm(response: SipResponse): boolean {
    if (this.#confirmed) return false
    this.#confirmed = true
    this.#peerMessage = response
    this.dialog.confirm(response)
    return true
  }

  /** A fork answered our offer before anybody answered the call. */
  agreeEarly(local: string | undefined, remote: string | undefined): void {
    if (remote === this.#context.sdp.remote) return
    this.#context.sdp.local = local
    this.#context.sdp.remote = remote
  }

  /** What an outgoing call has agreed upon before the session began. */
  agree(p: { local: string; remote: string | undefined; plan: Parameters<SessionTimer['start']>[0] }): void {
    this.agreeEarly(p.local, p.remote)
    this.#timer.start(p.plan)
  }

  /** What the peer described last, if that counts. */
  get remoteSdp(): string | undefined {
    return this.#context.sdp.remote
  }

  receive(transaction: ServerTransaction): void {
    const { request, flow } = transaction
    const refusal = refusalOf(request)
    if (refusal !== undefined) transaction.respond(refusal)
    else if (!this.dialog.accepts(request, flow)) transaction.respond({ status: 500 })
    else if (this.#ended && request.method !== 'BYE') transaction.respond({ status: 481 })
    else this.#serve(transaction)
  }

  reoffer(sdp: string): Promise<ReofferOutcome> {
    if (this.#ended) return Promise.resolve({ ok: false, status: 481 })
    if (this.incoming.pending) return Promise.resolve({ ok: false, status: 491 })
    return this.outgoing.offer(sdp)
  }

  /** Ends the call when the peer is gone; says nothing when it is there. */
  askWhetherThere(): void {
    if (!this.#ended && this.#confirmed) this.#lifeQuestion.ask()
  }

  hangUp(): void {
    if (this.#finish({ kind: 'hungUp', by: 'local' })) this.incoming.whenAcknowledged(() => this.#sendBye())
  }

  /** Ends without a word to the peer. */
  abandon(cause: EndCause): void {
    if (!this.#finish(cause)) return
    this.incoming.close()
    this.#parts.onClosed()
  }

  /** A connection came up only to be ended: a fork's second answer, or an answer after CANCEL. */
  dismiss(): void {
    this.#ended = true
    this.incoming.reject(487)
    this.#sendBye()
  }

  close(): void {
    this.#ended = true
    this.incoming.reject(487)
    this.#timer.close()
    this.outgoing.close()
    this.incoming.close()
  }

  #serve(transaction: ServerTransaction): void {
    const { request } = transaction
    switch (request.method) {
      case 'BYE':
        return this.#onBye(transaction)
      case 'INVITE':
      case 'UPDATE':
        if (this.outgoing.pending || this.#isBusyOffering(request)) return void transaction.respond({ status: 491 })
        return this.incoming.receive(transaction)
      case 'PRACK':
        return this.#parts.onPrack === undefined ? void transaction.respond({ status: 481 }) : this.#parts.onPrack(transaction)
      case 'REFER':
        return this.referral.receiveRefer(transaction)
      case 'NOTIFY':
        return this.referral.receiveNotify(transaction)
      case 'INFO':
        return this.#onInfo(transaction)
      case 'OPTIONS':
        return void transaction.respond({ status: 200, headers: [ALLOW, ACCEPT, SUPPORTED] })
      default:
        transaction.respond({ status: 405, headers: [ALLOW] })
    }
  }

  /** RFC 3311 section 5.2: our first offer has no answer yet that counts. */
  #isBusyOffering(request: SipRequest): boolean {
    if (this.#confirmed) return false
    return request.method === 'INVITE' || (sdpOf(request) !== undefined && this.#context.sdp.remote === undefined)
  }

  #onBye(transaction: ServerTransaction): void {
    transaction.respond({ status: 200 })
    // Section 15: before the answer it is not for the callee to end the call so; his final response comes.
    if (!this.#confirmed) return
    this.abandon({ kind: 'hungUp', by: 'remote', isdnCause: isdnCauseOf(transaction.request) })
  }

  #refresh(plan: SessionPlan): void {
    this.outgoing.refresh(plan, tokensOf(this.#peerMessage, 'allow').includes('update'))
  }

  #onInfo(transaction: ServerTransaction): void {
    const answer = answerToInfo(transaction.request)
    transaction.respond(answer)
    const digit = answer.status === 200 ? infoDigit(transaction.request) : undefined
    if (digit !== undefined) this.#context.emit({ type: 'digit', digit })
  }

  #lose(cause: EndCause): void {
    if (this.#finish(cause)) this.#sendBye()
  }

  /** The gate through which a session ends, once. */
  #finish(cause: EndCause): boolean {
    if (this.#ended) return false
    this.#timer.close()
    this.outgoing.close()
    // Section 15.1.2: nothing is left waiting for an answer of ours.
    this.incoming.reject(487)
    this.#context.emit({ type: 'ended', cause })
    this.#ended = true
    return true
  }

  #sendBye(): void {
    const { dialog, onClosed } = { dialog: this.dialog, onClosed: this.#parts.onClosed }
    this.incoming.close()
    this.#context.sender.send({
      build: () => dialog.request('BYE'),
      flow: dialog.flow,
      onFailed: onClosed,
      onResponse: ({ status }) => {
        if (status >= 200) onClosed()
      },
    })
  }
}
