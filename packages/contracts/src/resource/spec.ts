// What a declaration of a resource says, and the types that follow from its fields.
import type { z } from 'zod'
import type { AuditObject } from '../audit-words.ts'
import type { id, versionNumber } from '../fields.ts'
import type { Permission } from '../permissions.ts'
import type { Field } from './fields.ts'

export interface ResourceSpec {
  /** Names it in the vocabulary, in the audit log and in its routes: `createTrunk` for `trunk`. */
  readonly name: AuditObject
  /** In the route of its list: `listTrunks` for `Trunks`. */
  readonly plural: string
  readonly table: string
  /** Whose the objects are: each tenant's, or the operator's. */
  readonly scope: 'tenant' | 'platform'
  readonly path: string
  /** The field that names an object, where the database does not number them. */
  readonly key?: string
  /** The key's name in the path, where it is another one. */
  readonly param?: string
  readonly access: { readonly read: readonly Permission[]; readonly manage: readonly Permission[] }
  readonly tag: string
  /** For the API's description: `a trunk`, `trunks`; `one` where it is not `a` without its article. */
  readonly english: { readonly a: string; readonly many: string; readonly one?: string }
  /** Behind the description of a route. */
  readonly notes?: { readonly list?: string; readonly create?: string }
  readonly fields: Readonly<Record<string, Field>>
  readonly list: {
    /** Fields that the search text may stand in. */
    readonly search: readonly string[]
    /** Names that a caller may sort by: fields, `id`, and those that the server's code adds. */
    readonly sort: readonly string[]
    /** The order when none is asked for, and among equals. */
    readonly first: string
    /** Fields that a query may ask one value of, with the schema of the query's text. */
    readonly filters?: Readonly<Record<string, z.ZodType>>
  }
  /** Whether a single one can be read. */
  readonly get: boolean
  /** At most so many. */
  readonly limit?: number
  /** Fields of which no two objects have the same text, whatever its letters' case; an empty text counts as none. */
  readonly unique: readonly string[]
}

type Fields = ResourceSpec['fields']
type ZodOf<T> = T extends z.ZodType ? T : never
type WrittenNames<F extends Fields> = { [K in keyof F]: F[K]['input'] extends z.ZodType ? K : never }[keyof F]
type FixedNames<F extends Fields> = { [K in keyof F]: F[K]['fixed'] extends true ? K : never }[keyof F]
type ReadNames<F extends Fields> = { [K in keyof F]: F[K]['output'] extends z.ZodType ? K : never }[keyof F]
export type InputShape<F extends Fields> = { readonly [K in WrittenNames<F>]: ZodOf<F[K]['input']> }
interface WithVersion {
  readonly version: z.ZodOptional<typeof versionNumber>
}
type Numbered<S extends ResourceSpec> = S extends { readonly key: string } ? unknown : { readonly id: typeof id }

export type OutputSchema<S extends ResourceSpec> = z.ZodObject<
  Numbered<S> & { readonly [K in ReadNames<S['fields']>]: ZodOf<S['fields'][K]['output']> } & { readonly version: z.ZodInt }
>
/** Where no field is fixed, making an object takes what a change takes. */
export type InputSchema<S extends ResourceSpec> = z.ZodObject<
  [FixedNames<S['fields']>] extends [never] ? InputShape<S['fields']> & WithVersion : InputShape<S['fields']>,
  z.core.$strict
>
/** Without the fields that never change; with the version that the change was made on. */
export type ChangeSchema<S extends ResourceSpec> = z.ZodObject<
  Omit<InputShape<S['fields']>, FixedNames<S['fields']>> & WithVersion,
  z.core.$strict
>
