// Fields of a declared resource: what may be written, what is read, where it lies in the object's table, and how a form
// draws it. A field that is none of these kinds is made with `ownField` from its schemas.
import { z } from 'zod'
import { id, whole, type FormatRule } from '../fields.ts'
import type { NumberLimit } from '../limits.ts'

/** Which component a form draws; `own`: the screen brings one. */
export type Control = 'text' | 'number' | 'choice' | 'flag' | 'reference' | 'own'

/** Written to the table as JSON text, read from it as `T`. */
export interface JsonColumn<T> {
  readonly json: T
}

/** Between a field's value and its column. Both ways take what they are given: the schemas have the last word. */
export interface Codec {
  readonly toColumn: (value: unknown) => unknown
  readonly fromColumn: (stored: unknown) => unknown
}

interface TextLimit {
  readonly min: number
  readonly max: number
}

export interface Field<
  Input extends z.ZodType | null = z.ZodType | null,
  Output extends z.ZodType | null = z.ZodType | null,
  Column extends string | boolean = string | boolean,
  Stored = unknown,
  Fixed extends boolean = boolean,
> {
  /** Null: it can only be read. */
  readonly input: Input
  /** Null: it can only be written, as a password. */
  readonly output: Output
  /** True: the column is named as the field, in snake case. False: it has none. */
  readonly column: Column
  /** Given when the object is made, and never changed. */
  readonly fixed: Fixed
  readonly codec: Codec
  readonly control: Control
  /** What a new object's form begins with. */
  readonly empty: unknown
  readonly required: boolean
  readonly limit?: TextLimit | NumberLimit
  readonly rule?: FormatRule
  readonly options?: readonly string[]
  /** Fields of one section stand together in the form. */
  readonly section?: string
  /** The type of the column; it has no value. */
  readonly stored?: Stored
}

export interface FieldOptions<Column extends string | true = true, Fixed extends boolean = false> {
  readonly column?: Column
  readonly fixed?: Fixed
  readonly section?: string
  /** Said under the field. */
  readonly rule?: FormatRule
  readonly limit?: TextLimit
  readonly required?: boolean
}

const asIs: Codec = { toColumn: (value) => value, fromColumn: (stored) => stored }
const asJson: Codec = { toColumn: (value) => JSON.stringify(value), fromColumn: (stored) => stored }
const eachOnce: Codec = { toColumn: (value) => (Array.isArray(value) ? [...new Set(value)] : value), fromColumn: (stored) => stored }

type Place<C extends string | true, X extends boolean> = Pick<
  Field<null, null, C, never, X>,
  'column' | 'fixed' | 'section' | 'rule' | 'limit'
>

const placeOf = <C extends string | true, X extends boolean>(options: FieldOptions<C, X>): Place<C, X> => ({
  column: (options.column ?? true) as C,
  fixed: (options.fixed ?? false) as X,
  ...(options.section === undefined ? {} : { section: options.section }),
  ...(options.rule === undefined ? {} : { rule: options.rule }),
  ...(options.limit === undefined ? {} : { limit: options.limit }),
})

// `NoInfer`: what a declaration wants of its fields says nothing about where this one lies.

/** A text that `input` accepts; it must be filled in where `input` takes no empty one. */
export function textField<I extends z.ZodType<string>, const C extends string | true = true, const X extends boolean = false>(
  input: I,
  options: FieldOptions<C, X> = {},
): Field<I, z.ZodString, NoInfer<C>, string, NoInfer<X>> {
  const required = options.required ?? !input.safeParse('').success
  return { input, output: z.string(), ...placeOf(options), codec: asIs, control: 'text', empty: '', required }
}

/** A whole number within a limit, which has its default. */
export function numberField<const C extends string | true = true>(
  limit: NumberLimit,
  options: FieldOptions<C> = {},
): Field<z.ZodDefault<z.ZodInt>, z.ZodInt, NoInfer<C>, number, false> {
  const input = whole(limit).default(limit.default)
  return {
    input,
    output: z.int(),
    ...placeOf<C, false>(options),
    limit,
    codec: asIs,
    control: 'number',
    empty: limit.default,
    required: true,
  }
}

