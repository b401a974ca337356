// Routes of staff and roles.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { initialPasswordSchema, role, staff } from '../objects/staff.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })

export const staffRoutes = {
  ...staff.routes,
  resetStaffPassword: defineRoute({
    method: 'POST',
    path: '/api/staff/:id/reset-password',
    access: ['staff.manage'],
    tag: 'staff',
    summary: { zh: '重置密码', en: 'Reset the password' },
    params: byId,
    response: initialPasswordSchema,
  }),
  unlockStaff: defineRoute({
    method: 'POST',
    path: '/api/staff/:id/unlock',
    access: ['staff.manage'],
    tag: 'staff',
    summary: { zh: '解锁帐号', en: 'Unlock the account' },
    params: byId,
    response: staff.output,
  }),
  ...role.routes,
} as const
