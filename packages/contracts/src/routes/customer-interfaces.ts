// Routes of customer interfaces: the operator's, and the tenants' list of those that they may use.
import { z } from 'zod'
import { idText } from '../fields.ts'
import {
  customerInterfaceInputSchema,
  customerInterfaceSchema,
  interfaceTestResultSchema,
  interfaceTestSchema,
  listedInterfaceSchema,
  mappingTrialResultSchema,
  mappingTrialSchema,
  pageInterfaceSchema,
} from '../objects/customer-interface.ts'
import { listQuerySchema, pageOf } from '../rest/listing.ts'
import { defineRoute } from '../rest/route.ts'

const byInterface = z.strictObject({ interfaceId: idText })

export const customerInterfaceRoutes = {
  listCustomerInterfaces: defineRoute({
    method: 'GET',
    path: '/api/customer-interfaces',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '接口列表', en: 'List customer interfaces, with what each answered last' },
    query: listQuerySchema,
    response: pageOf(listedInterfaceSchema),
  }),
  getCustomerInterface: defineRoute({
    method: 'GET',
    path: '/api/customer-interfaces/:interfaceId',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '查看接口', en: 'Read a customer interface; the values of its headers are not shown' },
    params: byInterface,
    response: customerInterfaceSchema,
  }),
  createCustomerInterface: defineRoute({
    method: 'POST',
    path: '/api/customer-interfaces',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '新建接口', en: 'Register a customer interface' },
    body: customerInterfaceInputSchema,
    response: customerInterfaceSchema,
  }),
  changeCustomerInterface: defineRoute({
    method: 'PUT',
    path: '/api/customer-interfaces/:interfaceId',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '修改接口', en: 'Change a customer interface; a header without a value keeps the present one' },
    params: byInterface,
    body: customerInterfaceInputSchema,
    response: customerInterfaceSchema,
  }),
  deleteCustomerInterface: defineRoute({
    method: 'DELETE',
    path: '/api/customer-interfaces/:interfaceId',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '删除接口', en: 'Delete a customer interface that no page uses' },
    params: byInterface,
  }),
  testCustomerInterface: defineRoute({
    method: 'POST',
    path: '/api/customer-interfaces/test',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '测试接口', en: 'Ask an interface as it is in the form: the answer as it came, and its cards' },
    body: interfaceTestSchema,
    response: interfaceTestResultSchema,
  }),
  mapCustomerAnswer: defineRoute({
    method: 'POST',
    path: '/api/customer-interfaces/map',
    access: ['customerInterface.manage'],
    tag: 'interfaces',
    summary: { zh: '预览映射', en: 'The cards of an answer by a mapping; nobody is asked' },
    body: mappingTrialSchema,
    response: mappingTrialResultSchema,
  }),
  listPageInterfaces: defineRoute({
    method: 'GET',
    path: '/api/page-interfaces',
    access: ['page.manage'],
    tag: 'interfaces',
    summary: { zh: '可用接口', en: 'The customer interfaces that the tenant may use' },
    response: z.array(pageInterfaceSchema),
  }),
} as const
