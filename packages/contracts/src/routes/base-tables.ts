// Routes of base tables and of the rows of their data tables.
import { z } from 'zod'
import { flagText, idText } from '../fields.ts'
import { limits } from '../limits.ts'
import { baseTableInputSchema, baseTableRowSchema, baseTableSchema, rowInputSchema } from '../objects/base-table.ts'
import { listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const byRow = z.strictObject({ id: idText, rowId: idText })
const fieldId = z.string().max(16)

const rowQuerySchema = z.strictObject({
  page: listQuerySchema.shape.page,
  pageSize: listQuerySchema.shape.pageSize,
  /** Rows whose value of this field contains `value`; a hidden or the index field must equal it. */
  field: fieldId.default(''),
  value: z.string().trim().max(limits.tableCell.max).default(''),
})

export const baseTableRoutes = {
  listBaseTables: defineRoute({
    method: 'GET',
    path: '/api/base-tables',
    access: ['table.manage', 'tableData.read'],
    tag: 'tables',
    summary: { zh: '基础表列表', en: 'List base tables' },
    query: listQuerySchema,
    response: pageOf(baseTableSchema),
  }),
  getBaseTable: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id',
    access: ['table.manage', 'tableData.read'],
    tag: 'tables',
    summary: { zh: '查看基础表', en: 'Read a base table' },
    params: byId,
    response: baseTableSchema,
  }),
  createBaseTable: defineRoute({
    method: 'POST',
    path: '/api/base-tables',
    access: ['table.manage'],
    tag: 'tables',
    summary: { zh: '新建基础表（草稿）', en: 'Create a base table, as a draft' },
    body: baseTableInputSchema,
    response: baseTableSchema,
  }),
  changeBaseTable: defineRoute({
    method: 'PUT',
    path: '/api/base-tables/:id',
    access: ['table.manage'],
    tag: 'tables',
    summary: { zh: '修改基础表', en: 'Change a base table; a published one keeps its fields and can be given others' },
    params: byId,
    body: baseTableInputSchema,
    response: baseTableSchema,
  }),
  publishBaseTable: defineRoute({
    method: 'POST',
    path: '/api/base-tables/:id/publish',
    access: ['table.manage'],
    tag: 'tables',
    summary: { zh: '发布基础表', en: 'Publish a base table: from now on it takes rows' },
    params: byId,
    response: baseTableSchema,
  }),
  deleteBaseTable: defineRoute({
    method: 'DELETE',
    path: '/api/base-tables/:id',
    access: ['table.manage'],
    tag: 'tables',
    summary: { zh: '删除基础表及其数据', en: 'Delete a base table and its rows' },
    params: byId,
  }),
  listTableRows: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/rows',
    access: ['tableData.read'],
    tag: 'tables',
    summary: { zh: '查询数据表', en: 'Search the rows; hidden values are masked' },
    params: byId,
    query: rowQuerySchema,
    response: pageOf(baseTableRowSchema),
  }),
  lookUpTableRow: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/lookup',
    access: ['tableData.read'],
    tag: 'tables',
    summary: { zh: '按号码查找', en: 'The row of a customer’s number, national or international; null when there is none' },
    params: byId,
    query: z.strictObject({ number: z.string().trim().min(1).max(64) }),
    response: baseTableRowSchema.nullable(),
  }),
  addTableRow: defineRoute({
    method: 'POST',
    path: '/api/base-tables/:id/rows',
    access: ['tableData.manage'],
    tag: 'tables',
    summary: { zh: '新增数据', en: 'Add a row' },
    params: byId,
    body: rowInputSchema,
    response: baseTableRowSchema,
  }),
  changeTableRow: defineRoute({
    method: 'PUT',
    path: '/api/base-tables/:id/rows/:rowId',
    access: ['tableData.manage'],
    tag: 'tables',
    summary: { zh: '修改数据', en: 'Change a row; fields that are not named keep their values' },
    params: byRow,
    body: rowInputSchema,
    response: baseTableRowSchema,
  }),
  deleteTableRow: defineRoute({
    method: 'DELETE',
    path: '/api/base-tables/:id/rows/:rowId',
    access: ['tableData.manage'],
    tag: 'tables',
    summary: { zh: '删除数据', en: 'Delete a row' },
    params: byRow,
  }),
  revealTableValue: defineRoute({
    method: 'POST',
    path: '/api/base-tables/:id/rows/:rowId/reveal',
    access: ['tableData.reveal'],
    tag: 'tables',
    summary: { zh: '查看隐藏值（记入审计日志）', en: 'A hidden value in clear; it stands in the audit log' },
    params: byRow,
    body: z.strictObject({ fieldId }),
    response: z.object({ value: z.string() }),
  }),
  exportTableRows: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/export',
    access: ['tableData.manage'],
    tag: 'tables',
    summary: { zh: '导出数据（CSV）', en: 'All rows as CSV; hidden values in clear for those with the right, when asked for' },
    params: byId,
    query: z.strictObject({ clear: flagText.default(false) }),
    file: 'text/csv; charset=utf-8',
  }),
  getImportTemplate: defineRoute({
    method: 'GET',
    path: '/api/base-tables/:id/template',
    access: ['tableData.manage'],
    tag: 'tables',
    summary: { zh: '导入模板（CSV）', en: 'The header of a CSV file for this table' },
    params: byId,
    file: 'text/csv; charset=utf-8',
  }),
} as const
