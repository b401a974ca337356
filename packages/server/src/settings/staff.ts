// Staff (员工): the accounts of a tenant, or of the platform. Their first password is made here and shown once.

import { type FieldProblem, type RouteBody, type RouteResponse, type Staff } from '@openseat/contracts'
import { hashPassword, generatePassword } from '../access/passwords.ts'
import { refuseBeyond } from '../access/authorise.ts'
import type { Person } from '../access/person.ts'
import { endSessionsOf } from '../access/sessions.ts'
import type { HandlersOf } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { actor, mapPage, nextVersion, refuseStale, refuseUsed, type SettingsParts, takenProblem } from './checks.ts'
import { listPage } from './listing.ts'
import { grantProblems } from './roles.ts'
import type { Edit } from './settings.ts'
import { readStaff, selectStaff, staffListing, toStaff } from './staff-rows.ts'

export type StaffInput = RouteBody<'createStaff'>
type StaffChange = RouteBody<'changeStaff'>
type StaffRoute = 'listStaff' | 'createStaff' | 'getStaff' | 'changeStaff' | 'deleteStaff' | 'resetStaffPassword' | 'unlockStaff'

export function staffHandlers({ settings, unlocked }: SettingsParts): HandlersOf<StaffRoute> {
  return {
    listStaff: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => {
        const rows = selectStaff(trx)
        const chosen = query.active === undefined ? rows : rows.where('s.active', '=', query.active === 'true')
        return mapPage(await listPage(chosen, query, staffListing), toStaff)
      }),
    getStaff: ({ person, params }) => settings.read(person.tenantId, (trx) => readStaff(trx, params.id)),
    createStaff: async (call) => {
      const password = generatePassword()
      const passwordHash = await hashPassword(password)
      const { tenantId, tenantCode } = call.person
      const staff = await settings.change(tenantId, actor(call), (edit) =>
        createStaff(edit, { input: call.body, passwordHash, person: call.person }),
      )
      return { staff, login: loginOf(staff.account, tenantId, tenantCode), initialPassword: password }
    },
    changeStaff: (call) =>
      settings.change(call.person.tenantId, actor(call), (edit) =>
        changeStaff(edit, { id: call.params.id, input: call.body, person: call.person }),
      ),
    deleteStaff: (call) => settings.change(call.person.tenantId, actor(call), (edit) => deleteStaff(edit, call.params.id, call.person)),
    resetStaffPassword: async (call) => {
      const { tenantId, tenantCode } = call.person
      const reset = await resetPassword()
      const staff = await settings.change(tenantId, actor(call), (edit) =>
        setPassword(edit, { id: call.params.id, hash: reset.hash, person: call.person }),
      )
      return { login: loginOf(staff.account, tenantId, tenantCode), initialPassword: reset.password }
    },
    unlockStaff: async (call) => {
      const { tenantId, tenantCode } = call.person
      const staff = await settings.change(tenantId, actor(call), (edit) => unlock(edit, call.params.id, call.person))
      unlocked?.(loginOf(staff.account, tenantId, tenantCode))
      return staff
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

interface NewStaff {
  readonly input: StaffInput
  readonly passwordHash: string
  /** Undefined when the program itself makes the account: it may grant anything. */
  readonly person?: Person | undefined
  readonly mustChangePassword?: boolean
}

export async function createStaff(edit: Edit, { input, passwordHash, person, mustChangePassword = true }: NewStaff): Promise<Staff> {
  const { trx, tenantId } = edit
  const taken = await takenProblem(trx, { table: 'staff', column: 'account', value: input.account })
  refuseIfAny([...taken, ...(await grantProblems(trx, input.roleIds, person))])
  const secret = { password_hash: passwordHash, must_change_password: mustChangePassword }
  const { id } = await trx
    .insertInto('staff')
    .values({ tenant_id: tenantId, account: input.account, ...columns(input), ...secret })
    .returning('id')
    .executeTakeFirstOrThrow()
  await setRoles(edit, id, input.roleIds)
  const after = await readStaff(trx, id)
  edit.audit({ action: 'create', objectType: 'staff', objectId: id, after })
  return after
}

interface Change {
  readonly id: number
  readonly input: StaffChange
  readonly person: Person
}

async function changeStaff(edit: Edit, { id, input, person }: Change): Promise<Staff> {
  const before = await readStaff(edit.trx, id)
  refuseStale(before, input.version, { object: 'staff', name: before.account })
  await refuseHigher(edit.trx, before, person)
  refuseIfAny([...selfProblems(before, input, person), ...(await grantProblems(edit.trx, input.roleIds, person))])
  await edit.trx
    .updateTable('staff')
    .set({ ...columns(input), version: nextVersion })
    .where('id', '=', id)
    .execute()
  await setRoles(edit, id, input.roleIds)
  if (!input.active) await endSessionsOf(edit.trx, id)
  const after = await readStaff(edit.trx, id)
  edit.audit({ action: 'change', objectType: 'staff', objectId: id, before, after })
  return after
}

/** Nobody shuts themself out: that way a tenant would lose its last administrator. */
function selfProblems(before: Staff, input: StaffChange, person: Person): FieldProblem[] {
  if (before.id !== person.staffId) return []
  const problems: FieldProblem[] = []
  if (!input.active) problems.push({ field: 'active', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'notItself' } })
  const dropped = before.roleIds.some((roleId) => !input.roleIds.includes(roleId))
  if (dropped) problems.push({ field: 'roleIds', code: 'FIELD_NOT_APPLICABLE', params: { rule: 'notItself' } })
  return problems
}

async function deleteStaff({ trx, audit }: Edit, id: number, person: Person): Promise<void> {
  const before = await readStaff(trx, id)
  const users = before.agentNumber === null ? [] : [before.agentNumber]
  refuseUsed(id === person.staffId ? [...users, person.account] : users, { object: 'staff', name: before.account })
  await refuseHigher(trx, before, person)
  await trx.deleteFrom('staff').where('id', '=', id).execute()
  audit({ action: 'delete', objectType: 'staff', objectId: id, before })
}

interface PasswordReset {
  readonly id: number
  readonly hash: string
  readonly person?: Person | undefined
}

/** Ends the account's log-ins too; whoever knew the old password is out. */
export async function setPassword({ trx, audit }: Edit, { id, hash, person }: PasswordReset): Promise<Staff> {
  const staff = await readStaff(trx, id)
  if (person !== undefined) await refuseHigher(trx, staff, person)
  const change = { password_hash: hash, must_change_password: true, failed_attempts: 0, locked_until: null }
  await trx.updateTable('staff').set(change).where('id', '=', id).execute()
  await endSessionsOf(trx, id)
  audit({ action: 'resetPassword', objectType: 'staff', objectId: id })
  return staff
}

/** Whoever changes an account must hold what it holds: otherwise a clerk could become administrator, or switch one off. */
async function refuseHigher(trx: TenantTransaction, staff: Staff, person: Person): Promise<void> {
  const roles = await trx
    .selectFrom('role')
    .select('permissions')
    .where('id', 'in', [...staff.roleIds, 0])
    .execute()
  refuseBeyond(
    person,
    roles.flatMap((role) => role.permissions),
  )
}

async function unlock({ trx, audit }: Edit, id: number, person: Person): Promise<RouteResponse<'unlockStaff'>> {
  await refuseHigher(trx, await readStaff(trx, id), person)
  await trx.updateTable('staff').set({ failed_attempts: 0, locked_until: null }).where('id', '=', id).execute()
  audit({ action: 'unlock', objectType: 'staff', objectId: id })
  return readStaff(trx, id)
}

async function setRoles({ trx, tenantId }: Edit, staffId: number, roleIds: readonly number[]): Promise<void> {
  await trx.deleteFrom('staff_role').where('staff_id', '=', staffId).execute()
  const rows = [...new Set(roleIds)].map((roleId) => ({ tenant_id: tenantId, staff_id: staffId, role_id: roleId }))
  if (rows.length > 0) await trx.insertInto('staff_role').values(rows).execute()
}

function columns(input: Omit<StaffInput, 'account'>) {
  return { name: input.name, organisation: input.organisation, phone: input.phone, email: input.email, active: input.active }
}
