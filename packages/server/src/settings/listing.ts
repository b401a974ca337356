// Lists are all alike: text search over some columns, sorting by the columns of the table on the screen, pages.

import type { ListQuery, Page } from '@openseat/contracts'
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { refuseIfAny } from '../http/problem.ts'

export interface Listing {
  /** Columns that the search text may stand in. */
  readonly searched: readonly RawBuilder<unknown>[]
  /** By the name that a caller sorts by. */
  readonly sorted: Readonly<Record<string, RawBuilder<unknown>>>
  /** The order when none is asked for, and among equals; a key of `sorted`, `-` in front for descending. */
  readonly first: string
}

export async function listPage<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  query: ListQuery,
  listing: Listing,
): Promise<Page<Row>> {
  const found = query.search === '' ? rows : rows.where(containing(query.search, listing.searched))
  const counted = await found
    .clearSelect()
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow()
  const items = await found
    .orderBy(orderBy(query.sort, listing))
    .limit(query.pageSize)
    .offset((query.page - 1) * query.pageSize)
    .execute()
  return { items, total: (counted as { total: number }).total }
}

/** The text as typed: `%` and `_` are not wildcards. */
function containing(search: string, columns: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(${sql.join(
    columns.map((column) => sql`${column} ilike ${pattern}`),
    sql` or `,
  )})`
}

function orderBy(sort: string | undefined, { sorted, first }: Listing): RawBuilder<unknown> {
  const wanted = sort ?? first
  const name = wanted.replace(/^-/, '')
  const column = sorted[name]
  if (column === undefined) {
    const params = { options: Object.keys(sorted).join(', '), value: name }
    refuseIfAny([{ field: 'sort', code: 'FIELD_NOT_ONE_OF', params }])
    return sql`1`
  }
  const then = sorted[first.replace(/^-/, '')] ?? column
  return sql`${column} ${sql.raw(wanted.startsWith('-') ? 'desc' : 'asc')} nulls last, ${then}`
}
