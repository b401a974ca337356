// A network in memory on a fake clock: gateways by host name, one millisecond of delay, messages lost on demand, a log.

import { parseMessage } from '../message/parse.ts'
import { serialise } from '../message/serialise.ts'
import type { SipMessage } from '../message/sip-message.ts'
import type { Flow } from '../transport/flow.ts'
import { withReceived } from '../transport/received.ts'
import type { TransportHandlers } from '../transport/transport-layer.ts'
import { SipGateway } from '../sip-gateway.ts'
import type { SipGatewaySettings } from '../sip-gateway-settings.ts'
import type { SignalingEvent } from '../signaling-gateway.ts'
import { FakeClock } from './fake-clock.ts'

const PORT = 5060

/** One gateway with all that it told. */
export type Node = {
  gateway: SipGateway
  events: SignalingEvent[]
  /** The last event of a type; fails when there was none. */
  last: <T extends SignalingEvent['type']>(type: T) => Extract<SignalingEvent, { type: T }>
}

type Stranger = { flow: (to: string) => Flow; received: SipMessage[]; say: (to: string, message: SipMessage) => void }

export class FakeNetwork {
  readonly clock = new FakeClock()
  /** `a>b INVITE`, `b>a 200 INVITE`; lost ones have a `!` before them. */
  readonly log: string[] = []
  readonly messages: SipMessage[] = []
  /** True: this message is lost. */
  loses: (line: string) => boolean = () => false
  readonly #nodes = new Map<string, TransportHandlers>()

  async add(host: string, settings: Partial<SipGatewaySettings> = {}): Promise<Node> {
    const complete: SipGatewaySettings = {
      transport: { listen: [], rateLimit: { messagesPerSecond: 1, burst: 1 } },
      admit: () => 'serve',
      clock: this.clock,
      ...settings,
    }
    const gateway = await SipGateway.over(complete, async (handlers) => {
      this.#nodes.set(host, handlers)
      return {
        listening: [],
        dropped: 0,
        connect: async (target) => this.flow(host, target.host),
        replyFlow: (_, flow) => flow,
        close: async () => void this.#nodes.delete(host),
      }
    })
    const events: SignalingEvent[] = []
    gateway.on((event) => events.push(event))
    const last: Node['last'] = (type) => {
      const event = events.findLast((event) => event.type === type)
      if (event === undefined) throw new Error(`no ${type} among ${events.map(({ type }) => type).join(', ')}`)
      return event as Extract<SignalingEvent, { type: typeof type }>
    }
    return { gateway, events, last }
  }

  /** A peer that is played by the test; it sees what it gets in `messages` and sends by `say`. */
  stranger(host: string, onMessage: (message: SipMessage) => void = () => undefined): Stranger {
    const received: SipMessage[] = []
    const take = (message: SipMessage): void => {
      received.push(message)
      onMessage(message)
    }
    this.#nodes.set(host, { onMessage: take, onFlowClosed: () => undefined })
    return { flow: (to) => this.flow(host, to), received, say: (to, message) => this.flow(host, to).send(serialise(message)) }
  }

  flow(from: string, to: string): Flow {
    return {
      id: `${from}>${to}`,
      transport: 'udp',
      reliable: false,
      remote: { host: to, port: PORT },
      advertised: { host: from, port: PORT },
      open: true,
      send: (bytes) => this.#carry(from, to, bytes),
    }
  }

  /** Lets time pass in steps, so that promises in between get their turn. */
  async pass(ms: number): Promise<void> {
    const stepMs = Math.max(1, ms / 100)
    for (let passed = 0; passed < ms; passed += stepMs) {
      for (let turn = 0; turn < 6; turn++) await Promise.resolve()
      this.clock.advance(stepMs)
    }
    for (let turn = 0; turn < 6; turn++) await Promise.resolve()
  }

  #carry(from: string, to: string, bytes: Buffer): void {
    const outcome = parseMessage(bytes)
    if (!outcome.ok) throw new Error(`${from} sent a malformed message: ${outcome.reason}\n${bytes.toString()}`)
    const { message } = outcome
    const name = message.kind === 'request' ? message.method : `${message.status} ${message.cseq.method}`
    const line = `${from}>${to} ${name}`
    const lost = this.loses(line)
    this.log.push(lost ? `!${line}` : line)
    this.messages.push(message)
    if (lost) return
    const received = message.kind === 'request' ? withReceived(message, { host: from, port: PORT }) : message
    this.clock.after(1, () => this.#nodes.get(to)?.onMessage(received, this.flow(to, from)))
  }
}
