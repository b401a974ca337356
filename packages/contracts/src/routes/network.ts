// Routes of the telephone network: trunks and outbound routes (operator), phones (tenant).
import { z } from 'zod'
import { idText } from '../fields.ts'
import { outboundRoute, phone, trunk } from '../objects/network.ts'
import { defineRoute } from '../rest/route.ts'

export const networkRoutes = {
  ...trunk.routes,
  ...outboundRoute.routes,
  ...phone.routes,
  resetPhonePassword: defineRoute({
    method: 'POST',
    path: '/api/phones/:id/reset-password',
    access: ['phone.manage'],
    tag: 'network',
    summary: { zh: '重置话机密码', en: 'Give a phone a new password' },
    params: z.strictObject({ id: idText }),
    response: phone.routes.createPhone.response,
  }),
} as const
