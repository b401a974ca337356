// Routes of screen pops.
import { z } from 'zod'
import { id, idText, instant } from '../fields.ts'
import { directions, mediaTypes } from '../objects/contact.ts'
import { pageCheckSchema } from '../objects/page-check.ts'
import { popRuleParts, popRuleSchema } from '../objects/pop-rule.ts'
import { pageDraftSchema, screenPopChangeSchema, screenPopInputSchema, screenPopSchema, workbenchKinds } from '../objects/screen-pop.ts'
import { formFieldSchema, livingPopSchema } from '../objects/pops.ts'
import { listQuery } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const popRead = ['screenPop.read', 'screenPop.manage'] as const

export const screenPopRoutes = {
  listScreenPops: defineRoute({
    method: 'GET',
    path: '/api/screen-pops',
    access: popRead,
    tag: 'screen-pops',
    summary: { zh: '弹屏列表', en: 'List screen pops' },
    query: z.strictObject({ workbenchKind: z.enum(workbenchKinds).default('audioVideo'), search: listQuery.search }),
    response: z.object({ items: z.array(screenPopSchema), total: z.int(), maxScreenPops: z.int(), maxParams: z.int() }),
  }),
  createScreenPop: defineRoute({
    method: 'POST',
    path: '/api/screen-pops',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '新建弹屏', en: 'Create a screen pop' },
    body: screenPopInputSchema,
    response: screenPopSchema,
  }),
  getScreenPop: defineRoute({
    method: 'GET',
    path: '/api/screen-pops/:id',
    access: popRead,
    tag: 'screen-pops',
    summary: { zh: '弹屏详情', en: 'One screen pop' },
    params: byId,
    response: screenPopSchema,
  }),
  changeScreenPop: defineRoute({
    method: 'PUT',
    path: '/api/screen-pops/:id',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '修改弹屏', en: 'Change a screen pop' },
    params: byId,
    body: screenPopChangeSchema,
    response: screenPopSchema,
  }),
  deleteScreenPop: defineRoute({
    method: 'DELETE',
    path: '/api/screen-pops/:id',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '删除弹屏', en: 'Delete a screen pop' },
    params: byId,
  }),
  enableScreenPop: defineRoute({
    method: 'PUT',
    path: '/api/screen-pops/:id/enabled',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '启用或停用弹屏', en: 'Switch a screen pop on or off' },
    params: byId,
    body: z.strictObject({ enabled: z.boolean() }),
    response: screenPopSchema,
  }),
  moveScreenPop: defineRoute({
    method: 'POST',
    path: '/api/screen-pops/:id/move',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '上移或下移弹屏', en: 'Move a screen pop up or down' },
    params: byId,
    body: z.strictObject({ direction: z.enum(['up', 'down']) }),
    response: z.array(screenPopSchema),
  }),
  previewScreenPop: defineRoute({
    method: 'POST',
    path: '/api/screen-pops/preview',
    access: popRead,
    tag: 'screen-pops',
    summary: { zh: '用样例数据预览地址', en: 'The address with sample data' },
    body: screenPopInputSchema,
    response: z.object({ url: z.string(), form: z.array(formFieldSchema).nullable() }),
  }),
  checkScreenPopDraft: defineRoute({
    method: 'POST',
    path: '/api/screen-pops/check',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '检测尚未保存的弹屏地址', en: 'Check the address of a screen pop that is not saved yet' },
    body: pageDraftSchema,
    response: pageCheckSchema,
  }),
  checkScreenPop: defineRoute({
    method: 'POST',
    path: '/api/screen-pops/:id/check',
    access: ['screenPop.manage'],
    tag: 'screen-pops',
    summary: { zh: '检测弹屏地址', en: 'Check the address of a screen pop' },
    params: byId,
    response: pageCheckSchema,
  }),
  dryRunScreenPop: defineRoute({
    method: 'POST',
    path: '/api/screen-pops/dry-run',
    access: popRead,
    tag: 'screen-pops',
    summary: { zh: '用已结束的会话试运行规则', en: 'Try a rule against past contacts' },
    body: z.strictObject({ rule: popRuleSchema }),
    response: z.object({
      /** The newest contacts of the tenant that an agent served. */
      items: z.array(
        z.object({
          callId: z.string(),
          startedAt: instant,
          direction: z.enum(directions),
          mediaType: z.enum(mediaTypes),
          customerNumber: z.string(),
          queueName: z.string().nullable(),
          /** The first part of the rule that does not hold; null: the page would have popped. */
          failed: z.enum(popRuleParts).nullable(),
        }),
      ),
      matched: z.int(),
    }),
  }),
  listLivingPops: defineRoute({
    method: 'GET',
    path: '/api/agent/living-pops',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '常驻弹屏页面（Web API）', en: 'Web API pages of the workbench, loaded once' },
    response: z.object({
      items: z.array(livingPopSchema),
      separatePops: z.boolean(),
      /** Of the allowlist, `https://*.shop.example` among them: pages of these origins are heard. */
      origins: z.array(z.string()),
    }),
  }),
  issueContextToken: defineRoute({
    method: 'POST',
    path: '/api/agent/context-token',
    access: ['workbench.use'],
    tag: 'workbench',
    summary: { zh: '为常驻页面签发上下文令牌', en: 'Sign what a Web API page is told of a contact' },
    body: z.strictObject({ callId: z.string().min(1).max(64), popId: id }),
    response: z.object({ token: z.string() }),
  }),
} as const
