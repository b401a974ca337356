import type { Language } from '@openseat/contracts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { speakable } from './speakable.ts'

const chinese = [
  ['您的余额是¥1,234.50', '您的余额是一千二百三十四元五角'],
  ['余额-3.5元', '余额负三元五角'],
  ['共12.5%', '共百分之十二点五'],
  ['请拨13800138000', '请拨幺三八，零零幺三，八零零零'],
  ['400-123-4567', '四零零，幺二三，四五六七'],
  ['前面还有2位，约3-5分钟', '前面还有两位,约三到五分钟'],
  ['2026年共2年，2月2日', '二零二六年共两年,二月二日'],
  ['2026年11月22日 12:05', '二零二六年十一月二十二日 十二点零五分'],
  ['2026-11-22', '二零二六年十一月二十二日'],
  ['5G网络', '五G网络'],
  ['订单123456789012', '订单幺二三四，五六七八，九零幺二'],
  ['２０元', '二十元'],
  ['HK$5', '五港元'],
  ['1.2.3', '幺点二点三'],
  ['a&b', 'a和b'],
  ['二〇二六', '二零二六'],
] as const
const english = [
  ['Your balance is $1,234.50.', 'Your balance is one thousand two hundred thirty-four dollars and fifty cents.'],
  ['on 22/11/2026 at 12:05', 'on November twenty-second, twenty twenty-six at twelve oh five P M'],
  ['2 people, 3-5 minutes', 'two people, three to five minutes'],
  ['-3 degrees', 'minus three degrees'],
  ['up to 10%!', 'up to ten percent!'],
  ['Call +1 212 555 0100', 'Call plus one, two one two, five five five, zero one zero zero'],
  ['order 0012', 'order zero zero one two'],
  ['well-known', 'well-known'],
  ['-w x <b>bold</b>', 'w x b bold b'],
] as const

describe('free text', () => {
  it.each(chinese)('%s', (given, said) => expect(speakable(given, 'zh-CN')).toBe(said))
  it.each(english)('%s', (given, said) => expect(speakable(given, 'en')).toBe(said))

  it('tells a moment by the clock of the zone', () => {
    expect(speakable('2026-11-22T16:05:00Z', 'zh-CN', 'Asia/Shanghai')).toBe('二零二六年十一月二十三日，零点零五分')
  })

  it('never leaves a digit or a symbol, whatever is given', () => {
    const alphabet = [...'0123456789.,:-+/$¥€%# 年月日元位aZ', 'HK$', '½', '٣', '😀', '①', '\u202A', '\u0000', '<', '>', '&', '|', '~']
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 40 }))
    fc.assert(
      fc.property(text, fc.constantFrom<Language>('zh-CN', 'en'), (given, language) => {
        expect(speakable(given, language)).not.toMatch(/[\p{N}\p{S}\p{C}]/u)
      }),
      { numRuns: 3_000 },
    )
  })
})
