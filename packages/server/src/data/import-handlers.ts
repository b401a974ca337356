// Imports for people: the dry run, the start, the records, the stop, and the refused rows as a file.

import { AppError, errorText, type Language } from '@openseat/contracts'
import { csvCell, csvLine, isCsvName, reasonHeader, refusedCell, templateHeader } from '@openseat/domain'
import { sql } from 'kysely'
import { may } from '../access/authorise.ts'
import type { Upload } from '../files/uploads.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { actor, mapPage } from '../settings/checks.ts'
import { type Listing, listPage } from '../settings/listing.ts'
import type { Settings } from '../settings/settings.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { DataKeys } from './data-keys.ts'
import { problemWords } from './import-preview.ts'
import { refusedPlace } from './import-writing.ts'
import { openValues } from './row-seal.ts'
import { tableRecord } from './row-store.ts'
import { type ImportRecord, type TableImports, toImport } from './table-imports.ts'
import { byteOrderMark, wholeFile } from './csv-file.ts'

export interface ImportHandlerParts {
  readonly settings: Settings
  readonly keys: DataKeys
  readonly imports: TableImports
}

const listing: Listing = {
  searched: [sql`i.file_name`, sql`i.account`],
  sorted: { startedAt: sql`i.id`, fileName: sql`i.file_name` },
  first: '-startedAt',
}

type ImportRoutes = 'previewTableImport' | 'startTableImport' | 'listTableImports' | 'getTableImport' | 'stopTableImport' | 'getRefusedRows'

export function importHandlers(parts: ImportHandlerParts): HandlersOf<ImportRoutes> {
  const { settings, imports } = parts
  const shown = (row: ImportRecord, language: Language) => toImport(row, ({ code, params }) => errorText(code, language, params))
  return {
    previewTableImport: async ({ person, params, query, body, context }) => {
      await refuseName(query.fileName, body)
      return imports.preview({ tenantId: person.tenantId, tableId: params.id, file: body, language: context.language })
    },
    startTableImport: async (call) => {
      const { person, params, query, body, context } = call
      await refuseName(query.fileName, body)
      const importId = await imports.begin({ actor: actor(call), tableId: params.id, fileName: query.fileName, file: body })
      await settings.note(actor(call), {
        action: 'import',
        objectType: 'baseTable',
        objectId: params.id,
        after: { importId, fileName: query.fileName },
      })
      return settings.read(person.tenantId, async (trx) => shown(await importRecord(trx, params.id, importId), context.language))
    },
    listTableImports: ({ person, params, query, context }) =>
      settings.read(person.tenantId, async (trx) => {
        await tableRecord(trx, params.id)
        const rows = trx.selectFrom('table_import as i').selectAll('i').where('i.table_id', '=', params.id)
        return mapPage(await listPage(rows, query, listing), (row) => shown(row, context.language))
      }),
    getTableImport: ({ person, params, context }) =>
      settings.read(person.tenantId, async (trx) => shown(await importRecord(trx, params.id, params.importId), context.language)),
    stopTableImport: async (call) => {
      const { person, params, context } = call
      const record = () => settings.read(person.tenantId, (trx) => importRecord(trx, params.id, params.importId))
      await record()
      await imports.stop(person.tenantId, params.importId)
      await settings.note(actor(call), { action: 'stop', objectType: 'tableImport', objectId: params.importId })
      return shown(await record(), context.language)
    },
    getRefusedRows: async (call) => {
      const { person, params, context } = call
      const file = await settings.read(person.tenantId, async (trx) => {
        const record = await importRecord(trx, params.id, params.importId)
        // The rows are as they were sent: whoever sent them knows them.
        const own = record.staff_id === person.staffId
        if (!own && !may(person, 'tableData.reveal')) throw new AppError('PERMISSION_MISSING', { permission: 'tableData.reveal' })
        return refusedFile(trx, { parts, record, language: context.language })
      })
      await settings.note(actor(call), { action: 'export', objectType: 'tableImport', objectId: params.importId })
      return wholeFile(file.name, file.content)
    },
  }
}

async function refuseName(fileName: string, file: Upload): Promise<void> {
  const [, kind = ''] = /\.(xlsx?|xlsm|xlsb|ods|et|numbers)$/i.exec(fileName) ?? []
  if (kind === '' && isCsvName(fileName)) return
  await file.close()
  throw kind === '' ? new AppError('CSV_NAME') : new AppError('CSV_WORKBOOK', { kind: kind.toUpperCase() })
}

async function importRecord(trx: TenantTransaction, tableId: number, importId: number): Promise<ImportRecord> {
  const table = await tableRecord(trx, tableId)
  const row = await trx
    .selectFrom('table_import')
    .selectAll()
    .where('id', '=', importId)
    .where('table_id', '=', table.id)
    .executeTakeFirst()
  if (!row) throw new AppError('OBJECT_NOT_FOUND', { object: 'tableImport', id: importId })
  return row
}

interface RefusedOf {
  readonly parts: ImportHandlerParts
  readonly record: ImportRecord
  readonly language: Language
}

async function refusedFile(trx: TenantTransaction, { parts, record, language }: RefusedOf): Promise<{ name: string; content: Buffer }> {
  const { name, fields } = await tableRecord(trx, record.table_id)
  const keys = await parts.keys.read(trx, record.tenant_id)
  const rows = await trx.selectFrom('refused_row').selectAll().where('import_id', '=', record.id).orderBy('line').execute()
  const lines = rows.map(({ line, problems, sealed, key_id }) => {
    const cells = Object.values(openValues(keys, refusedPlace(record.id, line), { sealed, keyId: key_id }))
    const reason = problemWords(problems, language).join('; ')
    return `${[...cells.map((cell, at) => refusedCell(cell, fields[at])), line, csvCell(reason)].join(',')}\r\n`
  })
  const content = Buffer.from(byteOrderMark + csvLine([...templateHeader(fields), ...reasonHeader[language]]) + lines.join(''))
  return { name: `${name}_refused_${record.id}.csv`, content }
}
