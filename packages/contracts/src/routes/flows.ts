// Routes of flows: drafts, revisions, files.
import { z } from 'zod'
import { id, idText, text } from '../fields.ts'
import { flowDocumentSchema, flowKinds } from '../flow/flow-document.ts'
import { fileReferenceSchema, flowChoicesSchema, flowFileSchema, flowMappingSchema } from '../flow/flow-file.ts'
import { flowLimits } from '../flow/flow-limits.ts'
import {
  flowDraftSchema,
  flowRevisionSchema,
  flowSchema,
  flowStates,
  madeFlowKinds,
  publishSchema,
  shownProblemSchema,
} from '../flow/flow-object.ts'
import { listQuery, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const read = ['flow.read', 'flow.manage', 'flow.publish'] as const
const manage = ['flow.manage'] as const
const tag = 'flows'
const byId = z.strictObject({ id: idText })
const byRevision = z.strictObject({ id: idText, revision: idText })
const baseRevision = z.int().min(1)
const maxBytes = flowLimits.fileBytes

export const flowRoutes = {
  listFlows: defineRoute({
    method: 'GET',
    path: '/api/flows',
    access: read,
    tag,
    summary: { zh: '流程列表', en: 'List flows' },
    query: z.strictObject({ ...listQuery, kind: z.enum(flowKinds).optional(), state: z.enum(flowStates).optional() }),
    response: pageOf(flowSchema),
  }),
  getFlow: defineRoute({
    method: 'GET',
    path: '/api/flows/:id',
    access: read,
    tag,
    summary: { zh: '查看流程', en: 'Read a flow' },
    params: byId,
    response: flowSchema,
  }),
  createFlow: defineRoute({
    method: 'POST',
    path: '/api/flows',
    access: manage,
    tag,
    summary: { zh: '新建流程（草稿）', en: 'Create a flow, as a draft' },
    body: z.strictObject({ name: text(flowLimits.name), kind: z.enum(madeFlowKinds).default('ivr') }),
    response: flowSchema,
  }),
  deleteFlow: defineRoute({
    method: 'DELETE',
    path: '/api/flows/:id',
    access: manage,
    tag,
    summary: { zh: '删除流程；被使用时拒绝', en: 'Delete a flow; refused while something leads to it' },
    params: byId,
  }),
  getFlowDraft: defineRoute({
    method: 'GET',
    path: '/api/flows/:id/draft',
    access: read,
    tag,
    summary: { zh: '流程的草稿及其问题', en: 'The draft of a flow with its problems; what was published where there is none' },
    params: byId,
    response: flowDraftSchema,
  }),
  saveFlowDraft: defineRoute({
    method: 'PUT',
    path: '/api/flows/:id/draft',
    access: manage,
    tag,
    summary: { zh: '保存草稿；他人已保存时拒绝', en: 'Save a draft; refused when somebody else saved one since' },
    params: byId,
    body: z.strictObject({ document: flowDocumentSchema, baseRevision }),
    maxBytes,
    response: flowDraftSchema,
  }),
  discardFlowDraft: defineRoute({
    method: 'DELETE',
    path: '/api/flows/:id/draft',
    access: manage,
    tag,
    summary: { zh: '放弃草稿，回到已发布的版本', en: 'Discard a draft: back to what was published' },
    params: byId,
  }),
  checkFlow: defineRoute({
    method: 'POST',
    path: '/api/flows/check',
    access: read,
    tag,
    summary: { zh: '校验流程，不保存', en: 'Check a flow without saving it' },
    body: z.strictObject({ document: flowDocumentSchema, flowId: id.nullable().default(null) }),
    maxBytes,
    response: z.object({ problems: z.array(shownProblemSchema) }),
  }),
  publishFlow: defineRoute({
    method: 'POST',
    path: '/api/flows/:id/publish',
    access: ['flow.publish'],
    tag,
    summary: {
      zh: '发布草稿：有错误时拒绝，有警告时须确认；进行中的会话保持原版本',
      en: 'Publish a draft: refused with errors, warnings must be accepted; contacts under way keep their revision',
    },
    params: byId,
    body: publishSchema,
    response: flowSchema,
  }),
  listFlowRevisions: defineRoute({
    method: 'GET',
    path: '/api/flows/:id/revisions',
    access: read,
    tag,
    summary: { zh: '流程的已发布版本', en: 'What was published of a flow, newest first' },
    params: byId,
    response: z.object({ items: z.array(flowRevisionSchema) }),
  }),
  getFlowRevision: defineRoute({
    method: 'GET',
    path: '/api/flows/:id/revisions/:revision',
    access: read,
    tag,
    summary: { zh: '查看一个版本', en: 'Read one revision' },
    params: byRevision,
    response: flowRevisionSchema.extend({ document: flowDocumentSchema }),
  }),
  restoreFlowRevision: defineRoute({
    method: 'POST',
    path: '/api/flows/:id/revisions/:revision/restore',
    access: manage,
    tag,
    summary: { zh: '将旧版本恢复为新草稿', en: 'Make an older revision the draft' },
    params: byRevision,
    body: z.strictObject({ baseRevision }),
    response: flowDraftSchema,
  }),
  exportFlow: defineRoute({
    method: 'POST',
    path: '/api/flows/:id/export',
    access: read,
    tag,
    summary: { zh: '导出流程及其子流程', en: 'A flow and its sub-flows as a file: the draft, or a revision' },
    params: byId,
    body: z.strictObject({ revision: z.int().min(1).nullable().default(null) }),
    response: flowFileSchema,
  }),
  checkFlowFile: defineRoute({
    method: 'POST',
    path: '/api/flows/import/check',
    access: manage,
    tag,
    summary: { zh: '导入前检查：文件引用的对象在本租户是否存在', en: 'What a file names, and what of it is here' },
    body: z.strictObject({ file: flowFileSchema }),
    maxBytes,
    response: z.object({
      flows: z.array(z.object({ number: z.int(), name: z.string(), kind: z.enum(flowKinds), nodes: z.int() })),
      references: z.array(fileReferenceSchema),
      choices: flowChoicesSchema,
    }),
  }),
  importFlow: defineRoute({
    method: 'POST',
    path: '/api/flows/import',
    access: manage,
    tag,
    summary: { zh: '导入流程，成为草稿', en: 'Import a file: its flows become drafts' },
    body: z.strictObject({ file: flowFileSchema, mapping: flowMappingSchema.prefault({}) }),
    maxBytes,
    response: z.object({ flows: z.array(flowSchema) }),
  }),
} as const
