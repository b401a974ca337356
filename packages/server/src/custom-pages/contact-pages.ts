// What agents are shown of custom pages in their contacts. Fetched while it rings, so that it is there at the answer, and
// kept in clear in memory alone, so that a value can be revealed later as it was shown. Nobody waits for it to answer.

import { errorText, type Language, type PageView } from '@openseat/contracts'
import {
  agentsOf,
  type ClearCard,
  clearText,
  customerOf,
  type CustomerNumber,
  internalPages,
  isLive,
  shownCard,
  type Changes,
} from '@openseat/domain'
import type { TenantActor } from '../calls/tenant-actor.ts'
import { localised } from '../http/problem.ts'
import type { Settings } from '../settings/settings.ts'
import { KeptPages } from './kept-pages.ts'
import type { PageCards, PageProblem } from './page-cards.ts'
import { pageRecord, sourceOf, type PageRecord } from './page-record.ts'

export interface ContactPagesParts {
  readonly settings: Settings
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
  readonly cards: readonly ClearCard[]
  readonly fetchedAt: number | null
  readonly problem: PageProblem | null
}

/** V8 keeps a text with one Chinese letter in two bytes each. */
const bytesPerUnit = 2

const keyOf = ({ tenantId, callId, customPageId }: ContactPage): string => `${tenantId}/${callId}/${customPageId}`

interface Entry {
  shown: Promise<Shown>
}

export class ContactPages {
  readonly #parts: ContactPagesParts
  readonly #kept: KeptPages<Entry>

  constructor(parts: ContactPagesParts) {
    this.#parts = parts
    this.#kept = new KeptPages(parts.now)
  }

  /** Begins to fetch for every customer's call that an agent is in, or is rung for. Must not throw. */
  follow({ tenantId, config }: TenantActor, { calls }: Changes): void {
    for (const call of calls) {
      if (!isLive(call) || agentsOf(call).length === 0) continue
      for (const { customPageId } of internalPages(call, config)) {
        const page = { tenantId, callId: call.callId, customPageId, customer: customerOf(call) }
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
    const { page, cards, fetchedAt, problem } = await entry.shown
    return {
      name: page.name,
      layout: page.layout,
      cards: cards.map(shownCard),
      fetchedAt: fetchedAt === null ? null : new Date(fetchedAt).toISOString(),
      problem: problem && errorText(problem.code, language, localised(problem.params, language)),
    }
  }

  /** The text behind a hidden value, as it was shown; undefined when there is no such place. */
  async clear(of: ContactPage, { card, field }: { card: number; field: number }): Promise<{ text: string; name: string } | undefined> {
    const { cards } = await this.#entryOf(of).shown
    const value = cards[card]?.fields[field]
    return value && { text: clearText(value), name: `${cards[card]?.name ?? ''} / ${value.name}` }
  }

  /** The table of a card without a record. */
  async tableOf(of: ContactPage, card: number): Promise<number | null> {
    const { cards } = await this.#entryOf(of).shown
    return cards[card]?.tableId ?? null
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
    const { cards } = await entry.shown
    this.#kept.weigh(keyOf(of), entry, JSON.stringify(cards).length * bytesPerUnit)
  }

  async #fetch({ tenantId, callId, customPageId, customer }: ContactPage, before: Shown | null): Promise<Shown> {
    // A page that is changed in the meantime does not change under the agent's eyes.
    const page = before?.page ?? (await this.#parts.settings.read(tenantId, (trx) => pageRecord(trx, customPageId)))
    const fetched = await this.#parts.cards.fetch({ tenantId, source: sourceOf(page), customer, reference: callId })
    if ('cards' in fetched) return { page, cards: fetched.cards, fetchedAt: this.#parts.now(), problem: null }
    return { page, cards: before?.cards ?? [], fetchedAt: before?.fetchedAt ?? null, problem: fetched.problem }
  }
}
