// What Web API pages are to be told of calls: Ringing, Talking, Release, once for each offer and in order. Pure.
// A call that is first seen as talking came by a transfer: its pages get Ringing and Talking. After a reload only what
// stands is told. Hold, retrieve, consultation and three-party are no events; a call that nobody answered was none.
import type { CallView, PageContact } from '@openseat/contracts'
import type { TellableEvent } from './page-bridge-offers.ts'

export interface PageNews {
  /** The pages that it is for. */
  readonly popIds: readonly number[]
  readonly event: TellableEvent
}

const names = ['Ringing', 'Talking', 'Release'] as const
type Step = 0 | 1 | 2 | 3

interface Offer {
  readonly step: Step
  readonly contact: PageContact
}

const stepOf: Readonly<Record<CallView['state'], Step>> = { dialling: 0, alerting: 0, ringing: 1, talking: 2, held: 2, ended: 3 }
/** Offers that are over and still remembered. */
const remembered = 200

function newsOf({ offer, popIds, data }: PageContact, step: Exclude<Step, 0>): PageNews {
  return { popIds, event: { name: names[step - 1] ?? 'Release', offer, data } }
}

/** The steps that a page has not been told of yet. */
function stepsBetween(told: Step, now: Step, isInbound: boolean): Exclude<Step, 0>[] {
  if (now === 0 || now <= told) return []
  if (now === 3) return told === 0 ? [] : [3]
  return now === 2 && told === 0 && isInbound ? [1, 2] : [now]
}

export class PageEvents {
  readonly #offers = new Map<string, Offer>()

  /** A call as it is after an event. */
  take({ page, state, direction }: CallView): PageNews[] {
    if (!page) return []
    const step = stepOf[state]
    const { step: told, contact } = this.#offers.get(page.offer) ?? { step: 0 as const, contact: page }
    const steps = stepsBetween(told, step, direction === 'inbound')
    const whole = { ...page, popIds: [...new Set([...contact.popIds, ...page.popIds])] }
    if (step >= told && step > 0) this.#keep(step, whole)
    return steps.map((each) => newsOf(whole, each))
  }

  /** All calls anew. What was told and is gone has ended meanwhile; what is new is told as it stands. */
  takeAll(calls: readonly CallView[]): PageNews[] {
    const present = new Set(calls.map(({ page }) => page?.offer))
    const gone = [...this.#offers.values()].filter(({ step, contact }) => step < 3 && !present.has(contact.offer))
    for (const { contact } of gone) this.#keep(3, contact)
    return [...gone.map(({ contact }) => newsOf(contact, 3)), ...calls.flatMap((call) => this.#standsNow(call))]
  }

  /** For a page that is new: what stands, the oldest first. */
  standing(popId: number): TellableEvent[] {
    return [...this.#offers.values()].flatMap(({ step, contact }) =>
      (step === 1 || step === 2) && contact.popIds.includes(popId) ? [newsOf(contact, step).event] : [],
    )
  }

  #standsNow(call: CallView): PageNews[] {
    const { page, state } = call
    const step = stepOf[state]
    if (!page || this.#offers.has(page.offer) || step === 0) return this.take(call)
    this.#keep(step, page)
    return step === 3 ? [] : [newsOf(page, step)]
  }

  #keep(step: Step, contact: PageContact): void {
    this.#offers.set(contact.offer, { step, contact })
    if (this.#offers.size <= remembered) return
    const over = [...this.#offers].find(([, offer]) => offer.step === 3)
    if (over) this.#offers.delete(over[0])
  }
}
