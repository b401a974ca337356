// The enterprise's customers, all made up. A real system asks its own database here.

export interface Order {
  readonly number: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly date: string
  readonly state: 'delivered' | 'onTheWay' | 'returned'
  readonly amount: number
}

export interface Customer {
  readonly name: { readonly zh: string; readonly en: string }
  readonly number: string
  readonly level: 'gold' | 'silver' | 'standard'
  readonly city: { readonly zh: string; readonly en: string }
  readonly since: string
  readonly note: { readonly zh: string; readonly en: string }
  readonly orders: readonly Order[]
}

const customers: readonly Customer[] = [
  {
    name: { zh: '陈思远', en: 'Chen Siyuan' },
    number: '13812345678',
    level: 'gold',
    city: { zh: '上海', en: 'Shanghai' },
    since: '2019-03-12',
    note: { zh: '希望下午联系，已登记会员日提醒。', en: 'Prefers calls in the afternoon; asked to be told of member days.' },
    orders: [
      {
        number: 'A20418',
        title: { zh: '空气净化器 滤芯两件装', en: 'Air purifier filters, pack of two' },
        date: '2026-11-02',
        state: 'onTheWay',
        amount: 398,
      },
      { number: 'A20377', title: { zh: '扫地机器人', en: 'Robot vacuum cleaner' }, date: '2026-08-19', state: 'delivered', amount: 2499 },
      { number: 'A19860', title: { zh: '电热水壶', en: 'Electric kettle' }, date: '2026-01-30', state: 'returned', amount: 189 },
    ],
  },
  {
    name: { zh: '林小雨', en: 'Lin Xiaoyu' },
    number: '13900001111',
    level: 'silver',
    city: { zh: '成都', en: 'Chengdu' },
    since: '2022-06-01',
    note: { zh: '上次来电咨询安装时间。', en: 'Asked about the date of installation in the last call.' },
    orders: [
      {
        number: 'B11032',
        title: { zh: '洗碗机（含安装）', en: 'Dishwasher with installation' },
        date: '2026-10-27',
        state: 'onTheWay',
        amount: 4299,
      },
    ],
  },
  {
    name: { zh: '周建国', en: 'Zhou Jianguo' },
    number: '02866886688',
    level: 'standard',
    city: { zh: '成都', en: 'Chengdu' },
    since: '2024-09-15',
    note: { zh: '', en: '' },
    orders: [],
  },
]

/** Digits only, without the country's 86, so that `+86 138-1234-5678` finds `13812345678`. */
export function findCustomer(number: string): Customer | undefined {
  const digits = number.replace(/\D/g, '').replace(/^(00)?86(?=\d{10,})/, '')
  return customers.find((customer) => customer.number === digits)
}

/** Who is signed in at the shop. A real one reads it from the visitor's session. */
export function signedInCustomer(): Customer {
  const [customer] = customers
  if (!customer) throw new Error('the example has no customers')
  return customer
}
