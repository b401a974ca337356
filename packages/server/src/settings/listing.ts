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
  /** Names in `sorted` whose column may hold nothing: nothing comes last, whichever way. */
  readonly nullable?: readonly string[]
  /** Names a row, where rows are dear to make: then only those of the page are made. */
  readonly key?: RawBuilder<string | number>
}

type Order = Pick<Listing, 'sorted' | 'first' | 'nullable'>

export async function listPage<DB, TB extends keyof DB, Row>(
  rows: SelectQueryBuilder<DB, TB, Row>,
  query: ListQuery,
  listing: Listing,
): Promise<Page<Row>> {
  const found = query.search === '' ? rows : rows.where(containing(query.search, listing.searched))
  const order = orderBy(query.sort, listing)
  const offset = (query.page - 1) * query.pageSize
  const page = <T>(of: SelectQueryBuilder<DB, TB, T>) => of.orderBy(order).limit(query.pageSize).offset(offset)
  const bare = found.clearSelect()
  const count = async () => ((await bare.select(total('')).executeTakeFirstOrThrow()) as { total: number }).total
  const { key } = listing
  if (key === undefined) return { total: await count(), items: await page(found).execute() }
  // A search goes through all rows: once, not twice.
  const names = page(bare.select(key.as('key')))
  const named: readonly unknown[] = query.search === '' ? await names.execute() : await names.select(total('over ()')).execute()
  const those = named as readonly Named[]
  if (those.length === 0) return { total: await count(), items: [] }
  const isThere = sql<boolean>`${key} in (${sql.join(those.map((row) => row.key))})`
  return { total: those[0]?.total ?? (await count()), items: await rows.where(isThere).orderBy(order).execute() }
}

interface Named {
  readonly key: string | number
  readonly total?: number
}

const total = (over: '' | 'over ()') => sql<number>`count(*) ${sql.raw(over)}`.as('total')

/** The text as typed: `%` and `_` are not wildcards. */
export function containing(search: string, columns: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`(${sql.join(
    columns.map((column) => sql`${column} ilike ${pattern}`),
    sql` or `,
  )})`
}

export function orderBy(sort: string | undefined, { sorted, first, nullable = [] }: Order): RawBuilder<unknown> {
  const wanted = sort ?? first
  const name = wanted.replace(/^-/, '')
  const column = sorted[name]
  if (column === undefined) {
    const params = { options: Object.keys(sorted).join(', '), value: name }
    refuseIfAny([{ field: 'sort', code: 'FIELD_NOT_ONE_OF', params }])
    return sql`1`
  }
  const then = sorted[first.replace(/^-/, '')] ?? column
  // Where there can be none it is left unsaid: no index is in that order.
  const way = wanted.startsWith('-') ? (nullable.includes(name) ? 'desc nulls last' : 'desc') : 'asc'
  return sql`${column} ${sql.raw(way)}, ${then}`
}
