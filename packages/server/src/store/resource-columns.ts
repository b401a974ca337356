// The table of a declared resource, as Kysely sees it: its columns and their types are the declaration's.

import type { Field, JsonColumn, ResourceSpec } from '@openseat/contracts'
import type { ColumnType, Generated } from 'kysely'
import type { JsonDefault } from './column-types.ts'

type Snake<S extends string> = S extends `${infer Head}${infer Rest}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Rest>}`
  : ''

type ColumnName<Name extends string, F extends Field> = F['column'] extends true
  ? Snake<Name>
  : F['column'] extends infer C extends string
    ? C
    : never

type Stored<F extends Field> = Exclude<F['stored'], undefined>
type ColumnFor<T> = [T] extends [JsonColumn<infer J>] ? JsonDefault<J> : ColumnType<T, T | undefined, T>

export type ResourceTable<R extends Pick<ResourceSpec, 'fields'>> = {
  [N in keyof R['fields'] & string as ColumnName<N, R['fields'][N]>]: ColumnFor<Stored<R['fields'][N]>>
} & { tenant_id: number; version: Generated<number> } & (R extends { readonly key: string } ? unknown : { id: Generated<number> })
