// Roles: named sets of permissions. Built-in ones cannot be changed, and nobody hands on what they do not hold.

import { AppError, builtinRoles, type FieldProblem, type Permission, role } from '@openseat/contracts'
import { sql } from 'kysely'
import { beyond } from '@openseat/domain'
import { refuseBeyond } from '../access/authorise.ts'
import { grantable, type Person } from '../access/person.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { SettingsParts } from './checks.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'
import type { Edit } from './settings.ts'

/** Given: who asks; undefined where the program itself does. */
export const roles = new ResourceChanges<typeof role, Person | undefined>(role, {
  facts: {
    staffCount: sql`(select count(*)::int from staff_role s where s.tenant_id = t.tenant_id and s.role_id = t.id)`,
  },
  nullable: ['builtin'],
  guard: (_edit, before, person) => {
    if (before.builtin !== null) throw new AppError('OBJECT_BUILTIN', { object: 'role', name: before.name })
    refuseBeyond(person, before.permissions)
  },
  check: ({ edit, input, given: person }) => (person === undefined ? [] : rightsProblems(edit.tenantId, input.permissions, person)),
  users: async (trx, { id }) => {
    const holders = await trx
      .selectFrom('staff_role as sr')
      .innerJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 'sr.tenant_id').onRef('s.id', '=', 'sr.staff_id'))
      .select('s.account')
      .where('sr.role_id', '=', id)
      .orderBy('s.account')
      .execute()
    return holders.map((holder) => holder.account)
  },
})

export const roleHandlers = (parts: SettingsParts) => resourceHandlers(parts, roles, { given: ({ person }) => person })

/** Rights that no role of this tenant may have, and ones that the person does not hold. */
function rightsProblems(tenantId: number, permissions: readonly Permission[], person: Person): FieldProblem[] {
  const allowed = new Set<string>(grantable(tenantId))
  const missing = new Set(beyond(person.permissions, permissions))
  return permissions.flatMap((name, index): FieldProblem[] => {
    const rule = !allowed.has(name) ? 'platformOnly' : missing.has(name) ? 'beyondYours' : undefined
    return rule === undefined ? [] : [{ field: `permissions.${index}`, code: 'FIELD_NOT_APPLICABLE', params: { rule } }]
  })
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
