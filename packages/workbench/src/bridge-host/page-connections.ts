// The Web API pages that are connected, and what each is told of calls.
import type { CallView, LivingPop } from '@openseat/contracts'
import { notVerified, type OutboundResult } from '@openseat/contracts/bridge'
import { contextTokens } from './context-token.ts'
import type { OutboundWish } from './outbound-call.ts'
import { PageBridge } from './page-bridge.ts'
import { PageEvents, type PageNews } from './page-events.ts'

export interface PageConnectionsParts {
  readonly admits: (origin: string) => boolean
  readonly workNo: () => string
  readonly dial: (wish: OutboundWish, pageOrigin: string) => Promise<OutboundResult>
  readonly tooMany: (pageOrigin: string) => void
}

/** A Web API page as it stands on the desk. */
export interface LivingPage {
  readonly pageWindow: () => Window | null
  readonly onConnected: (isConnected: boolean) => void
}

export class PageConnections {
  readonly #parts: PageConnectionsParts
  readonly #bridges = new Map<number, PageBridge>()
  readonly #events = new PageEvents()

  constructor(parts: PageConnectionsParts) {
    this.#parts = parts
  }

  /** A call as it is after an event. */
  take(call: CallView): void {
    this.#tell(this.#events.take(call))
  }

  /** All calls anew. */
  takeAll(calls: readonly CallView[]): void {
    this.#tell(this.#events.takeAll(calls))
  }

  /** The allowlist has changed. */
  recheck(): void {
    for (const bridge of this.#bridges.values()) bridge.recheck()
  }

  /** Stands until what is returned is called. */
  connect({ popId, contextToken }: LivingPop, { pageWindow, onConnected }: LivingPage): () => void {
    const { admits, workNo, dial, tooMany } = this.#parts
    const bridge = new PageBridge({
      pageWindow,
      admits,
      workNo: workNo(),
      clickToOutbound: ({ mediaType, calledNum }, origin) => dial({ mediaType, number: calledNum }, origin),
      onTooMany: tooMany,
      onConnected,
      // No verification exists yet: none has run.
      verifyResult: async () => notVerified,
      completed: contextToken ? contextTokens(popId) : undefined,
    })
    this.#bridges.set(popId, bridge)
    for (const event of this.#events.standing(popId)) bridge.tell(event)
    return () => {
      bridge.close()
      if (this.#bridges.get(popId) === bridge) this.#bridges.delete(popId)
    }
  }

  #tell(news: readonly PageNews[]): void {
    for (const { popIds, event } of news) for (const popId of popIds) this.#bridges.get(popId)?.tell(event)
  }
}
