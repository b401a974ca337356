// The wrap-ups that are open in this tab, one per contact however many forms show it: the desk stays mounted behind the
// record. One that no form shows any more stays until the server has it.
import { ApiFailure } from '../api/api-failure.ts'
import { call } from '../api/call.ts'
import { parsed, type Drafts } from './drafts.ts'
import { OpenWrapUp } from './wrap-up.ts'

/** Kept no longer: nobody would remember what was meant. */
const keptMs = 14 * 86_400_000

interface OpenWrapUpsParts {
  readonly drafts: Drafts
  /** The person whose drafts they are is still the one who is logged in. */
  readonly isOwner: () => boolean
}

interface Holding {
  readonly wrapUp: OpenWrapUp
  forms: number
}

export class OpenWrapUps {
  readonly #drafts: Drafts
  readonly #isOwner: () => boolean
  readonly #open = new Map<string, Holding>()

  constructor({ drafts, isOwner }: OpenWrapUpsParts) {
    this.#drafts = drafts
    this.#isOwner = isOwner
    window.addEventListener('online', this.#saveAll)
    window.addEventListener('pagehide', this.#saveAll)
    window.addEventListener('storage', this.#hear)
    for (const callId of drafts.callIds()) this.#takeUp(callId)
  }

  /** For one more form. */
  take(callId: string): OpenWrapUp {
    const holding = this.#holding(callId)
    holding.forms += 1
    return holding.wrapUp
  }

  /** The form is gone: what it holds is saved now. */
  giveBack(callId: string): void {
    const holding = this.#open.get(callId)
    if (!holding) return
    holding.forms -= 1
    void holding.wrapUp.flush().then(() => this.#sweep(callId))
  }

  /** The server is there again: what waits for it does not wait for its own time. */
  saveAll(): void {
    for (const { wrapUp } of this.#open.values()) void wrapUp.flush()
  }

  close(): void {
    window.removeEventListener('online', this.#saveAll)
    window.removeEventListener('pagehide', this.#saveAll)
    window.removeEventListener('storage', this.#hear)
    for (const { wrapUp } of this.#open.values()) wrapUp.close()
    this.#open.clear()
  }

  /** A draft that an earlier page left. */
  #takeUp(callId: string): void {
    const draft = this.#drafts.read(callId)
    if (draft && draft.at > Date.now() - keptMs) this.#holding(callId)
    else this.#drafts.drop(callId)
  }

  #holding(callId: string): Holding {
    const known = this.#open.get(callId)
    if (known) return known
    const params = { callId }
    const wrapUp = new OpenWrapUp({
      callId,
      drafts: this.#drafts,
      load: () => this.#asOwner(() => call('getWrapUp', { params })),
      save: (body) => this.#asOwner(() => call('saveWrapUp', { params, body })),
      now: Date.now,
    })
    const holding = { wrapUp, forms: 0 }
    this.#open.set(callId, holding)
    void wrapUp.open()
    return holding
  }

  #asOwner<T>(ask: () => Promise<T>): Promise<T> {
    return this.#isOwner() ? ask() : Promise.reject(new ApiFailure('refused'))
  }

  #sweep(callId: string): void {
    const holding = this.#open.get(callId)
    if (!holding || holding.forms > 0 || holding.wrapUp.isDirty) return
    holding.wrapUp.close()
    this.#open.delete(callId)
  }

  readonly #saveAll = (): void => this.saveAll()

  readonly #hear = (event: StorageEvent): void => {
    for (const [callId, { wrapUp }] of this.#open) if (event.key === this.#drafts.keyOf(callId)) wrapUp.adopt(parsed(event.newValue))
  }
}
