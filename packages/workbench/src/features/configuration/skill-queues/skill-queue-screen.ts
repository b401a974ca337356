// Skill queues: the list, and the form on a page of its own.
import {
  answerPrompts,
  limits,
  prompt,
  queueSubtypes,
  queueTypeWords,
  recordingPolicyWords,
  skillQueue,
  workingHours,
} from '@openseat/contracts'
import { watch } from 'vue'
import { i18n, inLanguage } from '../../../i18n/language.ts'
import { useCallFlows, useQueues, useRows } from '../../../resource/lookups.ts'
import { choices, defineScreen, wordChoices, type FieldLook, type FormScene } from '../../../resource/screen.ts'
import { diversions } from './comes-back.ts'
import OverflowField from './OverflowField.vue'
import QueueCircle from './QueueCircle.vue'
import QueueName from './QueueName.vue'

const { n, t } = i18n.global
type QueueScene = FormScene<typeof skillQueue>

const tones = ['waitPromptId', 'holdPromptId'] as const

/** What a choice leaves no place for is taken back with it. */
function followChoices({ values, set }: QueueScene): void {
  watch(
    () => values['type'],
    (type) => {
      set('subtype', null)
      for (const field of diversions) set(field, { action: 'release' })
      if (type !== 'multimedia') return
      set('recording', 'never')
      set('answerPrompt', 'none')
      set('waitFlowId', null)
      for (const field of tones) set(field, null)
    },
  )
  // A queue that is always open is never closed: nothing is set for it.
  watch(
    () => values['workingHoursId'],
    (id) => id === null && set('onClosed', { action: 'release' }),
  )
}

function fields(scene: QueueScene): Readonly<Record<string, () => FieldLook>> {
  const { values, object } = scene
  const { rows: queues } = useQueues()
  const { rows: flows } = useCallFlows()
  const { rows: hours, trouble } = useRows(workingHours)
  const prompts = useRows(prompt)
  followChoices(scene)
  const isText = (): boolean => values['type'] === 'multimedia'
  const targets = () => queues.value.filter(({ id, type }) => type === values['type'] && id !== object?.id)
  const tone = (): FieldLook => ({
    shown: !isText(),
    options: prompts.rows.value
      .filter((row) => row.durationMs !== null)
      .map(({ id, code, name }) => ({ value: id, label: `${name} (${code})` })),
    placeholder: t('queues.usualTone'),
    emptyText: prompts.trouble.value || t('queues.noPrompts'),
    hint: t('queues.promptHint'),
  })
  const overflow = (name: string) => (): FieldLook => ({
    component: OverflowField,
    with: { name, queues: targets(), flows: isText() ? [] : flows.value },
    shown: name !== 'onClosed' || values['workingHoursId'] !== null,
  })
  return {
    name: () => ({ label: t('queues.name') }),
    type: () => ({ options: wordChoices(queueTypeWords), hint: t('queues.typeHint') }),
    subtype: () => ({ shown: isText(), options: choices(queueSubtypes, (value) => t(`queues.subtype.${value}`)) }),
    priority: () => ({ hint: t('queues.priorityHint') }),
    wrapUpSeconds: () => ({ hint: t('queues.wrapUpHint') }),
    waitFlowId: () => ({
      shown: !isText(),
      options: flows.value.map(({ id, name }) => ({ value: id, label: name })),
      placeholder: t('queues.noWaitFlow'),
      hint: t('queues.waitFlowHint'),
    }),
    workingHoursId: () => ({
      options: hours.value.map(({ id, name }) => ({ value: id, label: name })),
      placeholder: t('queues.alwaysOpen'),
      emptyText: trouble.value || t('queues.noHours'),
    }),
    ...Object.fromEntries(diversions.map((name) => [name, overflow(name)])),
    answerPrompt: () => ({
      shown: !isText(),
      radio: true,
      options: choices(answerPrompts, (value) => t(`queues.answerPrompt.${value}`)),
      hint: t('queues.answerPromptHint'),
    }),
    ...Object.fromEntries(tones.map((name) => [name, tone])),
    recording: () => ({ shown: !isText(), radio: true, options: wordChoices(recordingPolicyWords), hint: t('queues.recordingHint') }),
    recordingNotice: () => ({ shown: !isText() && values['recording'] !== 'never', hint: t('queues.recordingNoticeHint') }),
  }
}

export const skillQueueScreen = defineScreen(skillQueue, {
  words: 'queues',
  page: '/configuration/skill-queues',
  createRefused: (list) =>
    !list.isNarrowed.value && list.total.value >= limits.skillQueuesPerTenant
      ? t('queues.full', { max: limits.skillQueuesPerTenant })
      : undefined,
  columns: () => [
    { key: 'name', label: t('queues.name'), sortable: true, width: '20%', cell: QueueName },
    { key: 'description', label: t('queues.description'), text: (row) => row.description },
    { key: 'type', label: t('queues.type'), sortable: true, width: '124px', text: (row) => inLanguage(queueTypeWords[row.type]) },
    {
      key: 'maxWaitSeconds',
      label: t('queues.maxWait'),
      numeric: true,
      width: '112px',
      text: (row) => t('queues.seconds', { value: n(row.maxWaitSeconds) }),
    },
    { key: 'maxQueued', label: t('queues.maxQueued'), numeric: true, width: '104px', text: (row) => n(row.maxQueued) },
    { key: 'workingHoursName', label: t('hours.title'), width: '136px', text: (row) => row.workingHoursName ?? t('queues.alwaysOpen') },
    { key: 'agentCount', label: t('queues.agentCount'), numeric: true, width: '88px', text: (row) => n(row.agentCount) },
  ],
  filters: () => [{ name: 'type', label: t('queues.type'), options: wordChoices(queueTypeWords) }],
  fields,
  sections: () => ({ hours: { text: t('queues.hoursHint') }, overflow: { text: t('queues.overflowHint'), after: QueueCircle } }),
})
