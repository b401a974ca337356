// One row of a tenant's table, by the value of its index, as programs of the tenant's own read it: in clear, column by column.
import { AppError } from '@openseat/contracts'
import type { Settings } from '../settings/settings.ts'
import type { DataKeys } from './data-keys.ts'
import { clearValues, findByNumber, publishedTable } from './row-store.ts'

export interface TableQuestion {
  readonly tenantId: number
  readonly tableId: number
  /** Of the field that has the index. */
  readonly value: string
  /** Field ids. */
  readonly columns: readonly string[]
}

/** `row`: by field id, without what is empty; null: there is none. */
export type TableAnswer = { readonly row: Readonly<Record<string, string>> | null } | { readonly problem: string }

export class TableLookup {
  readonly #parts: { readonly settings: Settings; readonly keys: DataKeys }

  constructor(parts: { readonly settings: Settings; readonly keys: DataKeys }) {
    this.#parts = parts
  }

  /** Never rejects. `problem`: a code of the errors' catalogue. */
  async read({ tenantId, tableId, value, columns }: TableQuestion): Promise<TableAnswer> {
    try {
      return await this.#parts.settings.read(tenantId, async (trx) => {
        const keys = await this.#parts.keys.read(trx, tenantId)
        const found = await findByNumber(trx, await publishedTable(trx, tableId), { keys, number: value })
        if (!found) return { row: null }
        const values = clearValues(keys, found)
        return { row: Object.fromEntries(columns.flatMap((column) => (values[column] === undefined ? [] : [[column, values[column]]]))) }
      })
    } catch (error) {
      return { problem: error instanceof AppError ? error.code : 'STORE_UNAVAILABLE' }
    }
  }
}
