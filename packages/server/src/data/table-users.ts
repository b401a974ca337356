// Who uses a base table: it is not taken away from under them.
import { sql } from 'kysely'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

/** Names of the custom pages that show a base table. */
export async function pagesOfTable(trx: TenantTransaction, tableId: number): Promise<string[]> {
  const uses = sql<boolean>`objects @> ${json([{ tableId }])}::jsonb`
  const rows = await trx.selectFrom('custom_page').select('name').where(uses).orderBy('name').execute()
  return rows.map(({ name }) => name)
}
