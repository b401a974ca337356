// The page's end of the bridge: says hello until a workbench answers, then holds the port. Protocol: contracts/bridge.
// No spread and no `?.` here: in ES2017 they grow to helpers, and pages download every byte.
import {
  bridgeLimits,
  bridgeProtocol,
  bridgeVersion,
  type Hello,
  type ToPage,
  type ToWorkbench,
  type Welcome,
} from '@openseat/contracts/bridge'

/** Between hellos: quick at first, at last this long. */
const longestWaitMs = 5000

type Request = ToWorkbench extends infer Message ? (Message extends { id: number } ? Omit<Message, 'id'> : never) : never

/** Gives undefined when the answer does not come; `reason` says why. */
export interface Answer {
  readonly result?: unknown
  readonly reason?: 'NOT_CONNECTED' | 'DISCONNECTED' | 'NO_ANSWER'
}

export class Connection {
  readonly #onMessage: (message: ToPage) => void
  readonly #onSilence: () => void
  readonly #onReplaced: () => void
  #port: MessagePort | null = null
  #document = ''
  #lastId = 0
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  readonly #early = new Set<() => void>()
  #isReplaced = false
  #isSilent = false
  #timer: ReturnType<typeof setTimeout> | undefined

  readonly #believed: string | undefined

  /**
   * `onSilence`: nobody has answered for some seconds. Told once.
   * `onReplaced`: another copy of the script has the connection, for good.
   * `believed`: origins of the workbenches that the page is for, with spaces between; any when left out.
   */
  constructor(onMessage: (message: ToPage) => void, told: { onSilence: () => void; onReplaced: () => void }, believed?: string) {
    this.#onMessage = onMessage
    this.#believed = believed
    this.#onSilence = told.onSilence
    this.#onReplaced = told.onReplaced
    window.addEventListener('message', (event) => this.#onWelcome(event))
    window.addEventListener('pagehide', () => {
      this.tell({ kind: 'bye' })
      this.#drop()
    })
    // A document that comes back from the browser's cache connects anew.
    window.addEventListener('pageshow', (event) => event.persisted && this.#begin())
    this.#begin()
  }

  /** Lost when nobody is connected. */
  tell(message: ToWorkbench): void {
    const port = this.#port
    if (port) port.postMessage(message)
  }

  async ask(request: Request): Promise<Answer> {
    if (!this.#port && !this.#isReplaced) await this.#connected()
    if (!this.#port) return { reason: 'NOT_CONNECTED' }
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#answer(id, { reason: 'NO_ANSWER' }), bridgeLimits.answerWithinMs)
      this.#waiting.set(id, (answer) => {
        clearTimeout(timer)
        resolve(answer)
      })
      this.tell(Object.assign({ id }, request) as ToWorkbench)
    })
  }

  /** A page asks in its first moments, too. */
  #connected(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#early.delete(done)
        resolve()
      }
      const timer = setTimeout(done, bridgeLimits.connectWithinMs)
      this.#early.add(done)
    })
  }

  #begin(): void {
    this.#document = [...crypto.getRandomValues(new Uint32Array(4))].join('-')
    this.#hello(50)
  }

  #hello(wait: number): void {
    const hello: Hello = { protocol: bridgeProtocol, kind: 'hello', version: bridgeVersion, document: this.#document }
    for (const ancestor of ancestors()) ancestor.postMessage(hello, '*')
    if (wait === longestWaitMs && !this.#isSilent) {
      this.#isSilent = true
      this.#onSilence()
    }
    this.#timer = setTimeout(() => this.#hello(Math.min(wait * 2, longestWaitMs)), wait)
  }

  #onWelcome({ data, source, origin, ports }: MessageEvent): void {
    const welcome = data as Partial<Welcome> | null
    if (this.#port || !welcome || welcome.protocol !== bridgeProtocol || welcome.kind !== 'welcome') return
    if (welcome.document !== this.#document || welcome.pageOrigin !== location.origin || welcome.workbenchOrigin !== origin) return
    if (this.#believed && !this.#believed.split(/\s+/).includes(origin)) return
    const port = ports[0]
    if (!port || !ancestors().includes(source as Window)) return
    clearTimeout(this.#timer)
    this.#port = port
    port.addEventListener('message', (event) => this.#receive(event.data as ToPage))
    port.start()
    this.#early.forEach((done) => done())
  }

  #receive(message: ToPage): void {
    if (message.kind === 'bye') {
      this.#drop()
      this.#begin()
    } else if (message.kind === 'replaced') {
      this.#isReplaced = true
      this.#drop()
      this.#onReplaced()
    } else if (message.kind === 'outboundResult' || message.kind === 'verifyResult') {
      this.#answer(message.id, { result: message.result })
    } else this.#onMessage(message)
  }

  #answer(id: number, answer: Answer): void {
    const settle = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (settle) settle(answer)
  }

  #drop(): void {
    clearTimeout(this.#timer)
    if (this.#port) this.#port.close()
    this.#port = null
    for (const id of this.#waiting.keys()) this.#answer(id, { reason: 'DISCONNECTED' })
  }
}

function ancestors(): Window[] {
  const found: Window[] = []
  for (let at: Window = window; at !== at.parent; at = at.parent) found.push(at.parent)
  return found
}
