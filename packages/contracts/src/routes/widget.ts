// Routes of the web call widgets.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { widgetInputSchema, widgetSchema, widgetSecretSchema } from '../objects/widget.ts'
import { listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })

export const widgetRoutes = {
  listWidgets: defineRoute({
    method: 'GET',
    path: '/api/widgets',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '网页呼叫组件列表', en: 'List web call widgets' },
    query: listQuerySchema,
    response: pageOf(widgetSchema),
  }),
  createWidget: defineRoute({
    method: 'POST',
    path: '/api/widgets',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '新建网页呼叫组件', en: 'Create a web call widget; its key is shown once' },
    body: widgetInputSchema,
    response: widgetSecretSchema,
  }),
  changeWidget: defineRoute({
    method: 'PUT',
    path: '/api/widgets/:id',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '修改网页呼叫组件', en: 'Change a web call widget' },
    params: byId,
    body: widgetInputSchema,
    response: widgetSchema,
  }),
  addWidgetKey: defineRoute({
    method: 'POST',
    path: '/api/widgets/:id/keys',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '新增签名密钥', en: 'Make another key; the present one stays valid until it is removed' },
    params: byId,
    response: widgetSecretSchema,
  }),
  removeWidgetKey: defineRoute({
    method: 'DELETE',
    path: '/api/widgets/:id/keys/:keyId',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '移除签名密钥', en: 'Remove a key: what was signed with it is refused from now on' },
    params: z.strictObject({ id: idText, keyId: z.string().max(32) }),
    response: widgetSchema,
  }),
  deleteWidget: defineRoute({
    method: 'DELETE',
    path: '/api/widgets/:id',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '删除网页呼叫组件', en: 'Delete a web call widget' },
    params: byId,
  }),
} as const
