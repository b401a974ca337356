// The declared columns of a row, for code that reads a resource's table beside its routes.

import { columnOf, type Field, type Resource } from '@openseat/contracts'
import type { z } from 'zod'

type FieldsOf<R extends Resource> = R['fields']

/** Fields that lie in a column and can be read, as the resource answers them. */
export type ColumnValues<R extends Resource> = {
  readonly [
    N in keyof FieldsOf<R> as FieldsOf<R>[N]['column'] extends false ? never : FieldsOf<R>[N]['output'] extends z.ZodType ? N : never
  ]: FieldsOf<R>[N]['output'] extends infer O extends z.ZodType ? z.output<O> : never
}

/** Throws for a value that the declaration does not know: it must not become another branch. */
export function columnValues<R extends Resource>(resource: R, row: object): ColumnValues<R> {
  const fields = Object.entries<Field>(resource.fields)
  const stored = new Map(Object.entries(row))
  return Object.fromEntries(
    fields.flatMap(([name, field]) => {
      const column = columnOf(name, field)
      if (column === undefined || field.output === null) return []
      const parsed = field.output.safeParse(field.codec.fromColumn(stored.get(column)))
      if (!parsed.success) throw new Error(`${resource.table}.${column} holds ${String(stored.get(column))}, which is none of its values`)
      return [[name, parsed.data]]
    }),
  ) as ColumnValues<R>
}
