// Whether hours are open at a moment, by the clock of a time zone: what the clock shows decides, so that a change of clocks needs
// no rule. A special day counts instead of the week, from midnight to midnight: it cuts what runs into it from the day before.
import type { SpecialDay, TimeRange, WeeklyRange } from './working-hours.ts'
import { clockAt, momentOf } from '../zoned-day.ts'

export interface OpeningHours {
  readonly weekly: readonly WeeklyRange[]
  readonly specialDays: readonly SpecialDay[]
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** A year and what a year may begin with; hours that do not open until then are told as closed for good. */
const lookAheadDays = 400

/** Milliseconds after midnight. */
function clockMs(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number)
  return (hour * 60 + minute) * minuteMs
}

const runsOver = ({ from, to }: TimeRange): boolean => to < from

const specialOn = ({ specialDays }: OpeningHours, date: number): SpecialDay | undefined => {
  const day = new Date(date).toISOString().slice(0, 10)
  return specialDays.find(({ from, to }) => from <= day && day <= to)
}

/** `date`: the day's midnight as if it were UTC. */
function rangesOn(hours: OpeningHours, date: number): readonly TimeRange[] {
  const weekday = new Date(date).getUTCDay() || 7
  return specialOn(hours, date)?.ranges ?? hours.weekly.filter(({ days }) => days.includes(weekday))
}

export function isOpen(hours: OpeningHours, at: number, timeZone: string): boolean {
  const clock = clockAt(at, timeZone)
  const date = Math.floor(clock / dayMs) * dayMs
  const time = clock - date
  if (rangesOn(hours, date).some((range) => clockMs(range.from) <= time && (runsOver(range) || time < clockMs(range.to)))) return true
  if (specialOn(hours, date)) return false
  return rangesOn(hours, date - dayMs).some((range) => runsOver(range) && time < clockMs(range.to))
}

/** The special day that counts at a moment; undefined where the week does. */
export const specialDayAt = (hours: OpeningHours, at: number, timeZone: string): SpecialDay | undefined =>
  specialOn(hours, Math.floor(clockAt(at, timeZone) / dayMs) * dayMs)

/** The next moment at which they open; null while they are open, or where they do not within a year. */
export function nextOpening(hours: OpeningHours, at: number, timeZone: string): number | null {
  if (isOpen(hours, at, timeZone)) return null
  const today = Math.floor(clockAt(at, timeZone) / dayMs) * dayMs
  for (let date = today; date <= today + lookAheadDays * dayMs; date += dayMs) {
    const openings = rangesOn(hours, date)
      .map(({ from }) => momentOf(date + clockMs(from), timeZone))
      // Where the clock is put past a whole range, it does not open.
      .filter((moment) => moment > at && isOpen(hours, moment, timeZone))
    if (openings.length > 0) return Math.min(...openings)
  }
  return null
}
