// Called routes: what a customer dials and where it leads.
import { calledRoute, type CalledRoute } from '@openseat/contracts'
import { i18n } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen } from '../../../resource/screen.ts'
import CalledRouteFields from './CalledRouteFields.vue'

const { t } = i18n.global

const targetText = ({ target }: CalledRoute): string =>
  target.kind === 'flow' ? t('routes.toFlow', { name: target.flowName }) : t('routes.toQueue', { name: target.queueName })

/** Without its name, which is not written. */
const targetOf = ({ target }: CalledRoute) =>
  target.kind === 'flow' ? { kind: target.kind, flowId: target.flowId } : { kind: target.kind, queueId: target.queueId }

export const page = resourcePage(
  defineScreen(calledRoute, {
    words: 'routes',
    columns: () => [
      { key: 'dialled', label: t('routes.dialled'), width: '22%', text: calledRoute.named },
      { key: 'accessCode', label: t('routes.accessCode'), sortable: true, width: '18%', text: (row) => row.accessCode },
      { key: 'extensionCode', label: t('routes.extensionCode'), width: '18%', text: (row) => row.extensionCode || '—' },
      { key: 'target', label: t('routes.target'), text: targetText },
    ],
    body: CalledRouteFields,
    values: (route) => ({
      accessCode: route?.accessCode ?? '',
      extensionCode: route?.extensionCode ?? '',
      target: route ? targetOf(route) : { kind: 'skillQueue', queueId: null },
    }),
  }),
)
