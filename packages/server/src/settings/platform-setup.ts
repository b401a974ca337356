// What every installation has before anybody logs in: the platform's built-in roles; and how the first operator is made.

import { AppError, type Staff } from '@openseat/contracts'
import { createBuiltinRoles } from './roles.ts'
import type { Actor, Edit, Settings } from './settings.ts'
import { staffChanges } from './staff.ts'

/** The program itself, in the audit log. */
export const programActor: Actor = { tenantId: 0, staffId: null, account: 'openseat', address: '' }

export interface NewOperator {
  readonly account: string
  readonly name: string
  readonly passwordHash: string
  readonly mustChangePassword: boolean
}

/** Makes an operator, with the platform's roles if they are not there yet. */
export function createOperator(settings: Settings, operator: NewOperator): Promise<Staff> {
  return settings.change(0, programActor, async (edit) => {
    const roleId = await operatorRole(edit)
    const { account, name, passwordHash, mustChangePassword } = operator
    const input = { account, name, organisation: '', phone: '', email: '', active: true, roleIds: [roleId] }
    return staffChanges.create(edit, input, { password: { hash: passwordHash, mustChange: mustChangePassword } })
  })
}

async function operatorRole(edit: Edit): Promise<number> {
  const found = await edit.trx.selectFrom('role').select('id').where('builtin', '=', 'operator').executeTakeFirst()
  const id = found?.id ?? (await createBuiltinRoles(edit)).get('operator')
  if (id === undefined) throw new AppError('OBJECT_NOT_FOUND', { object: 'role', id: 'operator' })
  return id
}

export function hasStaff(settings: Settings): Promise<boolean> {
  return settings.read(0, async (trx) => (await trx.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined)
}
