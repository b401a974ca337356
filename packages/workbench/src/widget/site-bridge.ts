// The visitor's frame and the page around it. Only the parent window is listened to, and only while it belongs to one of
// the widget's own sites; what is said goes to that site and nowhere else.
import { siteMessage, type FrameMessage, type SiteMessage, type VisitStep } from './site-messages.ts'

export interface SiteBridgeOptions {
  readonly window: Window
  readonly origins: readonly string[]
  /** A document without a widget may be framed by anyone and says nothing but that it is there. */
  readonly anyone: boolean
}

export interface Pass {
  readonly pass: string | null
  readonly failed: boolean
}

/** A company's server that does not answer within this gives no pass. */
const passWithinMs = 15_000

export class SiteBridge {
  readonly #options: SiteBridgeOptions
  readonly #waiting = new Map<number, (pass: Pass) => void>()
  #site: string | null = null
  #step: VisitStep = 'idle'
  #height = 0
  #lastId = 0

  constructor(options: SiteBridgeOptions) {
    this.#options = options
    options.window.addEventListener('message', (event) => this.#take(event))
  }

  /** Asks the company's page for a pass, made for this call. */
  wantPass(): Promise<Pass> {
    const id = (this.#lastId += 1)
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle({ pass: null, failed: true }), passWithinMs)
      const settle = (pass: Pass): void => {
        clearTimeout(timer)
        this.#waiting.delete(id)
        resolve(pass)
      }
      this.#waiting.set(id, settle)
      if (this.#site === null) settle({ pass: null, failed: true })
      else this.#say({ type: 'wantPass', id })
    })
  }

  tell(state: VisitStep): void {
    this.#step = state
    this.#say({ type: 'state', state })
  }

  /** The content's height, so that nothing of it is scrolled away. */
  fit(height: number): void {
    this.#height = height
    if (height > 0) this.#say({ type: 'size', height })
  }

  close(): void {
    this.#say({ type: 'close' })
  }

  #take({ source, origin, data }: MessageEvent<unknown>): void {
    const { window, origins, anyone } = this.#options
    if (source !== window.parent || window.parent === window || !(anyone || origins.includes(origin))) return
    const message = siteMessage(data)
    if (message) this.#answer(message, origin)
  }

  #answer(message: SiteMessage, origin: string): void {
    if (message.type === 'pass') return this.#waiting.get(message.id)?.({ pass: message.pass, failed: message.failed })
    this.#site = origin
    this.#say({ type: 'ready' })
    this.tell(this.#step)
    this.fit(this.#height)
  }

  #say(message: FrameMessage): void {
    if (this.#site !== null) this.#options.window.parent.postMessage(message, this.#site)
  }
}
