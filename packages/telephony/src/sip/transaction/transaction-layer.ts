// Matches messages to transactions, creates them, and hands new requests up. Retransmissions end here.

import type { Clock } from '../clock.ts'
import { tagOf } from '../message/address.ts'
import { cancelFor, responseTo } from '../message/build.ts'
import { serialise } from '../message/serialise.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/sip-message.ts'
import type { Via } from '../message/via.ts'
import { newBranch, newTag } from '../random-id.ts'
import type { Flow } from '../transport/flow.ts'
import { ClientTransaction, type ClientHandlers } from './client-transaction.ts'
import { ServerTransaction } from './server-transaction.ts'
import { clientKey, isForUs, mergeKey, serverKey } from './transaction-key.ts'

/** `forbid` answers 403 without keeping anything, `ignore` is silent. */
export type Admission = 'serve' | 'forbid' | 'ignore'

export type TransactionHandlers = {
  /** Asked for each new request before anything is kept of it. */
  admit: (request: SipRequest, flow: Flow) => Admission
  /** All but ACK and CANCEL. */
  onRequest: (transaction: ServerTransaction) => void
  /** The ACK of a 2xx whose transaction is gone, or of an INVITE never seen. */
  onStrayAck: (ack: SipRequest) => void
  /** A response without transaction: a late 2xx, or noise. */
  onStrayResponse: (response: SipResponse, flow: Flow) => void
}

type LayerParts = { clock: Clock; handlers: TransactionHandlers; replyFlow: (request: SipRequest, flow: Flow) => Flow }

/** Beyond it new requests are dropped; the peer's retransmissions find room later. */
const MAX_SERVER_TRANSACTIONS = 20_000

/** Our Via on a flow; `rport` asks the peer to answer to where the request really came from. */
export const viaOf = (flow: Flow, branch: string): Via => ({
  transport: flow.transport.toUpperCase(),
  ...flow.advertised,
  params: new Map([
    ['branch', branch],
    ['rport', null],
  ]),
})

export class TransactionLayer {
  readonly #parts: LayerParts
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()
  readonly #merging = new Map<string, string>()

  constructor(parts: LayerParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#clients.size + this.#servers.size
  }

  /** Sends with a new Via of ours on top. */
  request(request: SipRequest, flow: Flow, handlers: ClientHandlers): ClientTransaction {
    return this.#start({ ...request, vias: [viaOf(flow, newBranch())] }, flow, handlers)
  }

  /** CANCEL for an INVITE of ours that has had a provisional response; its own answer is of no interest. */
  cancel(invite: ClientTransaction): void {
    this.#start(cancelFor(invite.request), invite.flow, { onResponse: () => undefined, onFailed: () => undefined })
  }

  receive(message: SipMessage, flow: Flow): void {
    if (message.kind === 'response') this.#onResponse(message, flow)
    else if (message.method === 'ACK') this.#onAck(message)
    else this.#onRequest(message, flow)
  }

  flowClosed(flow: Flow): void {
    for (const client of this.#clients.values()) if (client.flow === flow) client.flowClosed()
  }

  close(): void {
    for (const transaction of [...this.#clients.values(), ...this.#servers.values()]) transaction.close()
  }

  #start(request: SipRequest, flow: Flow, handlers: ClientHandlers): ClientTransaction {
    const key = clientKey(request)
    const onTerminated = (): void => void this.#clients.delete(key)
    const client = new ClientTransaction({ request, flow, clock: this.#parts.clock, handlers, onTerminated })
    this.#clients.set(key, client)
    return client
  }

  #onResponse(response: SipResponse, flow: Flow): void {
    if (!isForUs(response)) return
    const client = this.#clients.get(clientKey(response))
    if (client === undefined) this.#parts.handlers.onStrayResponse(response, flow)
    else client.receive(response)
  }

  #onAck(ack: SipRequest): void {
    const server = this.#servers.get(serverKey(ack))
    // The ACK of a 2xx has a branch of its own; only ancient peers use the INVITE's.
    if (server === undefined) this.#parts.handlers.onStrayAck(ack)
    else server.receive(ack)
  }

  #onRequest(request: SipRequest, flow: Flow): void {
    const known = this.#servers.get(serverKey(request))
    if (known !== undefined) return known.receive(request)
    const admission = this.#servers.size >= MAX_SERVER_TRANSACTIONS ? 'ignore' : this.#parts.handlers.admit(request, flow)
    if (admission === 'ignore') return
    const replyFlow = this.#parts.replyFlow(request, flow)
    if (admission === 'forbid') return replyFlow.send(serialise(responseTo(request, { status: 403 }, newTag())))
    const server = this.#add(request, flow, replyFlow)
    if (request.method === 'CANCEL') this.#onCancel(server)
    else if (!this.#isMerged(server)) this.#parts.handlers.onRequest(server)
  }

  #add(request: SipRequest, flow: Flow, replyFlow: Flow): ServerTransaction {
    const key = serverKey(request)
    const onTerminated = (): void => {
      this.#servers.delete(key)
      if (this.#merging.get(mergeKey(request)) === key) this.#merging.delete(mergeKey(request))
    }
    const server = new ServerTransaction({ request, flow, replyFlow, clock: this.#parts.clock, onTerminated })
    this.#servers.set(key, server)
    return server
  }

  #isMerged(server: ServerTransaction): boolean {
    const { request } = server
    if (tagOf(request.to) !== undefined) return false
    const merging = this.#merging.get(mergeKey(request))
    if (merging === undefined) this.#merging.set(mergeKey(request), serverKey(request))
    else server.respond({ status: 482 })
    return merging !== undefined
  }

  #onCancel(cancel: ServerTransaction): void {
    const invite = this.#servers.get(serverKey(cancel.request, 'INVITE'))
    cancel.respond({ status: invite === undefined ? 481 : 200 })
    invite?.cancel()
  }
}
