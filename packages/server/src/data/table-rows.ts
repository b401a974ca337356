// The rows of a data table for people: searched, added, changed, deleted, revealed and exported. Nothing that is masked
// or encrypted leaves in clear but by reveal and by an export with that right, and both stand in the audit log.

import { AppError, type BaseTableRow, type FieldProblem, type RouteBody, type RowValues } from '@openseat/contracts'
import { checkRow, csvLine, isHidden, numberKey, templateHeader, withoutExtension } from '@openseat/domain'
import { sql } from 'kysely'
import { may } from '../access/authorise.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { actor, nextVersion, refuseStale } from '../settings/checks.ts'
import { type Actor, type AuditFacts, type Settings, writeAudit } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { byteOrderMark, wholeFile } from './csv-file.ts'
import type { DataKeys } from './data-keys.ts'
import { HiddenSearches } from './hidden-searches.ts'
import { type SearchContext, searchesHidden, searchRows } from './row-search.ts'
import {
  clearValues,
  findByContent,
  findByNumber,
  indexValue,
  newRowIds,
  openTable,
  publishedTable,
  rowColumns,
  rowRecord,
  type RowRecord,
  tableRecord,
  toRow,
} from './row-store.ts'
import { TableFiles } from './table-file.ts'

export interface TableRowParts {
  readonly settings: Settings
  readonly database: Database
  readonly keys: DataKeys
}

type TableRowRoutes =
  | 'listTableRows'
  | 'lookUpTableRow'
  | 'addTableRow'
  | 'changeTableRow'
  | 'deleteTableRow'
  | 'revealTableValue'
  | 'exportTableRows'
  | 'getImportTemplate'

export function tableRowHandlers(parts: TableRowParts): HandlersOf<TableRowRoutes> {
  const { settings } = parts
  const files = new TableFiles(parts)
  const hiddenSearches = new HiddenSearches(() => performance.now())
  const reading = <T>(tenantId: number, tableId: number, work: (context: SearchContext) => Promise<T>): Promise<T> =>
    settings.read(tenantId, async (trx) => {
      const table = await publishedTable(trx, tableId)
      return work({ trx, table, keys: await parts.keys.read(trx, tenantId) })
    })
  return {
    listTableRows: async (call) => {
      const { person, params, query } = call
      const isHiddenSearch =
        query.field !== '' &&
        query.value !== '' &&
        (await reading(person.tenantId, params.id, async ({ table }) => searchesHidden(table, query)))
      if (isHiddenSearch) {
        hiddenSearches.admit(person)
        await settings.note(actor(call), {
          action: 'search',
          objectType: 'baseTable',
          objectId: params.id,
          after: { fieldId: query.field },
        })
      }
      return reading(person.tenantId, params.id, (context) => searchRows(context, query))
    },
    lookUpTableRow: ({ person, params, query }) => reading(person.tenantId, params.id, (context) => lookUp(context, query.number)),
    addTableRow: (call) => changing(parts, { who: actor(call), tableId: call.params.id }, (context) => addRow(context, call.body)),
    changeTableRow: (call) =>
      changing(parts, { who: actor(call), tableId: call.params.id }, (context) => changeRow(context, call.params.rowId, call.body)),
    deleteTableRow: (call) =>
      changing(parts, { who: actor(call), tableId: call.params.id }, (context) => deleteRow(context, call.params.rowId)),
    revealTableValue: async (call) => {
      const { person, params, body } = call
      const value = await reading(person.tenantId, params.id, (context) => revealed(context, params.rowId, body.fieldId))
      const objectId = `${params.id}/${params.rowId}`
      await settings.note(actor(call), { action: 'reveal', objectType: 'baseTableRow', objectId, after: { fieldId: body.fieldId } })
      return { value }
    },
    exportTableRows: async (call) => {
      const { person, params, query } = call
      if (query.clear && !may(person, 'tableData.reveal')) throw new AppError('PERMISSION_MISSING', { permission: 'tableData.reveal' })
      // What is refused is refused before the file begins.
      const name = await reading(person.tenantId, params.id, ({ table }) => Promise.resolve(table.name))
      await settings.note(actor(call), { action: 'export', objectType: 'baseTable', objectId: params.id, after: { clear: query.clear } })
      const order = { tenantId: person.tenantId, tableId: params.id, clear: query.clear }
      const file = await files.make(order)
      return { name: `${name}.csv`, bytes: null, part: null, open: () => file }
    },
    getImportTemplate: ({ person, params }) =>
      settings.read(person.tenantId, async (trx) => {
        const { name, fields } = await tableRecord(trx, params.id)
        return wholeFile(`${name}_template.csv`, Buffer.from(byteOrderMark + csvLine(templateHeader(fields))))
      }),
  }
}

interface ChangeContext extends SearchContext {
  readonly audit: (facts: Omit<AuditFacts, 'objectType'>) => void
}

interface ToChange {
  readonly who: Actor
  readonly tableId: number
}

