// Working hours: when queues are open, by the tenant's clock.
import { workingHours } from '@openseat/contracts'
import { i18n, listWords } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen } from '../../../resource/screen.ts'
import { useSession } from '../../../session/session.ts'
import { weekText } from './hours-text.ts'
import OpenNow from './OpenNow.vue'
import WorkingHoursFields from './WorkingHoursFields.vue'

const { n, t } = i18n.global

export const page = resourcePage(
  defineScreen(workingHours, {
    words: 'hours',
    wordParams: () => ({ zone: useSession().me?.timeZone ?? 'UTC' }),
    wide: true,
    columns: () => [
      { key: 'name', label: t('hours.name'), sortable: true, width: '18%', text: (row) => row.name },
      { key: 'now', label: t('hours.now'), width: '200px', cell: OpenNow },
      { key: 'weekly', label: t('hours.week'), text: (row) => weekText(row) || t('hours.never') },
      { key: 'specialDays', label: t('hours.special'), numeric: true, width: '88px', text: (row) => n(row.specialDays.length) },
      { key: 'queues', label: t('hours.queues'), width: '22%', text: (row) => listWords(row.queues) },
    ],
    body: WorkingHoursFields,
  }),
)
