// What a page shows of a number: rows of the tenant's tables, or the answer of an interface. Values in clear.
import { AppError, type ErrorCode, type ErrorParams, type PageInterface, type PageSource } from '@openseat/contracts'
import { type ClearCard, type CustomerNumber, sampleCards, sampleRow, tableCard } from '@openseat/domain'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { DataKeys } from '../data/data-keys.ts'
import { clearValues, findByNumber, tableRecord } from '../data/row-store.ts'
import type { Settings } from '../settings/settings.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

export interface PageProblem {
  readonly code: ErrorCode
  readonly params: ErrorParams
}

export type FetchedCards = { readonly cards: readonly ClearCard[] } | { readonly problem: PageProblem }

/** The tenants' side of customer interfaces. */
export interface InterfacesForPages {
  usableBy(tenantId: number): Promise<readonly PageInterface[]>
  /** Never throws for anything that the other side does. `reference`: for the log, such as the call's id. */
  ask(question: { tenantId: number; interfaceId: number; customer: CustomerNumber; reference: string }): Promise<FetchedCards>
  /** From the interface's stored sample; null when there is none. */
  sample(of: { tenantId: number; interfaceId: number }): Promise<readonly ClearCard[] | null>
}

export interface PageCardsParts {
  readonly settings: Settings
  readonly keys: DataKeys
  readonly interfaces: InterfacesForPages
  readonly log: Pick<Logger, 'warn'>
}

export interface CardQuestion {
  readonly tenantId: number
  readonly source: PageSource
  readonly customer: CustomerNumber
  readonly reference: string
}

/** A page that is looked up while a telephone rings must not hold the database. */
const longestStatement = '500ms'

export class PageCards {
  readonly #parts: PageCardsParts

  constructor(parts: PageCardsParts) {
    this.#parts = parts
  }

  /** Never throws: what goes wrong is told in the page. */
  async fetch({ tenantId, source, customer, reference }: CardQuestion): Promise<FetchedCards> {
    if (customer.number === '') return { problem: { code: 'PAGE_NO_NUMBER', params: {} } }
    try {
      if (source.kind === 'external') {
        return await this.#parts.interfaces.ask({ tenantId, interfaceId: source.interfaceId, customer, reference })
      }
      const cards = await this.#parts.settings.read(tenantId, (trx) => this.#lookUp(trx, { tenantId, source, customer }))
      return { cards }
    } catch (error) {
      this.#parts.log.warn({ err: error, tenantId, reference }, 'a custom page could not be filled')
      return { problem: error instanceof AppError ? { code: error.code, params: error.params } : { code: 'STORE_UNAVAILABLE', params: {} } }
    }
  }

  /** As `fetch`, with made-up values. */
  async sample(tenantId: number, source: PageSource): Promise<readonly ClearCard[]> {
    const { interfaces, settings } = this.#parts
    if (source.kind === 'external') return (await interfaces.sample({ tenantId, interfaceId: source.interfaceId })) ?? sampleCards
    return settings.read(tenantId, async (trx) => {
      const cards: ClearCard[] = []
      for (const object of source.objects) {
        const table = await tableRecord(trx, object.tableId)
        cards.push(tableCard(object, table, sampleRow(table)))
      }
      return cards
    })
  }

  async #lookUp(trx: TenantTransaction, { tenantId, source, customer }: TableQuestion): Promise<ClearCard[]> {
    await sql`set local statement_timeout = ${sql.lit(longestStatement)}`.execute(trx)
    const keys = await this.#parts.keys.read(trx, tenantId)
    const cards: ClearCard[] = []
    for (const object of source.objects) {
      const table = await tableRecord(trx, object.tableId)
      const row = await findByNumber(trx, table, { keys, ...customer })
      cards.push(tableCard(object, table, row && clearValues(keys, row)))
    }
    return cards
  }
}

interface TableQuestion {
  readonly tenantId: number
  readonly source: Extract<PageSource, { kind: 'internal' }>
  readonly customer: CustomerNumber
}