/** A change of rows is no change of settings: nobody's configuration is read anew for it. */
function changing<T>(parts: TableRowParts, { who, tableId }: ToChange, work: (context: ChangeContext) => Promise<T>): Promise<T> {
  const { tenantId } = who
  return parts.database.forTenant(tenantId).transaction(async (trx) => {
    const table = await openTable(trx, tableId)
    const entries: AuditFacts[] = []
    const audit: ChangeContext['audit'] = (facts) => entries.push({ ...facts, objectType: 'baseTableRow' })
    const result = await work({ trx, table, keys: await parts.keys.forSealing(trx, tenantId), audit })
    await writeAudit({ trx, tenantId }, who, entries)
    return result
  })
}

/** With the extension that was written first, then without. */
async function lookUp({ trx, table, keys }: SearchContext, number: string): Promise<BaseTableRow | null> {
  const bare = withoutExtension(numberKey(number, table.country))
  const row = (await findByNumber(trx, table, { keys, number })) ?? (await findByNumber(trx, table, { keys, number: bare }))
  return row ? toRow(table, keys, row) : null
}

type Input = RouteBody<'addTableRow'>

async function addRow(context: ChangeContext, { values: cells }: Input): Promise<BaseTableRow> {
  const { trx, table, keys, audit } = context
  const values = await checked(context, cells, undefined)
  const [rowId = 0] = await newRowIds(trx, 1)
  const place = { tenant_id: keys.tenantId, table_id: table.id, table_version: table.active_version, id: rowId }
  await trx
    .insertInto('base_row')
    .values({ ...place, ...rowColumns(table, keys, { rowId, values }) })
    .execute()
  // The log names fields, never values: it is kept longer, and read by others.
  audit({ action: 'create', objectId: `${table.id}/${rowId}`, after: { fieldIds: Object.keys(values) } })
  return toRow(table, keys, await rowRecord(trx, table, rowId))
}

async function changeRow(context: ChangeContext, rowId: number, { values: cells, version }: Input): Promise<BaseTableRow> {
  const { trx, table, keys, audit } = context
  const before = await rowRecord(trx, table, rowId)
  refuseStale(before, version, { object: 'baseTableRow', name: String(rowId) })
  const values = await checked(context, { ...clearValues(keys, before), ...cells }, rowId)
  await atRow(trx, before)
    .set({ ...rowColumns(table, keys, { rowId, values }), version: nextVersion, changed_at: sql`now()` })
    .execute()
  audit({ action: 'change', objectId: `${table.id}/${rowId}`, after: { fieldIds: Object.keys(cells) } })
  return toRow(table, keys, await rowRecord(trx, table, rowId))
}

const atRow = (trx: TenantTransaction, row: RowRecord) =>
  trx.updateTable('base_row').where('table_id', '=', row.table_id).where('table_version', '=', row.table_version).where('id', '=', row.id)

async function deleteRow({ trx, table, audit }: ChangeContext, rowId: number): Promise<void> {
  const row = await rowRecord(trx, table, rowId)
  await trx
    .deleteFrom('base_row')
    .where('table_id', '=', row.table_id)
    .where('table_version', '=', row.table_version)
    .where('id', '=', row.id)
    .execute()
  audit({ action: 'delete', objectId: `${table.id}/${rowId}` })
}

/** The values to keep, or every problem of the form; its paths are `values.<field id>`. */
async function checked({ trx, table, keys }: SearchContext, cells: RowValues, rowId: number | undefined): Promise<RowValues> {
  const known = new Set(table.fields.map(({ fieldId }) => fieldId))
  const strangers = Object.keys(cells).filter((fieldId) => !known.has(fieldId))
  const { values, problems } = checkRow(table.fields, cells)
  const taken = await takenProblems({ trx, table, keys }, values, rowId)
  const unknown = strangers.map((field): FieldProblem => ({ field, code: 'FIELD_UNKNOWN', params: { label: field } }))
  refuseIfAny([...unknown, ...problems, ...taken].map((problem) => ({ ...problem, field: `values.${problem.field}` })))
  return values
}

/** A number is one row's, and so is what stands in a row without one. */
async function takenProblems({ trx, table, keys }: SearchContext, values: RowValues, rowId: number | undefined): Promise<FieldProblem[]> {
  const index = table.fields.find((field) => field.indexed)
  const number = indexValue(table, values)
  const other = number === undefined ? await findByContent(trx, table, { keys, values }) : await findByNumber(trx, table, { keys, number })
  if (!other || other.id === rowId) return []
  const field = (index ?? table.fields[0])?.fieldId ?? ''
  return number === undefined
    ? [{ field, code: 'ROW_REPEATED', params: {} }]
    : [{ field, code: 'FIELD_TAKEN', params: { label: index?.name ?? '', value: '…' } }]
}

async function revealed({ trx, table, keys }: SearchContext, rowId: number, fieldId: string): Promise<string> {
  const row = await rowRecord(trx, table, rowId)
  if (!table.fields.some((field) => field.fieldId === fieldId && isHidden(field)))
    refuseIfAny([{ field: 'fieldId', code: 'FIELD_REFERENCE', params: { value: fieldId } }])
  return clearValues(keys, row)[fieldId] ?? ''
}
