// Tables whose rows are found under keys of older rules: each is written anew into its next version, a few rows at a time, and seen
// from one moment on. Until then nothing is looked up in it. Broken off, it is begun again.

import { numberKeyForm } from '@openseat/domain'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { DataKeys } from './data-keys.ts'
import { sweep } from './import-ending.ts'
import type { RowKeys } from './row-seal.ts'
import { clearValues, type IndexColumns, indexColumns, selectRows, tableRecord, type TableRecord } from './row-store.ts'

export interface RekeyParts {
  readonly database: Database
  readonly keys: DataKeys
  readonly rekeyed: (table: RekeyedTable) => void
  readonly failed: (error: unknown) => void
}

export interface RekeyedTable {
  readonly tenantId: number
  readonly tableId: number
  readonly rows: number
  /** Rows whose number is another one's by the present rules: they stay, and are no longer found by it. */
  readonly withoutKey: number
}

const rowsAtOnce = 2_000

/** A tenant whose keys cannot be opened keeps its tables as they are; the others do not wait for it. */
export async function rekeyTables(parts: RekeyParts): Promise<void> {
  for (const { id: tenantId } of await parts.database.platform.tenants()) {
    try {
      for (const tableId of await outdated(parts, tenantId)) parts.rekeyed(await rekey(parts, tenantId, tableId))
    } catch (error) {
      parts.failed(error)
    }
  }
}

async function outdated({ database }: RekeyParts, tenantId: number): Promise<number[]> {
  const rows = await database
    .forTenant(tenantId)
    .read((trx) => trx.selectFrom('base_table').select('id').where('key_form', '<>', numberKeyForm).orderBy('id').execute())
  return rows.map(({ id }) => id)
}

interface Progress {
  readonly seen: Set<string>
  rows: number
  after: number
}

async function rekey({ database, keys }: RekeyParts, tenantId: number, tableId: number): Promise<RekeyedTable> {
  const store = database.forTenant(tenantId)
  await sweep(database, { tenantId, tableId }, (active) => ({ not: active }))
  const progress: Progress = { seen: new Set(), rows: 0, after: 0 }
  const some = async (trx: TenantTransaction): Promise<number> =>
    copySome({ trx, table: await tableRecord(trx, tableId), keys: await keys.forSealing(trx, tenantId) }, progress)
  while ((await store.transaction(some)) === rowsAtOnce);
  const old = await store.transaction((trx) => activate(trx, tableId))
  await sweep(database, { tenantId, tableId }, () => ({ only: old }))
  return { tenantId, tableId, rows: progress.rows, withoutKey: progress.rows - progress.seen.size }
}

interface CopyContext {
  readonly trx: TenantTransaction
  readonly table: TableRecord
  readonly keys: RowKeys
}

async function copySome({ trx, table, keys }: CopyContext, progress: Progress): Promise<number> {
  const rows = await selectRows(trx, table).where('id', '>', progress.after).orderBy('id').limit(rowsAtOnce).execute()
  const index = rows.map((row) => firstOnly(indexColumns(table, keys, clearValues(keys, row)), progress.seen))
  await sql`
    insert into base_row (tenant_id, table_id, table_version, id, version, number_key, blind_key, data, sealed, key_id, changed_at)
    select r.tenant_id, r.table_id, r.table_version + 1, r.id, r.version, k.number_key, k.blind_key, r.data, r.sealed, r.key_id, r.changed_at
    from unnest(${rows.map(({ id }) => id)}::bigint[], ${index.map((columns) => columns.number_key)}::text[],
      ${index.map((columns) => columns.blind_key)}::bytea[]) k (id, number_key, blind_key)
    join base_row r on r.tenant_id = ${keys.tenantId} and r.table_id = ${table.id} and r.table_version = ${table.active_version} and r.id = k.id`.execute(
    trx,
  )
  progress.rows += rows.length
  progress.after = rows.at(-1)?.id ?? progress.after
  return rows.length
}

/** A key belongs to one row. */
function firstOnly(columns: IndexColumns, seen: Set<string>): IndexColumns {
  const key = columns.number_key ?? columns.blind_key?.toString('hex')
  if (key === undefined || seen.has(key)) return { number_key: null, blind_key: null }
  seen.add(key)
  return columns
}

async function activate(trx: TenantTransaction, tableId: number): Promise<number> {
  const { active_version } = await tableRecord(trx, tableId)
  await trx
    .updateTable('base_table')
    .set({ active_version: active_version + 1, key_form: numberKeyForm })
    .where('id', '=', tableId)
    .execute()
  return active_version
}
