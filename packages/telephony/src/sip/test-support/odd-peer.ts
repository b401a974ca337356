// A peer that is played by a table of exchanges: it writes its messages as text, exactly as it wants, and keeps what it got.

import { expect } from 'vitest'
import { tagOf } from '../message/address.ts'
import { formatVia } from '../message/via.ts'
import { bytesOf } from '../message/bytes.ts'
import { serialise } from '../message/serialise.ts'
import { addressesOf, headerOf, type SipMessage, type SipRequest, type SipResponse } from '../message/sip-message.ts'
import type { Flow } from '../transport/flow.ts'
import type { DialRequest } from '../signaling-gateway.ts'
import type { CallEvent } from '../dialog/call-event.ts'
import { FakeNetwork, type Node } from './fake-network.ts'

export const sdpWith = (port: number, more = 'a=sendrecv'): string =>
  ['v=0', 'o=- 7 1 IN IP4 peer', 's=-', 'c=IN IP4 192.0.2.9', 't=0 0', `m=audio ${port} RTP/AVP 8`, more, ''].join('\r\n')

export const OFFER = sdpWith(4000)
export const OURS = 'v=0\r\no=- 1 1 IN IP4 us\r\ns=-\r\n'
export const SDP = 'Content-Type: application/sdp'

export type Said = { headers?: readonly string[]; body?: string | Buffer; type?: string; contact?: string }
type Line = Said & { method: string; number?: number; branch?: string; callId?: string; from?: string }

const UA_TAG = 'peer-tag'
const CONTACT = '<sip:2002@peer>'
const TARGETING = new Set(['INVITE', 'UPDATE'])

/** One peer, one of ours, one call at a time. */
export class OddPeer {
  readonly net: FakeNetwork
  readonly us: Node
  /** All that we sent to it. */
  readonly got: SipMessage[] = []
  /** The id of the call that we made to it. */
  dialled = ''
  /** Answers our requests by itself, if it wants to. */
  onRequest: (request: SipRequest) => void = () => undefined
  readonly #flow: Flow
  #number = 0
  #dialog = { callId: 'odd-call@peer', from: `"Odd" <sip:2002@peer>;tag=${UA_TAG}`, to: '<sip:4466@us>', target: 'sip:4466@us' }

