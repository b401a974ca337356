// When queues are open: ranges of a week, and special days that count instead of it. By the tenant's clock.
import { z } from 'zod'
import { id, matching, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'

/** Monday first, as ISO 8601 counts. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

const timeRange = {
  from: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'clockTime'),
  /** Not open at it any more. Earlier than `from`: on the next day. */
  to: matching(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'clockTimeTo'),
}

const refuseEmpty = ({ value, issues }: z.core.ParsePayload<{ from: string; to: string }>): void => {
  if (value.from !== value.to) return
  issues.push({ code: 'custom', path: ['to'], message: 'FIELD_NOT_APPLICABLE', params: { rule: 'emptyRange' }, input: value.to })
}

export const timeRangeSchema = z.strictObject(timeRange).check(refuseEmpty)
export type TimeRange = z.output<typeof timeRangeSchema>

export const weeklyRangeSchema = z
  .strictObject({
    days: z
      .array(whole({ min: 1, max: 7 }))
      .min(1)
      .max(7),
    ...timeRange,
  })
  .check(refuseEmpty)
export type WeeklyRange = z.output<typeof weeklyRangeSchema>

const calendarDate = z.iso.date({ error: 'calendarDate' })

export const specialDaySchema = z
  .strictObject({
    name: text(limits.specialDayName),
    from: calendarDate,
    /** The last of them. */
    to: calendarDate,
    /** Empty: closed. */
    ranges: z.array(timeRangeSchema).max(limits.specialDayRanges).default([]),
  })
  .check(({ value, issues }) => {
    if (value.from <= value.to) return
    issues.push({ code: 'custom', path: ['to'], message: 'FIELD_NOT_APPLICABLE', params: { rule: 'endsBefore' }, input: value.to })
  })
export type SpecialDay = z.output<typeof specialDaySchema>

export const workingHoursInputSchema = z
  .strictObject({
    name: text(limits.workingHoursName),
    weekly: z.array(weeklyRangeSchema).max(limits.weeklyRanges).default([]),
    specialDays: z.array(specialDaySchema).max(limits.specialDays).default([]),
    version: versionNumber.optional(),
  })
  .check(({ value, issues }) => {
    for (const [index, day] of value.specialDays.entries()) {
      const other = value.specialDays.slice(0, index).find(({ from, to }) => from <= day.to && day.from <= to)
      if (!other) continue
      const params = { rule: 'daysTwice', value: other.name }
      issues.push({ code: 'custom', path: ['specialDays', index, 'from'], message: 'FIELD_NOT_APPLICABLE', params, input: day.from })
    }
  })
export type WorkingHoursInput = z.input<typeof workingHoursInputSchema>

export const workingHoursSchema = z.object({
  id,
  name: z.string(),
  weekly: z.array(weeklyRangeSchema),
  specialDays: z.array(specialDaySchema),
  /** Now, by the tenant's clock. */
  open: z.boolean(),
  /** When it opens next; null while it is open, or where it never does. */
  opensAt: z.iso.datetime().nullable(),
  /** Names of the queues that keep them. */
  queues: z.array(z.string()),
  version: z.int(),
})
export type WorkingHours = z.output<typeof workingHoursSchema>
