// Finding rows by a field: the index by its key, an open field by what it contains, a hidden one by its whole value only.
// Hidden fields without an index have no hash that the database could leak by: their rows are opened one by one.

import { AppError, type BaseField, type BaseTableRow, limits, type Page, type RouteQuery } from '@openseat/contracts'
import { isHidden } from '@openseat/domain'
import { type SqlBool, sql } from 'kysely'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { RowKeys } from './row-seal.ts'
import { clearValues, findByNumber, type RowRecord, selectRows, type TableRecord, toRow } from './row-store.ts'

type RowQuery = RouteQuery<'listTableRows'>

export interface SearchContext {
  readonly trx: TenantTransaction
  readonly table: TableRecord
  readonly keys: RowKeys
}

export async function searchRows(context: SearchContext, query: RowQuery): Promise<Page<BaseTableRow>> {
  const field = fieldOf(context.table, query)
  const shown = (rows: readonly RowRecord[]) => rows.map((row) => toRow(context.table, context.keys, row))
  if (field?.indexed) {
    const row = await findByNumber(context.trx, context.table, { keys: context.keys, number: query.value })
    return { items: shown(row ? [row] : []), total: row ? 1 : 0 }
  }
  const { rows, total } = field && isHidden(field) ? await opened(context, field, query) : await plain(context, field, query)
  return { items: shown(rows), total }
}

/** Whether the answer would tell something of a value that is not shown. */
export function searchesHidden(table: TableRecord, query: RowQuery): boolean {
  const field = fieldOf(table, query)
  return field !== undefined && isHidden(field)
}

function fieldOf({ fields }: TableRecord, { field: wanted, value }: RowQuery): BaseField | undefined {
  if (wanted === '' || value === '') return undefined
  const field = fields.find(({ fieldId }) => fieldId === wanted)
  if (!field) refuseIfAny([{ field: 'field', code: 'FIELD_REFERENCE', params: { value: wanted } }])
  return field
}

interface Hits {
  readonly rows: readonly RowRecord[]
  readonly total: number
}

async function plain({ trx, table }: SearchContext, field: BaseField | undefined, { value, page, pageSize }: RowQuery): Promise<Hits> {
  const pattern = `%${value.replace(/[\\%_]/g, '\\$&')}%`
  const matches =
    field?.type === 'dictionary'
      ? sql<SqlBool>`data ->> ${field.fieldId} = ${dictionaryKey(field, value)}`
      : sql<SqlBool>`data ->> ${field?.fieldId ?? ''} ilike ${pattern}`
  const found = field ? selectRows(trx, table).where(matches) : selectRows(trx, table)
  const { total } = await found
    .clearSelect()
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow()
  const rows = await found
    .orderBy('id')
    .limit(pageSize)
    .offset((page - 1) * pageSize)
    .execute()
  return { rows, total }
}

const dictionaryKey = ({ dictItems }: BaseField, value: string): string => dictItems.find(({ label }) => label === value)?.key ?? value

async function opened(context: SearchContext, field: BaseField, { value, page, pageSize }: RowQuery): Promise<Hits> {
  await refuseMany(context, field)
  const wanted = dictionaryKey(field, value)
  const hits: RowRecord[] = []
  for await (const row of allRows(context)) {
    if (row.sealed && clearValues(context.keys, row)[field.fieldId] === wanted) hits.push(row)
  }
  return { rows: hits.slice((page - 1) * pageSize, page * pageSize), total: hits.length }
}

/** Opening rows holds everything else up: among too many, nothing is said rather than a part of the truth. */
async function refuseMany({ trx, table }: SearchContext, { name }: BaseField): Promise<void> {
  const max = limits.hiddenSearchRows
  const beyond = await selectRows(trx, table).clearSelect().select('id').offset(max).limit(1).executeTakeFirst()
  if (beyond) throw new AppError('TABLE_SEARCH_LIMIT', { field: name, max })
}

const rowsAtOnce = 500

/** Every row that is seen now, by id; a few at a time. */
export async function* allRows({ trx, table }: Pick<SearchContext, 'trx' | 'table'>): AsyncGenerator<RowRecord, void> {
  for (let after = 0; ;) {
    const rows = await selectRows(trx, table).where('id', '>', after).orderBy('id').limit(rowsAtOnce).execute()
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < rowsAtOnce) return
    after = last.id
  }
}
