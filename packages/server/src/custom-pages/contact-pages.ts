// What agents are shown of custom pages in their contacts. Fetched while it rings, so that it is there at the answer, and
// kept in memory alone, sealed with a key that ends with the program, so that a value can be revealed later as it was shown.
// Nobody waits for it to answer.
import { randomBytes } from 'node:crypto'
import { errorText, type Language, type PageView } from '@openseat/contracts'
import {
  agentsOf,
  type ClearCard,
  clearText,
  customerOf,
  type CustomerNumber,
  internalPages,
  shownCard,
  type Changes,
  type Contact,
  type RoutingConfig,
} from '@openseat/domain'
import { SecretBox } from '../access/secret-box.ts'
import type { TenantActor } from '../desk/tenant-actor.ts'
import { forAgents } from '../customer-interfaces/interface-outcome.ts'
import { localised } from '../http/problem.ts'
import type { Settings } from '../settings/settings.ts'
import { KeptPages } from './kept-pages.ts'
import type { PageCards, PageProblem } from './page-cards.ts'
import { pageRecord, sourceOf, type PageRecord } from './page-record.ts'

export interface ContactPagesParts {
  readonly settings: Settings
  readonly configOf: (tenantId: number) => Promise<RoutingConfig>
  readonly cards: PageCards
  readonly now: () => number
  readonly failed: (error: unknown) => void
}

export interface ContactPage {
  readonly tenantId: number
  readonly callId: string
  readonly customPageId: number
  readonly customer: CustomerNumber
}

/** What is known of one page in one contact. */
interface Shown {
  readonly page: PageRecord
  /** In clear for the moment of an answer alone. */
  readonly sealed: string
  readonly fetchedAt: number | null
  readonly problem: PageProblem | null
}

const purpose = 'contactPage'
const keyOf = ({ tenantId, callId, customPageId }: ContactPage): string => `${tenantId}/${callId}/${customPageId}`

const wordsOf = ({ code, params }: PageProblem, language: Language): string => errorText(code, language, localised(params, language))

interface Entry {
  shown: Promise<Shown>
}

export class ContactPages {
  readonly #parts: ContactPagesParts
  readonly #kept: KeptPages<Entry>
  readonly #seal = new SecretBox(randomBytes(32))

  constructor(parts: ContactPagesParts) {
    this.#parts = parts
    this.#kept = new KeptPages(parts.now)
  }

  /** Begins to fetch for every customer's call that an agent is in, or is rung for. Must not throw. */
  follow({ tenantId }: TenantActor, { contacts }: Changes): void {
    const inHands = contacts.map(({ contact }) => contact).filter((contact) => agentsOf(contact).length > 0)
    if (inHands.length > 0) this.#fetchFor(tenantId, inHands).catch(this.#parts.failed)
  }

  async #fetchFor(tenantId: number, contacts: readonly Contact[]): Promise<void> {
    const config = await this.#parts.configOf(tenantId)
    for (const contact of contacts) {
      for (const { customPageId } of internalPages(contact, config)) {
        const page = { tenantId, callId: contact.callId, customPageId, customer: customerOf(contact) }
        this.#entryOf(page).shown.catch(this.#parts.failed)
      }
    }
  }

  /** `again`: fetched anew; when that fails, what was there stays, and the view says so. */
  async view(of: ContactPage, { again, language }: { again: boolean; language: Language }): Promise<PageView> {
    const entry = this.#entryOf(of)
    if (again) {
      const before = await entry.shown
      entry.shown = this.#fetch(of, before)
      await this.#weighed(of, entry)
    }
    const shown = await entry.shown
    const { page, fetchedAt, problem } = shown
    return {
      name: page.name,
      layout: page.layout,
      cards: this.#cardsOf(shown).map(shownCard),
      fetchedAt: fetchedAt === null ? null : new Date(fetchedAt).toISOString(),
      problem: problem && wordsOf(forAgents(problem), language),
    }
  }

  /** The text behind a hidden value, as it was shown; undefined when there is no such place. */
  async clear(of: ContactPage, { card, field }: { card: number; field: number }): Promise<{ text: string; name: string } | undefined> {
    const cards = this.#cardsOf(await this.#entryOf(of).shown)
    const value = cards[card]?.fields[field]
    return value && { text: clearText(value), name: `${cards[card]?.name ?? ''} / ${value.name}` }
  }

  /** The table of a card without a record. */
  async tableOf(of: ContactPage, card: number): Promise<number | null> {
    const cards = this.#cardsOf(await this.#entryOf(of).shown)
    return cards[card]?.tableId ?? null
  }

  /** Forgets what nobody has asked for during an hour, though nothing new comes. */
  sweep(): void {
    this.#kept.sweep()
  }

  #sealed(cards: readonly ClearCard[]): string {
    return this.#seal.seal(JSON.stringify(cards), purpose)
  }

  #cardsOf({ sealed }: Shown): readonly ClearCard[] {
    return JSON.parse(this.#seal.open(sealed, purpose)) as ClearCard[]
  }

  #entryOf(of: ContactPage): Entry {
    const key = keyOf(of)
    const known = this.#kept.get(key)
    if (known) return known
    const entry = { shown: this.#fetch(of, null) }
    this.#kept.add(key, of.tenantId, entry)
    // A page that cannot be read at all is asked for anew next time.
    this.#weighed(of, entry).catch(() => this.#kept.delete(key))
    return entry
  }

  async #weighed(of: ContactPage, entry: Entry): Promise<void> {
    const { sealed } = await entry.shown
    this.#kept.weigh(keyOf(of), entry, sealed.length)
  }

  async #fetch({ tenantId, callId, customPageId, customer }: ContactPage, before: Shown | null): Promise<Shown> {
    // A page that is changed in the meantime does not change under the agent's eyes.
    const page = before?.page ?? (await this.#parts.settings.read(tenantId, (trx) => pageRecord(trx, customPageId)))
    const fetched = await this.#parts.cards.fetch({ tenantId, source: sourceOf(page), customer, reference: callId })
    if ('cards' in fetched) return { page, sealed: this.#sealed(fetched.cards), fetchedAt: this.#parts.now(), problem: null }
    return { page, sealed: before?.sealed ?? this.#sealed([]), fetchedAt: before?.fetchedAt ?? null, problem: fetched.problem }
  }
}
