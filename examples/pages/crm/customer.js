// The customer's page of a screen pop that passes the call's data in the address (GET).
// Copy it, and put your own customer interface into lookUp().
//
// Parameters of a call arrive as ?callerNum=...&calledNum=...&callid=...&mediaType=1&callType=0&workNo=101
// They come from outside: they are shown by textContent only, never by innerHTML.
'use strict'

const texts = {
  zh: {
    title: '客户信息',
    profile: '基本信息',
    orders: '订单',
    noOrders: '暂无订单',
    params: '收到的呼叫参数',
    newCustomer: '新客户',
    unknown: '没有号码为 {number} 的客户，可在通话中建档。',
    sample: '没有收到呼叫参数，这里显示示例数据。',
    failed: '客户资料查询失败，请稍后重试。',
    withheld: '来电号码未显示，无法按号码查找客户。',
    noNumber: '号码未显示',
    inbound: '呼入',
    outbound: '呼出',
    number: '电话',
    city: '城市',
    since: '注册日期',
    note: '备注',
    order: '单号',
    item: '商品',
    date: '日期',
    state: '状态',
    amount: '金额（元）',
    gold: '金卡会员',
    silver: '银卡会员',
    standard: '普通会员',
    delivered: '已签收',
    onTheWay: '配送中',
    returned: '已退货',
  },
  en: {
    title: 'Customer',
    profile: 'Profile',
    orders: 'Orders',
    noOrders: 'No orders yet',
    params: 'Call parameters received',
    newCustomer: 'New customer',
    unknown: 'No customer has the number {number}. You can create one during the call.',
    sample: 'No call parameters arrived: this is sample data.',
    failed: 'The customer could not be looked up. Please try again.',
    withheld: 'The caller withheld the number, so no customer can be found by it.',
    noNumber: 'Withheld',
    inbound: 'Inbound',
    outbound: 'Outbound',
    number: 'Telephone',
    city: 'City',
    since: 'Customer since',
    note: 'Note',
    order: 'Order',
    item: 'Item',
    date: 'Date',
    state: 'State',
    amount: 'Amount (CNY)',
    gold: 'Gold member',
    silver: 'Silver member',
    standard: 'Member',
    delivered: 'Delivered',
    onTheWay: 'On the way',
    returned: 'Returned',
  },
}

const sample = {
  name: { zh: '陈思远', en: 'Chen Siyuan' },
  number: '13812345678',
  level: 'gold',
  city: { zh: '上海', en: 'Shanghai' },
  since: '2019-03-12',
  note: { zh: '示例客户', en: 'A sample customer' },
  orders: [
    {
      number: 'A20418',
      title: { zh: '空气净化器 滤芯两件装', en: 'Air purifier filters, pack of two' },
      date: '2026-11-02',
      state: 'onTheWay',
      amount: 398,
    },
  ],
}

const params = new URLSearchParams(location.search)
const language = (params.get('lang') || navigator.language).toLowerCase().startsWith('zh') ? 'zh' : 'en'
const text = texts[language]

/** The customer's side of the call: the caller when it came in, the called when the agent dialled. */
function customerNumber() {
  return (params.get('callType') === '1' ? params.get('calledNum') : params.get('callerNum')) || ''
}

/** Your own system answers here. `customer` is null for an unknown number. */
async function lookUp(number) {
  const response = await fetch(`customers.json?number=${encodeURIComponent(number)}`)
  if (!response.ok) throw new Error(`The customer interface answered ${response.status}`)
  const { customer } = await response.json()
  return customer
}

const byId = (id) => document.getElementById(id)

/** A new element with plain text in it. */
function element(name, content, className = '') {
  const made = document.createElement(name)
  made.textContent = content
  made.className = className
  return made
}

function show(id, content) {
  byId(id).textContent = content
  byId(id).hidden = false
}

function showFields(id, fields) {
  byId(id).replaceChildren(...fields.flatMap(([label, value]) => [element('dt', label), element('dd', value)]))
}

function showFrame(number) {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  document.title = text.title
  show('profile-title', text.profile)
  show('orders-title', text.orders)
  show('params-title', `${text.params} (${[...params].length})`)
  showFields('params', [...params])
  if (number === '') return
  show('call', `${params.get('callType') === '1' ? text.outbound : text.inbound} · ${number}`)
}

function showCustomer(customer) {
  show('name', customer.name[language])
  show('level', text[customer.level])
  byId('level').classList.toggle('gold', customer.level === 'gold')
  showFields('profile', [
    [text.number, customer.number],
    [text.city, customer.city[language]],
    [text.since, customer.since],
    [text.note, customer.note[language] || '—'],
  ])
  showOrders(customer.orders)
}

function showOrders(orders) {
  byId('orders').hidden = orders.length === 0
  if (orders.length === 0) return show('no-orders', text.noOrders)
  const heads = [text.order, text.item, text.date, text.state]
  byId('orders-head').replaceChildren(...heads.map((head) => element('th', head)), element('th', text.amount, 'amount'))
  byId('orders-body').replaceChildren(...orders.map(orderRow))
}

function orderRow(order) {
  const row = document.createElement('tr')
  row.append(
    element('td', order.number),
    element('td', order.title[language]),
    element('td', order.date, 'date'),
    element('td', text[order.state], `state-${order.state}`),
    element('td', order.amount.toLocaleString(language), 'amount'),
  )
  return row
}

function showNewCustomer(number) {
  show('name', text.newCustomer)
  show('notice', number === '' ? text.withheld : text.unknown.replace('{number}', () => number))
  showFields('profile', [[text.number, number || text.noNumber]])
  show('no-orders', text.noOrders)
}

async function showPage() {
  const number = customerNumber()
  showFrame(number)
  if (number === '' && !params.has('callid')) {
    show('notice', text.sample)
    return showCustomer(sample)
  }
  const customer = number === '' ? null : await lookUp(number)
  return customer === null ? showNewCustomer(number) : showCustomer(customer)
}

showPage()
  .catch(() => show('notice', text.failed))
  .finally(() => document.body.setAttribute('data-ready', 'true'))
