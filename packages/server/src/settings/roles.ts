// Roles: named sets of permissions. Built-in ones cannot be changed, and nobody hands on what they do not hold.

import { AppError, builtinRoles, type FieldProblem, type Permission, type Role, type RouteBody } from '@openseat/contracts'
import { sql } from 'kysely'
import { beyond } from '@openseat/domain'
import { refuseBeyond } from '../access/authorise.ts'
import { grantable, type Person } from '../access/person.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, found, mapPage, nextVersion, refuseStale, refuseUsed, type SettingsParts, takenProblem } from './checks.ts'
import { type Listing, listPage } from './listing.ts'
import type { Edit } from './settings.ts'

type RoleInput = RouteBody<'createRole'>

const listing: Listing = {
  searched: [sql`r.name`],
  sorted: { name: sql`r.name`, builtin: sql`r.builtin`, id: sql`r.id` },
  nullable: ['builtin'],
  first: 'id',
}

export function roleHandlers({ settings }: SettingsParts): HandlersOf<'listRoles' | 'createRole' | 'changeRole' | 'deleteRole'> {
  return {
    listRoles: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => mapPage(await listPage(selectRoles(trx), query, listing), toRole)),
    createRole: (call) => settings.change(call.person.tenantId, actor(call), (edit) => createRole(edit, call.body, call.person)),
    changeRole: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) =>
        changeRole(edit, { id: call.params.id, input: call.body, person: call.person }),
      ),
    deleteRole: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteRole(edit, call.params.id, call.person)),
  }
}

function selectRoles(trx: TenantTransaction) {
  return trx
    .selectFrom('role as r')
    .selectAll('r')
    .select((eb) =>
      eb
        .selectFrom('staff_role as s')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('s.tenant_id', '=', 'r.tenant_id')
        .whereRef('s.role_id', '=', 'r.id')
        .as('staff_count'),
    )
}

async function readRole(trx: TenantTransaction, id: number): Promise<Role> {
  return toRole(found(await selectRoles(trx).where('r.id', '=', id).executeTakeFirst(), 'role', id))
}

async function createRole(edit: Edit, input: RoleInput, person: Person): Promise<Role> {
  await check(edit, input, { person })
  return addRole(edit, input)
}

/** Whoever calls has seen to the rights. */
export async function addRole(edit: Edit, input: RoleInput): Promise<Role> {
  const { id } = await edit.trx
    .insertInto('role')
    .values({ tenant_id: edit.tenantId, name: input.name, builtin: null, permissions: [...new Set(input.permissions)] })
    .returning('id')
    .executeTakeFirstOrThrow()
  const after = await readRole(edit.trx, id)
  edit.audit({ action: 'create', objectType: 'role', objectId: id, after })
  return after
}

interface RoleChange {
  readonly id: number
  readonly input: RoleInput
  readonly person: Person
}

async function changeRole(edit: Edit, { id, input, person }: RoleChange): Promise<Role> {
  const before = await readRole(edit.trx, id)
  refuseBuiltin(before)
  refuseBeyond(person, before.permissions)
  refuseStale(before, input.version, { object: 'role', name: before.name })
  await check(edit, input, { person, self: id })
  const change = { name: input.name, permissions: [...new Set(input.permissions)], version: nextVersion }
  await edit.trx.updateTable('role').set(change).where('id', '=', id).execute()
  const after = await readRole(edit.trx, id)
  edit.audit({ action: 'change', objectType: 'role', objectId: id, before, after })
  return after
}

async function deleteRole({ trx, audit }: Edit, id: number, person: Person): Promise<void> {
  const before = await readRole(trx, id)
  refuseBuiltin(before)
  refuseBeyond(person, before.permissions)
  const holders = await trx
    .selectFrom('staff_role as sr')
    .innerJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 'sr.tenant_id').onRef('s.id', '=', 'sr.staff_id'))
    .select('s.account')
    .where('sr.role_id', '=', id)
    .orderBy('s.account')
    .execute()
  refuseUsed(
    holders.map((holder) => holder.account),
    { object: 'role', name: before.name },
  )
  await trx.deleteFrom('role').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'role', objectId: id, before })
}

function refuseBuiltin(role: Role): void {
  if (role.builtin !== null) throw new AppError('OBJECT_BUILTIN', { object: 'role', name: role.name })
}

async function check({ trx, tenantId }: Edit, input: RoleInput, { person, self }: { person: Person; self?: number }): Promise<void> {
  const allowed = new Set<string>(grantable(tenantId))
  const missing = new Set(beyond(person.permissions, input.permissions))
  const problems = await takenProblem(trx, { table: 'role', column: 'name', value: input.name, except: self })
  input.permissions.forEach((name, index) => {
    const rule = !allowed.has(name) ? 'platformOnly' : missing.has(name) ? 'beyondYours' : undefined
    if (rule !== undefined) problems.push({ field: `permissions.${index}`, code: 'FIELD_NOT_APPLICABLE', params: { rule } })
  })
  refuseIfAny(problems)
}

/** Problems of giving these roles to somebody: unknown ones, and ones with more than the giver holds. */
export async function grantProblems(
  trx: TenantTransaction,
  roleIds: readonly number[],
  person: Person | undefined,
): Promise<FieldProblem[]> {
  const rows = await trx
    .selectFrom('role')
    .select(['id', 'permissions'])
    .where('id', 'in', [...roleIds, 0])
    .execute()
  const problems: FieldProblem[] = []
  roleIds.forEach((id, index) => {
    const role = rows.find((row) => row.id === id)
    const field = `roleIds.${index}`
    if (role === undefined) problems.push({ field, code: 'FIELD_REFERENCE', params: { value: id } })
    else if (person !== undefined && beyond(person.permissions, role.permissions).length > 0) {
      problems.push({ field, code: 'FIELD_NOT_APPLICABLE', params: { rule: 'beyondYours' } })
    }
  })
  return problems
}

/** A new tenant's roles, or the platform's; returns their ids by key. */
export async function createBuiltinRoles({ trx, tenantId }: Pick<Edit, 'trx' | 'tenantId'>): Promise<ReadonlyMap<string, number>> {
  const wanted = builtinRoles.filter((role) => role.platform === (tenantId === 0))
  const ids = new Map<string, number>()
  for (const role of wanted) {
    const values = { tenant_id: tenantId, name: role.zh, builtin: role.key, permissions: [...role.permissions] }
    const { id } = await trx.insertInto('role').values(values).returning('id').executeTakeFirstOrThrow()
    ids.set(role.key, id)
  }
  return ids
}

interface RoleRow {
  readonly id: number
  readonly name: string
  readonly builtin: string | null
  readonly permissions: string[]
  readonly version: number
  readonly staff_count: number | null
}

function toRole(row: RoleRow): Role {
  return {
    id: row.id,
    name: row.name,
    builtin: row.builtin,
    permissions: row.permissions as Permission[],
    staffCount: row.staff_count ?? 0,
    version: row.version,
  }
}
