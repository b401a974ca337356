// A carrier that sends what it is told byte by byte, and ends every call that comes of it.

import { createSocket, type Socket } from 'node:dgram'
import { parseMessage } from '@openseat/telephony/sip/message/parse'
import { serialise } from '@openseat/telephony/sip/message/serialise'
import type { SipRequest, SipResponse } from '@openseat/telephony/sip/message/sip-message'
import { sipUri } from '@openseat/telephony/sip/message/uri'

const NO_BODY = Buffer.alloc(0)

export class RawCarrier {
  readonly #socket: Socket
  readonly #target: number
  /** How many there were of `200 INVITE` and the like. */
  readonly answers = new Map<string, number>()
  readonly #ringing = new Map<string, SipResponse>()
  #count = 0

  private constructor(socket: Socket, target: number) {
    this.#socket = socket
    this.#target = target
    socket.on('message', (bytes) => {
      const outcome = parseMessage(bytes)
      if (outcome.ok && outcome.message.kind === 'response') this.#onResponse(outcome.message)
    })
  }

  static async open(host: string, target: number): Promise<RawCarrier> {
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, host, resolve))
    return new RawCarrier(socket, target)
  }

  get port(): number {
    return this.#socket.address().port
  }

  send(bytes: Buffer): Promise<void> {
    return new Promise((resolve) => this.#socket.send(bytes, this.#target, '127.0.0.1', () => resolve()))
  }

  /** Calls that were never answered. */
  async cancelAll(): Promise<void> {
    for (const response of this.#ringing.values()) {
      const cancel: SipRequest = { ...this.#inside(response, 'CANCEL'), to: response.to, vias: response.vias }
      await this.send(serialise(cancel))
    }
    this.#ringing.clear()
  }

  close(): void {
    this.#socket.close()
  }

  #onResponse(response: SipResponse): void {
    const { status, cseq, callId } = response
    const what = `${status} ${cseq.method}`
    this.answers.set(what, (this.answers.get(what) ?? 0) + 1)
    if (cseq.method !== 'INVITE') return
    if (status < 200) return void this.#ringing.set(callId, response)
    this.#ringing.delete(callId)
    if (status >= 300) return void this.send(serialise({ ...this.#inside(response, 'ACK'), vias: response.vias }))
    void this.send(serialise(this.#inside(response, 'ACK')))
    const numberAfter = (steps: number): number => Math.min(cseq.number + steps, 0x7fff_ffff)
    for (const [step, method] of ['UPDATE', 'INFO', 'REFER'].entries()) {
      const headers = [
        { name: 'session-expires', value: '4294967295' },
        { name: 'min-se', value: '4294967295' },
        { name: 'refer-to', value: '<sip:%00@x>' },
        { name: 'contact', value: '<sip:%00@127.0.0.9>' },
      ]
      void this.send(serialise({ ...this.#inside(response, method), headers, cseq: { number: numberAfter(step + 1), method } }))
    }
    void this.send(serialise({ ...this.#inside(response, 'BYE'), cseq: { number: numberAfter(4), method: 'BYE' } }))
  }

  #inside({ from, to, callId, cseq, vias }: SipResponse, method: string): SipRequest {
    const params = new Map([['branch', `z9hG4bKraw${(this.#count += 1)}`]])
    const top = vias.slice(0, 1).map((via) => ({ ...via, params }))
    const uri = sipUri({ user: '4466', host: '127.0.0.1' })
    return { kind: 'request', method, uri, vias: top, from, to, callId, cseq: { number: cseq.number, method }, headers: [], body: NO_BODY }
  }
}
