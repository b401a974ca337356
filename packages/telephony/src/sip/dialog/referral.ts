// REFER both ways inside a dialog, with its NOTIFYs (RFC 3515).

import { formatAddress, addressOf, parseAddress } from '../message/address.ts'
import { parseValue } from '../message/params.ts'
import { reasonPhrase } from '../message/reason-phrases.ts'
import { contentOf } from '../message/body.ts'
import { headerOf, type SipRequest } from '../message/sip-message.ts'
import { parseStartLine } from '../message/start-line.ts'
import type { Uri } from '../message/uri.ts'
import type { ServerTransaction } from '../transaction/server-transaction.ts'
import type { SessionContext } from './session-context.ts'
import { contactHeader } from './stack.ts'

export class Referral {
  readonly #context: SessionContext
  /** Between a REFER of the peer and its final NOTIFY. */
  #referred = false
  /** Between our REFER and its final NOTIFY. */
  #referring = false

  constructor(context: SessionContext) {
    this.#context = context
  }

  receiveRefer(transaction: ServerTransaction): void {
    const address = parseAddress(headerOf(transaction.request, 'refer-to') ?? '')
    if (address === undefined) return void transaction.respond({ status: 400, reason: 'Missing Refer-To' })
    if (this.#referred) return void transaction.respond({ status: 491 })
    this.#referred = true
    transaction.respond({ status: 202, headers: [contactHeader(this.#context.dialog.flow)] })
    this.notify(100)
    this.#context.emit({ type: 'referred', target: address.uri, replaces: address.uri.headers.get('replaces') })
  }

  /** Tells the peer how its REFER goes; 200 and above ends the story. False when it asked for nothing. */
  notify(status: number): boolean {
    if (!this.#referred) return false
    const final = status >= 200
    const state = final ? 'terminated;reason=noresource' : 'active;expires=60'
    const headers = [
      contactHeader(this.#context.dialog.flow),
      { name: 'event', value: 'refer' },
      { name: 'subscription-state', value: state },
      { name: 'content-type', value: 'message/sipfrag;version=2.0' },
    ]
    this.#send('NOTIFY', { headers, body: Buffer.from(`SIP/2.0 ${status} ${reasonPhrase(status)}\r\n`) })
    if (final) this.#referred = false
    return true
  }

  /** Asks the peer to call `target`. `replaces` (RFC 3891) makes it an attended transfer. */
  refer(target: Uri, replaces?: string): void {
    const uri = replaces === undefined ? target : { ...target, text: `${target.text}?Replaces=${encodeURIComponent(replaces)}` }
    this.#referring = true
    this.#send('REFER', { headers: [contactHeader(this.#context.dialog.flow), { name: 'refer-to', value: formatAddress(addressOf(uri)) }] })
  }

  receiveNotify(transaction: ServerTransaction): void {
    const { request } = transaction
    if (!this.#referring) return void transaction.respond({ status: 481 })
    transaction.respond({ status: 200 })
    const status = sipfragStatus(request)
    const state = parseValue(headerOf(request, 'subscription-state') ?? '')?.value.toLowerCase()
    if (state === 'terminated') this.#referring = false
    if (status !== undefined) this.#context.emit({ type: 'referProgress', status })
  }

  #send(method: 'REFER' | 'NOTIFY', content: { headers: { name: string; value: string }[]; body?: Buffer }): void {
    const { dialog, sender, emit } = this.#context
    const failed = (status: number): void => {
      if (method !== 'REFER') return
      this.#referring = false
      emit({ type: 'referProgress', status })
    }
    sender.send({
      build: () => dialog.request(method, content),
      flow: dialog.flow,
      onFailed: () => failed(408),
      onResponse: ({ status }) => {
        if (status >= 300) failed(status)
      },
    })
  }
}

const sipfragStatus = (request: SipRequest): number | undefined => {
  const [line = ''] = contentOf(request, 'message/sipfrag')?.toString('utf8', 0, 512).split(/\r?\n/) ?? []
  const start = parseStartLine(line)
  return start.kind === 'response' ? start.status : undefined
}
