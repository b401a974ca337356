import { expect, it } from 'vitest'
import type { ClearField } from './clear-card.ts'
import { hasMoments, withWrittenDates } from './written-dates.ts'

const field = (type: ClearField['type'], value: string): ClearField => ({
  name: 'x',
  type,
  value,
  mask: 'none',
  required: false,
  encrypted: false,
  dictItems: [],
})
const cards = (each: ClearField) => [{ name: '客户', record: 'found', tableId: null, fields: [each] } as const]
const written = (type: ClearField['type'], value: string, zone = 'Asia/Shanghai') =>
  withWrittenDates(cards(field(type, value)), zone)[0]?.fields[0]?.value

it.each([
  ['2020-01-31', '2020-01-31'],
  ['2020-1-3', '2020-01-03'],
  ['2020/1/31', '2020-01-31'],
  ['2020.01.31', '2020-01-31'],
  ['2020年1月31日', '2020-01-31'],
  ['20200131', '2020-01-31'],
  ['20200131083005', '2020-01-31 08:30:05'],
  ['2020-01-31 08:30', '2020-01-31 08:30:00'],
  ['2020-01-31 00:00:00.0', '2020-01-31'],
  ['2020-01-31T08:30:05.123', '2020-01-31 08:30:05'],
  ['2020-01-30T16:00:00Z', '2020-01-31'],
  ['2020-01-30T16:00:00.000+0000', '2020-01-31'],
  ['2020-01-31T00:00:00+08:00', '2020-01-31'],
  ['1580400000', '2020-01-31'],
  ['1580400000000', '2020-01-31'],
  ['631123200000', '1990-01-01'],
  ['-28800000', '1970-01-01'],
  ['/Date(1580400000000+0800)/', '2020-01-31'],
  ['[2020,1,31]', '2020-01-31'],
  ['[2020,1,31,8,5]', '2020-01-31 08:05:00'],
])('a date is shown in one form, by the tenant’s clock: %s', (value, shown) => expect(written('date', value)).toBe(shown))

it.each(['', '2020-02-30', '20201331', 'tomorrow', '0', '2020', '[2020,1]', '9'.repeat(30), '2020-01-31T25:00:00', '-', '12/31/2020'])(
  'what is no date stays as it is: %j',
  (value) => expect(written('date', value)).toBe(value),
)

it.each([
  ['8:30', '08:30:00'],
  ['08:30:05', '08:30:05'],
  ['08:30:05.120', '08:30:05'],
  ['24:00', '24:00'],
  ['2020-01-30T16:30:00Z', '2020-01-31 00:30:00'],
])('so is a time: %s', (value, shown) => expect(written('time', value)).toBe(shown))

it('the clock is that of the zone, and other types are left alone', () => {
  expect(written('date', '1580400000', 'America/New_York')).toBe('2020-01-30 11:00:00')
  expect(written('string', '1580400000')).toBe('1580400000')
  expect(hasMoments(cards(field('string', '1')))).toBe(false)
  expect(hasMoments(cards(field('date', '1')))).toBe(true)
})
