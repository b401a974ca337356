// Dates and times of day as expressions and services give them.
import { clockAt } from '@openseat/contracts'
import type { ClockFacts } from './reader.ts'

const form = /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?(?<zone>Z|[+-]\d{2}:?\d{2})?)?$/
const timeForm = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/

/**
 * `2026-11-22`, `2026-11-22 12:05`, `2026-11-22T04:05:00Z` or a moment; what names its zone is told by the clock of `timeZone`.
 * Null when there is no such day.
 */
export function clockOf(value: string | number | Date, timeZone: string): ClockFacts | null {
  if (typeof value !== 'string') return factsAt(Number(value), timeZone)
  const { date, time = '00:00', zone } = form.exec(value.trim())?.groups ?? {}
  if (date === undefined) return null
  const iso = `${date}T${time.length === 5 ? `${time}:00` : time}`
  const clock = Date.parse(`${iso}Z`)
  // 30 February is read as 2 March by some.
  if (Number.isNaN(clock) || !new Date(clock).toISOString().startsWith(iso)) return null
  return zone === undefined ? factsOf(clock) : factsAt(Date.parse(`${iso}${zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2')}`), timeZone)
}

/** `9:05`, `23:59:59`, or whatever has a time in it. */
export function timeOf(value: string | number | Date, timeZone: string): Pick<ClockFacts, 'hour' | 'minute' | 'second'> | null {
  const [, hour, minute, second = '0'] = typeof value === 'string' ? (timeForm.exec(value.trim()) ?? []) : []
  if (hour === undefined) return typeof value === 'string' && !value.includes(':') ? null : clockOf(value, timeZone)
  const facts = { hour: Number(hour), minute: Number(minute), second: Number(second) }
  return facts.hour < 24 && facts.minute < 60 && facts.second < 60 ? facts : null
}

/** Beyond this no calendar goes. */
const farthest = 8e15

const factsAt = (at: number, timeZone: string): ClockFacts | null =>
  Number.isNaN(at) || Math.abs(at) > farthest ? null : factsOf(clockAt(at, timeZone))

/** `clock` is what the clock shows, as if it were UTC. */
function factsOf(clock: number): ClockFacts | null {
  const shown = new Date(clock)
  const year = shown.getUTCFullYear()
  if (year < 1 || year > 9999) return null
  return {
    year,
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    weekday: shown.getUTCDay(),
  }
}
