// The handlers of a declared resource's routes. A route that answers with more than the object has a handler of its own.

import { capital, type ChangeOf, type InputOf, type ListQuery, paramOf, type Resource, type Route } from '@openseat/contracts'
import type { CallContext, HandlerOf } from '../http/handlers.ts'
import type { Person } from '../access/person.ts'
import { actor, type SettingsParts } from './checks.ts'
import type { Edit } from './settings.ts'
import type { ResourceChanges } from './resource-changes.ts'
import type { Rows } from './resource-rows.ts'

/** What trunks and outbound routes belong to. */
export const platformTenant = 0

type Routed = Resource & { readonly routes: object }
type Handlers<R extends Routed> = {
  readonly [N in keyof R['routes']]: R['routes'][N] extends Route ? HandlerOf<R['routes'][N]> : never
}

/** A call of any of the routes, whose parts the route's schemas have checked. */
interface Call {
  readonly params: Readonly<Record<string, string | number>>
  readonly query: ListQuery & Readonly<Record<string, unknown>>
  readonly body: object
  readonly person: Person
  readonly context: CallContext
}

interface Wiring<Given> {
  /** What the rules want to know that is not in the tenant's rows; asked before the transaction begins. */
  readonly given: (call: Call) => Given | Promise<Given>
  /** Filters of the list that are no columns. */
  readonly narrow?: (rows: Rows, query: Call['query']) => Rows
}

const nothing: Wiring<undefined> = { given: () => undefined }

export function resourceHandlers<R extends Routed>({ settings }: SettingsParts, changes: ResourceChanges<R>): Handlers<R>
export function resourceHandlers<R extends Routed, Given>(
  parts: SettingsParts,
  changes: ResourceChanges<R, Given>,
  wiring: Wiring<Given>,
): Handlers<R>
export function resourceHandlers<R extends Routed, Given>(
  { settings }: SettingsParts,
  changes: ResourceChanges<R, Given>,
  { given, narrow: narrowed = (rows) => rows }: Wiring<Given> = nothing as Wiring<Given>,
): Handlers<R> {
  const { resource } = changes
  const tenantOf = (call: Call): number => (resource.scope === 'platform' ? platformTenant : call.person.tenantId)
  const keyOf = (call: Call): string | number => call.params[paramOf(resource)] ?? ''
  const change = async <T>(call: Call, work: (edit: Edit, known: Given) => Promise<T>): Promise<T> => {
    const known = await given(call)
    return settings.change(tenantOf(call), actor(call), (edit) => work(edit, known))
  }
  const named = capital(resource.name)
  const handlers = {
    [`list${resource.plural}`]: (call: Call) =>
      settings.read(tenantOf(call), (trx) =>
        changes.page(trx, call.query, (rows) => narrowed(changes.filtered(rows, call.query), call.query)),
      ),
    [`get${named}`]: (call: Call) => settings.read(tenantOf(call), (trx) => changes.read(trx, keyOf(call))),
    [`create${named}`]: (call: Call) => change(call, (edit, known) => changes.create(edit, call.body as InputOf<R>, known)),
    [`change${named}`]: (call: Call) =>
      change(call, (edit, known) => changes.change(edit, keyOf(call), { input: call.body as ChangeOf<R>, given: known })),
    [`delete${named}`]: (call: Call) => change(call, (edit, known) => changes.remove(edit, keyOf(call), known)),
  }
  const declared = Object.keys(resource.routes)
  // Each handler is of the route whose name it has: the schemas of both are the declaration's.
  return Object.fromEntries(Object.entries(handlers).filter(([name]) => declared.includes(name))) as unknown as Handlers<R>
}
