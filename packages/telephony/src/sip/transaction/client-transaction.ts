// One request of ours until its final response (RFC 3261 section 17.1).

import type { Clock } from '../base/clock.ts'
import { ackFor } from '../message/build.ts'
import { serialise } from '../message/serialise.ts'
import type { SipRequest, SipResponse } from '../message/sip-message.ts'
import type { Flow } from '../transport/flow.ts'
import { Machine, type OwnEffect } from './machine.ts'
import { CLIENT_INVITE, CLIENT_OTHER, eventOfStatus } from './tables.ts'

export type ClientHandlers = {
  /** Every provisional and final response once; a 2xx to INVITE each time that it comes. */
  onResponse: (response: SipResponse) => void
  /** No final response will come. */
  onFailed: (reason: 'timeout' | 'flow') => void
}

type ClientParts = { request: SipRequest; flow: Flow; clock: Clock; handlers: ClientHandlers; onTerminated: () => void }

export class ClientTransaction {
  readonly request: SipRequest
  readonly flow: Flow
  readonly #handlers: ClientHandlers
  readonly #machine: Machine
  #response: SipResponse | undefined

  constructor({ request, flow, clock, handlers, onTerminated }: ClientParts) {
    this.request = request
    this.flow = flow
    this.#handlers = handlers
    const isInvite = request.method === 'INVITE'
    this.#machine = new Machine({
      table: isInvite ? CLIENT_INVITE : CLIENT_OTHER,
      initial: isInvite ? 'calling' : 'trying',
      clock,
      reliable: flow.reliable,
      perform: (effect) => this.#perform(effect),
      onTerminated,
    })
    this.#machine.startTimers(...(isInvite ? (['A', 'B'] as const) : (['E', 'F'] as const)))
    flow.send(serialise(request))
  }

  /** A provisional response came and no final one: an INVITE may be cancelled now. */
  get proceeding(): boolean {
    return this.#machine.state === 'proceeding'
  }

  receive(response: SipResponse): void {
    this.#response = response
    this.#machine.take(eventOfStatus(response.status))
  }

  flowClosed(): void {
    this.#machine.take('flowClosed')
  }

  close(): void {
    this.#machine.close()
  }

  #perform(effect: OwnEffect): void {
    if (effect === 'send') this.flow.send(serialise(this.request))
    else if (effect === 'reportTimeout') this.#handlers.onFailed('timeout')
    else if (effect === 'reportFlow') this.#handlers.onFailed('flow')
    else if (this.#response === undefined) return
    else if (effect === 'deliver') this.#handlers.onResponse(this.#response)
    else if (effect === 'sendAck') this.flow.send(serialise(ackFor(this.request, this.#response)))
  }
}
