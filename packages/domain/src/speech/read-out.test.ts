import type { Language } from '@openseat/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOut, speechClips, spoken, type ReadOutKind, type ReadOut, type ReadOutValue } from './read-out.ts'
import { parseChinese, parseEnglish } from './test-support/parse-spoken.ts'

type Row = readonly [kind: ReadOutKind, value: ReadOutValue, chinese: string | null, english: string | null, options?: Partial<ReadOut>]

const rows: readonly Row[] = [
  ['number', 0, '零', 'zero'],
  ['number', 2, '二', 'two'],
  ['number', 2, '两', 'two', { counting: true }],
  ['number', 10, '十', 'ten'],
  ['number', 12, '十二', 'twelve'],
  ['number', 101, '一百零一', 'one hundred one'],
  ['number', 110, '一百一十', 'one hundred ten'],
  ['number', '1,002', '一千零二', 'one thousand two'],
  ['number', 2_200, '两千二百', 'two thousand two hundred'],
  ['number', 20_000, '两万', 'twenty thousand'],
  ['number', 100_000, '十万', 'one hundred thousand'],
  ['number', 105_000, '十万五千', 'one hundred five thousand'],
  ['number', 100_010_000, '一亿零一万', 'one hundred million ten thousand'],
  ['number', 10 ** 12, '一万亿', 'one trillion'],
  ['number', 10n ** 12n, '一万亿', 'one trillion'],
  ['number', 0.05, '零点零五', 'zero point zero five'],
  ['number', '3.50', '三点五零', 'three point five zero'],
  ['number', 0.1 + 0.2, '零点三', 'zero point three'],
  ['number', -3, '负三', 'minus three'],
  ['number', '-0', '零', 'zero'],
  ['number', '１２', '十二', 'twelve'],
  ['number', 10 ** 15, null, null],
  ['number', '1,00', null, null],
  ['number', Number.NaN, null, null],
  ['number', 'ten', null, null],
  ['money', '1234.50', '一千二百三十四元五角', 'one thousand two hundred thirty-four dollars and fifty cents'],
  ['money', 0.05, '五分', 'five cents'],
  ['money', 1.05, '一元零五分', 'one dollar and five cents'],
  ['money', 2.02, '两元零二分', 'two dollars and two cents'],
  ['money', 0.02, '两分', 'two cents'],
  ['money', 0.55, '五角五分', 'fifty-five cents'],
  ['money', 0, '零元', 'zero dollars'],
  ['money', -1, '负一元', 'minus one dollar'],
  ['money', 1.995, '两元', 'two dollars'],
  ['money', -0.001, '零元', 'zero dollars'],
  ['date', '2026-11-22', '二零二六年十一月二十二日', 'November twenty-second, twenty twenty-six'],
  ['date', '2024-02-29', '二零二四年二月二十九日', 'February twenty-ninth, twenty twenty-four'],
  ['date', '2000-01-01', '二零零零年一月一日', 'January first, two thousand'],
  ['date', '1905-05-10', '一九零五年五月十日', 'May tenth, nineteen oh five'],
  ['date', '1900-12-31', '一九零零年十二月三十一日', 'December thirty-first, nineteen hundred'],
  ['date', '2026-11-22', '二零二六年十一月二十二日星期日', 'Sunday, November twenty-second, twenty twenty-six', { weekday: true }],
  ['date', '2023-02-29', null, null],
  ['date', 'tomorrow', null, null],
  ['date', new Date(Number.NaN), null, null],
  ['time', '00:00', '零点整', 'twelve midnight'],
  ['time', '12:00', '十二点整', 'twelve noon'],
  ['time', '12:05', '十二点零五分', 'twelve oh five P M'],
  ['time', '0:30', '零点三十分', 'twelve thirty A M'],
  ['time', '14:00', '十四点整', 'two P M'],
  ['time', '02:10:05', '两点十分零五秒', 'two ten A M and five seconds'],
  ['time', '24:00', null, null],
  ['time', '2026-11-22', null, null],
  [
    'dateTime',
    '2026-11-22T16:05:00Z',
    '二零二六年十一月二十三日，零点零五分',
    'November twenty-third, twenty twenty-six, twelve oh five A M',
    { timeZone: 'Asia/Shanghai' },
  ],
  ['percent', '12.5%', '百分之十二点五', 'twelve point five percent'],
  ['percent', -3, '负百分之三', 'minus three percent'],
  ['duration', 0, '零秒', 'zero seconds'],
  ['duration', 120, '两分钟', 'two minutes'],
  ['duration', 125, '两分五秒', 'two minutes five seconds'],
  ['duration', 90_061, '一天一小时一分一秒', 'one day one hour one minute one second'],
  ['duration', -1, null, null],
  ['ordinal', 1, '第一', 'first'],
  ['ordinal', 12, '第十二', 'twelfth'],
  ['ordinal', 20, '第二十', 'twentieth'],
  ['ordinal', 21, '第二十一', 'twenty-first'],
  ['ordinal', 100, '第一百', 'one hundredth'],
  ['ordinal', 0, null, null],
  ['ordinal', 1.5, null, null],
  ['phone', '13800138000', '幺三八，零零幺三，八零零零', 'one three eight, zero zero one three, eight zero zero zero'],
  ['phone', '+86 21-62', '加八六，二幺，六二', 'plus eight six, two one, six two'],
  ['account', '622202123456', '六二二二，零二幺二，三四五六', 'six two two two, zero two one two, three four five six'],
  ['account', '123456789', '幺二三四，五六七八九', 'one two three four, five six seven eight nine'],
  ['code', '012345', '零幺二，三四五', 'zero one two, three four five'],
  ['code', 'a3#*', 'A三井号星号', 'A three hash star'],
  ['digits', 101, '幺零幺', 'one zero one'],
  ['digits', '', null, null],
  ['digits', '１２', '幺二', 'one two'],
  ['digits', '12;34', null, null],
  ['digits', '1'.repeat(65), null, null],
]

