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
  notVerified,
  noVerifyResult,
  outboundMediaTypes,
  pageEventNames,
  type Hello,
  type OutboundRequest,
  type OutboundResult,
  type PageEventName,
  type ToPage,
  type ToWorkbench,
  type VerifyResult,
  type Welcome,
} from '@openseat/contracts/bridge'
import { PageBridgeOffers, type TellableEvent } from './page-bridge-offers.ts'
import { PageBridgeRate } from './page-bridge-rate.ts'

export interface PageBridgeParts {
  /** The page's window as it is now; `wrappedPage` gives that of a frame with our wrapper document. */
  readonly pageWindow: () => Window | null
  /** Whether a page of this origin may answer here, as the allowlist is now. */
  readonly admits: (origin: string) => boolean
  readonly workNo: string
  readonly clickToOutbound: (request: OutboundRequest, pageOrigin: string) => Promise<OutboundResult>
  readonly verifyResult: (verifyTypeCode: string) => Promise<VerifyResult>
  /** Adds to an event what has to be fresh when it is told, such as the context token. Order is kept meanwhile. */
  readonly completed?: ((event: TellableEvent) => Promise<TellableEvent>) | undefined
  readonly onConnected?: ((isConnected: boolean) => void) | undefined
  /** A page asks for more calls than it may. */
  readonly onTooMany?: ((pageOrigin: string) => void) | undefined
  /** A handler of the page threw. */
  readonly onFault?: ((event: PageEventName, text: string) => void) | undefined
  /** All that is said, for a page's author: `in` from the page, before anything of it is judged. */
  readonly onTraffic?: ((direction: 'in' | 'out', message: unknown) => void) | undefined
}

/** The page inside our wrapper document. */
export const wrappedPage = (frame: HTMLIFrameElement | null): Window | null => frame?.contentWindow?.frames[0] ?? null

export class PageBridge {
  readonly #parts: PageBridgeParts
  readonly #offers = new PageBridgeOffers()
  readonly #hellos = new PageBridgeRate(bridgeLimits.helloPerSecond)
  #messages = new PageBridgeRate(bridgeLimits.messagesPerSecond)
  #verified: Readonly<Record<string, VerifyResult>> = {}
  #port: MessagePort | null = null
  #document = ''
  #origin = ''
  #dropped = 0
  /** A page that flooded is not answered until then, epoch milliseconds. */
  #closedUntil = 0
  #telling: Promise<void> = Promise.resolve()
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
    if (this.#offers.take(event)) this.#sendEvent(event)
  }

  /** The verifications of the present contact: every code that exists, so that an unknown one is known as such. */
  tellVerified(results: Readonly<Record<string, VerifyResult>>): void {
    this.#verified = results
    this.#send({ kind: 'verify', results, otherwise: notVerified })
  }

