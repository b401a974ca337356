// Working hours: list, deletion, one set's form, and their words.
import { vocabulary, weekdays, workingHours, type SpecialDay, type WeeklyRange, type WorkingHours } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { i18n, inLanguage, listWords } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const useWorkingHoursList = () => useList((question, signal) => call('listWorkingHours', { query: listParams(question), signal }))

export const hoursDeletion = (hours: WorkingHours) =>
  deletion(inLanguage(vocabulary.workingHours), hours.name, () => call('deleteWorkingHours', { params: { id: hours.id } }))

export interface HoursValues {
  name: string
  weekly: WeeklyRange[]
  specialDays: SpecialDay[]
}

/** A working week to begin with. */
const usual: WeeklyRange[] = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]

export function useWorkingHoursForm(hours: WorkingHours | null) {
  return useForm<HoursValues>({
    schema: () => workingHours.input,
    values: { name: hours?.name ?? '', weekly: [...(hours?.weekly ?? usual)], specialDays: [...(hours?.specialDays ?? [])] },
    send: async (values) => {
      if (hours === null) await call('createWorkingHours', { body: values })
      else await call('changeWorkingHours', { params: { id: hours.id }, body: { ...values, version: hours.version } })
    },
  })
}

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
