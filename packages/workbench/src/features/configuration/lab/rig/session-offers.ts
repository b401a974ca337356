// Which offer an event of the lab's contact A or B belongs to: a contact that has ended begins anew. Pure.
import type { LabEventName, LabSessionName } from '@openseat/contracts'

export class SessionOffers {
  readonly #offers = new Map<LabSessionName, { offer: string; isOver: boolean }>()
  #n = 0

  next(session: LabSessionName, name: LabEventName | 'IvrReturn'): string {
    const now = this.#offers.get(session)
    const begins = name === 'Ringing' || name === 'Talking'
    const offer = now && (!now.isOver || !begins) ? now.offer : `${session}-${++this.#n}`
    this.#offers.set(session, { offer, isOver: name === 'Release' || (now?.isOver === true && !begins) })
    return offer
  }
}
