// Staff (员工): the accounts of a tenant, or of the platform. Their first password is made here and shown once.

import { type ChangeOf, type FieldProblem, type RouteResponse, type Staff, staff } from '@openseat/contracts'
import { sql } from 'kysely'
import { hashPassword, generatePassword } from '../access/passwords.ts'
import { refuseBeyond } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import { endSessionsOf } from '../access/sessions.ts'
import type { HandlersOf } from '../http/handlers.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, type SettingsParts } from './checks.ts'
import { grantProblems } from './roles.ts'
import { ResourceChanges } from './resource-changes.ts'
import { resourceHandlers } from './resource-handlers.ts'
import type { Edit } from './settings.ts'

type StaffRoute = keyof typeof staff.routes | 'resetStaffPassword' | 'unlockStaff'

/** What the tenant's rows do not say of a change. */
interface Given {
  /** Absent when the program itself makes the account: it may grant anything. */
  readonly person?: Person | undefined
  /** Of a new account. */
  readonly password?: { readonly hash: string; readonly mustChange: boolean }
}

const rolesOf = (column: 'id' | 'name') =>
  sql.raw(
    `(select coalesce(array_agg(r.${column} order by r.id), '{}') from staff_role sr
      join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
      where sr.tenant_id = t.tenant_id and sr.staff_id = t.id)`,
  )

export const staffChanges = new ResourceChanges<typeof staff, Given>(staff, {
  joins: (rows) => rows.leftJoin('agent as a', (join) => join.onRef('a.tenant_id', '=', 't.tenant_id').onRef('a.staff_id', '=', 't.id')),
  facts: {
    roleIds: sql`${rolesOf('id')}`,
    roleNames: sql`${rolesOf('name')}`,
    agentNumber: sql`a.agent_number`,
    lockedUntil: sql`case when t.locked_until > now() then to_char(t.locked_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end`,
  },
  sorted: { account: sql`lower(t.account)` },
  listedByKey: true,
  guard: ({ trx }, before, { person }) => refuseHigher(trx, before, person),
  check: async ({ edit, input, before, given: { person } }) => [
    ...(before === undefined ? [] : selfProblems(before, input, person)),
    ...(await grantProblems(edit.trx, input.roleIds, person)),
  ],
  columns: ({ given: { password } }) =>
    password === undefined ? {} : { password_hash: password.hash, must_change_password: password.mustChange },
  save: async ({ edit, input }, key) => {
    await setRoles(edit, Number(key), input.roleIds)
    if (!input.active) await endSessionsOf(edit.trx, Number(key))
  },
  users: (_trx, { id, agentNumber, account }, { person }) =>
    Promise.resolve([...(agentNumber === null ? [] : [agentNumber]), ...(id === person?.staffId ? [account] : [])]),
})

export function staffHandlers(parts: SettingsParts): HandlersOf<StaffRoute> {
  const { settings, unlocked } = parts
  return {
    ...resourceHandlers(parts, staffChanges, { given: ({ person }) => ({ person }) }),
    createStaff: async (call) => {
      const { person, body } = call
      const { password, hash } = await resetPassword()
      const given = { person, password: { hash, mustChange: true } }
      const made = await settings.change(person.tenantId, actor(call), (edit) => staffChanges.create(edit, body, given))
      return { staff: made, login: loginOf(made.account, person.tenantId, person.tenantCode), initialPassword: password }
    },
    resetStaffPassword: async (call) => {
      const { tenantId, tenantCode } = call.person
      const reset = await resetPassword()
      const account = await settings.change(tenantId, actor(call), (edit) =>
        setPassword(edit, { id: call.params.id, hash: reset.hash, person: call.person }),
      )
      return { login: loginOf(account.account, tenantId, tenantCode), initialPassword: reset.password }
    },
    unlockStaff: async (call) => {
      const { tenantId, tenantCode } = call.person
      const account = await settings.change(tenantId, actor(call), (edit) => unlock(edit, call.params.id, call.person))
      unlocked?.(loginOf(account.account, tenantId, tenantCode))
      return account
    },
  }
}

/** What a person types to log in: operators have no tenant behind the `@`. */
export const loginOf = (account: string, tenantId: number, tenantCode: string): string =>
  tenantId === 0 ? account : `${account}@${tenantCode}`

export async function resetPassword(): Promise<{ password: string; hash: string }> {
  const password = generatePassword()
  return { password, hash: await hashPassword(password) }
}

/** Nobody shuts themself out: that way a tenant would lose its last administrator. */
function selfProblems(before: Staff, input: ChangeOf<typeof staff>, person: Person | undefined): FieldProblem[] {
  if (before.id !== person?.staffId) return []
  const problems: FieldProblem[] = []
  if (!input.active) problems.push({ field: 'active', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'notItself' } })
  const dropped = before.roleIds.some((roleId) => !input.roleIds.includes(roleId))
  if (dropped) problems.push({ field: 'roleIds', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'notItself' } })
  return problems
}

interface PasswordReset {
  readonly id: number
  readonly hash: string
  readonly person?: Person | undefined
}

/** Ends the account's log-ins too; whoever knew the old password is out. */
export async function setPassword({ trx, audit }: Edit, { id, hash, person }: PasswordReset): Promise<Staff> {
  const account = await staffChanges.read(trx, id)
  await refuseHigher(trx, account, person)
  const change = { password_hash: hash, must_change_password: true, failed_attempts: 0, locked_until: null }
  await trx.updateTable('staff').set(change).where('id', '=', id).execute()
  await endSessionsOf(trx, id)
  audit({ action: 'resetPassword', objectType: 'staff', objectId: id })
  return account
}

/** Whoever changes an account must hold what it holds: otherwise a clerk could become administrator, or switch one off. */
async function refuseHigher(trx: TenantTransaction, account: Staff, person: Person | undefined): Promise<void> {
  const roles = await trx
    .selectFrom('role')
    .select('permissions')
    .where('id', 'in', [...account.roleIds, 0])
    .execute()
  refuseBeyond(
    person,
    roles.flatMap((role) => role.permissions),
  )
}

async function unlock({ trx, audit }: Edit, id: number, person: Person): Promise<RouteResponse<'unlockStaff'>> {
  await refuseHigher(trx, await staffChanges.read(trx, id), person)
  await trx.updateTable('staff').set({ failed_attempts: 0, locked_until: null }).where('id', '=', id).execute()
  audit({ action: 'unlock', objectType: 'staff', objectId: id })
  return staffChanges.read(trx, id)
}

async function setRoles({ trx, tenantId }: Edit, staffId: number, roleIds: readonly number[]): Promise<void> {
  await trx.deleteFrom('staff_role').where('staff_id', '=', staffId).execute()
  const rows = [...new Set(roleIds)].map((roleId) => ({ tenant_id: tenantId, staff_id: staffId, role_id: roleId }))
  if (rows.length > 0) await trx.insertInto('staff_role').values(rows).execute()
}
