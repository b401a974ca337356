// Whole numbers in Chinese: groups of 万 and 亿, one 零 for a gap inside, 十 alone only in front, 两 before 千, 万 and 亿.
import { zh, zhDigit } from './chinese-words.ts'
import type { SpokenPieces } from './pieces.ts'

const wan = 10_000
const yi = 100_000_000

export const chineseInteger = (value: number): SpokenPieces => (value === 0 ? [zh('0')] : inGroups(value, true))

/** Before a measure word: 两位, 十二位. */
export const chineseCount = (value: number): SpokenPieces => (value === 2 ? [zh('liang')] : chineseInteger(value))

/** `first`: nothing was said before, so ten is 十 and not 一十. */
function inGroups(value: number, first: boolean): SpokenPieces {
  if (value < wan) return belowTenThousand(value, first)
  const [unit, word] = value < yi ? [wan, zh('wan')] : [yi, zh('yi')]
  const high = Math.floor(value / unit)
  return [...(high === 2 ? [zh('liang')] : inGroups(high, first)), word, ...rest(value % unit, unit)]
}

/** What follows a unit: a 零 first where places are empty. */
function rest(value: number, unit: number): SpokenPieces {
  if (value === 0) return []
  return [...(value < unit / 10 ? [zh('0')] : []), ...inGroups(value, false)]
}

function belowTenThousand(value: number, first: boolean): SpokenPieces {
  if (value >= 1000) {
    const thousands = Math.floor(value / 1000)
    return [thousands === 2 ? zh('liang') : zhDigit(thousands), zh('1000'), ...rest(value % 1000, 1000)]
  }
  if (value >= 100) return [zhDigit(Math.floor(value / 100)), zh('100'), ...rest(value % 100, 100)]
  if (value < 10) return [zhDigit(value)]
  const ones = value % 10
  return [...(first && value < 20 ? [] : [zhDigit(Math.floor(value / 10))]), zh('10'), ...(ones === 0 ? [] : [zhDigit(ones)])]
}
