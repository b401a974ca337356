// The staff list and the two actions on a person that ask first.
import { vocabulary, type RouteResponse, type Staff } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { i18n, inLanguage } from '../../../i18n/language.ts'
import { deletion, type DangerousAction } from '../../../ui/dangerous-action.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const useStaffList = () =>
  useList(
    (question, signal) => {
      const active = question.filters['active']
      const filter = active === 'true' || active === 'false' ? ({ active } as const) : {}
      return call('listStaff', { query: { ...listParams(question), ...filter }, signal })
    },
    ['active'],
  )

export const staffDeletion = (staff: Staff): DangerousAction =>
  deletion(inLanguage(vocabulary.staff), staff.name, () => call('deleteStaff', { params: { id: staff.id } }))

export function resetting(staff: Staff, onReset: (result: RouteResponse<'resetStaffPassword'>) => void): DangerousAction {
  const { t } = i18n.global
  return {
    title: t('staff.resetTitle', { name: staff.name }),
    consequence: t('staff.resetConsequence'),
    verb: t('staff.resetVerb'),
    removes: false,
    perform: async () => onReset(await call('resetStaffPassword', { params: { id: staff.id } })),
  }
}
