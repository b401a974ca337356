// Read-outs in Mandarin as banks and carriers of the mainland speak them.
import type { Currency, Reader } from './reader.ts'
import { letterPiece } from './letters.ts'
import { chineseCount, chineseInteger } from './chinese-number.ts'
import { zh, zhDigit, type ChineseClip } from './chinese-words.ts'
import type { Decimal } from './decimal.ts'
import { paused, type SpokenPiece, type SpokenPieces } from './pieces.ts'

export const chinese: Reader = {
  number: (value, counting) => [...sign(value.negative), ...(counting && value.fraction === '' ? chineseCount(value.whole) : plain(value))],
  digits: (groups) => paused(groups.map((group) => [...group].map(digitAlone))),
  money: ({ negative, hundredths, currency }) => [
    ...sign(negative),
    ...(currency === 'CNY' || currency === 'HKD' ? tenths(hundredths, currency) : cents(hundredths, currency)),
  ],
  date: ({ year, month, day, weekday }, told) => [
    ...[...String(year)].map(zhDigit),
    zh('year'),
    ...chineseInteger(month),
    zh('month'),
    ...chineseInteger(day),
    zh('day'),
    ...(told ? [zh('week'), weekday === 0 ? zh('day') : zhDigit(weekday)] : []),
  ],
  time: ({ hour, minute, second }) => [
    ...chineseCount(hour),
    zh('point'),
    ...(minute === 0 && second === 0 ? [zh('o-clock')] : [...clockPart(minute), zh('fen')]),
    ...(second === 0 ? [] : [...clockPart(second), zh('seconds')]),
  ],
  percent: (value) => [...sign(value.negative), zh('percent'), ...plain(value)],
  duration: ({ days, hours, minutes, seconds }) => {
    const parts: readonly (readonly [number, ChineseClip])[] = [
      [days, 'days'],
      [hours, 'hours'],
      [minutes, seconds === 0 ? 'minutes' : 'fen'],
      [seconds, 'seconds'],
    ]
    const said = parts.filter(([count]) => count > 0).flatMap(([count, unit]) => [...chineseCount(count), zh(unit)])
    return said.length === 0 ? [zh('0'), zh('seconds')] : said
  },
  ordinal: (value) => [zh('ordinal'), ...chineseInteger(value)],
}

const sign = (negative: boolean): SpokenPieces => (negative ? [zh('minus')] : [])

const plain = ({ whole, fraction }: Decimal): SpokenPieces => [
  ...chineseInteger(whole),
  ...(fraction === '' ? [] : [zh('point'), ...[...fraction].map(zhDigit)]),
]

/** Alone, one is 幺: 一 and 七 are confused on the telephone. */
function digitAlone(character: string): SpokenPiece {
  switch (character) {
    case '1':
      return zh('yao')
    case '+':
      return zh('plus')
    case '*':
      return zh('star')
    case '#':
      return zh('hash')
    default:
      return /\d/.test(character) ? zhDigit(character) : letterPiece(character)
  }
}

/** 零五分, 十分. */
const clockPart = (value: number): SpokenPieces => [...(value < 10 ? [zh('0')] : []), ...(value === 0 ? [] : chineseInteger(value))]

const unitClips: Readonly<Record<Currency, ChineseClip>> = { CNY: 'yuan', USD: 'us-dollar', HKD: 'hk-dollar', EUR: 'euro' }

/** 元, 角 and 分: an empty 角 between is a 零. */
function tenths(hundredths: number, currency: Currency): SpokenPieces {
  const whole = Math.floor(hundredths / 100)
  const jiao = Math.floor((hundredths % 100) / 10)
  const fen = hundredths % 10
  const units = whole > 0 || hundredths === 0 ? [...chineseCount(whole), zh(unitClips[currency])] : []
  const gap = whole > 0 && jiao === 0 && fen > 0
  return [
    ...units,
    ...(jiao > 0 ? [...chineseCount(jiao), zh('jiao')] : []),
    ...(gap ? [zh('0'), zhDigit(fen), zh('fen')] : []),
    ...(fen > 0 && !gap ? [...chineseCount(fen), zh('fen')] : []),
  ]
}

function cents(hundredths: number, currency: Currency): SpokenPieces {
  const whole = Math.floor(hundredths / 100)
  const rest = hundredths % 100
  return [
    ...(whole > 0 || rest === 0 ? [...chineseCount(whole), zh(unitClips[currency])] : []),
    ...(rest > 0 ? [...chineseCount(rest), zh(currency === 'EUR' ? 'euro-cent' : 'us-cent')] : []),
  ]
}
