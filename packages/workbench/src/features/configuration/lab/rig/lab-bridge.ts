// The lab's end of the page bridge: the workbench's own, which can be broken and mended at will. Broken, it forgets nothing:
// a page that connects again is told what stands.
import { isVerifyTypeCode, notVerified, noVerifyResult, type OutboundResult, type VerifyResult } from '@openseat/contracts/bridge'
import { PageBridge, type PageBridgeParts } from '../../../../bridge-host/page-bridge.ts'
import { PageBridgeOffers, type TellableEvent } from '../../../../bridge-host/page-bridge-offers.ts'
import type { LabLog } from './lab-log.ts'

export interface LabBridgeParts {
  readonly log: LabLog
  readonly workNo: string
  readonly pageWindow: PageBridgeParts['pageWindow']
  readonly admits: PageBridgeParts['admits']
  readonly dial: (number: string, mediaType: string) => OutboundResult
}

const nameOf = (message: unknown): string => {
  const { kind, name } = message as { kind?: unknown; name?: unknown }
  return typeof kind !== 'string' ? 'message' : kind === 'event' ? String(name) : kind.slice(0, 64)
}

export class LabBridge {
  readonly #parts: LabBridgeParts
  readonly #offers = new PageBridgeOffers()
  readonly #verified = new Map<string, VerifyResult>()
  #bridge: PageBridge | null = null

  constructor(parts: LabBridgeParts) {
    this.#parts = parts
    this.connect()
  }

  get isConnected(): boolean {
    return this.#bridge?.isConnected === true
  }

  /** False when this offer has had it, or what comes later. */
  tell(event: TellableEvent): boolean {
    if (event.name === 'IvrReturn') this.#verify(event.data.verifyTypeCode, event.data)
    if (!this.#offers.take(event)) return false
    this.#bridge?.tell(event)
    return true
  }

  connect(): void {
    if (this.#bridge) return
    this.#bridge = this.#opened()
    this.#bridge.tellVerified(Object.fromEntries(this.#verified))
    for (const event of this.#offers.standing()) this.#bridge.tell(event)
  }

  disconnect(): void {
    this.#bridge?.close()
    this.#bridge = null
  }

  #opened(): PageBridge {
    const { log, dial, ...parts } = this.#parts
    return new PageBridge({
      ...parts,
      clickToOutbound: async ({ calledNum, mediaType }) => dial(calledNum, mediaType),
      verifyResult: async (code) => this.#verified.get(code) ?? notVerified,
      onConnected: (isConnected) => log.add('lab', isConnected ? 'connected' : 'disconnected'),
      onTraffic: (direction, message) => log.add(direction === 'in' ? 'fromPage' : 'toPage', nameOf(message), message),
    })
  }

  #verify(code: string, { verifyResult, verifyReturn1, verifyReturn2, verifyReturn3 }: VerifyResult): void {
    const result = isVerifyTypeCode(code) ? { verifyResult, verifyReturn1, verifyReturn2, verifyReturn3 } : noVerifyResult
    this.#verified.set(code, result)
    this.#bridge?.tellVerified(Object.fromEntries(this.#verified))
  }
}
