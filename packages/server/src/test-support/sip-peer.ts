// A far side on loopback: a SIP gateway of its own with plain RTP, as a carrier, an office's PBX or a phone.

import { createSocket } from 'node:dgram'
import { RtpPhone } from '@openseat/telephony/engine/test-support/rtp-phone'
import { SipGateway, type IncomingCallEvent, type SignalingEvent, type SipGatewaySettings } from '@openseat/telephony/sip/index'
import { systemClock } from '@openseat/telephony/sip/base/clock'
import { tagOf } from '@openseat/telephony/sip/message/address'
import type { SipMessage } from '@openseat/telephony/sip/message/sip-message'
import { TransportLayer, type ListenAddress } from '@openseat/telephony/sip/transport/transport-layer'

type EventOf<T extends SignalingEvent['type']> = Extract<SignalingEvent, { type: T }>

/** Resolves when the condition holds; fails by the test's own time-out. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}

export class SipPeer {
  readonly gateway: SipGateway
  readonly events: SignalingEvent[] = []
  /** Every message as it came. */
  readonly received: readonly SipMessage[]
  readonly #phones: RtpPhone[] = []
  /** What it does with a call that comes in. */
  onCall: (event: IncomingCallEvent) => void = () => undefined

  private constructor(gateway: SipGateway, received: readonly SipMessage[]) {
    this.gateway = gateway
    this.received = received
    gateway.on((event) => {
      this.events.push(event)
      if (event.type === 'incoming') this.onCall(event)
    })
  }

  static async open(settings: Partial<SipGatewaySettings> = {}, listen: readonly ListenAddress[] = plain): Promise<SipPeer> {
    const transport = { listen, rateLimit: { messagesPerSecond: 1000, burst: 1000 } }
    const received: SipMessage[] = []
    const gateway = await SipGateway.over({ admit: () => 'serve', ...settings, transport }, (handlers) => {
      const onMessage: typeof handlers.onMessage = (message, flow) => {
        received.push(message)
        handlers.onMessage(message, flow)
      }
      return TransportLayer.open({ settings: transport, clock: systemClock, handlers: { ...handlers, onMessage } })
    })
    return new SipPeer(gateway, received)
  }

  port(transport: 'udp' | 'tcp' | 'tls' = 'udp'): number {
    return this.gateway.listening.find((entry) => entry.transport === transport)?.local.port ?? 0
  }

  of<T extends SignalingEvent['type']>(type: T): EventOf<T>[] {
    return this.events.filter((event): event is EventOf<T> => event.type === type)
  }

  /** The first event of the kind, when it is there. */
  async next<T extends SignalingEvent['type']>(type: T): Promise<EventOf<T>> {
    await until(() => this.of(type).length > 0)
    const [event] = this.of(type)
    if (event === undefined) throw new Error(`no ${type}`)
    return event
  }

  /** What Replaces says of the call of ours that was answered last (RFC 3891): the other side's tag first. */
  replaces(): string {
    const answer = this.received.findLast(
      (message) => message.kind === 'response' && message.status === 200 && message.cseq.method === 'INVITE',
    )
    if (!answer) throw new Error('no call was answered')
    return `${answer.callId};to-tag=${tagOf(answer.to) ?? ''};from-tag=${tagOf(answer.from) ?? ''}`
  }

  /** Registers a phone that was just made. Until the network has read of it, it is answered like any unknown one. */
  async registerAt(account: string, credentials: { username: string; password: string }): Promise<void> {
    for (let answered = 0; ; answered = this.of('trunkRegistration').length) {
      this.gateway.register('line', { account, credentials })
      await until(() => this.of('trunkRegistration').length > answered)
      if (this.of('trunkRegistration').at(-1)?.registered === true) return
      this.gateway.unregister('line')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  async phone(toneHz: number): Promise<RtpPhone> {
    const phone = await RtpPhone.open({ toneHz })
    this.#phones.push(phone)
    return phone
  }

  /** Calls, and talks as soon as it is answered. */
  async call(uri: string, more: { toneHz?: number; as?: string; headers?: { name: string; value: string }[]; password?: string } = {}) {
    const phone = await this.phone(more.toneHz ?? 1014)
    const as = more.as ?? '13900001234'
    const callId = this.gateway.dial({
      to: { uri },
      from: { user: as, host: '127.0.0.1', displayName: '' },
      sdp: phone.negotiation.offer(),
      headers: more.headers ?? [],
      ...(more.password === undefined ? {} : { credentials: { username: as, password: more.password } }),
    })
    this.gateway.on((event) => {
      if (event.type === 'answered' && event.callId === callId && event.sdp !== undefined) phone.speakTo(event.sdp)
    })
    return { callId, phone, end: () => this.of('ended').find((event) => event.callId === callId)?.cause }
  }

  /** Answers a call to it with a tone. */
  async answer({ callId, offerSdp }: IncomingCallEvent, toneHz = 1510): Promise<RtpPhone> {
    const phone = await this.phone(toneHz)
    const answer = phone.negotiation.answer(offerSdp ?? '')
    phone.speakTo(offerSdp ?? '')
    this.gateway.answer(callId, answer?.sdp ?? '')
    return phone
  }

  async close(): Promise<void> {
    for (const phone of this.#phones) phone.close()
    await this.gateway.close()
  }
}

const plain: readonly ListenAddress[] = [
  { transport: 'udp', host: '127.0.0.1', port: 0 },
  { transport: 'tcp', host: '127.0.0.1', port: 0 },
]

/** A UDP port where nobody answers, and the function that gives it back. */
export async function silentPort(): Promise<{ port: number; close: () => void }> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { port: socket.address().port, close: () => socket.close() }
}
