// Which flows name one of the tenant's objects: in what they have published, or are working on. It is not taken away from under them.
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'

/** The field by which nodes name it. */
export type NamingField = 'queueId' | 'interfaceId' | 'tableId' | 'hoursId'

/** Names of the flows, in their order. */
export async function flowsNaming(trx: TenantTransaction, field: NamingField, id: number): Promise<string[]> {
  const names = (document: string) =>
    sql<boolean>`jsonb_path_exists(${sql.ref(document)}::jsonb, ${sql.lit(`$.nodes.*.config ? (@.${field} == $id)`)}, jsonb_build_object('id', ${id}::int))`
  const drafts = trx.selectFrom('flow as f').select('f.name').where('f.draft', 'is not', null).where(names('f.draft'))
  const published = trx
    .selectFrom('flow as f')
    .innerJoin('flow_revision as r', (join) =>
      join.onRef('r.tenant_id', '=', 'f.tenant_id').onRef('r.flow_id', '=', 'f.id').onRef('r.revision', '=', 'f.published_revision'),
    )
    .select('f.name')
    .where(names('r.document'))
  const rows = [...(await drafts.execute()), ...(await published.execute())]
  return [...new Set(rows.map(({ name }) => name))].toSorted((one, other) => one.localeCompare(other))
}
