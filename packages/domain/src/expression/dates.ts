// Dates in expressions: texts in ISO 8601, compared by the calendar day that they show.
import { clockAt } from '@openseat/contracts'
import { isIsoDate } from './plain-value.ts'
import { EvaluationFault } from './problem.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

/** `2026-12-01T16:07:27+08:00`, by the zone's clock. */
export function writtenMoment(at: number, timeZone = 'UTC'): string {
  const clock = clockAt(at, timeZone)
  const offset = Math.round((clock - at) / minuteMs)
  return `${new Date(clock).toISOString().slice(0, 19)}${offset === 0 ? 'Z' : writtenOffset(offset)}`
}

function writtenOffset(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** Whole days from the day that the first shows to that of the second; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => Math.round((dayOf(to) - dayOf(from)) / dayMs)

function dayOf(date: string): number {
  if (!isIsoDate(date)) throw new EvaluationFault('conversion', 'date')
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`)
}
