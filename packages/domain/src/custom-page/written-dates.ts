// Dates and times as companies' services write them, in the one form that people are shown. A moment (an epoch, or a time
// with its zone) is told by the clock of the tenant's zone; what is no date stays as it is.
import { clockAt } from '@openseat/contracts'
import type { ClearCard, ClearField } from './clear-card.ts'

export const hasMoments = (cards: readonly ClearCard[]): boolean => cards.some(({ fields }) => fields.some(isMoment))

export const withWrittenDates = (cards: readonly ClearCard[], timeZone: string): readonly ClearCard[] =>
  cards.map((card) => ({ ...card, fields: card.fields.map((field) => writtenField(field, timeZone)) }))

const isMoment = ({ type }: ClearField): boolean => type === 'date' || type === 'time'

function writtenField(field: ClearField, timeZone: string): ClearField {
  if (!isMoment(field)) return field
  return { ...field, value: (field.type === 'time' ? timeOfDay(field.value) : undefined) ?? dateText(field.value.trim(), timeZone) }
}

function timeOfDay(value: string): string | undefined {
  const [, hour = '', minute = '', second = '00'] = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/.exec(value.trim()) ?? []
  const isTime = hour !== '' && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60
  return isTime ? `${hour.padStart(2, '0')}:${minute}:${second}` : undefined
}

function dateText(value: string, timeZone: string): string {
  const clock = clockOf(value, timeZone)
  if (clock === undefined || Number.isNaN(clock)) return value
  const written = new Date(clock).toISOString()
  const day = written.slice(0, 10)
  // A day alone comes as its midnight.
  return written.slice(11, 19) === '00:00:00' ? day : `${day} ${written.slice(11, 19)}`
}

/** What the clock shows, as if it were UTC. */
function clockOf(value: string, timeZone: string): number | undefined {
  const at = momentOf(value)
  // Beyond this no calendar goes.
  if (at !== undefined) return Math.abs(at) > 8e15 ? undefined : clockAt(at, timeZone)
  const parts = patterns.map((pattern) => pattern.exec(value)?.groups).find((groups) => groups !== undefined)
  if (!parts) return undefined
  const iso = isoOf(parts)
  const clock = Date.parse(`${iso}Z`)
  // 30 February is read as 2 March by some.
  if (Number.isNaN(clock) || !new Date(clock).toISOString().startsWith(iso)) return undefined
  return parts['zone'] === undefined ? clock : clockAt(Date.parse(iso + isoZone(parts['zone'])), timeZone)
}

type Parts = Readonly<Record<string, string | undefined>>

const isoOf = ({ year = '', month = '', day = '', ...time }: Parts): string =>
  `${year}-${two(month)}-${two(day)}T${two(time['hour'])}:${two(time['minute'])}:${two(time['second'])}`

const two = (text = '0'): string => text.padStart(2, '0')

/** `+0800` as `+08:00`. */
const isoZone = (zone: string): string => zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')

const patterns = [
  /^(?<year>\d{4})[-/.年](?<month>\d{1,2})[-/.月](?<day>\d{1,2})日?(?:[T ]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?\s?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/i,
  /^(?<year>(?:19|20)\d{2})(?<month>\d{2})(?<day>\d{2})(?:(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2}))?$/,
  /^\[(?<year>\d{4}),(?<month>\d{1,2}),(?<day>\d{1,2})(?:,(?<hour>\d{1,2}),(?<minute>\d{1,2})(?:,(?<second>\d{1,2})(?:,\d+)?)?)?\]$/,
]

/** Epoch seconds have ten digits since 2001; epoch milliseconds eleven to thirteen, or a sign. */
function momentOf(value: string): number | undefined {
  const [, wrapped] = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(value) ?? []
  if (wrapped !== undefined) return Number(wrapped)
  if (/^\d{10}$/.test(value)) return Number(value) * 1_000
  return /^(-\d{1,14}|\d{11,13})$/.test(value) ? Number(value) : undefined
}
