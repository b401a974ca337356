// Working hours in words.
import { weekdays, type WorkingHours } from '@openseat/contracts'
import { i18n, listWords } from '../../../i18n/language.ts'

/** 2024-01-01 was a Monday. */
const dayName = (day: number, length: 'short' | 'narrow'): string =>
  new Intl.DateTimeFormat(i18n.global.locale.value, { weekday: length, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))

export const dayWords = (): { value: number; label: string }[] => weekdays.map((value) => ({ value, label: dayName(value, 'short') }))

/** `Mon–Fri`, `Sat`, days in a row as one. */
export function daysText(days: readonly number[]): string {
  const runs: [number, number][] = []
  for (const day of days.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && last[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  return listWords(runs.map(([from, to]) => (from === to ? dayName(from, 'short') : `${dayName(from, 'short')}–${dayName(to, 'short')}`)))
}

export const weekText = ({ weekly }: WorkingHours): string =>
  weekly.map(({ days, from, to }) => `${daysText(days)} ${from}–${to}`).join(i18n.global.t('hours.and'))

/** By the tenant's clock, as the hours are. */
export const openingText = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat(i18n.global.locale.value, {
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    timeZone,
  }).format(new Date(instant))
