// The page's handlers: who is told what, once per document, in order. Knows nothing of windows or ports.
import { pageEventNames, type PageEventName, type ToPage } from '@openseat/contracts/bridge'
import { log } from './log.ts'

export type Handler = (data: never) => void
export type PageEvent = Extract<ToPage, { kind: 'event' }>

/** How far an offer has come; it never goes back. */
const steps: Partial<Record<PageEventName, number>> = { Init: 1, Ringing: 1, Talking: 2, Release: 3 }
/** Offers that are over and still remembered, against a Release that comes again. */
const remembered = 200

export class Handlers {
  readonly #handlers = new Map<PageEventName, Handler[]>()
  readonly #steps = new Map<string, number>()
  /** What is so now: connected, and the state of each living offer. */
  readonly #standing = new Map<string, PageEvent>()
  /** Standing events whose handler was removed after it had been told: adding one again does not tell it again. */
  readonly #done = new Set<PageEvent>()
  readonly #told = new WeakMap<PageEvent, Set<Handler>>()
  readonly #replayed = new WeakSet<Handler>()
  readonly #onFault: (event: PageEventName, error: unknown) => void
  #isFlushing = false

  constructor(onFault: (event: PageEventName, error: unknown) => void) {
    this.#onFault = onFault
  }

  /** `replay`: a handler that comes in mid-contact is told what stands, also when an earlier one was. */
  add(name: PageEventName, handler: Handler, replay?: boolean): void {
    if (!isName(name) || typeof handler !== 'function')
      return log('Warn', 'addHandler', `${String(name)} is no event, or the handler is no function`)
    const list = this.#listOf(name)
    if (!list.includes(handler)) {
      this.#handlers.set(name, list.concat(handler))
      if (replay) {
        this.#replayed.add(handler)
        for (const event of this.#standing.values()) this.#toldOf(event).delete(handler)
      }
    }
    log('Info', 'addHandler', `add ${name} handler`)
    this.#flushSoon()
  }

  remove(name: PageEventName, handler?: Handler): void {
    const list = this.#listOf(name)
    const gone = handler === undefined ? list : list.filter((each) => each === handler)
    for (const event of this.#standing.values()) {
      if (event.name === name && gone.some((each) => this.#toldOf(event).has(each))) this.#done.add(event)
    }
    for (const each of gone) this.#replayed.delete(each)
    this.#handlers.set(
      name,
      list.filter((each) => !gone.includes(each)),
    )
    log('Info', 'removeHandler', `remove ${String(name)} handler`)
  }

  /** Tells the handlers, unless this document had it already. */
  receive(event: PageEvent): void {
    if (!isName(event.name)) return
    this.#flush()
    const step = steps[event.name]
    if (step !== undefined && !this.#advance(event, step)) return
    this.#tell(event, this.#listOf(event.name))
  }

  #listOf(name: PageEventName): Handler[] {
    return this.#handlers.get(name) || []
  }

  #toldOf(event: PageEvent): Set<Handler> {
    const told = this.#told.get(event) || new Set()
    this.#told.set(event, told)
    return told
  }

  #advance(event: PageEvent, step: number): boolean {
    const { offer } = event
    const before = this.#steps.get(offer) || 0
    if (step <= before || (event.name === 'Release' && before === 0)) return false
    const last = this.#standing.get(offer)
    if (last) this.#done.delete(last)
    this.#steps.set(offer, step)
    this.#standing.delete(offer)
    if (event.name === 'Release') this.#forget()
    else this.#standing.set(offer, event)
    return true
  }

  #forget(): void {
    if (this.#steps.size <= remembered) return
    for (const [offer, step] of this.#steps) {
      if (step === 3) return void this.#steps.delete(offer)
    }
  }

  /** After the script that registers has ended. */
  #flushSoon(): void {
    if (this.#isFlushing || this.#standing.size === 0) return
    this.#isFlushing = true
    setTimeout(() => this.#flush(), 0)
  }

  #flush(): void {
    this.#isFlushing = false
    for (const event of this.#standing.values()) {
      const told = this.#toldOf(event)
      const isDone = this.#done.has(event)
      this.#tell(
        event,
        this.#listOf(event.name).filter((handler) => !told.has(handler) && (!isDone || this.#replayed.has(handler))),
      )
    }
  }

  #tell(event: PageEvent, handlers: readonly Handler[]): void {
    if (handlers.length === 0) return
    const told = this.#toldOf(event)
    log('Info', 'eventHandler', `execute ${event.name} event handler`)
    for (const handler of handlers) {
      told.add(handler)
      try {
        // A copy each: a handler that changes its data changes nobody else's.
        handler(Object.assign({}, event.data) as never)
      } catch (error) {
        log('Error', 'eventHandler', `a ${event.name} handler threw`, error)
        this.#onFault(event.name, error)
      }
    }
  }
}

const isName = (name: string): boolean => (pageEventNames as readonly string[]).includes(name)
