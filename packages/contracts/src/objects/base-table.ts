// Base tables (基础表): what a tenant keeps of its customers, field by field, and the rows of the data table (数据表).
// Values are text in one form per type: decimal numbers, YYYY-MM-DD, HH:mm:ss, a dictionary's key.
import { z } from 'zod'
import { id, instant, matching, text, versionNumber, whole } from '../fields.ts'
import { limits } from '../limits.ts'

export const baseFieldTypes = ['string', 'number', 'date', 'time', 'dictionary'] as const
export const maskStyles = ['none', 'lastFour', 'firstFour'] as const

export const dictItemSchema = z.strictObject({ key: text(limits.dictKey), label: text(limits.dictLabel) })
export type DictItem = z.output<typeof dictItemSchema>

export const baseFieldInputSchema = z.strictObject({
  /** Of a field that the table has already; a new one is given one. Never used again. */
  fieldId: z
    .string()
    .regex(/^c[1-9]\d{0,5}$/)
    .optional(),
  name: text(limits.tableFieldName),
  type: z.enum(baseFieldTypes),
  /** The customer's number is looked up in it. */
  indexed: z.boolean().default(false),
  encrypted: z.boolean().default(false),
  required: z.boolean().default(false),
  /** Of string and number only; null: the most there is. */
  length: whole(limits.tableFieldLength).nullable().default(null),
  /** Of string and number only. */
  mask: z.enum(maskStyles).default('none'),
  /** Of a dictionary only. */
  dictItems: z.array(dictItemSchema).max(limits.dictItems).default([]),
})
export type BaseFieldInput = z.output<typeof baseFieldInputSchema>
export type BaseField = BaseFieldInput & { readonly fieldId: string }

export const baseTableInputSchema = z.strictObject({
  name: text(limits.tableName).pipe(matching(/^[\p{Script=Han}A-Za-z0-9_]+$/u, 'tableName')),
  description: text(limits.tableDescription).default(''),
  /** Where numbers without a country's code belong; the tenant's own when it is left out. */
  country: matching(/^[A-Z]{2}$/, 'country').optional(),
  fields: z.array(baseFieldInputSchema).min(1).max(limits.tableFields),
  version: versionNumber.optional(),
})
export type BaseTableInput = z.input<typeof baseTableInputSchema>

export const baseTableSchema = z.object({
  id,
  name: z.string(),
  description: z.string(),
  country: z.string(),
  status: z.enum(['draft', 'published']),
  fields: z.array(baseFieldInputSchema.extend({ fieldId: z.string() })),
  rows: z.int(),
  version: z.int(),
})
export type BaseTable = z.output<typeof baseTableSchema>

/** By field id; a field without a value is left out. */
export type RowValues = Readonly<Record<string, string>>

/** What a form sends: `''` empties a field, a field that is not named keeps its value. */
export const rowInputSchema = z.strictObject({
  values: z.record(z.string().max(16), z.string().max(limits.tableCell.max)),
  version: versionNumber.optional(),
})

export const baseTableRowSchema = z.object({
  id,
  values: z.record(z.string(), z.string()),
  /** Fields whose values are shown in part or not at all. */
  hidden: z.array(z.string()),
  version: z.int(),
  changedAt: instant,
})
export type BaseTableRow = z.output<typeof baseTableRowSchema>
