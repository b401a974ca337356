// When queues are open: ranges of a week, and special days that count instead of it. By the tenant's clock.
import { z } from 'zod'
import { matching, text, whole } from '../fields.ts'
import { limits } from '../limits.ts'
import { fact, jsonField, textField } from '../resource/fields.ts'
import { defineResource, type ObjectOf } from '../resource/resource.ts'

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

export const workingHours = defineResource(
  {
    name: 'workingHours',
    plural: 'WorkingHours',
    table: 'working_hours',
    scope: 'tenant',
    path: '/api/working-hours',
    access: { read: ['skillQueue.read', 'skillQueue.manage'], manage: ['skillQueue.manage'] },
    tag: 'routing',
    english: { a: 'working hours', many: 'working hours', one: 'set of working hours' },
    fields: {
      name: textField(text(limits.workingHoursName), { limit: limits.workingHoursName }),
      weekly: jsonField({
        input: z.array(weeklyRangeSchema).max(limits.weeklyRanges).default([]),
        output: z.array(weeklyRangeSchema),
        // A working week to begin with.
        empty: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
      }),
      specialDays: jsonField({
        input: z.array(specialDaySchema).max(limits.specialDays).default([]),
        output: z.array(specialDaySchema),
        empty: [],
      }),
      /** Now, by the tenant's clock. */
      open: fact(z.boolean()),
      /** When it opens next; null while it is open, or where it never does. */
      opensAt: fact(z.iso.datetime().nullable()),
      /** Names of the queues that keep them. */
      queues: fact(z.array(z.string())),
    },
    list: { search: ['name'], sort: ['name', 'id'], first: 'name' },
    get: true,
    limit: limits.workingHoursPerTenant,
    unique: ['name'],
  },
  {
    named: ({ name }) => name,
    rule: ({ specialDays }, refuse) => {
      for (const [index, day] of specialDays.entries()) {
        const other = specialDays.slice(0, index).find(({ from, to }) => from <= day.to && day.from <= to)
        if (other) refuse(['specialDays', index, 'from'], 'FIELD_NOT_APPLICABLE', { rule: 'daysTwice', value: other.name })
      }
    },
  },
)
export type WorkingHours = ObjectOf<typeof workingHours>
