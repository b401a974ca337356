// Rows in the database: what of a row is kept in clear, what is sealed, and under which key the customer's number is found.

import { AppError, type BaseTableRow, type RowValues } from '@openseat/contracts'
import { hideValues, isHidden, keyOf, numberKey, numberKeyForm } from '@openseat/domain'
import { type Selectable, sql } from 'kysely'
import { json, type Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { blindHash, contentHash, openValues, type RowKeys, sealValues } from './row-seal.ts'

export type TableRecord = Selectable<Schema['base_table']>
export type RowRecord = Selectable<Schema['base_row']>

export async function tableRecord(trx: TenantTransaction, id: number): Promise<TableRecord> {
  const row = await trx.selectFrom('base_table').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'baseTable', id })
  return row
}

/** The table for a change of its rows: published, not in the midst of an import, and locked until the commit. */
export async function openTable(trx: TenantTransaction, id: number): Promise<TableRecord> {
  await trx.selectFrom('base_table').select('id').where('id', '=', id).forUpdate().execute()
  const table = await publishedTable(trx, id)
  if (table.importing) throw new AppError('TABLE_IMPORTING', { name: table.name })
  return table
}

export async function publishedTable(trx: TenantTransaction, id: number): Promise<TableRecord> {
  const table = await tableRecord(trx, id)
  if (table.status !== 'published') throw new AppError('TABLE_DRAFT', { name: table.name })
  return table
}

/** The rows that are seen now. */
export const selectRows = (trx: TenantTransaction, table: TableRecord) =>
  trx.selectFrom('base_row').selectAll().where('table_id', '=', table.id).where('table_version', '=', table.active_version)

export async function rowRecord(trx: TenantTransaction, table: TableRecord, rowId: number): Promise<RowRecord> {
  const row = await selectRows(trx, table).where('id', '=', rowId).executeTakeFirst()
  if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'baseTableRow', id: rowId })
  return row
}

interface RowToStore {
  readonly rowId: number
  readonly values: RowValues
  /** As `indexColumns` gives them, where they are known already. */
  readonly index?: IndexColumns
}

/** Columns of a row with these values: what is masked is sealed like what is encrypted. */
export function rowColumns(table: TableRecord, keys: RowKeys, { rowId, values, index }: RowToStore) {
  const [open, secret]: [Record<string, string>, Record<string, string>] = [{}, {}]
  for (const field of table.fields) {
    const value = values[field.fieldId]
    if (value !== undefined) (isHidden(field) ? secret : open)[field.fieldId] = value
  }
  const hasSecret = Object.keys(secret).length > 0
  return {
    ...(index ?? indexColumns(table, keys, values)),
    data: json(open),
    sealed: hasSecret ? sealValues(keys, { tableId: table.id, rowId }, secret) : null,
    key_id: hasSecret ? keys.current.keyId : null,
  }
}

export interface IndexColumns {
  readonly number_key: string | null
  readonly blind_key: Buffer | null
}

/** What a row with these values is found by: its number; or, without one, all that it holds, so that it does not come twice. */
export function indexColumns(table: TableRecord, keys: RowKeys, values: RowValues): IndexColumns {
  const value = indexValue(table, values)
  if (value === undefined) return { number_key: null, blind_key: contentHash(keys, table.id, values) }
  return keyColumns(table, keys, numberKey(value, table.country))
}

export function indexValue({ fields }: TableRecord, values: RowValues): string | undefined {
  const index = fields.find((field) => field.indexed)
  return index && values[index.fieldId]
}

function keyColumns(table: TableRecord, keys: RowKeys, key: string): IndexColumns {
  const hidden = table.fields.some((field) => field.indexed && isHidden(field))
  return hidden ? { number_key: null, blind_key: blindHash(keys, table.id, key) } : { number_key: key, blind_key: null }
}

/** All values in clear: for the server's own eyes. */
export function clearValues(keys: RowKeys, row: RowRecord): RowValues {
  if (!row.sealed) return row.data
  return { ...row.data, ...openValues(keys, { tableId: row.table_id, rowId: row.id }, { sealed: row.sealed, keyId: row.key_id }) }
}

/** What a row is looked for by: a number as it is written, or one whose country is known already. */
export interface NumberSearch {
  readonly keys: RowKeys
  readonly number: string
  readonly e164?: string | null
  readonly extension?: string | null
}

/** The row of a number in any of its forms; undefined when there is none. Who has an extension comes before the number without it. */
export async function findByNumber(
  trx: TenantTransaction,
  table: TableRecord,
  { keys, number, e164 = null, extension = null }: NumberSearch,
) {
  if (!table.fields.some((field) => field.indexed)) return undefined
  if (table.key_form !== numberKeyForm) throw new AppError('TABLE_IMPORTING', { name: table.name })
  const key = e164 ?? numberKey(number, table.country)
  const exact = extension === null ? undefined : await findByKey(trx, table, keyColumns(table, keys, keyOf(key, extension)))
  return exact ?? findByKey(trx, table, keyColumns(table, keys, key))
}

/** The row without an index value that holds the very same. */
export const findByContent = (trx: TenantTransaction, table: TableRecord, { keys, values }: { keys: RowKeys; values: RowValues }) =>
  findByKey(trx, table, { number_key: null, blind_key: contentHash(keys, table.id, values) })

async function findByKey(trx: TenantTransaction, table: TableRecord, columns: IndexColumns) {
  const rows = selectRows(trx, table)
  const found = columns.blind_key ? rows.where('blind_key', '=', columns.blind_key) : rows.where('number_key', '=', columns.number_key)
  return found.executeTakeFirst()
}

/** What anyone with the right to read sees of the row. */
export function toRow(table: TableRecord, keys: RowKeys, row: RowRecord): BaseTableRow {
  const values = clearValues(keys, row)
  const hidden = table.fields.filter((field) => isHidden(field) && values[field.fieldId] !== undefined)
  return {
    id: row.id,
    values: { ...hideValues(table.fields, values) },
    hidden: hidden.map(({ fieldId }) => fieldId),
    version: row.version,
    changedAt: row.changed_at.toISOString(),
  }
}

export async function newRowIds(trx: TenantTransaction, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with ids as materialized (select pg_get_serial_sequence('base_row', 'id')::regclass as sequence)
    select nextval(ids.sequence) as id from ids, generate_series(1, ${count}::int)`.execute(trx)
  return rows.map(({ id }) => id)
}
