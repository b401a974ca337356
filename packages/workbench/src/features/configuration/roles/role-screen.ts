// Roles: sets of permissions. A tenant cannot give what only the platform may hold.
import { permissionNames, permissions, platformPermissions, role, type Permission, type Role } from '@openseat/contracts'
import { i18n, inLanguage, listWords } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen } from '../../../resource/screen.ts'
import { useSession } from '../../../session/session.ts'
import { roleName } from '../role-names.ts'
import BuiltinNote from './BuiltinNote.vue'
import PermissionsField from './PermissionsField.vue'
import RoleName from './RoleName.vue'

const { t } = i18n.global
const isPlatform = (name: Permission): boolean => (platformPermissions as readonly Permission[]).includes(name)
const forEveryone: readonly Permission[] = ['staff.read', 'staff.manage', 'role.manage', 'audit.read']

/** Permissions that a role of this side (platform or tenant) may have. */
const grantable = (isOperator: boolean): Permission[] =>
  permissionNames.filter((name) => (isOperator ? isPlatform(name) || forEveryone.includes(name) : !isPlatform(name)))

const rightsOf = (row: Role): string => listWords(row.permissions.map((name) => inLanguage(permissions[name])))

export const page = resourcePage(
  defineScreen(role, {
    words: 'roles',
    named: roleName,
    lookedAt: true,
    readOnly: ({ builtin }) => builtin !== null,
    columns: () => [
      { key: 'name', label: t('roles.name'), sortable: true, width: '24%', text: roleName, cell: RoleName },
      { key: 'permissions', label: t('roles.permissions'), text: rightsOf },
      { key: 'staffCount', label: t('roles.staffCount'), numeric: true, width: '100px', text: (row) => String(row.staffCount) },
    ],
    fields: ({ object }) => {
      const session = useSession()
      const isFixed = (object?.builtin ?? null) !== null
      const mayManage = session.can('role.manage')
      return {
        name: () => (isFixed ? { component: BuiltinNote } : { label: t('roles.name') }),
        permissions: () => ({
          component: PermissionsField,
          with: { offered: grantable(session.me?.tenantId === 0), disabled: isFixed || !mayManage },
        }),
      }
    },
  }),
)
