// Custom pages in the database, and who depends on whom: screen pops on pages, pages on base tables and interfaces.
import { AppError, type CustomPage, type PageSource } from '@openseat/contracts'
import type { Selectable } from 'kysely'
import { found } from '../settings/checks.ts'
import { json, type Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

export type PageRecord = Selectable<Schema['custom_page']>

export const pageRecord = async (trx: TenantTransaction, id: number): Promise<PageRecord> =>
  found(await trx.selectFrom('custom_page').selectAll().where('id', '=', id).executeTakeFirst(), 'customPage', id)

export function sourceOf({ id, interface_id, objects }: PageRecord): PageSource {
  if (interface_id !== null) return { kind: 'external', interfaceId: interface_id }
  if (objects === null) throw new AppError('OBJECT_NOT_FOUND', { object: 'customPage', id })
  return { kind: 'internal', objects: [...objects] }
}

export const sourceColumns = (source: PageSource) =>
  source.kind === 'external' ? { interface_id: source.interfaceId, objects: null } : { interface_id: null, objects: json(source.objects) }

/** Names of the screen pops by the page that they show. */
export async function popsOfPages(trx: TenantTransaction): Promise<ReadonlyMap<number, string[]>> {
  const rows = await trx
    .selectFrom('screen_pop')
    .select(['custom_page_id', 'name'])
    .where('custom_page_id', 'is not', null)
    .orderBy('position')
    .execute()
  const byPage = Map.groupBy(rows, (row) => row.custom_page_id ?? 0)
  return new Map([...byPage].map(([id, pops]) => [id, pops.map(({ name }) => name)]))
}

export const toPage = (record: PageRecord, pops: ReadonlyMap<number, string[]>): CustomPage => ({
  id: record.id,
  name: record.name,
  layout: record.layout,
  source: sourceOf(record),
  status: record.status,
  pops: pops.get(record.id) ?? [],
  version: record.version,
})
