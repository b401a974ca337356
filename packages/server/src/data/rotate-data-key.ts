// A new data key for a tenant: what is written from now on is sealed with it, what is there is sealed anew a few rows at a
// time while the program runs, and a key that seals nothing any more is destroyed.

import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { DataKeys } from './data-keys.ts'
import { openValues, type RowKeys, sealValues } from './row-seal.ts'

const rowsAtOnce = 500

export interface Rotated {
  readonly keyId: number
  readonly rows: number
}

/** Undefined: the tenant has no keys yet. Broken off, it is begun again and finds what is left. */
export async function rotateDataKey(database: Database, keys: DataKeys, tenantId: number): Promise<Rotated | undefined> {
  const store = database.forTenant(tenantId)
  const keyId = await store.transaction(async (trx) => {
    const old = await trx.selectFrom('data_key').select('key_id').forUpdate().execute()
    if (old.length === 0) return undefined
    // With a wrong key encryption key it ends here: a new key under it could not be read by the right one.
    await keys.read(trx, tenantId)
    return keys.replace(trx, tenantId)
  })
  if (keyId === undefined) return undefined
  let rows = 0
  const some = (trx: TenantTransaction) => keys.read(trx, tenantId).then((current) => sealAnew(trx, current))
  for (let done = 1; done > 0; rows += done) done = await store.transaction(some)
  await store.transaction(async (trx) => {
    // Whoever still writes with the old key has committed after this, and is seen by the next statement.
    await trx.selectFrom('data_key').select('key_id').forUpdate().execute()
    while ((await some(trx)) > 0);
    await destroyUnused(trx)
  })
  return { keyId, rows }
}

async function sealAnew(trx: TenantTransaction, keys: RowKeys): Promise<number> {
  const rows = await trx
    .selectFrom('base_row')
    .select(['table_id', 'table_version', 'id', 'sealed', 'key_id'])
    .where('key_id', '<>', keys.current.keyId)
    .limit(rowsAtOnce)
    .forUpdate()
    .execute()
  for (const row of rows) {
    const place = { tableId: row.table_id, rowId: row.id }
    if (!row.sealed) continue
    const sealed = sealValues(keys, place, openValues(keys, place, { sealed: row.sealed, keyId: row.key_id }))
    await trx
      .updateTable('base_row')
      .set({ sealed, key_id: keys.current.keyId })
      .where('table_id', '=', row.table_id)
      .where('table_version', '=', row.table_version)
      .where('id', '=', row.id)
      .execute()
  }
  return rows.length
}

async function destroyUnused(trx: TenantTransaction): Promise<void> {
  await trx
    .deleteFrom('data_key')
    .where('purpose', '=', 'rows')
    .where('active', '=', false)
    .where(sql<boolean>`not exists (select from base_row r where r.tenant_id = data_key.tenant_id and r.key_id = data_key.key_id)`)
    // Refused rows stay as they are until the next import into their table.
    .where(sql<boolean>`not exists (select from refused_row r where r.tenant_id = data_key.tenant_id and r.key_id = data_key.key_id)`)
    .execute()
}
