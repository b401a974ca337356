// What can be kept and yet is hardly meant: a row that no call will ever find, a number whose end a spreadsheet has rounded away,
// a cell that has swallowed the lines after it.
import type { BaseField, FieldProblem, RowValues } from '@openseat/contracts'
import { numberKey } from '../numbers/number-key.ts'

export interface WarnedTable {
  readonly fields: readonly BaseField[]
  readonly country: string
}

export function rowWarnings({ fields, country }: WarnedTable, values: RowValues): FieldProblem[] {
  return fields.flatMap((field) => {
    const value = values[field.fieldId] ?? ''
    const warn = (code: FieldProblem['code']): FieldProblem => ({ field: field.fieldId, code, params: { label: field.name, country } })
    if (field.indexed && value === '') return [warn('CSV_NO_INDEX')]
    if (field.indexed && !calls(value, country)) return [warn('CSV_NO_CALLER')]
    if (rounded.test(value)) return [warn('CSV_ROUNDED')]
    return field.type === 'string' && swallows(value, fields.length) ? [warn('CSV_SWALLOWED')] : []
  })
}

/** A caller's number is one of the world, or a short one within the house or of a service. */
const calls = (value: string, country: string): boolean => /^(?:\+\d+|[\d*#]{1,6})(?:;ext=\d+)?$/.test(numberKey(value, country))

/** Spreadsheets keep fifteen digits of a number. */
const rounded = /^[1-9]\d{14}0+$/

/** It has line breaks, and as many separators as a row. */
const swallows = (value: string, columns: number): boolean =>
  columns > 2 && value.includes('\n') && [',', ';', '\t'].some((mark) => value.split(mark).length >= columns)
