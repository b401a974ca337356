// The rows of a batch on their way into the table's next version, which nobody sees: sealed while the batch before is written,
// then copied. The rows that are seen stay as they are.

import { sql } from 'kysely'
import { copyQuery } from '../store/store-dialect.ts'
import { type BinaryType, binaryRows } from './binary-rows.ts'
import type { CsvBatch } from './csv-rows.ts'
import { type Accepted, type ImportContext, judgeRows, type Refused } from './import-rows.ts'
import { type RowKeys, sealValues } from './row-seal.ts'
import { newRowIds, rowColumns, type TableRecord } from './row-store.ts'

type ToWrite = Accepted & { readonly id: number }

export interface SealedBatch {
  readonly accepted: readonly ToWrite[]
  readonly refused: readonly Refused[]
  readonly updated: number
  readonly doneBytes: number
  /** Under which the rows are sealed. */
  readonly keyId: number
  readonly rows: Buffer
}

const columns = {
  tenant_id: 'int4',
  id: 'int8',
  version: 'int4',
  number_key: 'text',
  blind_key: 'bytea',
  data: 'jsonb',
  sealed: 'bytea',
  key_id: 'int4',
} as const satisfies Record<string, BinaryType>
const names = Object.keys(columns).join(', ')

export async function sealBatch(context: ImportContext, batch: CsvBatch, seen: Map<string, number>): Promise<SealedBatch> {
  const { accepted, refused } = await judgeRows(context, batch.rows, seen)
  const updated = accepted.filter(({ known }) => known).length
  const ids = (await newRowIds(context.trx, accepted.length - updated)).values()
  const written = accepted.map((one) => ({ ...one, id: one.known?.id ?? ids.next().value ?? 0 }))
  const rows = sealedRows(context.table, context.keys, written)
  return { accepted: written, refused, updated, doneBytes: batch.doneBytes, keyId: context.keys.current.keyId, rows }
}

function sealedRows(table: TableRecord, keys: RowKeys, accepted: readonly ToWrite[]): Buffer {
  const rows = accepted.map(({ row, known, index, id }) => {
    const kept = rowColumns(table, keys, { rowId: id, values: row.values, index })
    const version = (known?.version ?? 0) + 1
    return [keys.tenantId, id, version, kept.number_key, kept.blind_key, kept.data, kept.sealed, kept.key_id]
  })
  return binaryRows(Object.values(columns), rows)
}

/** COPY goes into no table with row-level security, so it goes into one of this transaction's own. */
export async function writeRows({ trx, table, keys }: ImportContext, batch: SealedBatch, version: number): Promise<void> {
  if (batch.accepted.length === 0) return
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`)
  await sql.raw(`create temporary table imported_row (${types.join(', ')}) on commit drop`).execute(trx)
  // The key may have been replaced meanwhile.
  const rows = batch.keyId === keys.current.keyId ? batch.rows : sealedRows(table, keys, batch.accepted)
  await trx.executeQuery(copyQuery(`copy imported_row (${names}) from stdin (format binary)`, rows))
  await sql`
    insert into base_row (tenant_id, table_id, table_version, id, version, number_key, blind_key, data, sealed, key_id)
    select r.tenant_id, ${table.id}::int, ${version}::int, r.id, r.version, r.number_key, r.blind_key, r.data, r.sealed, r.key_id
    from imported_row r where r.tenant_id = ${keys.tenantId}`.execute(trx)
}

export async function writeRefused(context: ImportContext, refused: readonly Refused[], importId: number): Promise<void> {
  if (refused.length === 0) return
  const { trx, keys } = context
  const rows = refused.map(({ row, problems }) => ({
    tenant_id: keys.tenantId,
    import_id: importId,
    line: row.line,
    problems: JSON.stringify(problems),
    sealed: sealValues(keys, refusedPlace(importId, row.line), Object.fromEntries(row.cells.map((cell, at) => [String(at), cell]))),
    key_id: keys.current.keyId,
  }))
  await trx.insertInto('refused_row').values(rows).execute()
}

/** No table has such an id: a refused row does not open as a row of a table. */
export const refusedPlace = (importId: number, line: number) => ({ tableId: -importId, rowId: line })
