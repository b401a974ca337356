// The state that two user agents share: tags, sequence numbers, route set, target (RFC 3261 section 12).
// Requests travel on the flow that the peer used, not to the host that its Contact names.

import { addressesOf, type SipRequest, type SipResponse } from '../message/sip-message.ts'
import { formatAddress, tagOf, withTag, type Address } from '../message/address.ts'
import { NO_BODY, type Content } from '../message/build.ts'
import type { Uri } from '../message/uri.ts'
import { parseUri } from '../message/uri.ts'
import { newBranch } from '../base/random-id.ts'
import type { Flow } from '../transport/flow.ts'
import { viaOf } from '../transaction/transaction-layer.ts'

export type DialogParts = {
  callId: string
  local: Address
  remote: Address
  target: Uri
  routes: readonly Address[]
  localSequence: number
  remoteSequence: number | undefined
  flow: Flow
}

const CREDENTIALS = ['authorization', 'proxy-authorization']

export class Dialog {
  readonly callId: string
  readonly local: Address
  readonly remote: Address
  #routes: readonly Address[]
  #target: Uri
  #localSequence: number
  #remoteSequence: number | undefined
  #flow: Flow

  constructor(parts: DialogParts) {
    this.callId = parts.callId
    this.local = parts.local
    this.remote = parts.remote
    this.#routes = parts.routes
    this.#target = parts.target
    this.#localSequence = parts.localSequence
    this.#remoteSequence = parts.remoteSequence
    this.#flow = parts.flow
  }

  /** Section 12.1.1: we are called. */
  static ofRequest(request: SipRequest, localTag: string, flow: Flow): Dialog {
    return new Dialog({
      callId: request.callId,
      local: withTag(request.to, localTag),
      remote: request.from,
      target: addressesOf(request, 'contact')[0]?.uri ?? request.from.uri,
      routes: addressesOf(request, 'record-route'),
      localSequence: 0,
      remoteSequence: request.cseq.number,
      flow,
    })
  }

  /** Section 12.1.2: we call, and this response has a To tag. */
  static ofResponse(request: SipRequest, response: SipResponse, flow: Flow): Dialog {
    return new Dialog({
      callId: request.callId,
      local: request.from,
      remote: response.to,
      target: addressesOf(response, 'contact')[0]?.uri ?? request.uri,
      routes: routesOf(response),
      localSequence: request.cseq.number,
      remoteSequence: undefined,
      flow,
    })
  }

  /** As it stands; sequence numbers go on from here. */
  get parts(): DialogParts {
    const { callId, local, remote } = this
    const rest = { target: this.#target, routes: this.#routes, flow: this.#flow }
    return { callId, local, remote, ...rest, localSequence: this.#localSequence, remoteSequence: this.#remoteSequence }
  }

  get id(): string {
    return dialogId(this.callId, tagOf(this.local), tagOf(this.remote))
  }

  get flow(): Flow {
    return this.#flow
  }

  /** A request of ours with the next sequence number, without Via. */
  request(method: string, { headers = [], body = NO_BODY }: Content = {}): SipRequest {
    return this.#build({ method, number: ++this.#localSequence, content: { headers, body } })
  }

  /** The ACK of a 2xx: the INVITE's number and credentials, a transaction of its own (section 13.2.2.4). */
  ack({ cseq: { number }, headers }: Pick<SipRequest, 'cseq' | 'headers'>): SipRequest {
    const content = { headers: headers.filter(({ name }) => CREDENTIALS.includes(name)) }
    return { ...this.#build({ method: 'ACK', number, content }), vias: [viaOf(this.#flow, newBranch())] }
  }

  /** False for a request that is older than the last one (section 12.2.2). */
  accepts(request: SipRequest, flow: Flow): boolean {
    if (this.#remoteSequence !== undefined && request.cseq.number <= this.#remoteSequence) return false
    this.#remoteSequence = request.cseq.number
    // A peer whose connection broke comes back on a new one.
    if (!this.#flow.open) this.#flow = flow
    return true
  }

  /** After a target refresh: re-INVITE, UPDATE and their 2xx. */
  refreshTarget(message: SipRequest | SipResponse): void {
    this.#target = addressesOf(message, 'contact')[0]?.uri ?? this.#target
  }

  /** Section 13.2.2.4: the answer's route set counts, whatever an earlier response of the dialog said. */
  confirm(response: SipResponse): void {
    this.#routes = routesOf(response)
    this.refreshTarget(response)
  }

  #build({ method, number, content }: { method: string; number: number; content: Content }): SipRequest {
    const { uri, routes } = this.#routing()
    const headers = [
      ...routes.map((value) => ({ name: 'route', value })),
      { name: 'max-forwards', value: '70' },
      ...(content.headers ?? []),
    ]
    const { local: from, remote: to, callId } = this
    return { kind: 'request', method, uri, vias: [], from, to, callId, cseq: { number, method }, headers, body: content.body ?? NO_BODY }
  }

  /** Section 12.2.1.1; a first route without `lr` is a strict router of RFC 2543. */
  #routing(): { uri: Uri; routes: string[] } {
    const [first, ...others] = this.#routes
    const routes = this.#routes.map(formatAddress)
    if (first === undefined || first.uri.params.has('lr')) return { uri: this.#target, routes }
    const uri = parseUri(first.uri.text.split('?')[0] ?? '') ?? first.uri
    return { uri, routes: [...others.map(formatAddress), `<${this.#target.text}>`] }
  }
}

const routesOf = (response: SipResponse): Address[] => addressesOf(response, 'record-route').toReversed()

export const dialogId = (callId: string, localTag: string | undefined, remoteTag: string | undefined): string =>
  `${callId} ${localTag ?? ''} ${remoteTag ?? ''}`

/** Of a request or ACK that reached us. */
export const dialogIdOfRequest = (request: SipRequest): string => dialogId(request.callId, tagOf(request.to), tagOf(request.from))

/** Of a response that reached us. */
export const dialogIdOfResponse = (response: SipResponse): string => dialogId(response.callId, tagOf(response.from), tagOf(response.to))
