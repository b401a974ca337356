// Called routes: what a customer dials and where it leads.
import { calledRoute } from '@openseat/contracts'
import { i18n } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen } from '../../../resource/screen.ts'
import CalledRouteFields from './CalledRouteFields.vue'

const { t } = i18n.global

export const page = resourcePage(
  defineScreen(calledRoute, {
    words: 'routes',
    columns: () => [
      { key: 'dialled', label: t('routes.dialled'), width: '22%', text: calledRoute.named },
      { key: 'accessCode', label: t('routes.accessCode'), sortable: true, width: '18%', text: (row) => row.accessCode },
      { key: 'extensionCode', label: t('routes.extensionCode'), width: '18%', text: (row) => row.extensionCode || '—' },
      { key: 'target', label: t('routes.target'), text: (row) => t('routes.toQueue', { name: row.target.queueName }) },
    ],
    body: CalledRouteFields,
    values: (route) => ({
      accessCode: route?.accessCode ?? '',
      extensionCode: route?.extensionCode ?? '',
      target: { kind: 'skillQueue', queueId: route?.target.queueId ?? null },
    }),
  }),
)
