// A CSV file of made-up customers, the same at every run: `node examples/scripts/make-customers.ts FILE [HOW-MANY]`.
// For a base table with these fields; numbers stand in it in the forms in which companies keep them.
import { writeFileSync } from 'node:fs'

const header = ['手机', '姓名', '等级', '城市', '证件号', '生日', '联系时间', '余额', '备注']
const families = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗']
const given = ['敏', '雷', '思远', '静', '伟', '芳', '强', '晓燕', '建国', '雨桐', '子涵', '欣怡', '志明', '丽华', '俊杰', '海燕']
const levels = ['金卡', '银卡', '普通']
const cities = ['上海', '北京', '广州', '深圳', '杭州', '成都', '武汉', '西安']
const notes = ['', '', '希望下午联系', '"VIP", 请优先', '=SUM(1,2)', '地址：\n浦东新区']

/** Numbers from 0 up to `below`, in an order that is always the same (xorshift). */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const padded = (value: number, width: number): string => String(value).padStart(width, '0')

/** One number of each customer: `139` and eight digits of its own. */
function numberOf(index: number, form: number): string {
  const number = `139${padded(index * 7 + 1, 8)}`
  return [number, number, `+86${number}`, `86${number}`][form] ?? number
}

function customer(index: number, next: (below: number) => number): string[] {
  const pick = (list: readonly string[]): string => list[next(list.length)] ?? ''
  return [
    numberOf(index, next(4)),
    pick(families) + pick(given),
    pick(levels),
    pick(cities),
    `ID${padded(next(1_000_000), 6)}${padded(index, 6)}`,
    `${1950 + next(55)}-${padded(next(12) + 1, 2)}-${padded(next(28) + 1, 2)}`,
    `${padded(9 + next(9), 2)}:${padded(next(4) * 15, 2)}`,
    `${next(100_000)}.${padded(next(100), 2)}`,
    pick(notes),
  ]
}

function customersCsv(count: number): string {
  const next = dice(20_261_123)
  const rows = Array.from({ length: count }, (_, index) => customer(index, next))
  return [header, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('')
}

const [file = '', count = '10000'] = process.argv.slice(2)
if (file === '' || !/^[1-9]\d{0,5}$/.test(count)) {
  process.stderr.write('Usage: node examples/scripts/make-customers.ts FILE [HOW-MANY]\n')
  process.exitCode = 1
} else writeFileSync(file, `\uFEFF${customersCsv(Number(count))}`)