  /** The allowlist has changed: a page whose origin is not on it any more is told nothing more. */
  recheck(): void {
    if (this.#port && !this.#parts.admits(this.#origin)) this.#sayBye()
  }

  close(): void {
    window.removeEventListener('message', this.#onMessage)
    this.#sayBye()
  }

  #sayBye(): void {
    this.#send({ kind: 'bye' })
    this.#disconnect()
  }

  #onHello({ data, source, origin }: MessageEvent): void {
    const page = this.#parts.pageWindow()
    if (!page || source !== page || !this.#parts.admits(origin) || performance.now() < this.#closedUntil) return
    const document = helloDocument(data)
    // The page repeats its hello until the welcome is there.
    if (document === null || document === this.#document) return
    if (this.#hellos.allows(performance.now())) this.#welcome(page, { document, pageOrigin: origin })
    else this.#dropped += 1
  }

  #welcome(page: Window, { document, pageOrigin }: Pick<Welcome, 'document' | 'pageOrigin'>): void {
    const { workNo, onConnected } = this.#parts
    this.#send({ kind: 'replaced' })
    this.#disconnect()
    const { port1, port2 } = new MessageChannel()
    const base = { protocol: bridgeProtocol, kind: 'welcome', version: bridgeVersion } as const
    const welcome: Welcome = { ...base, document, workbenchOrigin: location.origin, pageOrigin }
    this.#port = port1
    this.#document = document
    this.#origin = pageOrigin
    this.#messages = new PageBridgeRate(bridgeLimits.messagesPerSecond)
    port1.addEventListener('message', (event) => this.#receive(port1, event.data))
    // Chromium tells when the other end is gone with its document; elsewhere the page's bye does.
    port1.addEventListener('close', () => this.#disconnect(port1))
    port1.start()
    page.postMessage(welcome, pageOrigin, [port2])
    this.#parts.onTraffic?.('out', welcome)
    onConnected?.(true)
    const nothing = { callerNum: null, calledNum: null, callid: null, mediaType: null, callType: null, calldata: null }
    this.#send({ kind: 'verify', results: this.#verified, otherwise: notVerified })
    this.#send({ kind: 'event', name: 'Init', offer: 'init', data: { ...nothing, workNo } })
    for (const event of this.#offers.standing()) this.#sendEvent(event)
  }

  #sendEvent(event: TellableEvent): void {
    const { completed } = this.#parts
    const port = this.#port
    if (!completed) return this.#send({ kind: 'event', ...event })
    this.#telling = this.#telling.then(async () => {
      const whole = port === this.#port ? await completed(event).catch(() => event) : event
      // Another document is told what stands when it connects.
      if (port === this.#port) this.#send({ kind: 'event', ...whole })
    })
  }

  #send(message: ToPage): void {
    if (this.#port) this.#parts.onTraffic?.('out', message)
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
    this.#parts.onTraffic?.('in', data)
    const message = data as Partial<ToWorkbench> | null
    if (!this.#messages.allows(performance.now())) return this.#refuse(message)
    if (message?.kind === 'bye') return this.#disconnect(port)
    if (message?.kind === 'clickToOutbound') return void this.#dial(port, message)
    if (message?.kind === 'getVerifyResult') return void this.#verify(port, message)
    if (message?.kind === 'fault') return this.#fault(message)
    this.#dropped += 1
  }

  /** What waits for an answer has one. */
  #refuse(message: Partial<ToWorkbench> | null): void {
    if (message?.kind === 'clickToOutbound' && typeof message.id === 'number') {
      this.#send({ kind: 'outboundResult', id: message.id, result: tooMany })
      this.#parts.onTooMany?.(this.#origin)
    } else if (message?.kind === 'getVerifyResult' && typeof message.id === 'number') {
      this.#send({ kind: 'verifyResult', id: message.id, result: noVerifyResult })
    }
    this.#drop()
  }

  #drop(): void {
    this.#dropped += 1
    if (this.#dropped % bridgeLimits.droppedBeforeClose !== 0) return
    this.#closedUntil = performance.now() + bridgeLimits.closedForMs
    this.#sayBye()
  }

  #fault({ event, text }: { readonly event?: unknown; readonly text?: unknown }): void {
    const name = pageEventNames.find((each) => each === event)
    if (!name || typeof text !== 'string') return this.#drop()
    this.#parts.onFault?.(name, text.slice(0, bridgeLimits.pageTextCharacters))
  }

  async #dial(port: MessagePort, { id, mediaType, calledNum }: Partial<OutboundRequest> & { readonly id?: unknown }): Promise<void> {
    if (typeof id !== 'number') return this.#drop()
    const medium = outboundMediaTypes.find((each) => each === mediaType)
    const isUsable = medium !== undefined && typeof calledNum === 'string' && calledNum.length <= bridgeLimits.pageTextCharacters
    const result = isUsable
      ? await this.#parts.clickToOutbound({ mediaType: medium, calledNum }, this.#origin).catch(() => failed)
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

/** The number of the document that says hello, or null for any other message. */
function helloDocument(data: unknown): string | null {
  const hello = data as Partial<Hello> | null
  if (hello?.protocol !== bridgeProtocol || hello.kind !== 'hello' || hello.version !== bridgeVersion) return null
  const { document } = hello
  return typeof document === 'string' && document.length <= bridgeLimits.pageTextCharacters ? document : null
}

const refusal = (code: string, message: string): OutboundResult => ({ ok: false, code, message })
const tooMany = refusal('TOO_MANY', 'the page has said too much within a second')
const failed = refusal('FAILED', 'the workbench could not do it')
