// How the next version of a table becomes the one that is seen, in one moment: a few rows are moved into the present version, many
// take the rest of the rows along. And how rows that nobody sees are deleted.

import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { ImportContext } from './import-rows.ts'
import { selectRows, tableRecord, type TableRecord } from './row-store.ts'

const rowsAtOnce = 5_000
/** Each is deleted and moved in the one transaction: about a second for so many. */
const movedAtMost = 20_000

/** Whether the rows of the import are better moved than joined by all others. */
export async function isSmall({ trx, table }: ImportContext, rows: number): Promise<boolean> {
  if (rows > movedAtMost) return false
  return (await selectRows(trx, table).clearSelect().select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The rows of the next version take the places of those that they change. */
export async function moveRows({ trx, table }: ImportContext): Promise<void> {
  const { tenant_id, id, active_version } = table
  const next = active_version + 1
  await sql`
    delete from base_row o using base_row n
    where o.tenant_id = ${tenant_id} and o.table_id = ${id} and o.table_version = ${active_version}
      and n.tenant_id = ${tenant_id} and n.table_id = ${id} and n.table_version = ${next} and n.id = o.id`.execute(trx)
  await trx
    .updateTable('base_row')
    .set({ table_version: active_version })
    .where('table_id', '=', id)
    .where('table_version', '=', next)
    .execute()
}

/** Rows that the file did not name go along as they are. Returns where to go on; undefined when all have come. */
export async function copyRest({ trx, table }: ImportContext, version: number, after: number): Promise<number | undefined> {
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
async function sweepSome(
  trx: TenantTransaction,
  { tenant_id, id }: TableRecord,
  versions: { not: number } | { only: number },
): Promise<boolean> {
  const which =
    'not' in versions ? sql`(table_version < ${versions.not} or table_version > ${versions.not})` : sql`table_version = ${versions.only}`
  const { rows } = await sql<{ swept: number }>`
    with gone as (
      delete from base_row where tenant_id = ${tenant_id} and ctid = any(array(
        select ctid from base_row where tenant_id = ${tenant_id} and table_id = ${id} and ${which} order by table_version desc, id limit ${rowsAtOnce}
      )) returning 1
    ) select count(*) as swept from gone`.execute(trx)
  return (rows[0]?.swept ?? 0) > 0
}

interface TableOf {
  readonly tenantId: number
  readonly tableId: number
}

/** Deletes rows that nobody sees, a few at a time. */
export async function sweep(
  database: Database,
  { tenantId, tableId }: TableOf,
  which: (active: number) => { not: number } | { only: number },
): Promise<void> {
  const some = (trx: TenantTransaction) => tableRecord(trx, tableId).then((table) => sweepSome(trx, table, which(table.active_version)))
  while (await database.forTenant(tenantId).transaction(some));
}
