// What a custom page shows of one customer. Values are texts as they are shown: masked where they must be, a dictionary's
// label in place of its key. Clear values of hidden fields never stand here.
import { z } from 'zod'
import { instant } from '../fields.ts'
import { baseFieldTypes } from './base-table.ts'

export const pageStyles = ['block', 'tile'] as const
export const pageColumns = [2, 3, 4] as const

export const pageLayoutSchema = z.strictObject({
  /** Cards in a grid, or one list for each object. */
  style: z.enum(pageStyles),
  columns: z.literal([...pageColumns]),
})
export type PageLayout = z.output<typeof pageLayoutSchema>

export const pageFieldSchema = z.object({
  name: z.string(),
  type: z.enum(baseFieldTypes),
  /** Empty when there is none. */
  value: z.string(),
  /** Shown in part or not at all: can be revealed by those with the right. */
  hidden: z.boolean(),
  required: z.boolean(),
  /** It did not come as it should; its value is what could be read of it. */
  faulty: z.boolean(),
  /** The interface's mapping is what is wrong with it: it has to be checked. */
  unchecked: z.boolean(),
})
export type PageField = z.output<typeof pageFieldSchema>

export const pageCardSchema = z.object({
  name: z.string(),
  /** `none`: there is no record of this customer; the fields stand without values. */
  record: z.enum(['found', 'none']),
  fields: z.array(pageFieldSchema),
  /** The base table that a record can be added to; null when the cards come from an interface. */
  tableId: z.int().nullable(),
})
export type PageCard = z.output<typeof pageCardSchema>

export const pageViewSchema = z.object({
  name: z.string(),
  layout: pageLayoutSchema,
  cards: z.array(pageCardSchema),
  /** When the cards were fetched; null when they could not be. */
  fetchedAt: instant.nullable(),
  /** Why the cards could not be fetched, or not anew: then those shown are from `fetchedAt`. */
  problem: z.string().nullable(),
})
export type PageView = z.output<typeof pageViewSchema>
