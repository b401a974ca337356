// What an import does with the rows of a file: which are new, which change a row with the same index value, which are
// refused. The rows that are seen stay as they are: everything is written into the table's next version.

import type { FieldProblem } from '@openseat/contracts'
import { type SqlBool, sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { CsvSource } from './csv-encoding.ts'
import type { CsvRow } from './csv-rows.ts'
import { type RowKeys, sealValues } from './row-seal.ts'
import { type IndexColumns, indexColumns, indexValue, newRowIds, rowColumns, selectRows, type TableRecord } from './row-store.ts'

export interface ImportScene {
  readonly trx: TenantTransaction
  readonly table: TableRecord
  readonly keys: RowKeys
}

interface Accepted {
  readonly row: CsvRow
  readonly index: IndexColumns
  /** The row that it changes. */
  readonly known: KnownRow | undefined
}

interface Refused {
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
export async function judgeRows(scene: ImportScene, rows: readonly CsvRow[], seen: Map<string, number>): Promise<Judged> {
  const refused: Refused[] = []
  const keyed: { row: CsvRow; index: IndexColumns; key: string | undefined }[] = []
  for (const row of rows) {
    const index = row.problems.length > 0 ? noIndex : indexColumns(scene.table, scene.keys, row.values)
    const key = keyText(index)
    const earlier = key === undefined ? undefined : seen.get(key)
    const code = indexValue(scene.table, row.values) === undefined ? 'CSV_ROW_REPEATED' : 'CSV_REPEATED'
    const repeated: FieldProblem[] = earlier === undefined ? [] : [{ field: '', code, params: { line: earlier } }]
    const problems = [...row.problems, ...repeated]
    if (problems.length > 0) refused.push({ row, problems })
    else keyed.push({ row, index, key })
    if (key !== undefined && earlier === undefined) seen.set(key, row.line)
  }
  const known = await knownRows(scene, keyed)
  return { accepted: keyed.map(({ row, index, key }) => ({ row, index, known: key === undefined ? undefined : known.get(key) })), refused }
}

/** One kind of text for both; no number begins so. */
const keyText = ({ number_key, blind_key }: IndexColumns): string | undefined =>
  number_key ?? (blind_key ? `#${blind_key.toString('hex')}` : undefined)

async function knownRows(scene: ImportScene, keyed: readonly { index: IndexColumns }[]): Promise<ReadonlyMap<string, KnownRow>> {
  const numbers = keyed.flatMap(({ index }) => index.number_key ?? [])
  const hashes = keyed.flatMap(({ index }) => index.blind_key ?? [])
  // One array, not a thousand parameters; and none that asks for nothing.
  const named = [
    ...(numbers.length > 0 ? [sql<SqlBool>`number_key = any(${numbers}::text[])`] : []),
    ...(hashes.length > 0 ? [sql<SqlBool>`blind_key = any(${hashes}::bytea[])`] : []),
  ]
  if (named.length === 0) return new Map()
  const found = selectRows(scene.trx, scene.table).where((where) => where.or(named))
  const records = await found.clearSelect().select(['id', 'version', 'number_key', 'blind_key']).execute()
  return new Map(records.map((record) => [keyText(record) ?? '', { id: record.id, version: record.version }]))
}

export async function writeAccepted(scene: ImportScene, accepted: readonly Accepted[], version: number): Promise<void> {
  if (accepted.length === 0) return
  const { trx, table, keys } = scene
  const ids = await newRowIds(trx, accepted.filter(({ known }) => !known).length)
  const rows = accepted.map(({ row, known, index }) => {
    const rowId = known?.id ?? ids.shift() ?? 0
    return { id: rowId, version: (known?.version ?? 0) + 1, ...rowColumns(table, keys, { rowId, values: row.values, index }) }
  })
  const column = <K extends keyof (typeof rows)[number]>(name: K) => rows.map((row) => row[name])
  await sql`
    insert into base_row (tenant_id, table_id, table_version, id, version, number_key, blind_key, data, sealed, key_id)
    select ${keys.tenantId}::int, ${table.id}::int, ${version}::int, r.*
    from unnest(${column('id')}::bigint[], ${column('version')}::int[], ${column('number_key')}::text[], ${column('blind_key')}::bytea[],
      ${column('data')}::jsonb[], ${column('sealed')}::bytea[], ${column('key_id')}::int[]) r`.execute(trx)
}

export async function writeRefused(scene: ImportScene, refused: readonly Refused[], importId: number): Promise<void> {
  if (refused.length === 0) return
  const { trx, keys } = scene
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

const rowsAtOnce = 5_000

/** Rows that the file did not name go along as they are. Returns where to go on; undefined when all have come. */
export async function copyRest({ trx, table }: ImportScene, version: number, after: number): Promise<number | undefined> {
  // No anti-join: the rows are too new to be counted, and the planner would compare each with each.
  const { rows } = await sql<{ last: number | null }>`
    with next as (
      select * from base_row where tenant_id = ${table.tenant_id} and table_id = ${table.id} and table_version = ${table.active_version} and id > ${after}
      order by id limit ${rowsAtOnce}
    ), copied as (
      insert into base_row (tenant_id, table_id, table_version, id, version, number_key, blind_key, data, sealed, key_id, changed_at)
      select tenant_id, table_id, ${version}::int, id, version, number_key, blind_key, data, sealed, key_id, changed_at from next
      on conflict (tenant_id, table_id, table_version, id) do nothing
      returning 1
    ) select max(id) as last from next`.execute(trx)
  return rows[0]?.last ?? undefined
}

/** Deletes some rows of versions that nobody sees; true while there may be more. */
export async function sweepSome(
  trx: TenantTransaction,
  { tenant_id, id }: TableRecord,
  versions: { not: number } | { only: number },
): Promise<boolean> {
  const which = 'not' in versions ? sql`table_version <> ${versions.not}` : sql`table_version = ${versions.only}`
  const { rows } = await sql<{ swept: number }>`
    with gone as (
      delete from base_row where tenant_id = ${tenant_id} and ctid = any(array(
        select ctid from base_row where tenant_id = ${tenant_id} and table_id = ${id} and ${which} order by table_version desc, id limit ${rowsAtOnce}
      )) returning 1
    ) select count(*) as swept from gone`.execute(trx)
  return (rows[0]?.swept ?? 0) > 0
}

export const bytesSource = (file: Uint8Array): CsvSource => ({
  bytes: file.length,
  async *open() {
    for (let at = 0; at < file.length; at += pieceBytes) yield file.subarray(at, at + pieceBytes)
  },
})
const pieceBytes = 65_536
