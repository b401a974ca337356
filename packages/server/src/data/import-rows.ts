// What an import does with the rows of a file: which are new, which change a row with the same index value, which are
// refused.

import type { FieldProblem } from '@openseat/contracts'
import { type SqlBool, sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { CsvRow } from './csv-rows.ts'
import type { RowKeys } from './row-seal.ts'
import { type IndexColumns, indexColumns, indexValue, selectRows, type TableRecord } from './row-store.ts'

export interface ImportContext {
  readonly trx: TenantTransaction
  readonly table: TableRecord
  readonly keys: RowKeys
}

export interface Accepted {
  readonly row: CsvRow
  readonly index: IndexColumns
  /** The row that it changes. */
  readonly known: KnownRow | undefined
}

export interface Refused {
  readonly row: CsvRow
  readonly problems: readonly FieldProblem[]
}

interface KnownRow {
  readonly id: number
  readonly version: number
}

export interface Judged {
  readonly accepted: readonly Accepted[]
  readonly refused: readonly Refused[]
}

const noIndex: IndexColumns = { number_key: null, blind_key: null }

/** `seen`: index values of the file so far, with their lines; lives as long as the import. */
export async function judgeRows(context: ImportContext, rows: readonly CsvRow[], seen: Map<string, number>): Promise<Judged> {
  const refused: Refused[] = []
  const keyed: { row: CsvRow; index: IndexColumns; key: string | undefined }[] = []
  for (const row of rows) {
    const index = row.problems.length > 0 ? noIndex : indexColumns(context.table, context.keys, row.values)
    const key = keyText(index)
    const earlier = key === undefined ? undefined : seen.get(key)
    const code = indexValue(context.table, row.values) === undefined ? 'CSV_ROW_REPEATED' : 'CSV_REPEATED'
    const repeated: FieldProblem[] = earlier === undefined ? [] : [{ field: '', code, params: { line: earlier } }]
    const problems = [...row.problems, ...repeated]
    if (problems.length > 0) refused.push({ row, problems })
    else keyed.push({ row, index, key })
    if (key !== undefined && earlier === undefined) seen.set(key, row.line)
  }
  const known = await knownRows(context, keyed)
  return { accepted: keyed.map(({ row, index, key }) => ({ row, index, known: key === undefined ? undefined : known.get(key) })), refused }
}

/** One kind of text for both; no number begins so. */
const keyText = ({ number_key, blind_key }: IndexColumns): string | undefined =>
  number_key ?? (blind_key ? `#${blind_key.toString('latin1')}` : undefined)

async function knownRows(context: ImportContext, keyed: readonly { index: IndexColumns }[]): Promise<ReadonlyMap<string, KnownRow>> {
  const numbers = keyed.flatMap(({ index }) => index.number_key ?? [])
  const hashes = keyed.flatMap(({ index }) => index.blind_key ?? [])
  // One array, not a thousand parameters; and none that asks for nothing.
  const named = [
    ...(numbers.length > 0 ? [sql<SqlBool>`number_key = any(${numbers}::text[])`] : []),
    ...(hashes.length > 0 ? [sql<SqlBool>`blind_key = any(${hashes}::bytea[])`] : []),
  ]
  if (named.length === 0) return new Map()
  const found = selectRows(context.trx, context.table).where((where) => where.or(named))
  const records = await found.clearSelect().select(['id', 'version', 'number_key', 'blind_key']).execute()
  return new Map(records.map((record) => [keyText(record) ?? '', { id: record.id, version: record.version }]))
}