/** One of the words; `usual` where none is given. */
export function choiceField<const T extends string, const C extends string | true = true>(
  options: readonly T[],
  usual: NoInfer<T>,
  place: FieldOptions<C> = {},
): Field<z.ZodDefault<z.ZodType<T, T>>, z.ZodType<T, T>, NoInfer<C>, T, false> {
  const one: z.ZodType<T, T> = z.enum(options)
  const input = one.default(usual)
  return {
    input,
    output: one,
    ...placeOf<C, false>(place),
    codec: asIs,
    control: 'choice',
    options,
    empty: usual,
    required: place.required ?? true,
  }
}

/** One of the words, or null. */
export function optionalChoiceField<const T extends string>(
  options: readonly T[],
  place: FieldOptions = {},
): Field<z.ZodDefault<z.ZodNullable<z.ZodType<T, T>>>, z.ZodNullable<z.ZodType<T, T>>, true, T | null, false> {
  const one: z.ZodType<T, T> = z.enum(options)
  const output = one.nullable()
  return { input: output.default(null), output, ...placeOf(place), codec: asIs, control: 'choice', options, empty: null, required: true }
}

export function flagField(usual: boolean, place: FieldOptions = {}): Field<z.ZodDefault<z.ZodBoolean>, z.ZodBoolean, true, boolean, false> {
  const input = z.boolean().default(usual)
  return { input, output: z.boolean(), ...placeOf(place), codec: asIs, control: 'flag', empty: usual, required: false }
}

/** The id of another object, or null. */
export function referenceField(
  place: FieldOptions = {},
): Field<z.ZodDefault<z.ZodNullable<typeof id>>, z.ZodNullable<typeof id>, true, number | null, false> {
  const output = id.nullable()
  return { input: output.default(null), output, ...placeOf(place), codec: asIs, control: 'reference', empty: null, required: false }
}

/** A list in a column of its own kind (an array, not JSON), each member once. */
export function listField<I extends z.ZodType<unknown[]>, O extends z.ZodType<unknown[]>>(
  input: I,
  output: O,
  place: FieldOptions & { readonly keepsDoubles?: boolean } = {},
): Field<I, O, true, z.output<O>, false> {
  const codec = place.keepsDoubles === true ? asIs : eachOnce
  return { input, output, ...placeOf(place), codec, control: 'own', empty: [], required: true }
}

/** Lists and objects that the table keeps as JSON. */
export function jsonField<I extends z.ZodType, O extends z.ZodType>(
  schemas: { readonly input: I; readonly output: O; readonly empty: unknown },
  place: FieldOptions = {},
): Field<I, O, true, JsonColumn<z.output<O>>, false> {
  const { input, output, empty } = schemas
  return { input, output, ...placeOf(place), codec: asJson, control: 'own', empty, required: place.required ?? true }
}

/** A value in a column of another form. */
export function codedField<I extends z.ZodType, O extends z.ZodType, Stored, const C extends string>(
  schemas: { readonly input: I; readonly output: O; readonly empty: unknown },
  place: FieldOptions<C> & { readonly column: C },
  codec: { readonly toColumn: (value: z.output<I>) => Stored; readonly fromColumn: (stored: Stored) => unknown },
): Field<I, O, C, Stored, false> {
  const { input, output, empty } = schemas
  return { input, output, ...placeOf<C, false>(place), codec: codec as Codec, control: 'own', empty, required: false }
}

/** What the object's other tables keep: the server's code for the resource stores and reads it. */
export function relatedField<I extends z.ZodType, O extends z.ZodType>(
  input: I,
  output: O,
  place: Pick<FieldOptions, 'section'> = {},
): Field<I, O, false, never, false> {
  return { input, output, ...placeOf(place), column: false, codec: asIs, control: 'own', empty: [], required: true }
}

/** Written, never read: the server's code keeps it sealed. Empty keeps the present one. */
export function secretField<I extends z.ZodType<string>>(
  input: I,
  place: Pick<FieldOptions, 'section'> = {},
): Field<I, null, false, never, false> {
  return { input, output: null, ...placeOf(place), column: false, codec: asIs, control: 'text', empty: '', required: false }
}

/** What can only be read, and is worked out: from other tables, or from what goes on now. */
export function fact<O extends z.ZodType>(output: O): Field<null, O, false, never, false> {
  return { input: null, output, column: false, fixed: false, codec: asIs, control: 'own', empty: null, required: false }
}

/** What the server gives the object and keeps in a column. */
export function givenField<O extends z.ZodType>(output: O): Field<null, O, true, z.output<O>, false> {
  return { input: null, output, column: true, fixed: false, codec: asIs, control: 'own', empty: null, required: false }
}
