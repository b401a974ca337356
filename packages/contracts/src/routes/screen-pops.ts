// Routes of screen pops.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { screenPopChangeSchema, screenPopInputSchema, screenPopSchema, workbenchKinds } from '../objects/screen-pop.ts'
import { listQuery } from './listing.ts'
import { defineRoute } from './route.ts'

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
    response: z.object({ url: z.string() }),
  }),
} as const
