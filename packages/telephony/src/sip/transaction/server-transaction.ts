// One request of a peer until its final response is known to have arrived (RFC 3261 section 17.2).

import type { Clock } from '../base/clock.ts'
import { responseTo, type ResponseContent } from '../message/build.ts'
import { tagOf } from '../message/address.ts'
import { serialise } from '../message/serialise.ts'
import type { SipRequest, SipResponse } from '../message/sip-message.ts'
import { newTag } from '../base/random-id.ts'
import type { Flow } from '../transport/flow.ts'
import { Machine, type OwnEffect } from './machine.ts'
import { eventOfStatus, SERVER_INVITE, SERVER_OTHER } from './tables.ts'

type ServerParts = {
  request: SipRequest
  flow: Flow
  replyFlow: Flow
  user: string | undefined
  clock: Clock
  onTerminated: () => void
}

type InviteHandlers = {
  onCancel?: () => void
  onAck?: (ack: SipRequest) => void
  /** Our final failure was never acknowledged. */
  onTimeout?: () => void
}

export class ServerTransaction {
  readonly request: SipRequest
  /** Where the request came from; in-dialog requests of ours go there. */
  readonly flow: Flow
  /** Who proved his password with the request. */
  readonly user: string | undefined
  /** The To tag of our responses. */
  readonly localTag: string
  /** Set by whoever answers an INVITE. */
  handlers: InviteHandlers = {}
  readonly #replyFlow: Flow
  readonly #machine: Machine
  #response: SipResponse | undefined
  #ack: SipRequest | undefined
  #cancelled = false

  constructor({ request, flow, replyFlow, user, clock, onTerminated }: ServerParts) {
    this.request = request
    this.flow = flow
    this.user = user
    this.localTag = tagOf(request.to) ?? newTag()
    this.#replyFlow = replyFlow
    const isInvite = request.method === 'INVITE'
    this.#machine = new Machine({
      table: isInvite ? SERVER_INVITE : SERVER_OTHER,
      initial: isInvite ? 'proceeding' : 'trying',
      clock,
      reliable: flow.reliable,
      perform: (effect) => this.#perform(effect),
      onTerminated,
    })
    if (isInvite) this.#machine.startTimers('T')
  }

  /** No final response was sent yet. */
  get pending(): boolean {
    return this.#machine.state === 'trying' || this.#machine.state === 'proceeding'
  }

  /** The client sent CANCEL in time, perhaps before there was anybody to be told. */
  get cancelled(): boolean {
    return this.#cancelled
  }

  /** A CANCEL after the final response changes nothing. */
  cancel(): void {
    if (!this.pending || this.#cancelled) return
    this.#cancelled = true
    this.handlers.onCancel?.()
  }

  /** False when a final response was sent before; then nothing is sent. */
  respond(content: ResponseContent): boolean {
    if (!this.pending) return false
    this.#response = responseTo(this.request, content, this.localTag)
    return this.#machine.take(eventOfStatus(content.status))
  }

  /** The 2xx of an INVITE once more; the dialog does so until its ACK comes. */
  repeatSuccess(): void {
    this.#machine.take('2xx')
  }

  receive(request: SipRequest): void {
    if (request.method === 'ACK') this.#ack = request
    this.#machine.take(request.method === 'ACK' ? 'ack' : 'request')
  }

  close(): void {
    this.#machine.close()
  }

  #perform(effect: OwnEffect): void {
    if (effect === 'reportTimeout') this.handlers.onTimeout?.()
    else if (effect === 'sendTrying') this.#sendTrying()
    else if (effect === 'deliver' && this.#ack !== undefined) this.handlers.onAck?.(this.#ack)
    else if (effect === 'send' && this.#response !== undefined) this.#replyFlow.send(serialise(this.#response))
  }

  #sendTrying(): void {
    this.#response = responseTo(this.request, { status: 100 }, this.localTag)
    this.#replyFlow.send(serialise(this.#response))
  }
}
