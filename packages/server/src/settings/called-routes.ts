// Called routes (被叫): which queue a dialled number reaches. Two routes must not be dialled the same.

import { AppError, type CalledRoute, type FieldProblem, type RouteBody } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, type SettingsParts, unknownReference } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'

type RouteInput = RouteBody<'createCalledRoute'>
type CalledRouteRoute = 'listCalledRoutes' | 'createCalledRoute' | 'changeCalledRoute' | 'deleteCalledRoute'

const listing: Listing = {
  searched: [sql`r.access_code || r.extension_code`, sql`q.name`],
  sorted: { accessCode: sql`r.access_code`, extensionCode: sql`r.extension_code`, queueName: sql`q.name`, id: sql`r.id` },
  first: 'accessCode',
}

export function calledRouteHandlers({ settings, platform }: SettingsParts): HandlersOf<CalledRouteRoute> {
  return {
    listCalledRoutes: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => mapPage(await listPage(selectRoutes(trx), query, listing), toRoute)),
    createCalledRoute: async (call) => {
      await refuseForeign(platform, call.person.tenantId, call.body)
      return settings.change(call.person.tenantId, actor(call), (edit) => createRoute(edit, call.body))
    },
    changeCalledRoute: async (call) => {
      await refuseForeign(platform, call.person.tenantId, call.body)
      return settings.change(call.person.tenantId, actor(call), (edit) => changeRoute(edit, call.params.id, call.body))
    },
    deleteCalledRoute: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteRoute(edit, call.params.id)),
  }
}

function selectRoutes(trx: TenantTransaction) {
  return trx
    .selectFrom('called_route as r')
    .innerJoin('skill_queue as q', (join) => join.onRef('q.tenant_id', '=', 'r.tenant_id').onRef('q.id', '=', 'r.queue_id'))
    .select(['r.id', 'r.access_code', 'r.extension_code', 'r.queue_id', 'r.version', 'q.name as queue_name'])
}

async function readRoute(trx: TenantTransaction, id: number): Promise<CalledRoute> {
  return toRoute(found(await selectRoutes(trx).where('r.id', '=', id).executeTakeFirst(), 'calledRoute', id))
}

export async function createRoute(edit: Edit, input: RouteInput): Promise<CalledRoute> {
  await check(edit.trx, input)
  const { id } = await edit.trx
    .insertInto('called_route')
    .values({ tenant_id: edit.tenantId, ...columns(input) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readRoute(edit.trx, id)
  edit.audit({ action: 'create', objectType: 'calledRoute', objectId: id, after })
  return after
}

async function changeRoute(edit: Edit, id: number, input: RouteInput): Promise<CalledRoute> {
  const before = await readRoute(edit.trx, id)
  refuseStale(before, input.version, { object: 'calledRoute', name: dialled(before) })
  await check(edit.trx, input, id)
  await edit.trx
    .updateTable('called_route')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readRoute(edit.trx, id)
  edit.audit({ action: 'change', objectType: 'calledRoute', objectId: id, before, after })
  return after
}

async function deleteRoute({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readRoute(trx, id)
  await trx.deleteFrom('called_route').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'calledRoute', objectId: id, before })
}

/** Codes that were assigned before their likeness was refused: the longest code of what is dialled has the call. */
async function refuseForeign(platform: SettingsParts['platform'], tenantId: number, input: RouteInput): Promise<void> {
  const holder = await platform.accessCodeFor(dialled(input))
  if (holder !== undefined && holder.tenantId !== tenantId && holder.code.length > input.accessCode.length)
    throw new AppError('ROUTE_TAKEN', { dialled: dialled(input) })
}

async function check(trx: TenantTransaction, input: RouteInput, self = 0): Promise<void> {
  refuseIfAny(await referenceProblems(trx, input))
  const same = sql<boolean>`access_code || extension_code = ${dialled(input)}`
  const other = await trx
    .selectFrom('called_route')
    .select(['access_code', 'extension_code'])
    .where(same)
    .where('id', '<>', self)
    .executeTakeFirst()
  if (other === undefined) return
  const name = other.extension_code === '' ? other.access_code : `${other.access_code} + ${other.extension_code}`
  throw new AppError('ROUTE_AMBIGUOUS', { dialled: dialled(input), other: name })
}

async function referenceProblems(trx: TenantTransaction, { accessCode, target }: RouteInput): Promise<FieldProblem[]> {
  const code = await trx.selectFrom('access_code').select('media').where('code', '=', accessCode).executeTakeFirst()
  const queue = await trx.selectFrom('skill_queue').select('type').where('id', '=', target.queueId).executeTakeFirst()
  const problems: FieldProblem[] = []
  if (code === undefined) problems.push(unknownReference('accessCode', accessCode))
  if (queue === undefined) problems.push(unknownReference('target.queueId', target.queueId))
  const fits = code === undefined || queue === undefined || (code.media === 'multimedia') === (queue.type === 'multimedia')
  if (!fits) problems.push({ field: 'target.queueId', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'mediaServes' } })
  return problems
}

const dialled = (route: { accessCode: string; extensionCode: string }): string => route.accessCode + route.extensionCode

function columns(input: RouteInput) {
  return { access_code: input.accessCode, extension_code: input.extensionCode, queue_id: input.target.queueId }
}

interface RouteRow {
  readonly id: number
  readonly access_code: string
  readonly extension_code: string
  readonly queue_id: number
  readonly queue_name: string
  readonly version: number
}

function toRoute(row: RouteRow): CalledRoute {
  return {
    id: row.id,
    accessCode: row.access_code,
    extensionCode: row.extension_code,
    target: { kind: 'skillQueue', queueId: row.queue_id, queueName: row.queue_name },
    version: row.version,
  }
}
