// Our offers inside a session: re-INVITE with glare (RFC 3261 section 14.1), and session refreshes (RFC 4028 section 7.4).

import { sdpContent, type Content } from '../message/build.ts'
import { serialise } from '../message/serialise.ts'
import { sdpOf } from '../message/body.ts'
import type { Header, SipRequest, SipResponse } from '../message/sip-message.ts'
import type { ReofferOutcome } from './call-event.ts'
import { ALLOW, SUPPORTED } from './capabilities.ts'
import type { Sent } from './request-sender.ts'
import type { SessionContext } from './session-context.ts'
import { minimumOf, planOfResponse, refreshHeaders, timerRequestHeaders, MIN_SESSION_SECONDS, type SessionPlan } from './session-timer.ts'
import { contactHeader } from './stack.ts'
import { T1_MS } from '../transaction/timers.ts'

type Attempt = {
  method: 'INVITE' | 'UPDATE'
  sdp: string | undefined
  timer: Header[]
  seconds: number
  done: (outcome: ReofferOutcome) => void
}

/** After these the peer has no such call any more. */
const GONE = new Set([408, 481])

/** The peer wants longer sessions. */
const longer = (attempt: Attempt, minimum: number): Attempt => ({
  ...attempt,
  timer: timerRequestHeaders(minimum, minimum),
  seconds: minimum,
})

export class OutgoingOffer {
  readonly #context: SessionContext
  readonly #ownsCallId: boolean
  #cancelRetry: (() => void) | undefined
  #under = 0
  #sent: Sent | undefined
  #closed = false

  constructor(context: SessionContext, ownsCallId: boolean) {
    this.#context = context
    this.#ownsCallId = ownsCallId
  }

  /** From the request until its outcome, the wait after glare left out. */
  get pending(): boolean {
    return this.#under > 0
  }

  /** Resolves with the answer, or with the status that refused it; the session stays as it was then. */
  offer(sdp: string): Promise<ReofferOutcome> {
    const timer = timerRequestHeaders(this.#context.sessionSeconds, MIN_SESSION_SECONDS)
    const seconds = this.#context.sessionSeconds
    return new Promise((done) => this.#start({ method: 'INVITE', sdp, timer, seconds, done }, 1))
  }

  /** Changes nothing; `byUpdate` when the peer takes UPDATE, which needs no SDP. */
  refresh(plan: SessionPlan, byUpdate: boolean): void {
    const method = byUpdate ? 'UPDATE' : 'INVITE'
    const { sdp, emit } = this.#context
    const before = sdp.remote
    const done = (outcome: ReofferOutcome): void => {
      if (outcome.ok && outcome.sdp !== undefined && outcome.sdp !== before) emit({ type: 'answered', sdp: outcome.sdp })
    }
    this.#start({ method, sdp: byUpdate ? undefined : sdp.local, timer: refreshHeaders(plan), seconds: plan.seconds, done }, 3)
  }

  /** A peer that said that it would answer, and never does, is not waited for without end. */
  close(): void {
    this.#closed = true
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    const sent = this.#sent
    if (this.pending) this.#context.stack.clock.after(64 * T1_MS, () => sent?.transaction?.close())
  }

  #start(attempt: Attempt, retries: number): void {
    if (this.#closed) return attempt.done({ ok: false, status: 481 })
    if (this.pending) return attempt.done({ ok: false, status: 491 })
    this.#under++
    const { dialog, sender, lose } = this.#context
    this.#sent = sender.send({
      build: () => dialog.request(attempt.method, this.#content(attempt)),
      flow: dialog.flow,
      onResponse: (response, request) => this.#onResponse({ response, request, attempt, retries }),
      onFailed: (reason) => {
        this.#under--
        attempt.done({ ok: false, status: 408 })
        lose({ kind: 'lost', detail: reason })
      },
    })
  }

  #content({ sdp, timer }: Attempt): Content {
    const own = [contactHeader(this.#context.dialog.flow), ALLOW, SUPPORTED, ...timer]
    const content = sdp === undefined ? {} : sdpContent(sdp)
    return { ...content, headers: [...own, ...(content.headers ?? [])] }
  }

  #onResponse(p: { response: SipResponse; request: SipRequest; attempt: Attempt; retries: number }): void {
    const { response, request, attempt, retries } = p
    const { status } = response
    if (status < 200) return
    if (status < 300) return this.#onSuccess(response, request, attempt)
    this.#under--
    const minimum = status === 422 ? minimumOf(response) : undefined
    if (minimum !== undefined && minimum > attempt.seconds) this.#start(longer(attempt, minimum), retries)
    else if (status === 491 && retries > 0 && !this.#closed) this.#retryLater(attempt, retries - 1)
    else attempt.done({ ok: false, status })
    if (GONE.has(status)) this.#context.lose({ kind: 'lost', detail: 'unknownToPeer' })
  }

  /** A repeated 2xx means that our ACK was lost. */
  #onSuccess(response: SipResponse, request: SipRequest, attempt: Attempt): void {
    const { dialog, sdp, setPlan } = this.#context
    if (request.method === 'INVITE') dialog.flow.send(serialise(dialog.ack(request)))
    if (this.#acknowledged === request.cseq.number) return
    this.#acknowledged = request.cseq.number
    this.#under--
    dialog.refreshTarget(response)
    setPlan(planOfResponse(response))
    if (attempt.sdp !== undefined) sdp.answered = undefined
    sdp.local = attempt.sdp ?? sdp.local
    sdp.remote = sdpOf(response) ?? sdp.remote
    attempt.done({ ok: true, sdp: sdpOf(response) })
  }

  #acknowledged = -1

  /** Who made the Call-ID waits longer, so that the other one goes first. */
  #retryLater(attempt: Attempt, retries: number): void {
    const waitMs = this.#ownsCallId ? 2100 + Math.random() * 1900 : Math.random() * 2000
    this.#cancelRetry = this.#context.stack.clock.after(waitMs, () => this.#start(attempt, retries))
  }
}
