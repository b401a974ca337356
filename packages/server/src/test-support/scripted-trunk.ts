// A far side on UDP that answers each request as the test says, field by field, and can write requests of its own.

import { createSocket, type Socket } from 'node:dgram'
import { addressOf, tagOf } from '@openseat/telephony/sip/message/address'
import { NO_BODY, responseTo, type ResponseContent } from '@openseat/telephony/sip/message/build'
import { parseMessage } from '@openseat/telephony/sip/message/parse'
import { serialise } from '@openseat/telephony/sip/message/serialise'
import { sipUri } from '@openseat/telephony/sip/message/uri'
import type { SipMessage, SipRequest, SipResponse } from '@openseat/telephony/sip/message/sip-message'

const TAG = 'scripted'

export class ScriptedTrunk {
  /** All but ACK, the oldest first. */
  readonly requests: SipRequest[] = []
  readonly acks: SipRequest[] = []
  /** Final ones. */
  readonly responses: SipResponse[] = []
  /** One answer after the other; undefined: none. */
  onRequest: (request: SipRequest) => readonly ResponseContent[] = () => [{ status: 200 }]
  readonly #socket: Socket
  #sequence = 100
  readonly #peers = new Map<string, { port: number; address: string }>()

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('message', (bytes, from) => {
      const outcome = parseMessage(bytes)
      if (outcome.ok) this.#take(outcome.message, from)
    })
  }

  static async open(host = '127.0.0.1'): Promise<ScriptedTrunk> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, host, resolve))
    return new ScriptedTrunk(socket)
  }

  get port(): number {
    return this.#socket.address().port
  }

  of(method: string): SipRequest[] {
    return this.requests.filter((request) => request.method === method)
  }

  answer(request: SipRequest, content: ResponseContent): void {
    this.#send(
      request,
      serialise(
        responseTo(request, { ...content, headers: [...(content.status < 300 ? [this.#contact] : []), ...(content.headers ?? [])] }, TAG),
      ),
    )
  }

  /** Calls without an offer; in the call that comes of it `ask` asks. */
  call(port: number, user: string): SipRequest {
    const own = { ...addressOf(sipUri({ user: '139', host: '127.0.0.1', port: this.port })), params: new Map([['tag', TAG]]) }
    const callId = `scripted-${Math.random()}`
    const via = { transport: 'UDP', host: '127.0.0.1', port: this.port, params: new Map([['branch', `z9hG4bK${callId}`]]) }
    const uri = sipUri({ user, host: '127.0.0.1', port })
    const cseq = { number: ++this.#sequence, method: 'INVITE' }
    const headers = [this.#contact]
    const invite = {
      kind: 'request',
      method: 'INVITE',
      uri,
      vias: [via],
      from: own,
      to: addressOf(uri),
      callId,
      cseq,
      headers,
      body: NO_BODY,
    } as const
    this.#peers.set(callId, { port, address: '127.0.0.1' })
    this.#send(invite, serialise(invite))
    return invite
  }

  /** Inside the call that this INVITE began, whoever sent it. */
  ask(invite: SipRequest, method: string, { headers = [], body = NO_BODY }: Pick<ResponseContent, 'headers' | 'body'>): void {
    const via = { transport: 'UDP', host: '127.0.0.1', port: this.port, params: new Map([['branch', `z9hG4bK${method}${Math.random()}`]]) }
    const isOurs = tagOf(invite.from) === TAG
    const to = isOurs ? (this.responses.find(({ callId }) => callId === invite.callId)?.to ?? invite.to) : invite.from
    const parties = { from: isOurs ? invite.from : responseTo(invite, { status: 200 }, TAG).to, to, callId: invite.callId }
    const cseq = { number: method === 'ACK' ? this.#sequence : ++this.#sequence, method }
    this.#send(invite, serialise({ kind: 'request', method, uri: invite.from.uri, vias: [via], ...parties, cseq, headers, body }))
  }

  close(): void {
    this.#socket.close()
  }

  get #contact(): { name: string; value: string } {
    return { name: 'contact', value: `<sip:127.0.0.1:${this.port}>` }
  }

  #take(message: SipMessage, from: { port: number; address: string }): void {
    if (message.kind === 'response') return void (message.status >= 200 && this.responses.push(message))
    this.#peers.set(message.callId, from)
    if (message.method === 'ACK') return void this.acks.push(message)
    this.requests.push(message)
    for (const content of this.onRequest(message)) this.answer(message, content)
  }

  #send({ callId }: SipRequest, bytes: Buffer): void {
    const to = this.#peers.get(callId)
    if (to) this.#socket.send(bytes, to.port, to.address)
  }
}