describe.each(['zh-CN', 'en'] as const)('read-outs in %s', (language) => {
  it.each(rows.map((row) => ({ row, name: `${row[0]} ${String(row[1])}` })))('$name', ({ row }) => {
    const [kind, value, chinese, english, options] = row
    const currency = language === 'en' ? 'USD' : 'CNY'
    expect(spoken({ kind, value, currency, ...options }, language)).toBe(language === 'en' ? english : chinese)
  })
})

describe('money of other currencies', () => {
  it.each([
    ['USD', '1234.56', '一千二百三十四美元五十六美分', 'one thousand two hundred thirty-four dollars and fifty-six cents'],
    ['HKD', '2.50', '两港元五角', 'two Hong Kong dollars and fifty cents'],
    ['EUR', '1', '一欧元', 'one euro'],
    ['EUR', '0.02', '两欧分', 'two cents'],
    ['CNY', '1.50', '一元五角', 'one yuan and fifty fen'],
  ] as const)('%s %s', (currency, value, chinese, english) => {
    expect(spoken({ kind: 'money', value, currency }, 'zh-CN')).toBe(chinese)
    expect(spoken({ kind: 'money', value, currency }, 'en')).toBe(english)
  })
})

const whole = fc.oneof(
  fc.integer({ min: 0, max: 10 ** 12 }),
  fc.integer({ min: 0, max: 12 }).chain((power) => fc.integer({ min: 1, max: 99 }).map((value) => Math.min(value * 10 ** power, 10 ** 12))),
  fc.array(fc.constantFrom('0', '0', '0', '1', '2', '9'), { minLength: 1, maxLength: 12 }).map((digits) => Number(digits.join(''))),
)
const parsers: Readonly<Record<Language, (text: string) => number>> = { 'zh-CN': parseChinese, en: parseEnglish }

describe.each(['zh-CN', 'en'] as const)('any number up to 10^12 in %s', (language) => {
  it('is the same again when its words are read', () => {
    fc.assert(
      fc.property(whole, (value) => {
        expect(parsers[language](spoken({ kind: 'number', value }, language) ?? '')).toBe(value)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('clips', () => {
  it('are there for every piece of every read-out, with the same word', () => {
    const value = fc.oneof(
      whole,
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.date({ noInvalidDate: true }),
      fc.string({ maxLength: 20 }),
    )
    const kinds = fc.constantFrom<ReadOutKind>('number', 'digits', 'money', 'date', 'time', 'dateTime', 'percent', 'duration', 'ordinal')
    const options = fc.record({ currency: fc.constantFrom('CNY', 'USD', 'HKD', 'EUR'), weekday: fc.boolean(), counting: fc.boolean() })
    const languages = fc.constantFrom<Language>('zh-CN', 'en')
    fc.assert(
      fc.property(kinds, value, options, languages, (kind, given, chosen, language) => {
        const clips = speechClips(language)
        for (const { clip, text } of readOut({ kind, value: given, ...chosen }, language) ?? [])
          if (clip !== 'pause') expect(clips.get(clip), `${kind} ${clip}`).toBe(text.replace(/-$/, ''))
      }),
      { numRuns: 2_000 },
    )
  })

  it('have names that are file names', () => {
    for (const language of ['zh-CN', 'en'] as const) for (const clip of speechClips(language).keys()) expect(clip).toMatch(/^[a-z0-9-]+$/)
  })
})
