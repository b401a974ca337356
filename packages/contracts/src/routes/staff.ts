// Routes of staff and roles.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { initialPasswordSchema, role, staffChangeSchema, staffCreatedSchema, staffInputSchema, staffSchema } from '../objects/staff.ts'
import { listQuery, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byId = z.strictObject({ id: idText })
const staffRead = ['staff.read', 'staff.manage'] as const

export const staffRoutes = {
  listStaff: defineRoute({
    method: 'GET',
    path: '/api/staff',
    access: staffRead,
    tag: 'staff',
    summary: { zh: '员工列表', en: 'List staff' },
    query: z.strictObject({ ...listQuery, active: z.enum(['true', 'false']).optional() }),
    response: pageOf(staffSchema),
  }),
  createStaff: defineRoute({
    method: 'POST',
    path: '/api/staff',
    access: ['staff.manage'],
    tag: 'staff',
    summary: { zh: '新建员工', en: 'Create a staff member' },
    body: staffInputSchema,
    response: staffCreatedSchema,
  }),
  getStaff: defineRoute({
    method: 'GET',
    path: '/api/staff/:id',
    access: staffRead,
    tag: 'staff',
    summary: { zh: '员工详情', en: 'One staff member' },
    params: byId,
    response: staffSchema,
  }),
  changeStaff: defineRoute({
    method: 'PUT',
    path: '/api/staff/:id',
    access: ['staff.manage'],
    tag: 'staff',
    summary: { zh: '修改员工', en: 'Change a staff member' },
    params: byId,
    body: staffChangeSchema,
    response: staffSchema,
  }),
  deleteStaff: defineRoute({
    method: 'DELETE',
    path: '/api/staff/:id',
    access: ['staff.manage'],
    tag: 'staff',
    summary: { zh: '删除员工', en: 'Delete a staff member' },
    params: byId,
  }),
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
    response: staffSchema,
  }),
  ...role.routes,
} as const
