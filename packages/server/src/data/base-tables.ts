// Definitions of base tables. A draft may be anything and has no rows; a published table keeps its fields.

import { AppError, limits, type BaseField, type BaseTable, type FieldProblem, type RouteBody } from '@openseat/contracts'
import { fieldProblems, publishedProblems, numberKeyForm } from '@openseat/domain'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { actor, mapPage, nextVersion, refuseStale, refuseUsed, takenProblem } from '../settings/checks.ts'
import { pagesOfTable } from './table-users.ts'
import { flowsNaming } from '../settings/flow-namers.ts'
import { type Listing, listPage } from '../settings/listing.ts'
import type { Edit, Settings } from '../settings/settings.ts'
import { readNumbering } from '../settings/region.ts'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { DataKeys } from './data-keys.ts'
import { openTable, tableRecord, type TableRecord } from './row-store.ts'

export interface BaseTableParts {
  readonly settings: Settings
  readonly keys: DataKeys
}

const listing: Listing = { searched: [sql`t.name`, sql`t.description`], sorted: { name: sql`t.name`, id: sql`t.id` }, first: 'name' }

type BaseTableRoutes = 'listBaseTables' | 'getBaseTable' | 'createBaseTable' | 'changeBaseTable' | 'publishBaseTable' | 'deleteBaseTable'

export function baseTableHandlers({ settings, keys }: BaseTableParts): HandlersOf<BaseTableRoutes> {
  return {
    listBaseTables: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        const page = await listPage(trx.selectFrom('base_table as t').selectAll('t'), query, listing)
        const counts = await rowCounts(trx)
        return mapPage(page, (record) => toTable(record, counts))
      }),
    getBaseTable: ({ person, params }) => settings.read(person.tenantId, (trx) => readTable(trx, params.id)),
    createBaseTable: (call) => settings.change(call.person.tenantId, actor(call), (edit) => createTable(edit, keys, call.body)),
    changeBaseTable: (call) => settings.change(call.person.tenantId, actor(call), (edit) => changeTable(edit, call.params.id, call.body)),
    publishBaseTable: (call) => settings.change(call.person.tenantId, actor(call), (edit) => publishTable(edit, call.params.id)),
    deleteBaseTable: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteTable(edit, call.params.id)),
  }
}

type Counts = ReadonlyMap<number, number>

async function rowCounts(trx: TenantTransaction): Promise<Counts> {
  const rows = await trx
    .selectFrom('base_row as r')
    .innerJoin('base_table as t', (join) =>
      join.onRef('t.tenant_id', '=', 'r.tenant_id').onRef('t.id', '=', 'r.table_id').onRef('t.active_version', '=', 'r.table_version'),
    )
    .select(['r.table_id as id', sql<number>`count(*)`.as('rows')])
    .groupBy('r.table_id')
    .execute()
  return new Map(rows.map(({ id, rows: count }) => [id, count]))
}

async function readTable(trx: TenantTransaction, id: number): Promise<BaseTable> {
  return toTable(await tableRecord(trx, id), await rowCounts(trx))
}

type Input = RouteBody<'createBaseTable'>

async function createTable({ trx, tenantId, audit }: Edit, keys: DataKeys, input: Input): Promise<BaseTable> {
  const { count } = await trx
    .selectFrom('base_table')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.baseTables) throw new AppError('OBJECT_LIMIT', { object: 'baseTable', max: limits.baseTables })
  refuseIfAny([...(await nameProblems(trx, input, 0)), ...fieldProblems(input.fields), ...unknownIds(input, [])])
  await keys.make(trx, tenantId)
  const { id } = await trx
    .insertInto('base_table')
    .values({
      tenant_id: tenantId,
      ...columns(input, { country: (await readNumbering(trx)).country, fields: [], next_field: 1 }),
      key_form: numberKeyForm,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readTable(trx, id)
  audit({ action: 'create', objectType: 'baseTable', objectId: id, after })
  return after
}

async function changeTable({ trx, audit }: Edit, id: number, { version, ...input }: Input): Promise<BaseTable> {
  const record = await tableRecord(trx, id)
  const before = await readTable(trx, id)
  refuseStale(record, version, { object: 'baseTable', name: record.name })
  const published = record.status === 'published'
  if (published) await openTable(trx, id)
  refuseIfAny([
    ...(await nameProblems(trx, input, id)),
    ...fieldProblems(input.fields),
    ...unknownIds(input, record.fields),
    ...(published ? publishedProblems(record.fields, input.fields) : []),
    ...(published && (input.country ?? record.country) !== record.country
      ? [{ field: 'country', code: 'FIELD_FIXED', params: {} } as const]
      : []),
  ])
  await trx
    .updateTable('base_table')
    .set({ ...columns(input, record), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readTable(trx, id)
  audit({ action: 'change', objectType: 'baseTable', objectId: id, before, after })
  return after
}

async function publishTable({ trx, audit }: Edit, id: number): Promise<BaseTable> {
  const before = await readTable(trx, id)
  if (before.status === 'published') return before
  await trx.updateTable('base_table').set({ status: 'published', version: nextVersion }).where('id', '=', id).execute()
  const after = await readTable(trx, id)
  audit({ action: 'publish', objectType: 'baseTable', objectId: id, before, after })
  return after
}

async function deleteTable({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readTable(trx, id)
  const users = [...(await pagesOfTable(trx, id)), ...(await flowsNaming(trx, 'tableId', id))]
  refuseUsed(users, { object: 'baseTable', name: before.name })
  if (before.status === 'published') await openTable(trx, id)
  await trx.deleteFrom('base_row').where('table_id', '=', id).execute()
  await trx.deleteFrom('base_table').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'baseTable', objectId: id, before })
}

const nameProblems = (trx: TenantTransaction, { name }: Input, except: number): Promise<FieldProblem[]> =>
  takenProblem(trx, { table: 'base_table', column: 'name', value: name, except })

/** A field says which one it was, once, or that it is new. */
function unknownIds({ fields }: Input, known: readonly BaseField[]): FieldProblem[] {
  const left = new Set(known.map(({ fieldId }) => fieldId))
  return fields.flatMap(({ fieldId }, at): FieldProblem[] => {
    if (fieldId === undefined || left.delete(fieldId)) return []
    return [{ field: `fields.${at}.fieldId`, code: 'FIELD_REFERENCE', params: { value: fieldId } }]
  })
}

function columns({ name, description, fields, country }: Input, kept: Pick<TableRecord, 'country' | 'fields' | 'next_field'>) {
  let next = kept.next_field
  const named = fields.map((field) => ({ ...field, fieldId: field.fieldId ?? `c${next++}` }))
  return { name, description, country: country ?? kept.country, fields: json(named), next_field: next }
}

const toTable = (record: TableRecord, counts: Counts): BaseTable => ({
  id: record.id,
  name: record.name,
  description: record.description,
  country: record.country,
  status: record.status,
  fields: record.fields,
  rows: counts.get(record.id) ?? 0,
  version: record.version,
})
