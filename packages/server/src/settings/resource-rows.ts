// The rows of a declared resource: reading and listing them, and the columns of a request. What comes from the table goes
// through the declared schema: a value that no declaration knows is an error that names it, never another branch.

import { AppError, columnOf, type Field, type ListQuery, type ObjectOf, type Page, type Resource } from '@openseat/contracts'
import { type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { found, mapPage } from './checks.ts'
import { type Listing, listPage } from './listing.ts'

/** Any table: its columns are known by the declaration alone. */
type Tables = Record<string, Record<string, unknown>>
export type Rows = SelectQueryBuilder<Tables, string, Record<string, unknown>>

export const anyTable = (trx: TenantTransaction): Transaction<Tables> => trx as unknown as Transaction<Tables>

/** How a resource is read beyond its columns; in all SQL `t` is the object's own row. */
export interface Reading<R extends Resource> {
  /** Other tables that `facts`, the list's search and its order look into. */
  readonly joins?: (rows: Rows) => Rows
  /** Fields without a column of their own, or of more than their column. */
  readonly facts?: { readonly [N in keyof ObjectOf<R>]?: RawBuilder<unknown> }
  /** Fields that no SQL says: prepared once for all rows of a reading, then worked out for each. */
  readonly complete?: (trx: TenantTransaction) => Complete<R> | Promise<Complete<R>>
  /** Searched beside the declared fields. */
  readonly searched?: readonly RawBuilder<unknown>[]
  /** By names of the declared `sort`: those that are no columns, or are not sorted as they stand. */
  readonly sorted?: Readonly<Record<string, RawBuilder<unknown>>>
  readonly nullable?: Listing['nullable']
  /** Where a row is dear to make. */
  readonly listedByKey?: boolean
}

/** What `complete` sees has no more than columns and facts. */
export type Complete<R extends Resource> = (stored: ObjectOf<R>) => Partial<ObjectOf<R>>

export class ResourceRows<R extends Resource> {
  readonly resource: R
  readonly keyColumn: string
  readonly #reading: Reading<R>
  readonly #listing: Listing

  constructor(resource: R, reading: Reading<R>) {
    this.resource = resource
    this.#reading = reading
    this.keyColumn = resource.key === undefined ? 'id' : this.columnNamed(resource.key)
    this.#listing = this.#declaredListing()
  }

  async read(trx: TenantTransaction, key: string | number): Promise<ObjectOf<R>> {
    return found(await this.find(trx, key), this.resource.name, key)
  }

  /** Undefined where there is none. */
  async find(trx: TenantTransaction, key: string | number): Promise<ObjectOf<R> | undefined> {
    const row = await this.select(trx).where(`t.${this.keyColumn}`, '=', key).executeTakeFirst()
    return row === undefined ? undefined : (await this.reader(trx))(row)
  }

  /** `narrow`: which of all rows are asked for. */
  async page(trx: TenantTransaction, query: ListQuery, narrow: (rows: Rows) => Rows): Promise<Page<ObjectOf<R>>> {
    const page = await listPage(narrow(this.select(trx)), query, this.#listing)
    return mapPage(page, await this.reader(trx))
  }

  /** Narrowed to the values that the query asks for: of declared filters that are columns. */
  filtered(rows: Rows, query: Readonly<Record<string, unknown>>): Rows {
    const asked = Object.keys(this.resource.list.filters ?? {}).filter((name) => query[name] !== undefined && name in this.resource.fields)
    return asked.reduce((narrowed, name) => narrowed.where(`t.${this.columnNamed(name)}`, '=', query[name]), rows)
  }

  select(trx: TenantTransaction): Rows {
    const { joins, facts = {} } = this.#reading
    const all: Rows = anyTable(trx).selectFrom(`${this.resource.table} as t`).selectAll('t')
    const joined = joins?.(all) ?? all
    return Object.entries<RawBuilder<unknown> | undefined>(facts).reduce(
      (rows, [name, fact]) => (fact === undefined ? rows : rows.select(fact.as(name))),
      joined,
    )
  }

  /** From rows of `select` to objects. */
  async reader(trx: TenantTransaction): Promise<(row: Record<string, unknown>) => ObjectOf<R>> {
    const complete = await this.#reading.complete?.(trx)
    return (row) => {
      const stored = this.#stored(row)
      return this.#checked(complete === undefined ? stored : { ...stored, ...complete(stored as ObjectOf<R>) }, row)
    }
  }

  /** The declared columns of a request; `fixed`: those that are written once, too. */
  columns(input: Readonly<Record<string, unknown>>, { fixed }: { readonly fixed: boolean }): Record<string, unknown> {
    const written = this.#fields().filter(([, field]) => field.input !== null && (fixed || !field.fixed))
    return Object.fromEntries(
      written.flatMap(([name, field]) => {
        const column = columnOf(name, field)
        return column === undefined ? [] : [[column, field.codec.toColumn(input[name])]]
      }),
    )
  }

  /** Refuses one more where there are as many as there may be. */
  async refuseFull(trx: TenantTransaction): Promise<void> {
    const { limit: max, name: object, table } = this.resource
    if (max === undefined) return
    const { total } = await anyTable(trx)
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    if (total >= max) throw new AppError('OBJECT_LIMIT', { object, max })
  }

  #fields(): [string, Field][] {
    return Object.entries<Field>(this.resource.fields)
  }

  columnNamed(name: string): string {
    const field = this.resource.fields[name]
    const column = field === undefined ? undefined : columnOf(name, field)
    if (column === undefined) throw new Error(`${this.resource.table} has no column for ${name}`)
    return column
  }

  #stored(row: Record<string, unknown>): Record<string, unknown> {
    const { facts = {} } = this.#reading
    const read = this.#fields().filter(([, field]) => field.output !== null)
    const values = read.map(([name, field]) => {
      const column = columnOf(name, field)
      return [name, column === undefined || name in facts ? row[name] : field.codec.fromColumn(row[column])]
    })
    return { id: row['id'], ...Object.fromEntries(values), version: row['version'] }
  }

  #checked(object: Record<string, unknown>, row: Record<string, unknown>): ObjectOf<R> {
    const parsed = this.resource.output.safeParse(object)
    if (parsed.success) return parsed.data as ObjectOf<R>
    throw new Error(`${this.resource.table} ${String(row[this.keyColumn])} is not as declared`, { cause: parsed.error })
  }

  #declaredListing(): Listing {
    const { list } = this.resource
    const { facts = {}, searched = [], sorted = {}, nullable, listedByKey } = this.#reading
    const at = (name: string): RawBuilder<unknown> =>
      (facts as Readonly<Record<string, RawBuilder<unknown>>>)[name] ?? sql`t.${sql.id(name === 'id' ? 'id' : this.columnNamed(name))}`
    return {
      searched: [...list.search.map(at), ...searched],
      sorted: Object.fromEntries(list.sort.map((name) => [name, sorted[name] ?? at(name)])),
      first: list.first,
      ...(nullable === undefined ? {} : { nullable }),
      ...(listedByKey === true ? { key: sql`t.${sql.id(this.keyColumn)}` } : {}),
    }
  }
}
