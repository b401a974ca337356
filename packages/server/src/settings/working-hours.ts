// Working hours (工作时间): when queues are open, by the tenant's clock. Queues that keep the same ones share them.

import { AppError, isOpen, limits, nextOpening, type RouteBody, type WorkingHours } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import { json, type Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, refuseUsed, takenProblem, type SettingsParts } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'
import { zoneOf } from '../store/tenant-facts.ts'

type HoursInput = RouteBody<'createWorkingHours'>
type HoursRoute = 'listWorkingHours' | 'createWorkingHours' | 'getWorkingHours' | 'changeWorkingHours' | 'deleteWorkingHours'

const listing: Listing = { searched: [sql`h.name`], sorted: { name: sql`h.name`, id: sql`h.id` }, first: 'name' }

export function workingHoursHandlers({ settings }: SettingsParts): HandlersOf<HoursRoute> {
  return {
    listWorkingHours: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        const timeZone = await readTimeZone(trx)
        return mapPage(await listPage(selectHours(trx), query, listing), (row) => toHours(row, timeZone))
      }),
    getWorkingHours: ({ person, params }) => settings.read(person.tenantId, (trx) => readHours(trx, params.id)),
    createWorkingHours: (call) => settings.change(call.person.tenantId, actor(call), (edit) => createHours(edit, call.body)),
    changeWorkingHours: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) => changeHours(edit, call.params.id, call.body)),
    deleteWorkingHours: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteHours(edit, call.params.id)),
  }
}

const queues = sql<string[]>`(
  select coalesce(json_agg(q.name order by q.name), '[]') from skill_queue q where q.tenant_id = h.tenant_id and q.working_hours_id = h.id)`

const selectHours = (trx: TenantTransaction) => trx.selectFrom('working_hours as h').selectAll('h').select(queues.as('queues'))

async function readTimeZone(trx: TenantTransaction): Promise<string> {
  return zoneOf(await trx.selectFrom('tenant').select('time_zone').executeTakeFirstOrThrow())
}

async function readHours(trx: TenantTransaction, id: number): Promise<WorkingHours> {
  const row = found(await selectHours(trx).where('h.id', '=', id).executeTakeFirst(), 'workingHours', id)
  return toHours(row, await readTimeZone(trx))
}

async function createHours(edit: Edit, input: HoursInput): Promise<WorkingHours> {
  const { trx, tenantId } = edit
  await refuseFull(trx)
  refuseIfAny(await takenProblem(trx, { table: 'working_hours', column: 'name', value: input.name }))
  const { id } = await trx
    .insertInto('working_hours')
    .values({ tenant_id: tenantId, ...columns(input) })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readHours(trx, id)
  edit.audit({ action: 'create', objectType: 'workingHours', objectId: id, after: written(after) })
  return after
}

async function changeHours(edit: Edit, id: number, input: HoursInput): Promise<WorkingHours> {
  const { trx } = edit
  const before = await readHours(trx, id)
  refuseStale(before, input.version, { object: 'workingHours', name: before.name })
  refuseIfAny(await takenProblem(trx, { table: 'working_hours', column: 'name', value: input.name, except: id }))
  await trx
    .updateTable('working_hours')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  const after = await readHours(trx, id)
  edit.audit({ action: 'change', objectType: 'workingHours', objectId: id, before: written(before), after: written(after) })
  return after
}

async function deleteHours({ trx, audit }: Edit, id: number): Promise<void> {
  const before = await readHours(trx, id)
  refuseUsed(before.queues, { object: 'workingHours', name: before.name })
  await trx.deleteFrom('working_hours').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'workingHours', objectId: id, before: written(before) })
}

async function refuseFull(trx: TenantTransaction): Promise<void> {
  const { total } = await trx
    .selectFrom('working_hours')
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  if (total >= limits.workingHoursPerTenant)
    throw new AppError('OBJECT_LIMIT', { object: 'workingHours', max: limits.workingHoursPerTenant })
}

/** Without what depends on the moment: the log is read later. */
const written = ({ name, weekly, specialDays, version }: WorkingHours) => ({ name, weekly, specialDays, version })

const columns = ({ name, weekly, specialDays }: HoursInput) => ({ name, weekly: json(weekly), special_days: json(specialDays) })

function toHours(row: Selectable<Schema['working_hours']> & { queues: string[] }, timeZone: string): WorkingHours {
  const hours = { weekly: row.weekly, specialDays: row.special_days }
  const now = Date.now()
  const opensAt = nextOpening(hours, now, timeZone)
  return {
    id: row.id,
    name: row.name,
    ...hours,
    open: isOpen(hours, now, timeZone),
    opensAt: opensAt === null ? null : new Date(opensAt).toISOString(),
    queues: row.queues,
    version: row.version,
  }
}
