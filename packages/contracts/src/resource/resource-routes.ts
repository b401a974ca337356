// The routes of a declared resource: list, one, make, change, delete.
import { z } from 'zod'
import { idText } from '../fields.ts'
import { listQuery, pageOf, type Page } from '../rest/listing.ts'
import type { Route } from '../rest/route.ts'
import { vocabulary } from '../vocabulary.ts'
import type { ChangeSchema, InputSchema, OutputSchema, ResourceSpec } from './spec.ts'

type KeySchema<S extends ResourceSpec> = S extends { readonly key: infer K extends string }
  ? S['fields'][K]['input'] extends infer I extends z.ZodType
    ? I
    : never
  : typeof idText
type ParamOf<S extends ResourceSpec> = S extends { readonly param: infer P extends string }
  ? P
  : S extends { readonly key: infer K extends string }
    ? K
    : 'id'
type ParamsSchema<S extends ResourceSpec> = z.ZodObject<{ readonly [P in ParamOf<S>]: KeySchema<S> }, z.core.$strict>
type FiltersOf<S extends ResourceSpec> = S['list'] extends { readonly filters: infer Q } ? { -readonly [K in keyof Q]: Q[K] } : unknown
type QuerySchema<S extends ResourceSpec> = z.ZodObject<typeof listQuery & FiltersOf<S>, z.core.$strict>
type PageSchema<O extends z.ZodType> = z.ZodType<Page<z.output<O>>, Page<z.input<O>>>

interface About {
  readonly path: string
  readonly tag: string
  readonly summary: { readonly zh: string; readonly en: string }
}
interface Read<S extends ResourceSpec> extends About {
  readonly method: 'GET'
  readonly access: S['access']['read']
}
interface Manage<S extends ResourceSpec, M extends 'POST' | 'PUT' | 'DELETE'> extends About {
  readonly method: M
  readonly access: S['access']['manage']
}

export type ResourceRoutes<S extends ResourceSpec, Created extends z.ZodType> = {
  readonly [N in `list${S['plural']}`]: Read<S> & { readonly query: QuerySchema<S>; readonly response: PageSchema<OutputSchema<S>> }
} & {
  readonly [N in `get${Capitalize<S['name']>}` as S['get'] extends true ? N : never]: Read<S> & {
    readonly params: ParamsSchema<S>
    readonly response: OutputSchema<S>
  }
} & {
  readonly [N in `create${Capitalize<S['name']>}`]: Manage<S, 'POST'> & { readonly body: InputSchema<S>; readonly response: Created }
} & {
  readonly [N in `change${Capitalize<S['name']>}`]: Manage<S, 'PUT'> & {
    readonly params: ParamsSchema<S>
    readonly body: ChangeSchema<S>
    readonly response: OutputSchema<S>
  }
} & {
  readonly [N in `delete${Capitalize<S['name']>}`]: Manage<S, 'DELETE'> & { readonly params: ParamsSchema<S> }
}

/** `SkillQueue` for `skillQueue`, as it stands in the names of routes. */
export const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

export const paramOf = ({ param, key }: Pick<ResourceSpec, 'param' | 'key'>): string => param ?? key ?? 'id'

interface Schemas {
  readonly output: z.ZodType
  readonly input: z.ZodType
  readonly change: z.ZodType
  readonly created: z.ZodType
}

export function resourceRoutes(spec: ResourceSpec, { output, input, change, created }: Schemas): Record<string, Route> {
  const { path, access, tag, english, notes } = spec
  const { zh } = vocabulary[spec.name]
  const one = english.one ?? english.a.replace(/^an? /, '')
  const named = capital(spec.name)
  const param = paramOf(spec)
  const keySchema = spec.key === undefined ? idText : (spec.fields[spec.key]?.input ?? z.never())
  const single = { path: `${path}/:${param}`, params: z.strictObject({ [param]: keySchema }) }
  const read = { method: 'GET', access: access.read, tag } as const
  const manage = { access: access.manage, tag }
  const query = z.strictObject({ ...listQuery, ...spec.list.filters })
  return {
    [`list${spec.plural}`]: {
      ...read,
      path,
      summary: { zh: `${zh}列表`, en: `List ${english.many}${notes?.list ?? ''}` },
      query,
      response: pageOf(output),
    },
    ...(spec.get && { [`get${named}`]: { ...read, ...single, summary: { zh: `${zh}详情`, en: `One ${one}` }, response: output } }),
    [`create${named}`]: {
      ...manage,
      method: 'POST',
      path,
      summary: { zh: `新建${zh}`, en: `Create ${english.a}${notes?.create ?? ''}` },
      body: input,
      response: created,
    },
    [`change${named}`]: {
      ...manage,
      ...single,
      method: 'PUT',
      summary: { zh: `修改${zh}`, en: `Change ${english.a}` },
      body: change,
      response: output,
    },
    [`delete${named}`]: { ...manage, ...single, method: 'DELETE', summary: { zh: `删除${zh}`, en: `Delete ${english.a}` } },
  }
}
