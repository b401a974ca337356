// Routes of CSV imports into data tables.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { limits } from '../limits.ts'
import { importPreviewSchema, tableImportSchema } from '../objects/table-import.ts'
import { listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const byImport = z.strictObject({ id: idText, importId: idText })
const access = ['tableData.manage'] as const
const upload = { type: 'text/csv', maxBytes: limits.importBytes } as const
const file = z.instanceof(Uint8Array)
const named = z.strictObject({ fileName: z.string().trim().max(200) })

export const tableImportRoutes = {
  previewTableImport: defineRoute({
    method: 'POST',
    path: '/api/base-tables/:id/import-preview',
    access,
    tag: 'tables',
    summary: { zh: '试导入（不写入）', en: 'Read a CSV file through and say what an import would do; nothing is written' },
    params: byId,
    query: named,
    upload,
    body: file,
    response: importPreviewSchema,
  }),
  startTableImport: defineRoute({
    method: 'POST',
    path: '/api/base-tables/:id/imports',
    access,
    tag: 'tables',
    summary: { zh: '导入 CSV', en: 'Import a CSV file in the background; its rows are seen all at once at the end' },
    params: byId,
    query: named,
    upload,
    body: file,
    response: tableImportSchema,
  }),
  listTableImports: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/imports',
    access,
    tag: 'tables',
    summary: { zh: '导入记录', en: 'Imports into the table, the latest first' },
    params: byId,
    query: listQuerySchema,
    response: pageOf(tableImportSchema),
  }),
  getTableImport: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/imports/:importId',
    access,
    tag: 'tables',
    summary: { zh: '导入进度', en: 'How far an import is' },
    params: byImport,
    response: tableImportSchema,
  }),
  stopTableImport: defineRoute({
    method: 'POST',
    path: '/api/base-tables/:id/imports/:importId/stop',
    access,
    tag: 'tables',
    summary: { zh: '停止导入', en: 'Stop an import; the table stays as it was' },
    params: byImport,
    response: tableImportSchema,
  }),
  getRefusedRows: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/imports/:importId/refused',
    access,
    tag: 'tables',
    summary: {
      zh: '被拒绝的行（CSV）',
      en: 'The refused rows as CSV with each one’s reason: for who imported them, or with the right to reveal',
    },
    params: byImport,
    file: 'text/csv; charset=utf-8',
  }),
} as const
