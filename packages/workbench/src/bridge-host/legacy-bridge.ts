// Pages without AICCSupport.js speak to the top window: `callout` and `eventpost`. Heard only from a page in one of our
// frames whose origin is on the allowlist; what looks like a command and comes from elsewhere is counted, not answered.
import type { AgentEvent, CallView, SeatView } from '@openseat/contracts'
import type { OutboundResult } from '@openseat/contracts/bridge'
import { GatewayEvents, type GatewayEvent } from '@openseat/domain/gateway/gateway-events'
import { legacyMessage, type LegacyMessage } from './legacy-message.ts'
import type { OutboundWish } from './outbound-call.ts'
import { standsInPop } from './page-frames.ts'
import { PageBridgeRate } from './page-bridge-rate.ts'

export type LegacyRefusal = 'UNKNOWN_COMMAND' | 'BAD_REQUEST' | 'TOO_MANY'

export interface LegacyBridgeParts {
  readonly admits: (origin: string) => boolean
  readonly workNo: () => string
  readonly dial: (wish: OutboundWish, pageOrigin: string) => Promise<OutboundResult>
  readonly words: (code: LegacyRefusal, name: string) => string
  /** A page asks for more calls than it may: somebody should see it. */
  readonly tooMany: (pageOrigin: string) => void
}

interface Subscriber {
  readonly origin: string
  readonly names: ReadonlySet<string>
}

const messagesPerSecond = 20

export class LegacyBridge {
  readonly #parts: LegacyBridgeParts
  readonly #events = new GatewayEvents()
  readonly #subscribers = new Map<Window, Subscriber>()
  /** One page that talks too much silences nobody else; what is no command of ours takes nothing from its commands. */
  readonly #commands = new WeakMap<Window, PageBridgeRate>()
  readonly #chatter = new WeakMap<Window, PageBridgeRate>()
  #ignored = 0
  readonly #onMessage = (event: MessageEvent): void => this.#hear(event)

  constructor(parts: LegacyBridgeParts) {
    this.#parts = parts
    window.addEventListener('message', this.#onMessage)
  }

  /** Commands that were not heard: from elsewhere, or too many. */
  get ignored(): number {
    return this.#ignored
  }

  /** Tells the pages that asked for it. */
  take(event: AgentEvent): void {
    for (const each of this.#events.take(event)) this.#tell(each)
  }

  /** All anew. */
  takeAll(seat: SeatView | null, calls: readonly CallView[]): void {
    for (const each of this.#events.takeAll(seat, calls)) this.#tell(each)
  }

  close(): void {
    window.removeEventListener('message', this.#onMessage)
    this.#subscribers.clear()
  }

  #hear({ data, source, origin }: MessageEvent): void {
    const message = legacyMessage(data)
    if (!message || !(source && 'parent' in source)) return
    const isHeard = standsInPop(source) && this.#parts.admits(origin)
    const isChatter = message.kind === 'wrong' && message.code === 'UNKNOWN_COMMAND'
    const rate = rateOf(source, isChatter ? this.#chatter : this.#commands)
    if (isHeard && rate.allows(performance.now())) return void this.#answer(message, source, origin)
    this.#ignored += 1
    if (isHeard && !isChatter) this.#refuse(message, source, origin)
  }

  #refuse(message: LegacyMessage, page: Window, origin: string): void {
    const name = message.kind === 'wrong' ? message.name : message.kind
    page.postMessage({ name: `${name}Result`, ok: false, code: 'TOO_MANY', message: this.#parts.words('TOO_MANY', name) }, origin)
    if (message.kind === 'callout') this.#parts.tooMany(origin)
  }

  async #answer(message: LegacyMessage, page: Window, origin: string): Promise<void> {
    if (message.kind === 'wrong') {
      const { code, name } = message
      page.postMessage({ name: `${name}Result`, ok: false, code, message: this.#parts.words(code, name) }, origin)
    } else if (message.kind === 'eventpost') {
      const before = this.#subscribers.get(page)
      const kept = before?.origin === origin ? before.names : []
      this.#subscribers.set(page, { origin, names: new Set([...kept, ...message.events]) })
      page.postMessage({ name: 'eventpostResult', ok: true }, origin)
    } else {
      const { number, mediaType } = message
      page.postMessage({ name: 'calloutResult', ...(await this.#parts.dial({ number, mediaType }, origin)) }, origin)
    }
  }

  #tell({ eventType, content }: GatewayEvent): void {
    for (const [page, { origin, names }] of this.#subscribers) {
      if (page.closed || !standsInPop(page) || !this.#parts.admits(origin)) this.#subscribers.delete(page)
      else if (names.has(eventType))
        page.postMessage({ event: { eventType, workNo: this.#parts.workNo(), content }, message: '', retcode: '0' }, origin)
    }
  }
}

function rateOf(page: Window, rates: WeakMap<Window, PageBridgeRate>): PageBridgeRate {
  const rate = rates.get(page) ?? new PageBridgeRate(messagesPerSecond)
  rates.set(page, rate)
  return rate
}