  private constructor(net: FakeNetwork, us: Node) {
    this.net = net
    this.us = us
    const stranger = net.stranger('peer', (message) => this.#take(message))
    this.#flow = stranger.flow('us')
  }

  static async meet(): Promise<OddPeer> {
    const net = new FakeNetwork()
    return new OddPeer(net, await net.add('us'))
  }

  /** Lets messages travel. */
  async settle(ms = 10): Promise<void> {
    await this.net.pass(ms)
  }

  /** Writes a request of the call, whatever stage it is in. */
  async says(method: string, said: Said & Partial<Line> = {}): Promise<void> {
    const number = said.number ?? (method === 'ACK' || method === 'CANCEL' ? this.#number : ++this.#number)
    this.#number = number
    this.#write({ method, ...said, number })
    await this.settle()
  }

  /** Answers a request of ours; `tag` names the fork. */
  async answers(request: SipRequest | undefined, status: number, said: Said & { tag?: string } = {}): Promise<void> {
    if (request === undefined) return expect.fail(`nothing to answer with ${status}`)
    const { tag = UA_TAG } = said
    const isNew = tagOf(request.to) === undefined && status > 100
    const to = `${serialised(request, 'To')}${isNew && tag !== '' ? `;tag=${tag}` : ''}`
    if (isNew && status < 300) this.#follow(request, to)
    const envelope = [
      ...request.vias.map((via) => `Via: ${formatVia(via)}`),
      `From: ${serialised(request, 'From')}`,
      `To: ${to}`,
      `Call-ID: ${request.callId}`,
      `CSeq: ${request.cseq.number} ${request.cseq.method}`,
    ]
    const more = status > 100 && status < 300 ? { contact: CONTACT, ...said } : said
    this.#send(`SIP/2.0 ${status} Odd`, [...envelope, ...contentLines(more)], said.body)
    await this.settle()
  }

  /** We call it; its first request is our INVITE. */
  async called(more: Partial<DialRequest> = {}): Promise<SipRequest> {
    this.dialled = this.us.gateway.dial({
      to: { uri: 'sip:2002@peer' },
      from: { user: '1001', host: 'us', displayName: '' },
      sdp: OURS,
      ...more,
    })
    await this.settle()
    return this.asked('INVITE')
  }

  /** It calls us, we answer, it acknowledges. */
  async talks(said: Said = { type: SDP, body: OFFER }): Promise<string> {
    await this.says('INVITE', said)
    const { callId } = this.us.last('incoming')
    this.us.gateway.answer(callId, OURS)
    await this.settle()
    await this.says('ACK')
    return callId
  }

  /** We called it, it answered. */
  async talksToo(): Promise<SipRequest> {
    const invite = await this.called()
    await this.answers(invite, 200, { type: SDP, body: OFFER })
    return invite
  }

  /** The last request of ours. */
  asked(method: string): SipRequest {
    const found = this.requests(method).at(-1)
    return found ?? expect.fail(`no ${method} among ${this.net.log.join(', ')}`)
  }

  requests(method: string): SipRequest[] {
    return this.got.filter((message): message is SipRequest => message.kind === 'request' && message.method === method)
  }

  /** Our responses to a method, their statuses without 100. */
  statuses(method: string): number[] {
    return this.responses(method).map(({ status }) => status)
  }

  responses(method: string): SipResponse[] {
    return this.got.filter(
      (message): message is SipResponse => message.kind === 'response' && message.cseq.method === method && message.status > 100,
    )
  }

  /** What was told of the calls, by type. */
  told(type: CallEvent['type']): CallEvent[] {
    return this.us.events.filter((event): event is CallEvent & { callId: string } => event.type === type)
  }

  get ends(): unknown[] {
    return this.told('ended').map((event) => event.type === 'ended' && event.cause)
  }

  #take(message: SipMessage): void {
    this.got.push(message)
    if (message.kind === 'request') return this.onRequest(message)
    const tag = tagOf(message.to)
    if (tag !== undefined && tagOf(message.from) === UA_TAG && !this.#dialog.to.includes(';tag=')) this.#dialog.to += `;tag=${tag}`
    const [contact] = addressesOf(message, 'contact')
    if (contact !== undefined) this.#dialog.target = contact.uri.text
  }

  #follow(request: SipRequest, from: string): void {
    const target = addressesOf(request, 'contact')[0]?.uri.text ?? 'sip:us'
    this.#dialog = { callId: request.callId, from, to: serialised(request, 'From'), target }
  }

  #write(line: Line): void {
    const { method, number = 0 } = line
    const isCancel = method === 'CANCEL'
    const { branch = `z9hG4bK-${isCancel ? 'INVITE' : method}-${number}` } = line
    const dialog = { ...this.#dialog, ...(isCancel && { to: '<sip:4466@us>' }), ...line }
    const envelope = [
      `Via: SIP/2.0/UDP peer:5060;branch=${branch}`,
      `From: ${dialog.from}`,
      `To: ${dialog.to}`,
      `Call-ID: ${dialog.callId}`,
      `CSeq: ${number} ${method}`,
      'Max-Forwards: 70',
    ]
    const more = TARGETING.has(method) ? { contact: CONTACT, ...line } : line
    this.#send(
      `${method} ${dialog.to.includes(';tag=') ? dialog.target : 'sip:4466@us'} SIP/2.0`,
      [...envelope, ...contentLines(more)],
      line.body,
    )
  }

  #send(start: string, lines: readonly string[], body: string | Buffer = ''): void {
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    const head = bytesOf(`${[start, ...lines, `Content-Length: ${bytes.length}`].join('\r\n')}\r\n\r\n`)
    this.#flow.send(Buffer.concat([head, bytes]))
  }
}

const contentLines = ({ type, contact, headers = [] }: Said): string[] => [
  ...(contact === undefined ? [] : [`Contact: ${contact}`]),
  ...(type === undefined ? [] : [type]),
  ...headers,
]

/** A field of a message as it stands on the wire. */
export const serialised = (message: SipMessage, name: string): string =>
  serialise(message)
    .toString('latin1')
    .split('\r\n')
    .find((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2) ?? expect.fail(`no ${name}`)

export const field = (message: SipMessage | undefined, name: string): string | undefined => message && headerOf(message, name)
