// Offers of the far side: INVITE, re-INVITE, UPDATE (RFC 3261 section 14.2, RFC 3264, RFC 3311). One at a time.

import { sdpContent } from '../message/build.ts'
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
    if (this.#pending !== undefined || this.#repeater !== undefined) {
      return void transaction.respond({ status: 500, headers: [{ name: 'retry-after', value: '2' }] })
    }
    if (!this.begin(transaction)) return
    const { sdp, dialog, emit } = this.#context
    const offer = sdpOf(transaction.request)
    dialog.refreshTarget(transaction.request)
    transaction.handlers = { onCancel: () => this.#withdraw() }
    if (offer === undefined && transaction.request.method === 'UPDATE') this.#accept(undefined)
    else if ((offer === undefined || offer === sdp.remote) && sdp.local !== undefined) this.#accept(sdp.local)
    else if (offer === undefined) this.reject(488)
    else emit({ type: 'reoffer', sdp: offer })
  }

  /** False when there is nothing to answer. */
  answer(sdp: string): boolean {
    return this.#pending !== undefined && this.#accept(sdp)
  }

  reject(status: number): boolean {
    const pending = this.#pending
    this.#pending = undefined
    return pending?.transaction.respond({ status }) ?? false
  }

  receiveAck(ack: SipRequest): void {
    if (this.#repeater?.number !== ack.cseq.number) return
    this.#stopRepeating()
    const answer = sdpOf(ack)
    const { sdp, emit } = this.#context
    if (this.#awaitsAnswer && answer !== undefined && answer !== sdp.remote) {
      sdp.remote = answer
      emit({ type: 'answered', sdp: answer })
    }
    emit({ type: 'established' })
    for (const run of this.#onAcknowledged.splice(0)) run()
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

  #accept(local: string | undefined): boolean {
    const pending = this.#pending
    if (pending === undefined) return false
    const { transaction, offer, plan, headers } = pending
    const { sdp, dialog, setPlan } = this.#context
    this.#pending = undefined
    const own = [contactHeader(dialog.flow), ALLOW, SUPPORTED, ...headers]
    const content = local === undefined ? {} : sdpContent(local)
    if (!transaction.respond({ status: 200, ...content, headers: [...own, ...(content.headers ?? [])] })) return false
    sdp.local = local ?? sdp.local
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
