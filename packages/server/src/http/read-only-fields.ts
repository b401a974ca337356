// Whoever changes an object sends back what they read of it: fields that the answer has and the change has not, such as
// an id or a name beside a reference, are passed over. What neither knows is still refused.

import type { Route } from '@openseat/contracts'
import { z } from 'zod'

/** The body of a PUT without what can only be read. */
export function withoutReadOnly({ method, body, response }: Pick<Route, 'method' | 'body' | 'response'>, value: unknown): unknown {
  if (method !== 'PUT' || body === undefined || response === undefined) return value
  return without(value, schemasIn(body), schemasIn(response))
}

function without(value: unknown, written: readonly z.ZodType[], read: readonly z.ZodType[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, elementsOf(written), elementsOf(read)))
  if (value === null || typeof value !== 'object') return value
  const kept = Object.entries(value).filter(([name]) => fieldOf(written, name).length > 0 || fieldOf(read, name).length === 0)
  return Object.fromEntries(kept.map(([name, part]) => [name, without(part, fieldOf(written, name), fieldOf(read, name))]))
}

/** What a schema may be in the end: without defaults and the like, each branch of a union for itself. */
function schemasIn(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => schemasIn(option as z.ZodType))
  if (schema instanceof z.ZodPipe) return schemasIn(schema.in as z.ZodType)
  if (
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodReadonly
  )
    return schemasIn(schema.unwrap() as z.ZodType)
  return [schema]
}

const fieldOf = (schemas: readonly z.ZodType[], name: string): z.ZodType[] =>
  schemas.flatMap((schema) => {
    if (schema instanceof z.ZodRecord) return schemasIn(schema.valueType as z.ZodType)
    const field: unknown = schema instanceof z.ZodObject && Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined
    return field === undefined ? [] : schemasIn(field as z.ZodType)
  })

const elementsOf = (schemas: readonly z.ZodType[]): z.ZodType[] =>
  schemas.flatMap((schema) => (schema instanceof z.ZodArray ? schemasIn(schema.element as z.ZodType) : []))
