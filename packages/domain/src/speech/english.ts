// Read-outs in American English.
import { englishInteger, englishOrdinal } from './english-number.ts'
import { en, enMonth, enSmall, enUnit, enWeekday, type EnglishUnit } from './english-words.ts'
import type { Decimal } from './decimal.ts'
import { letterPiece } from './letters.ts'
import { pause, paused, type SpokenPiece, type SpokenPieces } from './pieces.ts'
import type { Amount, Currency, Reader } from './reader.ts'

export const english: Reader = {
  number: (value) => [...sign(value.negative), ...plain(value)],
  digits: (groups) => paused(groups.map((group) => [...group].map(digitAlone))),
  money: (amount) => [...sign(amount.negative), ...moneyOf(amount)],
  date: ({ year, month, day, weekday }, told) => [
    ...(told ? [enWeekday(weekday), pause] : []),
    enMonth(month),
    ...englishOrdinal(day),
    pause,
    ...yearOf(year),
  ],
  time: ({ hour, minute, second }) => [...hourAndMinute(hour, minute, second), ...secondsAfter(second)],
  percent: (value) => [...sign(value.negative), ...plain(value), en('percent')],
  duration: ({ days, hours, minutes, seconds }) => {
    const parts: readonly (readonly [number, EnglishUnit])[] = [
      [days, 'day'],
      [hours, 'hour'],
      [minutes, 'minute'],
      [seconds, 'second'],
    ]
    const said = parts.filter(([count]) => count > 0).flatMap(([count, unit]) => [...englishInteger(count), enUnit(count, unit)])
    return said.length === 0 ? [enSmall(0), en('seconds')] : said
  },
  ordinal: englishOrdinal,
}

const sign = (negative: boolean): SpokenPieces => (negative ? [en('minus')] : [])

const plain = ({ whole, fraction }: Decimal): SpokenPieces => [
  ...englishInteger(whole),
  ...(fraction === '' ? [] : [en('point'), ...[...fraction].map((digit) => enSmall(Number(digit)))]),
]

const marks: Readonly<Record<string, string>> = { '+': 'plus', '*': 'star', '#': 'hash' }

function digitAlone(character: string): SpokenPiece {
  const mark = marks[character]
  if (mark !== undefined) return en(mark)
  return /\d/.test(character) ? enSmall(Number(character)) : letterPiece(character)
}

const wholeUnits: Readonly<Record<Currency, (count: number) => SpokenPieces>> = {
  CNY: () => [en('yuan')],
  USD: (count) => [enUnit(count, 'dollar')],
  HKD: (count) => [en('Hong Kong'), enUnit(count, 'dollar')],
  EUR: (count) => [enUnit(count, 'euro')],
}

function moneyOf({ hundredths, currency }: Amount): SpokenPieces {
  const whole = Math.floor(hundredths / 100)
  const rest = hundredths % 100
  const units = whole > 0 || rest === 0 ? [...englishInteger(whole), ...wholeUnits[currency](whole)] : []
  if (rest === 0) return units
  return [
    ...units,
    ...(units.length > 0 ? [en('and')] : []),
    ...englishInteger(rest),
    currency === 'CNY' ? en('fen') : enUnit(rest, 'cent'),
  ]
}

/** twenty twenty-six, two thousand five, nineteen oh five, nineteen hundred. */
function yearOf(year: number): SpokenPieces {
  const century = Math.floor(year / 100)
  const rest = year % 100
  if (century < 10 || (century % 10 === 0 && rest < 10)) return englishInteger(year)
  if (rest === 0) return [...englishInteger(century), en('hundred')]
  return [...englishInteger(century), ...(rest < 10 ? [en('oh')] : []), ...englishInteger(rest)]
}

function hourAndMinute(hour: number, minute: number, second: number): SpokenPieces {
  const shown = englishInteger(hour % 12 === 0 ? 12 : hour % 12)
  if (minute === 0 && second === 0 && hour % 12 === 0) return [...shown, en(hour === 0 ? 'midnight' : 'noon')]
  const minutes = minute === 0 ? [] : [...(minute < 10 ? [en('oh')] : []), ...englishInteger(minute)]
  return [...shown, ...minutes, letterPiece(hour < 12 ? 'a' : 'p'), letterPiece('m')]
}

const secondsAfter = (second: number): SpokenPieces =>
  second === 0 ? [] : [en('and'), ...englishInteger(second), enUnit(second, 'second')]
