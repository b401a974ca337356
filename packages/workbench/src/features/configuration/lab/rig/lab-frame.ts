// The page of a run in its frame: opened when it is time, judged as the workbench judges it, led away and back.
import { wrappedPage } from '../../../../bridge-host/page-bridge.ts'
import { loadWithinMs, nextStatus, type PopStatus } from '../../../../bridge-host/pop-status.ts'
import type { LabLog } from './lab-log.ts'
import { hearPage, type PageMessage } from './page-messages.ts'

export interface LabFrameParts {
  readonly place: HTMLElement
  readonly title: string
  readonly framePath: string
  readonly delayMs: number
  readonly log: LabLog
  readonly onStatus: (status: PopStatus) => void
  readonly onSaid: (message: Extract<PageMessage, { kind: 'said' }>) => void
}

export class LabFrame {
  readonly #parts: LabFrameParts
  readonly #frame = document.createElement('iframe')
  readonly #stop: () => void
  readonly #opening: ReturnType<typeof setTimeout>
  #late: ReturnType<typeof setTimeout> | undefined
  #status: PopStatus = { kind: 'waiting' }
  #document = ''

  constructor(parts: LabFrameParts) {
    this.#parts = parts
    this.#frame.title = parts.title
    this.#stop = hearPage(this.#frame, (message) => this.#hear(message))
    this.#opening = setTimeout(() => this.#open(), parts.delayMs)
  }

  get page(): Window | null {
    return wrappedPage(this.#frame)
  }

  /** A new document, as after F5. */
  reload(): void {
    if (this.#frame.isConnected) this.#load()
  }

  /** To an empty document, without the agent's doing. */
  leave(): void {
    this.page?.location.replace('about:blank')
  }

  close(): void {
    clearTimeout(this.#opening)
    clearTimeout(this.#late)
    this.#stop()
    this.#frame.remove()
  }

  #open(): void {
    this.#parts.place.append(this.#frame)
    this.#load()
  }

  #load(): void {
    clearTimeout(this.#late)
    this.#late = setTimeout(() => this.#become('timeout'), loadWithinMs)
    this.#set({ kind: 'loading' })
    const around = this.#frame.contentWindow
    if (this.#frame.src === '' || !around) this.#frame.src = this.#parts.framePath
    else around.location.replace(this.#parts.framePath)
  }

  #hear(message: PageMessage): void {
    const { log, onSaid } = this.#parts
    if (message.kind === 'wrapper') return this.#become(message.message)
    if (message.kind === 'hello') {
      // Said again until it is answered.
      if (message.document !== this.#document) log.add('fromPage', 'hello', { document: message.document })
      this.#document = message.document
    } else if (message.kind === 'saidToParent') log.add('fromPage', 'messageToParent', { origin: message.origin, data: message.data })
    else onSaid(message)
  }

  #become(event: Parameters<typeof nextStatus>[1]): void {
    const before = this.#status
    this.#set(nextStatus(before, event))
    // Each document of a page that stands is told, though its status is what it was.
    const isNext = typeof event === 'object' && event.type === 'loaded'
    if (before.kind === this.#status.kind && !isNext) return
    const { log } = this.#parts
    if ('reason' in this.#status) log.add('lab', this.#status.reason, this.#status)
    else if (this.#status.kind !== 'loading') log.add('lab', this.#status.kind === 'ready' ? 'loaded' : this.#status.kind)
  }

  #set(status: PopStatus): void {
    this.#status = status
    this.#parts.onStatus(status)
  }
}
