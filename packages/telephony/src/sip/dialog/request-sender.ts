// Sends a request of ours and, when challenged, sends it once more with credentials, under a new sequence number.

import { DigestClient, type Credentials } from '../auth/digest-client.ts'
import type { SipRequest, SipResponse } from '../message/sip-message.ts'
import type { ClientTransaction } from '../transaction/client-transaction.ts'
import type { Flow } from '../transport/flow.ts'
import type { Stack } from './stack.ts'

export type Sending = {
  /** Called for each try; each has its own sequence number. */
  build: () => SipRequest
  flow: Flow
  /** Provisional and final responses, without the challenges that were answered. */
  onResponse: (response: SipResponse, request: SipRequest) => void
  onFailed: (reason: 'timeout' | 'flow') => void
}

/** The latest try. */
export type Sent = { transaction: ClientTransaction | undefined }

export class RequestSender {
  readonly #stack: Stack
  readonly #digest: DigestClient | undefined

  constructor(stack: Stack, credentials: Credentials | undefined) {
    this.#stack = stack
    this.#digest = credentials && new DigestClient(credentials)
  }

  send(sending: Sending): Sent {
    const sent: Sent = { transaction: undefined }
    if (sending.flow.open) this.#try(sending, sent, sending.build())
    else queueMicrotask(() => sending.onFailed('flow'))
    return sent
  }

  #try(sending: Sending, sent: Sent, request: SipRequest): void {
    const authorisation = this.#digest?.authorise(request)
    const signed = authorisation === undefined ? request : { ...request, headers: [...request.headers, authorisation] }
    sent.transaction = this.#stack.transactions.request(signed, sending.flow, {
      onFailed: sending.onFailed,
      onResponse: (response) => this.#onResponse(sending, sent, { request: signed, response }),
    })
  }

  #onResponse(sending: Sending, sent: Sent, { request, response }: { request: SipRequest; response: SipResponse }): void {
    const challenged = response.status === 401 || response.status === 407
    if (challenged && this.#digest?.accepts(response) === true) return this.#try(sending, sent, sending.build())
    if (response.status >= 200 && response.status < 300) this.#digest?.succeeded()
    sending.onResponse(response, request)
  }
}
