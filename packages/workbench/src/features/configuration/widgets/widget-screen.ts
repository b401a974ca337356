// The tenant's web call widgets.
import { widget, widgetMedia } from '@openseat/contracts'
import { Code } from '@lucide/vue'
import { i18n } from '../../../i18n/language.ts'
import { useOwnAccessCodes } from '../../../resource/lookups.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { choices, defineScreen } from '../../../resource/screen.ts'
import { valuesOf } from '../../../resource/use-resource.ts'
import TextField from '../../../ui/TextField.vue'
import OriginsCell from './OriginsCell.vue'
import VisitorsCell from './VisitorsCell.vue'
import { keyShown } from './widget-keys.ts'
import WidgetAccess from './WidgetAccess.vue'

const { t } = i18n.global
const sample = 'https://www.example.com\nhttps://shop.example.com'

export const page = resourcePage(
  defineScreen(widget, {
    words: 'widgets',
    emptyText: () => t('widgets.empty'),
    actionsWidth: '116px',
    columns: () => [
      { key: 'name', label: t('widgets.name'), sortable: true, width: '20%', text: (row) => row.name },
      { key: 'accessCode', label: t('widgets.accessCode'), sortable: true, width: '136px', text: (row) => row.accessCode },
      { key: 'media', label: t('widgets.calls'), width: '150px', text: (row) => t(`widgets.media.${row.media}`) },
      { key: 'origins', label: t('widgets.sites'), cell: OriginsCell },
      { key: 'visitors', label: t('widgets.visitors'), width: '130px', cell: VisitorsCell },
      { key: 'enabled', label: t('widgets.enabled'), width: '90px', switches: 'enabled' },
    ],
    fields: () => {
      const codes = useOwnAccessCodes()
      const own = (): string => codes.rows.value.map(({ code }) => code).join('、')
      return {
        name: () => ({ hint: t('widgets.nameHint') }),
        accessCode: () => ({
          type: 'tel',
          hint: own() === '' ? t('widgets.accessCodeHint') : t('widgets.accessCodeOwn', { codes: own() }),
        }),
        media: () => ({ radio: true, options: choices(widgetMedia, (value) => t(`widgets.media.${value}`)) }),
        origins: () => ({
          component: TextField,
          with: {
            name: 'origins',
            type: 'textarea',
            required: true,
            lowerCase: true,
            rule: 'widgetOrigin',
            placeholder: sample,
            hint: t('widgets.originsHint'),
          },
        }),
        maxCalls: () => ({ hint: t('widgets.maxCallsHint') }),
        anonymous: () => ({ hint: t('widgets.anonymousHint') }),
        enabled: () => ({ hint: t('widgets.enabledHint') }),
      }
    },
    // As typed: one origin in each line.
    values: (row) => ({ ...valuesOf(widget, row), origins: row?.origins.join('\n') ?? '' }),
    request: (values) => ({
      ...values,
      origins: String(values['origins'])
        .split(/[\s,，]+/)
        .filter((origin) => origin !== ''),
    }),
    shallowProblems: true,
    actions: (row, { open }) => [{ icon: Code, label: t('widgets.access', { name: row.name }), run: () => open(WidgetAccess, row) }],
    // The key is shown first, then where it belongs.
    created: (made, { open, show }) => {
      show(keyShown(made))
      open(WidgetAccess, made.widget)
    },
  }),
)
