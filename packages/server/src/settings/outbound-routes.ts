// Outbound routes (外呼路由): which trunks a number that is called goes to, by its prefix, and in which form.

import { AppError, limits, type FieldProblem, type OutboundRoute, type RouteBody } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, type SettingsParts, unknownReference } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'
import { platformTenant } from './trunks.ts'

type RouteInput = RouteBody<'createOutboundRoute'>

const listing: Listing = {
  searched: [sql`r.prefix`, sql`r.prepend`],
  sorted: { prefix: sql`r.prefix`, id: sql`r.id` },
  first: 'prefix',
}

export function outboundRouteHandlers({
  settings,
}: SettingsParts): HandlersOf<'listOutboundRoutes' | 'createOutboundRoute' | 'changeOutboundRoute' | 'deleteOutboundRoute'> {
  return {
    listOutboundRoutes: ({ query }) =>
      settings.read(platformTenant, async (trx) => mapPage(await listPage(selectRoutes(trx), query, listing), toRoute)),
    createOutboundRoute: (call) => settings.change(platformTenant, actor(call), (edit) => createRoute(edit, call.body)),
    changeOutboundRoute: (call) =>
      settings.change(platformTenant, actor(call), (edit) => changeRoute(edit, call.params.routeId, call.body)),
    deleteOutboundRoute: (call) => settings.change(platformTenant, actor(call), (edit) => deleteRoute(edit, call.params.routeId)),
  }
}

const trunkNames = sql<string[]>`(select coalesce(array_agg(t.name order by array_position(r.trunk_ids, t.id)), '{}')
  from trunk t where t.tenant_id = r.tenant_id and t.id = any (r.trunk_ids))`

const selectRoutes = (trx: TenantTransaction) =>
  trx
    .selectFrom('outbound_route as r')
    .select(['r.id', 'r.prefix', 'r.strip_digits', 'r.prepend', 'r.trunk_ids', 'r.version', trunkNames.as('trunk_names')])

async function readRoute(trx: TenantTransaction, id: number): Promise<OutboundRoute> {
  return toRoute(found(await selectRoutes(trx).where('r.id', '=', id).executeTakeFirst(), 'outboundRoute', id))
}

async function createRoute(edit: Edit, input: RouteInput): Promise<OutboundRoute> {
  const { trx, tenantId, audit } = edit
  await refuseBeyondLimit(trx)
  refuseIfAny(await problemsOf(trx, input, 0))
  const { id } = await trx
    .insertInto('outbound_route')
    .values({ tenant_id: tenantId, ...columns(input) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readRoute(trx, id)
  audit({ action: 'create', objectType: 'outboundRoute', objectId: id, after })
  return after
}

async function changeRoute({ trx, audit }: Edit, id: number, input: RouteInput): Promise<OutboundRoute> {
  const before = await readRoute(trx, id)
  refuseStale(before, input.version, { object: 'outboundRoute', name: `${before.prefix}*` })
  refuseIfAny(await problemsOf(trx, input, id))
  await trx
    .updateTable('outbound_route')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readRoute(trx, id)
  audit({ action: 'change', objectType: 'outboundRoute', objectId: id, before, after })
  return after
}

async function deleteRoute({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readRoute(trx, id)
  await trx.deleteFrom('outbound_route').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'outboundRoute', objectId: id, before })
}

async function refuseBeyondLimit(trx: TenantTransaction): Promise<void> {
  const { count } = await trx
    .selectFrom('outbound_route')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.outboundRoutes) throw new AppError('OBJECT_LIMIT', { object: 'outboundRoute', max: limits.outboundRoutes })
}

/** The prefix stands once, and its trunks exist, each once. */
async function problemsOf(trx: TenantTransaction, { prefix, trunkIds }: RouteInput, except: number): Promise<FieldProblem[]> {
  const same = await trx.selectFrom('outbound_route').select('id').where('prefix', '=', prefix).where('id', '<>', except).executeTakeFirst()
  const trunks = await trx.selectFrom('trunk').select(['id', 'name']).where('id', 'in', trunkIds).execute()
  const problems: FieldProblem[] = same === undefined ? [] : [{ field: 'prefix', code: 'FIELD_TAKEN', params: { value: `${prefix}*` } }]
  for (const [index, id] of trunkIds.entries()) {
    const field = `trunkIds.${index}`
    const trunk = trunks.find((row) => row.id === id)
    if (trunk === undefined) problems.push(unknownReference(field, id))
    else if (trunkIds.indexOf(id) < index) problems.push({ field, code: 'FIELD_TAKEN', params: { value: trunk.name } })
  }
  return problems
}

const columns = ({ prefix, stripDigits, prepend, trunkIds }: RouteInput) => ({
  prefix,
  strip_digits: stripDigits,
  prepend,
  trunk_ids: trunkIds,
})

interface RouteRow {
  readonly id: number
  readonly prefix: string
  readonly strip_digits: number
  readonly prepend: string
  readonly trunk_ids: number[]
  readonly trunk_names: string[]
  readonly version: number
}

const toRoute = (row: RouteRow): OutboundRoute => ({
  id: row.id,
  prefix: row.prefix,
  stripDigits: row.strip_digits,
  prepend: row.prepend,
  trunkIds: row.trunk_ids,
  trunkNames: row.trunk_names,
  version: row.version,
})
