// A configurable object, declared once. From the declaration come the schemas of its requests and answers, its routes
// (and with them the API's description), its columns, its list, and what refuses a change: an older version, a name
// that is taken, a limit. The server's code for it (checks, other tables, secrets) and the browser's screen are typed by
// it. Nothing here knows a database or draws anything.
import { z } from 'zod'
import { id, versionNumber } from '../fields.ts'
import type { Field } from './fields.ts'
import { resourceRoutes, type ResourceRoutes } from './resource-routes.ts'
import type { ChangeSchema, InputSchema, InputShape, OutputSchema, ResourceSpec } from './spec.ts'

/** Refuses one field of a request. */
export type Refuse = (path: readonly (string | number)[], code: string, params?: Readonly<Record<string, unknown>>) => void

/** What a declaration says in code. */
export interface ResourceCode<S extends ResourceSpec, Created extends z.ZodType> {
  /** What a refusal calls the object. */
  readonly named: (object: z.output<OutputSchema<S>>) => string
  /** What no field says by itself. */
  readonly rule?: (value: z.output<z.ZodObject<InputShape<S['fields']>>>, refuse: Refuse) => void
  /** What making one answers with, where that is more than the object: a password that is shown once. */
  readonly created?: (object: OutputSchema<S>) => Created
}

/** Fields that a declaration names must be fields. */
interface OwnNames<S extends ResourceSpec> {
  readonly unique: readonly (keyof S['fields'])[]
  readonly list: { readonly search: readonly (keyof S['fields'])[] }
}

/** The declaration with all that follows from it. */
export type ResourceOf<S extends ResourceSpec, Created extends z.ZodType> = S & {
  readonly output: OutputSchema<S>
  readonly input: InputSchema<S>
  readonly change: ChangeSchema<S>
  readonly named: (object: z.output<OutputSchema<S>>) => string
  readonly routes: ResourceRoutes<S, Created>
}

export function defineResource<const S extends ResourceSpec, Created extends z.ZodType = OutputSchema<S>>(
  spec: S & OwnNames<S>,
  { named, rule, created }: ResourceCode<S, Created>,
): ResourceOf<S, Created> {
  const fields = Object.entries<Field>(spec.fields)
  const pick = (chosen: (field: Field) => z.ZodType | null) =>
    Object.fromEntries(fields.flatMap(([name, field]) => (chosen(field) === null ? [] : [[name, chosen(field)]])))
  const strict = (shape: object) => {
    const schema = z.strictObject(shape as z.ZodRawShape)
    return rule === undefined ? schema : schema.check(asCheck(rule))
  }
  const version = versionNumber.optional()
  const key = spec.key === undefined ? { id } : {}
  const output = z.object({ ...key, ...pick((field) => field.output), version: z.int() }) as unknown as OutputSchema<S>
  const change = strict({ ...pick((field) => (field.fixed ? null : field.input)), version })
  const input = fields.some(([, field]) => field.fixed) ? strict(pick((field) => field.input)) : change
  const schemas = { output, input: input as unknown as InputSchema<S>, change: change as unknown as ChangeSchema<S> }
  return { ...spec, ...schemas, named, routes: resourceRoutes(spec, { ...schemas, created: created?.(output) ?? output }) as never }
}

const asCheck =
  (rule: (value: never, refuse: Refuse) => void) =>
  ({ value, issues }: { value: object; issues: unknown[] }): void =>
    rule(value as never, (path, message, params) => {
      const input = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], value)
      issues.push({ code: 'custom', path, message, input, ...(params === undefined ? {} : { params }) })
    })

/** Any resource, where only its declaration counts. */
export type Resource = ResourceSpec & {
  readonly output: z.ZodObject
  readonly input: z.ZodObject
  readonly change: z.ZodObject
  readonly named: (object: never) => string
}

export type ObjectOf<R extends Pick<Resource, 'output'>> = z.output<R['output']>
/** What making an object takes, as the server gets it. */
export type InputOf<R extends Pick<Resource, 'input'>> = z.output<R['input']>
export type ChangeOf<R extends Pick<Resource, 'change'>> = z.output<R['change']>

/** `max_wait_seconds` for `maxWaitSeconds`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The name of a field's column; undefined where it has none. */
export function columnOf(name: string, { column }: Pick<Field, 'column'>): string | undefined {
  if (column === false) return undefined
  return typeof column === 'string' ? column : snakeCase(name)
}

/** What a new object's form begins with. */
export function emptyValues(resource: Pick<ResourceSpec, 'fields'>): Record<string, unknown> {
  const written = Object.entries(resource.fields).filter(([, field]) => field.input !== null)
  return Object.fromEntries(written.map(([name, field]) => [name, field.empty]))
}
