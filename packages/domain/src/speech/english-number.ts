// Whole numbers in English, without "and" inside: one thousand two hundred thirty-four.
import { enOrdinal, enScale, enSmall, enTens } from './english-words.ts'
import type { SpokenPieces } from './pieces.ts'

const thousands = [10 ** 12, 10 ** 9, 10 ** 6, 1000] as const

export function englishInteger(value: number): SpokenPieces {
  if (value < 1000) return belowThousand(value)
  const index = thousands.findIndex((unit) => value >= unit)
  const unit = thousands[index] ?? 1000
  const rest = value % unit
  return [...belowThousand(Math.floor(value / unit)), enScale(4 - index), ...(rest === 0 ? [] : englishInteger(rest))]
}

function belowThousand(value: number): SpokenPieces {
  if (value < 20) return [enSmall(value)]
  if (value >= 100) {
    const rest = value % 100
    return [enSmall(Math.floor(value / 100)), enScale(0), ...(rest === 0 ? [] : belowThousand(rest))]
  }
  const ones = value % 10
  return [enTens(Math.floor(value / 10), ones > 0), ...(ones === 0 ? [] : [enSmall(ones)])]
}

/** twenty-first, one hundredth. */
export function englishOrdinal(value: number): SpokenPieces {
  const pieces = englishInteger(value)
  return pieces.map((piece, index) => (index === pieces.length - 1 ? enOrdinal(piece) : piece))
}
