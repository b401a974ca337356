// Trunks as the operator keeps them.
import { codecOrders, secureMedias, sipTransports, trunk, trunkModes, type Trunk } from '@openseat/contracts'
import { i18n } from '../../i18n/language.ts'
import { resourcePage } from '../../resource/resource-page.ts'
import { choices, defineScreen } from '../../resource/screen.ts'
import OperatorTabs from './OperatorTabs.vue'
import { refreshSeconds } from './trunk-state.ts'
import TrunkState from './TrunkState.vue'

const { t } = i18n.global

/** The far side in one line: `sip.carrier.example:5060 · UDP`. */
const targetOf = ({ host, port, transport }: Trunk): string => `${host}:${port} · ${transport.toUpperCase()}`

export const page = resourcePage(
  defineScreen(trunk, {
    words: 'trunks',
    emptyText: () => t('trunks.empty'),
    notice: OperatorTabs,
    refreshSeconds,
    wide: true,
    columns: () => [
      { key: 'name', label: t('trunks.name'), sortable: true, width: '18%', text: (row) => row.name },
      { key: 'host', label: t('trunks.target'), sortable: true, width: '26%', text: targetOf },
      { key: 'mode', label: t('trunks.connection'), width: '15%', text: (row) => t(`trunks.mode.${row.mode}`) },
      { key: 'state', label: t('trunks.state'), cell: TrunkState },
      { key: 'calls', label: t('trunks.calls'), width: '110px', text: (row) => `${row.calls}/${row.maxCalls}` },
    ],
    fields: ({ values, object }) => {
      const isRegistering = (): boolean => values['mode'] === 'registering'
      const mode = (): string => String(values['mode'])
      return {
        mode: () => ({
          radio: true,
          width: 'whole',
          options: choices(trunkModes, (value) => t(`trunks.mode.${value}`)),
          hint: t(`trunks.modeHint.${mode()}`),
        }),
        host: () => ({ lowerCase: true }),
        port: () => ({ width: 'quarter' }),
        transport: () => ({ width: 'quarter', options: choices(sipTransports, (value) => value.toUpperCase()) }),
        user: () => ({ required: isRegistering(), hint: t(`trunks.userHint.${mode()}`) }),
        password: () => ({
          type: 'password',
          autocomplete: 'new-password',
          required: isRegistering() && object?.hasPassword !== true,
          hint: object?.hasPassword === true ? t('trunks.passwordKept') : t('trunks.passwordHint'),
        }),
        addresses: () => ({ type: 'textarea', width: 'whole', hint: t('trunks.addressesHint') }),
        numberRanges: () => ({ type: 'textarea', width: 'whole', hint: t('trunks.rangesHint') }),
        position: () => ({ hint: t('trunks.positionHint') }),
        trustsData: () => ({ hint: t('trunks.trustsDataHint') }),
        callerNumber: () => ({ type: 'tel', hint: t('trunks.callerHint') }),
        codecs: () => ({ options: choices(codecOrders, (value) => t(`trunks.codecs.${value}`)) }),
        secureMedia: () => ({ options: choices(secureMedias, (value) => t(`trunks.secure.${value}`)) }),
        probeSeconds: () => ({ hint: t('trunks.probeHint') }),
      }
    },
  }),
)
