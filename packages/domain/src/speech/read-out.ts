// Numbers, money, dates and the like as words of a language. No engine is given digits or symbols: what it would make of them
// differs from engine to engine. Nothing here knows an engine, a file or the clock.
import type { Language } from '@openseat/contracts'
import { chinese } from './chinese.ts'
import { chineseWords } from './chinese-words.ts'
import { clockOf, timeOf } from './clock.ts'
import { decimalOf, hundredthsOf } from './decimal.ts'
import { digitGroups } from './digit-groups.ts'
import { english } from './english.ts'
import { englishPieces } from './english-words.ts'
import { letterPieces } from './letters.ts'
import { paused, piecesText, type SpokenPieces } from './pieces.ts'
import type { Currency, Reader, SpanFacts } from './reader.ts'

export const readOutKinds = [
  'number',
  'digits',
  'phone',
  'account',
  'code',
  'money',
  'date',
  'time',
  'dateTime',
  'percent',
  'duration',
  'ordinal',
] as const
export type ReadOutKind = (typeof readOutKinds)[number]

export type ReadOutValue = string | number | bigint | Date

/** What is to be read out, and how. */
export interface ReadOut {
  readonly kind: ReadOutKind
  readonly value: ReadOutValue
  /** Of `money`; CNY when it is not given. */
  readonly currency?: Currency
  /** IANA zone in which moments (`Date`, epoch milliseconds, texts with a zone) are told; UTC when it is not given. */
  readonly timeZone?: string
  /** A date with its day of the week. */
  readonly weekday?: boolean
  /** A measure word follows the number: 两位. */
  readonly counting?: boolean
}

/**
 * `duration` is in seconds, `percent` of 12.5 is twelve point five percent. Null when the value is none of its kind (no number, no day
 * of any calendar, 10¹⁵ and more, a duration below zero, more than 64 digits one by one).
 */
export const readOut = (what: ReadOut, language: Language): SpokenPieces | null => readers[what.kind](readerOf(language), what.value, what)

/** The same as text, for expressions and engines. */
export function spoken(what: ReadOut, language: Language): string | null {
  const pieces = readOut(what, language)
  return pieces && piecesText(pieces, language)
}

/** Each clip that read-outs may need, by name, with what it says. */
export const speechClips = (language: Language): ReadonlyMap<string, string> =>
  new Map([
    ...(language === 'en' ? englishPieces.map(({ clip, text }) => [clip, text] as const) : Object.entries(chineseWords)),
    ...letterPieces.map(({ clip, text }) => [clip, text] as const),
  ])

const readerOf = (language: Language): Reader => (language === 'en' ? english : chinese)

type Read = (reader: Reader, value: ReadOutValue, options: Omit<ReadOut, 'kind' | 'value'>) => SpokenPieces | null

const oneByOne =
  (kind: 'digits' | 'phone' | 'account' | 'code'): Read =>
  (reader, value) => {
    const groups = digitGroups(kind, String(value))
    return groups && reader.digits(groups)
  }

const readers: Readonly<Record<ReadOutKind, Read>> = {
  number: (reader, value, { counting = false }) => {
    const decimal = numberOf(value)
    return decimal && reader.number(decimal, counting)
  },
  digits: oneByOne('digits'),
  phone: oneByOne('phone'),
  account: oneByOne('account'),
  code: oneByOne('code'),
  money: (reader, value, { currency = 'CNY' }) => {
    const decimal = numberOf(value)
    const hundredths = decimal && hundredthsOf(decimal)
    return decimal === null || hundredths === null
      ? null
      : reader.money({ negative: decimal.negative && hundredths > 0, hundredths, currency })
  },
  date: (reader, value, { timeZone = 'UTC', weekday = false }) => {
    const clock = clockOf(momentOf(value), timeZone)
    return clock && reader.date(clock, weekday)
  },
  time: (reader, value, { timeZone = 'UTC' }) => {
    const clock = timeOf(momentOf(value), timeZone)
    return clock && reader.time(clock)
  },
  dateTime: (reader, value, { timeZone = 'UTC', weekday = false }) => {
    const clock = clockOf(momentOf(value), timeZone)
    return clock && paused([reader.date(clock, weekday), reader.time(clock)])
  },
  percent: (reader, value) => {
    const decimal = numberOf(typeof value === 'string' ? value.replace(/\s*[%％]\s*$/, '') : value)
    return decimal && reader.percent(decimal)
  },
  duration: (reader, value) => {
    const decimal = numberOf(value)
    return decimal === null || decimal.negative ? null : reader.duration(spanOf(decimal.whole))
  },
  ordinal: (reader, value) => {
    const decimal = numberOf(value)
    return decimal === null || decimal.negative || decimal.whole === 0 || decimal.fraction !== '' ? null : reader.ordinal(decimal.whole)
  },
}

const numberOf = (value: ReadOutValue): ReturnType<typeof decimalOf> => (value instanceof Date ? null : decimalOf(value))

const momentOf = (value: ReadOutValue): string | number | Date => (typeof value === 'bigint' ? Number(value) : value)

const spanOf = (seconds: number): SpanFacts => ({
  days: Math.floor(seconds / 86_400),
  hours: Math.floor(seconds / 3_600) % 24,
  minutes: Math.floor(seconds / 60) % 60,
  seconds: seconds % 60,
})
