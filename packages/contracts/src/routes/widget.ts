// Routes of the web call widgets.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { widget } from '../objects/widget.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })

export const widgetRoutes = {
  ...widget.routes,
  addWidgetKey: defineRoute({
    method: 'POST',
    path: '/api/widgets/:id/keys',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '新增签名密钥', en: 'Make another key; the present one stays valid until it is removed' },
    params: byId,
    response: widget.routes.createWidget.response,
  }),
  removeWidgetKey: defineRoute({
    method: 'DELETE',
    path: '/api/widgets/:id/keys/:keyId',
    access: ['widget.manage'],
    tag: 'network',
    summary: { zh: '移除签名密钥', en: 'Remove a key: what was signed with it is refused from now on' },
    params: z.strictObject({ id: idText, keyId: z.string().max(32) }),
    response: widget.output,
  }),
} as const
