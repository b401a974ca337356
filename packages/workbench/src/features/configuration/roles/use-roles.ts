// Roles: sets of permissions, grouped by what they are about. A tenant cannot give what only the platform may hold.
import { permissionNames, platformPermissions, role as roles, vocabulary, type Permission, type Role } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

const isPlatform = (name: Permission): boolean => (platformPermissions as readonly Permission[]).includes(name)

const forEveryone: readonly Permission[] = ['staff.read', 'staff.manage', 'role.manage', 'audit.read']

/** Permissions that a role of this side (platform or tenant) may have. */
export const grantable = (isOperator: boolean): Permission[] =>
  permissionNames.filter((name) => (isOperator ? isPlatform(name) || forEveryone.includes(name) : !isPlatform(name)))

export const useRoleList = () => useList((question, signal) => call('listRoles', { query: listParams(question), signal }))

export const roleDeletion = (role: Role, name: string) =>
  deletion(inLanguage(vocabulary.role), name, () => call('deleteRole', { params: { id: role.id } }))

export function useRoleForm(role: Role | null) {
  return useForm({
    schema: () => roles.input,
    values: { name: role?.name ?? '', permissions: [...(role?.permissions ?? [])] },
    send: async (values) => {
      if (role === null) await call('createRole', { body: values })
      else await call('changeRole', { params: { id: role.id }, body: { ...values, version: role.version } })
    },
  })
}
