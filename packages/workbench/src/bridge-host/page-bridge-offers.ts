// What a page is to be told: each step of an offer once, never backwards; and what stands for a document that connects.
import type { ContactEventData, IvrReturnData, PageEventName } from '@openseat/contracts/bridge'

export type TellableEvent =
  | { readonly name: Exclude<PageEventName, 'Init' | 'IvrReturn'>; readonly offer: string; readonly data: ContactEventData }
  | { readonly name: 'IvrReturn'; readonly offer: string; readonly data: IvrReturnData }

const steps: Partial<Record<PageEventName, number>> = { Ringing: 1, Talking: 2, Release: 3 }
/** Offers that are over and still remembered, so that a push that comes again is known. */
const remembered = 200

export class PageBridgeOffers {
  readonly #steps = new Map<string, number>()
  readonly #standing = new Map<string, TellableEvent>()

  /** False for what was told before, or comes behind what came later. */
  take(event: TellableEvent): boolean {
    const step = steps[event.name]
    if (step === undefined) return true
    const before = this.#steps.get(event.offer) ?? 0
    if (step <= before || (event.name === 'Release' && before === 0)) return false
    this.#steps.set(event.offer, step)
    this.#standing.delete(event.offer)
    if (event.name !== 'Release') this.#standing.set(event.offer, event)
    else this.#forget()
    return true
  }

  /** The state of each living offer, the newest last. */
  standing(): TellableEvent[] {
    return [...this.#standing.values()]
  }

  #forget(): void {
    if (this.#steps.size <= remembered) return
    const over = [...this.#steps].find(([, step]) => step === 3)
    if (over) this.#steps.delete(over[0])
  }
}
