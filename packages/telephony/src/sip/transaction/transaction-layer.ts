// Matches messages to transactions, creates them, and hands new requests up. Retransmissions end here. Only what a known
// peer sends is kept; everything else that deserves an answer gets it without a trace (RFC 3261 section 8.2.7).

import { createHmac, randomBytes } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { tagOf } from '../message/address.ts'
import { cancelFor, responseTo, type ResponseContent } from '../message/build.ts'
import { serialise } from '../message/serialise.ts'
import type { SipMessage, SipRequest, SipResponse } from '../message/sip-message.ts'
import type { Via } from '../message/via.ts'
import { newBranch } from '../base/random-id.ts'
import { CountedHosts } from '../transport/counted-hosts.ts'
import type { Flow } from '../transport/flow.ts'
import { ClientTransaction, type ClientHandlers } from './client-transaction.ts'
import { Places, type Share } from './places.ts'
import { ServerTransaction } from './server-transaction.ts'
import { clientKey, isForUs, mergeKey, serverKey } from './transaction-key.ts'

/** What becomes of a new request. `user`: who proved his password with it. Answers leave nothing behind. */
export type Verdict = { serve: Share; user?: string } | { answer: ResponseContent } | 'ignore'

export type TransactionHandlers = {
  /** Asked for each new request before anything is kept of it. */
  admit: (request: SipRequest, flow: Flow) => Verdict
  /** All but ACK and CANCEL. */
  onRequest: (transaction: ServerTransaction) => void
  /** The ACK of a 2xx whose transaction is gone, or of an INVITE never seen. */
  onStrayAck: (ack: SipRequest) => void
  /** A response without transaction: a late 2xx, or noise. */
  onStrayResponse: (response: SipResponse, flow: Flow) => void
}

type LayerParts = { clock: Clock; handlers: TransactionHandlers; replyFlow: (request: SipRequest, flow: Flow) => Flow }

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
  readonly #places = new Places()
  readonly #asked = new CountedHosts()
  readonly #tagKey = randomBytes(32)

  constructor(parts: LayerParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#clients.size + this.#servers.size
  }

  /** Whether an answer may come from there. */
  awaits(host: string): boolean {
    return this.#asked.has(host)
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
    const { host } = flow.remote
    const onTerminated = (): void => {
      this.#clients.delete(key)
      this.#asked.remove(host)
    }
    this.#asked.add(host)
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
    if (request.method === 'CANCEL' && this.#cancels(request, flow)) return
    const verdict = this.#parts.handlers.admit(request, flow)
    if (verdict === 'ignore') return
    if ('answer' in verdict) return this.#answer(request, flow, verdict.answer)
    if (request.method === 'CANCEL') return this.#answer(request, flow, { status: 481 })
    if (!this.#places.take(verdict.serve, flow.remote.host)) return
    flow.welcome?.()
    const server = this.#add(request, flow, verdict)
    if (!this.#isMerged(server)) this.#parts.handlers.onRequest(server)
  }

  #add(request: SipRequest, flow: Flow, { serve, user }: Extract<Verdict, { serve: Share }>): ServerTransaction {
    const key = serverKey(request)
    const onTerminated = (): void => {
      this.#places.free(serve, flow.remote.host)
      this.#servers.delete(key)
      if (this.#merging.get(mergeKey(request)) === key) this.#merging.delete(mergeKey(request))
    }
    const replyFlow = this.#parts.replyFlow(request, flow)
    const server = new ServerTransaction({ request, flow, replyFlow, user, clock: this.#parts.clock, onTerminated })
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

  /** Repeated as often as it is asked for. False when there is nothing of this sender's to cancel. */
  #cancels(cancel: SipRequest, flow: Flow): boolean {
    const invite = this.#servers.get(serverKey(cancel, 'INVITE'))
    if (invite === undefined || invite.flow.remote.host !== flow.remote.host) return false
    this.#parts.replyFlow(cancel, flow).send(serialise(responseTo(cancel, { status: 200 }, invite.localTag)))
    invite.cancel()
    return true
  }

  #answer(request: SipRequest, flow: Flow, content: ResponseContent): void {
    this.#parts.replyFlow(request, flow).send(serialise(responseTo(request, content, this.#tagFor(request))))
  }

  /** The same for each retransmission, though nothing was kept. */
  #tagFor(request: SipRequest): string {
    const { callId, cseq, from } = request
    const key = `${serverKey(request)} ${callId} ${cseq.number} ${tagOf(from) ?? ''}`
    return createHmac('sha256', this.#tagKey).update(key).digest('hex').slice(0, 20)
  }
}
