// Skill groups: queues with a level, given to agents together.
import { skillGroup, type SkillGroup } from '@openseat/contracts'
import { i18n, listWords } from '../../../i18n/language.ts'
import { resourcePage } from '../../../resource/resource-page.ts'
import { defineScreen } from '../../../resource/screen.ts'
import GroupQueuesField from './GroupQueuesField.vue'

const { n, t } = i18n.global

const queuesOf = ({ queues }: SkillGroup): string =>
  listWords(queues.map(({ queueName, level, isDefault }) => `${queueName} ${level}${isDefault ? t('groups.isDefault') : ''}`))

export const page = resourcePage(
  defineScreen(skillGroup, {
    words: 'groups',
    wide: true,
    columns: () => [
      { key: 'name', label: t('groups.name'), sortable: true, width: '20%', text: (row) => row.name },
      { key: 'description', label: t('groups.description'), width: '20%', text: (row) => row.description },
      { key: 'queues', label: t('groups.queues'), text: queuesOf },
      { key: 'agentCount', label: t('groups.agentCount'), numeric: true, width: '96px', text: (row) => n(row.agentCount) },
    ],
    fields: () => ({
      name: () => ({ label: t('groups.name') }),
      queues: () => ({ component: GroupQueuesField }),
    }),
    values: (group) => ({
      name: group?.name ?? '',
      description: group?.description ?? '',
      queues: group?.queues.map(({ queueId, level, isDefault }) => ({ queueId, level, isDefault })) ?? [],
    }),
  }),
)
