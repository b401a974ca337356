// Lists are all alike: text search, sorting, pages.
import { z } from 'zod'
import { limits } from '../limits.ts'

const wholeText = (min: number, max: number, fallback: number) =>
  z.coerce.number({ error: 'digits' }).int().min(min).max(max).default(fallback)

export const listQuery = {
  search: z.string().trim().max(64).default(''),
  page: wholeText(1, 100_000, 1),
  pageSize: wholeText(limits.pageSize.min, limits.pageSize.max, limits.pageSize.default),
  /** A column's name, `-` in front for descending. */
  sort: z
    .string()
    .regex(/^-?[a-zA-Z]{1,32}$/)
    .optional(),
}

export const listQuerySchema = z.strictObject(listQuery)
export type ListQuery = z.output<typeof listQuerySchema>

/** One page of a list; `total` counts all that match. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: z.int() })

export interface Page<T> {
  items: T[]
  total: number
}
