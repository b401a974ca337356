// Every word that an English read-out is made of, by the name of its clip.
import type { SpokenPiece } from './pieces.ts'

const ones = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const
const teens = ['ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'] as const
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const
const scales = ['hundred', 'thousand', 'million', 'billion', 'trillion'] as const
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const
const irregular: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}
const units = ['day', 'hour', 'minute', 'second', 'dollar', 'cent', 'euro'] as const
const plain = ['oh', 'minus', 'point', 'plus', 'star', 'hash', 'and', 'percent', 'yuan', 'fen', 'noon', 'midnight', 'Hong Kong'] as const

const ordinalText = (word: string): string => irregular[word] ?? (word.endsWith('y') ? `${word.slice(0, -1)}ieth` : `${word}th`)

/** A clip is named by what it says; a second that is counted and one that is a place differ. */
export const en = (text: string): SpokenPiece => ({ clip: text.toLowerCase().replaceAll(' ', '-').replace(/-$/, ''), text })

const ordinal = (word: string): SpokenPiece => ({ clip: `ordinal-${word}`, text: ordinalText(word) })

/** The place in a row that a number's last word names. */
export const enOrdinal = ({ clip }: SpokenPiece): SpokenPiece => ordinal(clip)

/** 0 to 19. */
export const enSmall = (value: number): SpokenPiece => en(ones[value] ?? teens[value - 10] ?? '')

/** 2 to 9, for twenty to ninety. */
export const enTens = (value: number, joined: boolean): SpokenPiece => en(`${tens[value - 2] ?? ''}${joined ? '-' : ''}`)

export const enScale = (index: number): SpokenPiece => en(scales[index] ?? '')

export const enMonth = (month: number): SpokenPiece => en(months[month - 1] ?? '')

export const enWeekday = (weekday: number): SpokenPiece => en(weekdays[weekday] ?? '')

export type EnglishUnit = (typeof units)[number]

export const enUnit = (count: number, unit: EnglishUnit): SpokenPiece => en(count === 1 ? unit : `${unit}s`)

export const englishPieces: readonly SpokenPiece[] = [
  ...[...ones, ...teens, ...tens, ...scales, ...months, ...weekdays, ...plain].map(en),
  ...units.flatMap((unit) => [en(unit), en(`${unit}s`)]),
  ...[...ones.slice(1), ...teens, ...tens, ...scales].map(ordinal),
]
