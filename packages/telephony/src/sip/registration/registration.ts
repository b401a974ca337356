// One registration of ours with a trunk's registrar: kept up, tried again after failures, given up at close (RFC 3261 section 10.2).

import type { Credentials } from '../auth/digest-client.ts'
import { addressOf, withTag } from '../message/address.ts'
import { NO_BODY } from '../message/build.ts'
import { addressesOf, headerOf, type SipRequest, type SipResponse } from '../message/sip-message.ts'
import { parseNumber } from '../message/tokens.ts'
import { sipUri, type Uri } from '../message/uri.ts'
import { newTag, randomId } from '../base/random-id.ts'
import { RequestSender } from '../dialog/request-sender.ts'
import { contactHeader, type Stack } from '../dialog/stack.ts'
import type { Flow } from '../transport/flow.ts'

export type RegistrationSettings = {
  /** The address of record, such as `sip:4001@carrier.example`. */
  account: Uri
  credentials: Credentials
  /** Default 300. */
  seconds?: number
}

export type RegistrationOutcome = { registered: true; seconds: number } | { registered: false; status: number }

type RegistrationParts = {
  stack: Stack
  settings: RegistrationSettings
  /** Opened anew for each try; a lost connection costs one try. */
  connect: () => Promise<Flow>
  onOutcome: (outcome: RegistrationOutcome) => void
}

const MIN_RETRY_MS = 10_000
const MAX_RETRY_MS = 300_000

export class Registration {
  readonly #parts: RegistrationParts
  readonly #sender: RequestSender
  readonly #callId = randomId()
  readonly #tag = newTag()
  #sequence = 0
  #seconds: number
  #failures = 0
  #cancel: (() => void) | undefined
  #flow: Flow | undefined
  #closed = false

  constructor(parts: RegistrationParts) {
    this.#parts = parts
    this.#seconds = parts.settings.seconds ?? 300
    this.#sender = new RequestSender(parts.stack, parts.settings.credentials)
    void this.#register()
  }

  /** The flow that calls over this trunk use too. */
  get flow(): Flow | undefined {
    return this.#flow
  }

  /** Takes the binding back, once, without waiting for the answer. */
  close(): void {
    this.#cancel?.()
    if (!this.#closed && this.#flow?.open === true && this.#sequence > 0) this.#send(this.#flow, 0)
    this.#closed = true
  }

  async #register(): Promise<void> {
    try {
      if (this.#flow?.open !== true) this.#flow = await this.#parts.connect()
      if (!this.#closed) this.#send(this.#flow, this.#seconds)
    } catch {
      this.#onFailed(503)
    }
  }

  #send(flow: Flow, seconds: number): void {
    this.#sender.send({
      build: () => this.#request(flow, seconds),
      flow,
      onResponse: (response) => this.#onResponse(response),
      onFailed: (reason) => this.#onFailed(reason === 'flow' ? 503 : 408),
    })
  }

  #request(flow: Flow, seconds: number): SipRequest {
    const { account } = this.#parts.settings
    const from = addressOf(account)
    return {
      kind: 'request',
      method: 'REGISTER',
      uri: sipUri({ host: account.host, port: account.port }),
      vias: [],
      from: withTag(from, this.#tag),
      to: from,
      callId: this.#callId,
      cseq: { number: ++this.#sequence, method: 'REGISTER' },
      headers: [{ name: 'max-forwards', value: '70' }, contactHeader(flow, account.user), { name: 'expires', value: String(seconds) }],
      body: NO_BODY,
    }
  }

  #onResponse(response: SipResponse): void {
    const { status } = response
    if (this.#closed || status < 200) return
    const minimum = parseNumber(headerOf(response, 'min-expires') ?? '', 86_400)
    if (status === 423 && minimum !== undefined && minimum > this.#seconds) {
      this.#seconds = minimum
      void this.#register()
    } else if (status < 300) this.#onRegistered(grantedSeconds(response) ?? this.#seconds)
    else this.#onFailed(status)
  }

  #onRegistered(seconds: number): void {
    this.#failures = 0
    this.#parts.onOutcome({ registered: true, seconds })
    this.#again(Math.max(5000, seconds * 1000 * 0.8))
  }

  #onFailed(status: number): void {
    if (this.#closed) return
    this.#parts.onOutcome({ registered: false, status })
    this.#again(Math.min(MAX_RETRY_MS, MIN_RETRY_MS * 2 ** this.#failures++))
  }

  #again(ms: number): void {
    this.#cancel = this.#parts.stack.clock.after(ms, () => void this.#register())
  }
}

const grantedSeconds = (response: SipResponse): number | undefined => {
  const own = addressesOf(response, 'contact')[0]?.params.get('expires') ?? headerOf(response, 'expires')
  return parseNumber(own ?? '', 86_400)
}
