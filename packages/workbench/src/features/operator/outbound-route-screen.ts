// Outbound routes as the operator keeps them.
import { outboundRoute, trunk } from '@openseat/contracts'
import { i18n, listWords } from '../../i18n/language.ts'
import { useRows } from '../../resource/lookups.ts'
import { resourcePage } from '../../resource/resource-page.ts'
import { defineScreen } from '../../resource/screen.ts'
import OperatorTabs from './OperatorTabs.vue'
import { changeText, prefixOf } from './outbound-route-words.ts'

const { t } = i18n.global

export const page = resourcePage(
  defineScreen(outboundRoute, {
    words: 'outbound',
    emptyText: () => t('outbound.empty'),
    notice: OperatorTabs,
    named: prefixOf,
    columns: () => [
      { key: 'prefix', label: t('outbound.prefix'), sortable: true, width: '20%', text: prefixOf },
      { key: 'change', label: t('outbound.change'), width: '32%', text: changeText },
      { key: 'trunks', label: t('outbound.trunks'), text: (row) => listWords(row.trunkNames) },
    ],
    fields: () => {
      const { rows, trouble } = useRows(trunk)
      return {
        prefix: () => ({ hint: t('outbound.prefixHint') }),
        stripDigits: () => ({ hint: t('outbound.stripHint') }),
        prepend: () => ({ hint: t('outbound.prependHint') }),
        trunkIds: () => ({
          multiple: true,
          options: rows.value.map(({ id, name }) => ({ value: id, label: name })),
          hint: t('outbound.trunksHint'),
          emptyText: trouble.value || t('outbound.noTrunks'),
        }),
      }
    },
  }),
)
