// Offers of the far side: INVITE, re-INVITE, UPDATE (RFC 3261 section 14.2, RFC 3264, RFC 3311). One at a time.

import { sdpContent, type ResponseContent } from '../message/build.ts'
import { sdpOf } from '../message/body.ts'
import type { Header, SipRequest } from '../message/sip-message.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import { ALLOW, SUPPORTED } from './capabilities.ts'
import type { SessionContext } from './session-context.ts'
import { planAnswer, type SessionPlan } from './session-timer.ts'
import { contactHeader } from './stack.ts'
import { SuccessRepeater } from './success-repeater.ts'

type Pending = { transaction: ServerTransaction; offer: string | undefined; plan: SessionPlan; headers: Header[] }

export class IncomingOffer {
  readonly #context: SessionContext
  #pending: Pending | undefined
  #repeater: SuccessRepeater | undefined
  #awaitsAnswer = false
  /** Runs the answer now, or when what must precede it has arrived. */
  delay: (run: () => void) => void = (run) => run()
  #onAcknowledged: (() => void)[] = []

  constructor(context: SessionContext) {
    this.#context = context
  }

  get pending(): boolean {
    return this.#pending !== undefined
  }

  /** The initial INVITE; false when it was refused. */
  begin(transaction: ServerTransaction): boolean {
    const timer = planAnswer(transaction.request, this.#context.sessionSeconds)
    if ('tooSmall' in timer) return !transaction.respond({ status: 422, headers: timer.tooSmall })
    this.#pending = { transaction, offer: sdpOf(transaction.request), ...timer }
    return true
  }

  /** A further INVITE or an UPDATE. One that changes nothing is a refresh and is answered at once. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction
    const offer = sdpOf(request)
    if (offer === undefined && request.method === 'UPDATE') return this.#refresh(transaction)
    const obstacle = this.#obstacle()
    if (obstacle !== undefined) return void transaction.respond(obstacle)
    if (!this.begin(transaction)) return
    const { sdp, dialog, emit } = this.#context
    dialog.refreshTarget(request)
    // Old peers acknowledge our answer with the branch of their request.
    transaction.handlers = { onCancel: () => this.#withdraw(), onAck: (ack) => this.receiveAck(ack) }
    if (offer !== undefined && offer === sdp.answered && sdp.local !== undefined) this.#accept(sdp.local)
    else emit({ type: 'reoffer', sdp: offer })
  }

  /** False when there is nothing to answer. */
  answer(sdp: string): boolean {
    if (this.#pending === undefined) return false
    this.delay(() => void this.#accept(sdp))
    return true
  }

  /** Our offer went out in a provisional response, and this came back. */
  answeredEarly(sdp: string): void {
    this.#context.sdp.remote = sdp
    this.#context.emit({ type: 'answered', sdp })
  }

  reject(status: number): boolean {
    const pending = this.#pending
    this.#pending = undefined
    return pending?.transaction.respond({ status }) ?? false
  }

  receiveAck(ack: SipRequest): void {
    if (this.#repeater?.number !== ack.cseq.number) return
    this.#onAcknowledgement(sdpOf(ack))
  }

  /** Runs now, or when the 2xx under way is acknowledged: no BYE before that (section 15). */
  whenAcknowledged(run: () => void): void {
    if (this.#repeater === undefined) run()
    else this.#onAcknowledged.push(run)
  }

  close(): void {
    this.#stopRepeating()
    this.#onAcknowledged = []
  }

  /** Section 14.2 and RFC 3311 section 5.2: one offer at a time. A request after our answer shows that the answer arrived. */
  #obstacle(): ResponseContent | undefined {
    if (this.#pending !== undefined) {
      return { status: 500, headers: [{ name: 'retry-after', value: String(Math.floor(Math.random() * 11)) }] }
    }
    if (this.#repeater === undefined) return undefined
    if (this.#awaitsAnswer) return { status: 491 }
    this.#onAcknowledgement(undefined)
    return undefined
  }

  /** UPDATE without a description: it may come at any time. */
  #refresh(transaction: ServerTransaction): void {
    const { dialog, setPlan, sessionSeconds } = this.#context
    const timer = planAnswer(transaction.request, sessionSeconds)
    if ('tooSmall' in timer) return void transaction.respond({ status: 422, headers: timer.tooSmall })
    dialog.refreshTarget(transaction.request)
    transaction.respond({ status: 200, headers: [contactHeader(dialog.flow), ALLOW, SUPPORTED, ...timer.headers] })
    if (this.#pending === undefined) setPlan(timer.plan)
  }

  #onAcknowledgement(answer: string | undefined): void {
    const { sdp, emit } = this.#context
    this.#stopRepeating()
    const isLacking = this.#awaitsAnswer && answer === undefined && sdp.remote === undefined
    if (isLacking || (this.#awaitsAnswer && answer !== undefined)) {
      sdp.remote = answer
      emit({ type: 'answered', sdp: answer })
    }
    this.#awaitsAnswer = false
    emit({ type: 'established' })
    for (const run of this.#onAcknowledged.splice(0)) run()
  }

  #accept(local: string): boolean {
    const pending = this.#pending
    if (pending === undefined) return false
    const { transaction, offer, plan, headers } = pending
    const { sdp, dialog, setPlan } = this.#context
    this.#pending = undefined
    const own = [contactHeader(dialog.flow), ALLOW, SUPPORTED, ...headers]
    const content = sdpContent(local)
    if (!transaction.respond({ status: 200, ...content, headers: [...own, ...(content.headers ?? [])] })) return false
    sdp.local = local
    sdp.answered = offer
    sdp.remote = offer ?? sdp.remote
    this.#awaitsAnswer = offer === undefined
    setPlan(plan)
    if (transaction.request.method === 'INVITE') this.#repeat(transaction)
    return true
  }

  #repeat(transaction: ServerTransaction): void {
    const { clock } = this.#context.stack
    const onUnacknowledged = (): void => {
      this.#stopRepeating()
      this.#context.lose({ kind: 'lost', detail: 'noAck' })
      for (const run of this.#onAcknowledged.splice(0)) run()
    }
    this.#repeater = new SuccessRepeater({ clock, transaction, onUnacknowledged })
  }

  #stopRepeating(): void {
    this.#repeater?.close()
    this.#repeater = undefined
  }

  #withdraw(): void {
    if (this.reject(487)) this.#context.emit({ type: 'reofferWithdrawn' })
  }
}
