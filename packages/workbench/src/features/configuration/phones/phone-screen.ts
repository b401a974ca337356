// Phones: the tenant's SIP accounts. A password is shown once, when it was made.
import { phone, type Phone, type RouteResponse } from '@openseat/contracts'
import { KeyRound } from '@lucide/vue'
import { call } from '../../../api/call.ts'
import { i18n } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen, type SecretShown } from '../../../resource/screen.ts'
import type { DangerousAction } from '../../../ui/dangerous-action.ts'
import PhoneState from './PhoneState.vue'

const { t } = i18n.global
type Made = RouteResponse<'createPhone'>

const shown = (title: string, { phone: made, password }: Made): SecretShown => ({
  title,
  login: made.userName,
  password,
  notice: t('phones.secretOnce'),
  loginLabel: t('phones.userName'),
  passwordLabel: t('phones.password'),
})

const resetting = ({ id, userName }: Phone, onReset: (made: Made) => void): DangerousAction => ({
  title: t('phones.resetTitle', { name: userName }),
  consequence: t('phones.resetConsequence'),
  verb: t('phones.resetVerb'),
  removes: false,
  perform: async () => onReset(await call('resetPhonePassword', { params: { id } })),
})

export const page = resourcePage(
  defineScreen(phone, {
    words: 'phones',
    refreshSeconds: 5,
    actionsWidth: '116px',
    columns: () => [
      { key: 'userName', label: t('phones.userName'), sortable: true, width: '20%', text: (row) => row.userName },
      { key: 'displayName', label: t('phones.displayName'), sortable: true, text: (row) => row.displayName },
      { key: 'number', label: t('phones.number'), sortable: true, width: '18%', text: (row) => row.number || row.userName },
      { key: 'state', label: t('phones.state'), width: '130px', cell: PhoneState },
      { key: 'enabled', label: t('phones.enabled'), width: '110px', switches: 'enabled' },
    ],
    fields: () => ({
      userName: () => ({ lowerCase: true, hint: t('phones.userNameHint') }),
      number: () => ({ type: 'tel', hint: t('phones.numberHint') }),
      enabled: () => ({ hint: t('phones.enabledHint') }),
    }),
    actions: (row, { ask, show }) => [
      {
        icon: KeyRound,
        afterEdit: true,
        label: t('phones.reset', { name: row.userName }),
        run: () => ask(resetting(row, (made) => show(shown(t('phones.resetDone', { name: row.userName }), made)))),
      },
    ],
    created: (made, { show }) => show(shown(t('phones.created', { name: made.phone.userName }), made)),
  }),
)
