// Routes of the telephone network: trunks and outbound routes (operator), phones (tenant).
import { z } from 'zod'
import { idText } from '../fields.ts'
import {
  outboundRouteInputSchema,
  outboundRouteSchema,
  phoneChangeSchema,
  phoneInputSchema,
  phoneSchema,
  phoneSecretSchema,
  trunkInputSchema,
  trunkSchema,
} from '../objects/network.ts'
import { listQuerySchema, pageOf } from './listing.ts'
import { defineRoute } from './route.ts'

const byTrunk = z.strictObject({ trunkId: idText })
const byRoute = z.strictObject({ routeId: idText })
const byId = z.strictObject({ id: idText })

export const networkRoutes = {
  listTrunks: defineRoute({
    method: 'GET',
    path: '/api/trunks',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '中继列表', en: 'List trunks, with their state now' },
    query: listQuerySchema,
    response: pageOf(trunkSchema),
  }),
  createTrunk: defineRoute({
    method: 'POST',
    path: '/api/trunks',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '新建中继', en: 'Create a trunk' },
    body: trunkInputSchema,
    response: trunkSchema,
  }),
  changeTrunk: defineRoute({
    method: 'PUT',
    path: '/api/trunks/:trunkId',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '修改中继', en: 'Change a trunk' },
    params: byTrunk,
    body: trunkInputSchema,
    response: trunkSchema,
  }),
  deleteTrunk: defineRoute({
    method: 'DELETE',
    path: '/api/trunks/:trunkId',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '删除中继', en: 'Delete a trunk' },
    params: byTrunk,
  }),
  listOutboundRoutes: defineRoute({
    method: 'GET',
    path: '/api/outbound-routes',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '外呼路由列表', en: 'List outbound routes' },
    query: listQuerySchema,
    response: pageOf(outboundRouteSchema),
  }),
  createOutboundRoute: defineRoute({
    method: 'POST',
    path: '/api/outbound-routes',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '新建外呼路由', en: 'Create an outbound route' },
    body: outboundRouteInputSchema,
    response: outboundRouteSchema,
  }),
  changeOutboundRoute: defineRoute({
    method: 'PUT',
    path: '/api/outbound-routes/:routeId',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '修改外呼路由', en: 'Change an outbound route' },
    params: byRoute,
    body: outboundRouteInputSchema,
    response: outboundRouteSchema,
  }),
  deleteOutboundRoute: defineRoute({
    method: 'DELETE',
    path: '/api/outbound-routes/:routeId',
    access: ['trunk.manage'],
    tag: 'network',
    summary: { zh: '删除外呼路由', en: 'Delete an outbound route' },
    params: byRoute,
  }),
  listPhones: defineRoute({
    method: 'GET',
    path: '/api/phones',
    access: ['phone.manage'],
    tag: 'network',
    summary: { zh: '话机列表', en: 'List phones, and which are registered now' },
    query: listQuerySchema,
    response: pageOf(phoneSchema),
  }),
  createPhone: defineRoute({
    method: 'POST',
    path: '/api/phones',
    access: ['phone.manage'],
    tag: 'network',
    summary: { zh: '新建话机', en: 'Create a phone' },
    body: phoneInputSchema,
    response: phoneSecretSchema,
  }),
  changePhone: defineRoute({
    method: 'PUT',
    path: '/api/phones/:id',
    access: ['phone.manage'],
    tag: 'network',
    summary: { zh: '修改话机', en: 'Change a phone' },
    params: byId,
    body: phoneChangeSchema,
    response: phoneSchema,
  }),
  resetPhonePassword: defineRoute({
    method: 'POST',
    path: '/api/phones/:id/reset-password',
    access: ['phone.manage'],
    tag: 'network',
    summary: { zh: '重置话机密码', en: 'Give a phone a new password' },
    params: byId,
    response: phoneSecretSchema,
  }),
  deletePhone: defineRoute({
    method: 'DELETE',
    path: '/api/phones/:id',
    access: ['phone.manage'],
    tag: 'network',
    summary: { zh: '删除话机', en: 'Delete a phone' },
    params: byId,
  }),
} as const
