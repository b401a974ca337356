// What the workbench's server asks about a caller: POST {"param": "<number>"}, answered with the cards that the agent sees.
// Copy it, and put your own look-up into findCustomer(). /rest/v2/customer says the same in a shape of its own: the operator
// maps it. Six numbers misbehave, so that one can see what an agent is told then.

import type { IncomingMessage } from 'node:http'
import { findCustomer, type Customer } from './customers.ts'

/** Does not answer before the workbench has given up. */
export const slowNumber = '13700000001'
/** Is answered 503. */
export const failingNumber = '13700000002'
/** Is answered something else than was agreed on. */
export const malformedNumber = '13700000003'
/** Is answered with an error inside a 200. */
export const reportingNumber = '13700000004'
/** Is answered 200 with nothing. */
export const emptyNumber = '13700000005'
/** Is a customer of whom much is known, and one field is wrong. */
export const oddNumber = '13700000006'

const longestQuestion = 4_096
const slowMs = 15_000

export interface InterfaceReply {
  readonly status: number
  readonly body: string
}

const reply = (status: number, body: unknown): InterfaceReply => ({ status, body: JSON.stringify(body) })

/** Undefined for addresses that are not of the interface. */
export async function customerReply(request: IncomingMessage, pathname: string): Promise<InterfaceReply | undefined> {
  const shape = shapes[pathname]
  if (shape === undefined) return undefined
  if (request.method !== 'POST') return reply(405, { error: 'only POST' })
  const number = await askedNumber(request)
  if (number === undefined) return reply(400, { error: 'a JSON object with "param" is wanted' })
  if (number.endsWith(slowNumber)) await pause(request)
  if (number.endsWith(failingNumber)) return reply(503, { error: 'down for maintenance' })
  if (number.endsWith(malformedNumber)) return reply(200, { sorry: 'this is not an array of objects' })
  if (number.endsWith(reportingNumber)) return reply(200, { code: 500, message: 'the database is away', data: null })
  if (number.endsWith(emptyNumber)) return { status: 200, body: '' }
  if (number.endsWith(oddNumber)) return reply(200, oddCustomer)
  return reply(200, shape(findCustomer(number)))
}

async function askedNumber(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length
    if (length > longestQuestion) return undefined
    parts.push(part)
  }
  try {
    const { param } = JSON.parse(Buffer.concat(parts).toString('utf8')) as { param?: unknown }
    return typeof param === 'string' ? param : undefined
  } catch {
    return undefined
  }
}

function pause({ socket }: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, slowMs)
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

const levels = [
  { key: 'gold', value: '金卡' },
  { key: 'silver', value: '银卡' },
  { key: 'standard', value: '普通' },
]
const states = [
  { key: 'delivered', value: '已签收' },
  { key: 'onTheWay', value: '运输中' },
  { key: 'returned', value: '已退货' },
]

const shapes: Readonly<Record<string, (customer: Customer | undefined) => unknown>> = {
  '/rest/v1/queryCustomer': (customer) => (customer === undefined ? [] : specified(customer)),
  '/rest/v2/customer': (customer) => ({ code: 0, data: customer === undefined ? null : ownShape(customer) }),
}

/** The specified shape: one object for each card. An unknown customer is an empty array. */
const specified = (customer: Customer) => [
  {
    objectName: '客户',
    values: [
      { valueNo: '1', name: '姓名', value: customer.name.zh, type: '1', length: '64', isMandatory: true },
      { valueNo: '2', name: '手机', value: customer.number, type: '1', length: '24', isMandatory: true, maskStyle: '1' },
      { valueNo: '3', name: '等级', value: customer.level, type: '5', isMandatory: false, dictItems: levels },
      { valueNo: '4', name: '城市', value: customer.city.zh, type: '1', isMandatory: false },
      { valueNo: '5', name: '注册日期', value: customer.since, type: '3', isMandatory: false },
      { valueNo: '6', name: '备注', value: customer.note.zh, type: '1', length: '256', isMandatory: false },
    ],
  },
  ...customer.orders.map((order) => ({
    objectName: `订单 ${order.number}`,
    values: [
      { name: '商品', value: order.title.zh, type: '1', isMandatory: false },
      { name: '金额', value: order.amount, type: '2', isMandatory: false },
      { name: '日期', value: order.date, type: '3', isMandatory: false },
      { name: '状态', value: order.state, type: '5', isMandatory: false, dictItems: states },
    ],
  })),
]

/** Numbers for texts, a dictionary that is missing, a text of many pages, more fields than anybody reads. */
const oddCustomer = [
  {
    objectName: '客户',
    values: [
      { valueNo: 1, name: '姓名', value: '贺知秋', type: 1, length: 64, isMandatory: 'true' },
      { valueNo: 2, name: '等级', value: 'gold', type: '5', isMandatory: false },
      { valueNo: 3, name: '开户时间', value: 1580400000000, type: 3, isMandatory: 0 },
      { valueNo: 4, name: '往来记录', value: '客户来电询问交货日期。'.repeat(2_000), type: '1', isMandatory: false },
      ...Array.from({ length: 300 }, (_, at) => ({ valueNo: at + 5, name: `指标${at + 1}`, value: at, type: '2', isMandatory: false })),
    ],
  },
]

const ownShape = ({ name, number, level, city, since, orders }: Customer) => ({
  customer: { fullName: name.zh, mobile: number, tier: level, address: { city: city.zh }, joined: since },
  orders: orders.map((order) => ({ no: order.number, title: order.title.zh, date: order.date, amount: order.amount })),
})
