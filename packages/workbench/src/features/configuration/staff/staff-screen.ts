// Staff: the accounts of a tenant, or of the platform. A first password is shown once; an account does not change later.
import { role, staff, type Role, type RouteResponse, type Staff } from '@openseat/contracts'
import { KeyRound, LockOpen } from '@lucide/vue'
import { call } from '../../../api/call.ts'
import { i18n, listWords } from '../../../i18n/language.ts'
import { useRows } from '../../../resource/lookups.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen } from '../../../resource/screen.ts'
import type { DangerousAction } from '../../../ui/dangerous-action.ts'
import { roleName } from '../role-names.ts'
import ActiveCell from './ActiveCell.vue'

const { t } = i18n.global

const rolesOf = ({ roleIds, roleNames }: Staff, roles: readonly Role[]): string =>
  listWords(
    roleIds.map((id, index) => {
      const found = roles.find((row) => row.id === id)
      return found ? roleName(found) : (roleNames[index] ?? '')
    }),
  )

const resetting = ({ id, name }: Staff, onReset: (result: RouteResponse<'resetStaffPassword'>) => void): DangerousAction => ({
  title: t('staff.resetTitle', { name }),
  consequence: t('staff.resetConsequence'),
  verb: t('staff.resetVerb'),
  removes: false,
  perform: async () => onReset(await call('resetStaffPassword', { params: { id } })),
})

export const page = resourcePage(
  defineScreen(staff, {
    words: 'staff',
    named: ({ name }) => name,
    actionsWidth: '160px',
    use: () => useRows(role).rows,
    columns: (roles) => [
      { key: 'account', label: t('staff.account'), sortable: true, width: '16%', text: (row) => row.account },
      { key: 'name', label: t('staff.name'), sortable: true, width: '16%', text: (row) => row.name },
      { key: 'roles', label: t('staff.roles'), text: (row) => rolesOf(row, roles.value) },
      { key: 'organisation', label: t('staff.organisation'), width: '14%', text: (row) => row.organisation },
      { key: 'agentNumber', label: t('staff.agentNumber'), width: '110px', text: (row) => row.agentNumber ?? '' },
      { key: 'active', label: t('staff.active'), width: '120px', cell: ActiveCell },
    ],
    filters: () => [
      {
        name: 'active',
        label: t('staff.status'),
        options: [
          { value: 'true', label: t('staff.isActive') },
          { value: 'false', label: t('staff.isInactive') },
        ],
      },
    ],
    fields: () => {
      const { rows: roles, trouble } = useRows(role)
      return {
        account: () => ({ lowerCase: true, hint: t('staff.accountHint') }),
        name: () => ({ label: t('staff.name') }),
        roleIds: () => ({
          multiple: true,
          options: roles.value.map((row) => ({ value: row.id, label: roleName(row) })),
          hint: t('staff.rolesHint'),
          emptyText: trouble.value || undefined,
        }),
        phone: () => ({ type: 'tel' }),
        email: () => ({ type: 'email' }),
        active: () => ({ hint: t('staff.activeHint') }),
      }
    },
    actions: (row, { ask, reload, show }) => [
      ...(row.lockedUntil === null
        ? []
        : [
            {
              icon: LockOpen,
              label: t('staff.unlock', { name: row.name }),
              run: async () => {
                await call('unlockStaff', { params: { id: row.id } })
                await reload()
              },
            },
          ]),
      {
        icon: KeyRound,
        afterEdit: true,
        label: t('staff.reset', { name: row.name }),
        run: () =>
          ask(
            resetting(row, ({ login, initialPassword }) =>
              show({ title: t('staff.resetDone', { name: row.name }), login, password: initialPassword }),
            ),
          ),
      },
    ],
    created: ({ staff: made, login, initialPassword }, { show }) =>
      show({ title: t('staff.createdTitle', { name: made.name }), login, password: initialPassword }),
  }),
)
