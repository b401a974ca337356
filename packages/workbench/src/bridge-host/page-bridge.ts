// The workbench's end of the page bridge, one for each frame of a Web API pop. Protocol: contracts/bridge.
// The page stands in a frame inside our wrapper document. The workbench needs no relay: a page says hello to all of its
// ancestors, and the wrapper has our own origin, so that its only frame, frames[0], can be compared with the message's
// source. That holds because the wrapper's policy runs our two scripts alone (by hash) and lets the allowlist alone into
// frames, and because the page's sandbox has no top navigation: it can neither add a frame to the wrapper nor replace it.
import {
  bridgeLimits,
  bridgeProtocol,
  bridgeVersion,
  isVerifyTypeCode,
  noVerifyResult,
  outboundMediaTypes,
  type Hello,
  type OutboundRequest,
  type OutboundResult,
  type ToPage,
  type ToWorkbench,
  type VerifyResult,
  type Welcome,
} from '@openseat/contracts/bridge'
import { PageBridgeOffers, type TellableEvent } from './page-bridge-offers.ts'
import { PageBridgeRate } from './page-bridge-rate.ts'

export interface PageBridgeParts {
  readonly frame: HTMLIFrameElement
  /** True when the frame holds our wrapper document and the page stands in that. */
  readonly isWrapped: boolean
  /** The one origin that may answer here. */
  readonly pageOrigin: string
  readonly workNo: string
  readonly clickToOutbound: (request: OutboundRequest) => Promise<OutboundResult>
  readonly verifyResult: (verifyTypeCode: string) => Promise<VerifyResult>
  readonly onConnected?: (isConnected: boolean) => void
}

export class PageBridge {
  readonly #parts: PageBridgeParts
  readonly #offers = new PageBridgeOffers()
  readonly #hellos = new PageBridgeRate(bridgeLimits.helloPerSecond)
  #messages = new PageBridgeRate(bridgeLimits.messagesPerSecond)
  #verified: Readonly<Record<string, VerifyResult>> = {}
  #port: MessagePort | null = null
  #document = ''
  #dropped = 0
  readonly #onMessage = (event: MessageEvent): void => this.#onHello(event)

  constructor(parts: PageBridgeParts) {
    this.#parts = parts
    window.addEventListener('message', this.#onMessage)
  }

  get isConnected(): boolean {
    return this.#port !== null
  }

  /** Messages of this page that were not taken. */
  get dropped(): number {
    return this.#dropped
  }

  /** Told now, or as the state that stands when the page connects. What was told before is not told again. */
  tell(event: TellableEvent): void {
    if (this.#offers.take(event)) this.#send({ kind: 'event', ...event })
  }

  /** The verifications of the present contact: every code that exists, so that an unknown one is known as such. */
  tellVerified(results: Readonly<Record<string, VerifyResult>>): void {
    this.#verified = results
    this.#send({ kind: 'verify', results })
  }

  close(): void {
    window.removeEventListener('message', this.#onMessage)
    this.#send({ kind: 'bye' })
    this.#disconnect()
  }

  #pageWindow(): Window | null {
    const outer = this.#parts.frame.contentWindow
    return this.#parts.isWrapped ? (outer?.frames[0] ?? null) : outer
  }

  #onHello({ data, source, origin }: MessageEvent): void {
    const page = this.#pageWindow()
    if (!page || source !== page || origin !== this.#parts.pageOrigin) return
    const hello = data as Partial<Hello> | null
    if (hello?.protocol !== bridgeProtocol || hello.kind !== 'hello' || hello.version !== bridgeVersion) return
    if (typeof hello.document !== 'string' || hello.document.length > bridgeLimits.pageTextCharacters) return
    // The page repeats its hello until the welcome is there.
    if (hello.document === this.#document) return
    if (this.#hellos.allows(Date.now())) this.#welcome(page, hello.document)
    else this.#dropped += 1
  }

  #welcome(page: Window, document: string): void {
    const { pageOrigin, workNo, onConnected } = this.#parts
    this.#disconnect()
    const { port1, port2 } = new MessageChannel()
    const base = { protocol: bridgeProtocol, kind: 'welcome', version: bridgeVersion } as const
    const welcome: Welcome = { ...base, document, workbenchOrigin: location.origin, pageOrigin }
    this.#port = port1
    this.#document = document
    this.#messages = new PageBridgeRate(bridgeLimits.messagesPerSecond)
    port1.addEventListener('message', (event) => this.#receive(port1, event.data))
    // Chromium tells when the other end is gone with its document; elsewhere the page's bye does.
    port1.addEventListener('close', () => this.#disconnect(port1))
    port1.start()
    page.postMessage(welcome, pageOrigin, [port2])
    onConnected?.(true)
    const nothing = { callerNum: null, calledNum: null, callid: null, mediaType: null, callType: null, calldata: null }
    this.#send({ kind: 'verify', results: this.#verified })
    this.#send({ kind: 'event', name: 'Init', offer: 'init', data: { ...nothing, workNo } })
    for (const event of this.#offers.standing()) this.#send({ kind: 'event', ...event })
  }

  #send(message: ToPage): void {
    this.#port?.postMessage(message)
  }

  #disconnect(port = this.#port): void {
    if (!port || port !== this.#port) return
    port.close()
    this.#port = null
    this.#parts.onConnected?.(false)
  }

  #receive(port: MessagePort, data: unknown): void {
    if (port !== this.#port) return
    if (!this.#messages.allows(Date.now())) return this.#drop()
    const message = data as Partial<ToWorkbench> | null
    if (message?.kind === 'bye') return this.#disconnect(port)
    if (message?.kind === 'clickToOutbound') return void this.#dial(port, message)
    if (message?.kind === 'getVerifyResult') return void this.#verify(port, message)
    this.#dropped += 1
  }

  #drop(): void {
    this.#dropped += 1
    if (this.#dropped % bridgeLimits.droppedBeforeClose === 0) this.#disconnect()
  }

  async #dial(port: MessagePort, { id, mediaType, calledNum }: Partial<OutboundRequest> & { readonly id?: unknown }): Promise<void> {
    if (typeof id !== 'number') return this.#drop()
    const medium = outboundMediaTypes.find((each) => each === mediaType)
    const isUsable = medium !== undefined && typeof calledNum === 'string' && calledNum.length <= bridgeLimits.pageTextCharacters
    const result = isUsable
      ? await this.#parts.clickToOutbound({ mediaType: medium, calledNum }).catch(() => failed)
      : refusal('BAD_REQUEST', 'mediaType or calledNum is not usable')
    if (port === this.#port) this.#send({ kind: 'outboundResult', id, result })
  }

  async #verify(port: MessagePort, { id, verifyTypeCode }: { readonly id?: unknown; readonly verifyTypeCode?: unknown }): Promise<void> {
    if (typeof id !== 'number') return this.#drop()
    const result = isVerifyTypeCode(verifyTypeCode)
      ? await this.#parts.verifyResult(verifyTypeCode).catch(() => noVerifyResult)
      : noVerifyResult
    if (port === this.#port) this.#send({ kind: 'verifyResult', id, result })
  }
}

const refusal = (code: string, message: string): OutboundResult => ({ ok: false, code, message })
const failed = refusal('FAILED', 'the workbench could not do it')
