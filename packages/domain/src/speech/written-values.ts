// Where numbers stand in free text and what kind each is: the first form that fits, longest forms first.
import type { Language } from '@openseat/contracts'
import { spoken } from './read-out.ts'
import type { Currency } from './reader.ts'

interface Form {
  readonly pattern: RegExp
  /** Null lets the next form try. */
  readonly say: (groups: Readonly<Record<string, string | undefined>>, language: Language, timeZone: string) => string | null
}

const sign = String.raw`(?<sign>[-\u2212])?`
const bare = String.raw`(?<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)`
const amount = sign + bare
const after = String.raw`(?![\d,.]*\d)`
/** A sign is one only where no number or word stands before it. */
const alone = String.raw`(?<![\d\p{Script=Latin}]-?)`

const symbols: Readonly<Record<string, Currency>> = {
  '¥': 'CNY',
  RMB: 'CNY',
  CNY: 'CNY',
  元: 'CNY',
  HK$: 'HKD',
  HKD: 'HKD',
  港元: 'HKD',
  港币: 'HKD',
  US$: 'USD',
  $: 'USD',
  USD: 'USD',
  美元: 'USD',
  '€': 'EUR',
  EUR: 'EUR',
  欧元: 'EUR',
}
const before = String.raw`(?<symbol>HK\$|US\$|\$|¥|€|RMB|CNY|USD|HKD|EUR)`
const behind = String.raw`(?<symbol>港元|港币|美元|欧元|元|RMB|CNY|USD|HKD|EUR)`

const money: Form['say'] = ({ sign = '', amount = '', symbol = '' }, language) =>
  spoken({ kind: 'money', value: `${sign}${amount}`, currency: symbols[symbol.toUpperCase()] ?? 'CNY' }, language)

const two = (text = ''): string => text.padStart(2, '0')

const date: Form['say'] = ({ year = '', month, day }, language) =>
  spoken({ kind: 'date', value: `${year}-${two(month)}-${two(day)}` }, language)

/** Day and month are told apart by what a month can be; where both can, the month comes first. */
const dateOfTwoOrders: Form['say'] = ({ year = '', first = '', second = '' }, language) => {
  const [month, day] = Number(first) > 12 ? [second, first] : [first, second]
  return spoken({ kind: 'date', value: `${year}-${two(month)}-${two(day)}` }, language)
}

const counted = '个|位|名|次|天|年|小时|分钟|秒|张|件|条|笔|人|台|部|项|种|倍|周|家|号线|遍|句|页|套|层|米|公里'

/** In the order in which they are tried at each place. */
const forms: readonly Form[] = [
  {
    pattern: /(?<moment>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:\.\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?)/u,
    say: ({ moment = '' }, language, timeZone) => spoken({ kind: 'dateTime', value: moment, timeZone }, language),
  },
  { pattern: /(?<![\d.])(?<year>\d{4})(?<mark>[-/.])(?<month>\d{1,2})\k<mark>(?<day>\d{1,2})(?![\d.]*\d)/u, say: date },
  { pattern: /(?<!\d)(?<year>\d{4})年(?<month>\d{1,2})月(?<day>\d{1,2})[日号]/u, say: date },
  { pattern: /(?<![\d.])(?<first>\d{1,2})\/(?<second>\d{1,2})\/(?<year>\d{4})(?!\d)/u, say: dateOfTwoOrders },
  {
    pattern: /(?<!\d)(?<year>\d{4})(?=年(?!间|前|后))/u,
    say: ({ year = '' }, language) => (language === 'en' ? null : digitsAsNumerals(year)),
  },
  {
    pattern: /(?<![\d:])(?<time>\d{1,2}:\d{2}(?::\d{2})?)(?![\d:])/u,
    say: ({ time = '' }, language) => spoken({ kind: 'time', value: time }, language),
  },
  {
    pattern: new RegExp(`${alone}${sign}${before}\\s?${bare}${after}`, 'iu'),
    say: money,
  },
  { pattern: new RegExp(`${alone}${amount}\\s?${behind}(?![\\p{Script=Latin}])`, 'iu'), say: money },
  {
    pattern: new RegExp(`${alone}${amount}\\s?%`, 'u'),
    say: ({ sign = '', amount = '' }, language) => spoken({ kind: 'percent', value: `${sign}${amount}` }, language),
  },
  {
    pattern:
      /(?<![\d\p{Script=Latin}.])(?<phone>\+\d[\d -]{5,18}\d|0\d{2,3}[- ]\d{7,8}|[48]00[- ]?\d{3}[- ]?\d{4}|1[3-9]\d{9}|\d{3}-\d{3,4}-\d{4})(?![\d.]*\d)/u,
    say: ({ phone = '' }, language) => spoken({ kind: 'phone', value: phone }, language),
  },
  {
    pattern: /(?<=\p{Script=Latin})(?<digits>\d{1,32})|(?<![\d.,])(?<digits>\d{1,32})(?=\p{Script=Latin})/u,
    say: ({ digits = '' }, language) => spoken({ kind: 'digits', value: digits }, language),
  },
  { pattern: /(?<dotted>\d{1,16}(?:\.\d{1,16}){2,})/u, say: ({ dotted = '' }, language) => dottedNumber(dotted, language) },
  {
    // Leading zeros and long rows are read one by one; nobody says twelve billion for an order.
    pattern: /(?<![\d.,])(?<long>0\d{1,63}|\d{9,64})(?![\d.,]*\d)/u,
    say: ({ long = '' }, language) => spoken({ kind: 'account', value: long }, language),
  },
  {
    pattern: new RegExp(`${alone}${amount}(?=(?<unit>\\s?(?:${counted}))?)`, 'u'),
    say: ({ sign = '', amount = '', unit }, language) =>
      spoken({ kind: 'number', value: `${sign}${amount}`, counting: unit !== undefined }, language),
  },
  { pattern: /(?<rest>\d{1,64})/u, say: ({ rest = '' }, language) => spoken({ kind: 'digits', value: rest }, language) },
]

/** A year is read digit by digit, but one stays 一. */
const digitsAsNumerals = (digits: string): string | null =>
  [...digits].map((digit) => spoken({ kind: 'number', value: digit }, 'zh-CN') ?? '').join('')

function dottedNumber(dotted: string, language: Language): string {
  const space = language === 'en' ? ' ' : ''
  const point = language === 'en' ? 'point' : '点'
  return dotted
    .split('.')
    .map((part) => spoken({ kind: 'digits', value: part }, language) ?? '')
    .join(`${space}${point}${space}`)
}

const sticky = forms.map(({ pattern, say }) => ({ pattern: new RegExp(pattern.source, `${pattern.flags}y`), say }))

export interface WrittenValue {
  /** Behind the last character that was read. */
  readonly end: number
  readonly text: string
}

/** What stands at `at`, in words; null when no number begins there. */
export function valueAt(text: string, at: number, { language, timeZone }: { language: Language; timeZone: string }): WrittenValue | null {
  for (const { pattern, say } of sticky) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    const said = found && say(found.groups ?? {}, language, timeZone)
    if (found !== null && said !== null) return { end: at + found[0].length, text: said }
  }
  return null
}
