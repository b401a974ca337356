// Routes of custom pages: their definitions, and what an agent is shown of them in a contact.
import { z } from 'zod'
import { flagText, idText } from '../fields.ts'
import { limits } from '../limits.ts'
import { customPageInputSchema, customPageSchema } from '../objects/custom-page.ts'
import { pageViewSchema } from '../objects/page-view.ts'
import { listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const byPop = z.strictObject({ callId: z.string().min(1).max(64), popId: idText })
const at = z.int().min(0)

export const customPageRoutes = {
  listCustomPages: defineRoute({
    method: 'GET',
    path: '/api/custom-pages',
    access: ['page.manage', 'screenPop.manage'],
    tag: 'custom-pages',
    summary: { zh: '页面配置列表', en: 'List custom pages' },
    query: listQuerySchema,
    response: pageOf(customPageSchema),
  }),
  getCustomPage: defineRoute({
    method: 'GET',
    path: '/api/custom-pages/:id',
    access: ['page.manage', 'screenPop.manage'],
    tag: 'custom-pages',
    summary: { zh: '查看页面配置', en: 'Read a custom page' },
    params: byId,
    response: customPageSchema,
  }),
  createCustomPage: defineRoute({
    method: 'POST',
    path: '/api/custom-pages',
    access: ['page.manage'],
    tag: 'custom-pages',
    summary: { zh: '新建页面（草稿）', en: 'Create a custom page, as a draft' },
    body: customPageInputSchema,
    response: customPageSchema,
  }),
  changeCustomPage: defineRoute({
    method: 'PUT',
    path: '/api/custom-pages/:id',
    access: ['page.manage'],
    tag: 'custom-pages',
    summary: { zh: '修改页面；已发布的页面对之后的会话生效', en: 'Change a custom page; of a published one the next contact sees it' },
    params: byId,
    body: customPageInputSchema,
    response: customPageSchema,
  }),
  publishCustomPage: defineRoute({
    method: 'POST',
    path: '/api/custom-pages/:id/publish',
    access: ['page.manage'],
    tag: 'custom-pages',
    summary: { zh: '发布页面', en: 'Publish a custom page: from now on it can pop' },
    params: byId,
    response: customPageSchema,
  }),
  unpublishCustomPage: defineRoute({
    method: 'POST',
    path: '/api/custom-pages/:id/unpublish',
    access: ['page.manage'],
    tag: 'custom-pages',
    summary: { zh: '取消发布；被弹屏使用时拒绝', en: 'Take a page back to a draft; refused while a screen pop uses it' },
    params: byId,
    response: customPageSchema,
  }),
  deleteCustomPage: defineRoute({
    method: 'DELETE',
    path: '/api/custom-pages/:id',
    access: ['page.manage'],
    tag: 'custom-pages',
    summary: { zh: '删除页面；被弹屏使用时拒绝', en: 'Delete a custom page; refused while a screen pop uses it' },
    params: byId,
  }),
  previewCustomPage: defineRoute({
    method: 'POST',
    path: '/api/custom-pages/preview',
    access: ['page.manage'],
    tag: 'custom-pages',
    summary: {
      zh: '预览尚未保存的页面：样例数据，或按号码查询的真实数据',
      en: 'A page that is not saved, with sample data, or with a number’s own (which needs the right to see data tables)',
    },
    body: z.strictObject({ page: customPageInputSchema, number: z.string().trim().min(1).max(limits.previewNumber).nullable() }),
    response: pageViewSchema,
  }),
  readContactPage: defineRoute({
    method: 'GET',
    path: '/api/agent/pages/:callId/:popId',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '会话的配置页面', en: 'What a custom page shows in a contact of one’s own' },
    params: byPop,
    /** `again`: fetched anew, in place of what was fetched while it rang. */
    query: z.strictObject({ again: flagText.default(false) }),
    response: pageViewSchema,
  }),
  revealContactValue: defineRoute({
    method: 'POST',
    path: '/api/agent/pages/:callId/:popId/reveal',
    access: ['tableData.reveal'],
    tag: 'workbench',
    summary: { zh: '查看页面中的隐藏值（记入审计日志）', en: 'A hidden value of the page in clear; it stands in the audit log' },
    params: byPop,
    /** Places of the card and of its field, from 0. */
    body: z.strictObject({ card: at, field: at }),
    response: z.object({ value: z.string() }),
  }),
  addContactRecord: defineRoute({
    method: 'POST',
    path: '/api/agent/pages/:callId/:popId/records',
    access: ['tableData.manage'],
    tag: 'workbench',
    summary: {
      zh: '为会话的客户新增数据',
      en: 'Add the customer of a contact to the table of a card; the index gets the customer’s number',
    },
    params: byPop,
    body: z.strictObject({ card: at, values: z.record(z.string().max(16), z.string().max(limits.tableCell.max)) }),
    response: pageViewSchema,
  }),
} as const
