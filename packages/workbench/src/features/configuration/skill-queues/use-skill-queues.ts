// Skill queues: list, deletion, and the form of one.
import { limits, skillQueueInputSchema, vocabulary, type OverflowAction, type SkillQueue } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../app/language.ts'
import { deletion } from '../../../ui/dangerous-action.ts'
import { useForm } from '../../../ui/use-form.ts'
import { listParams, useList } from '../../../ui/use-list.ts'

export const useSkillQueueList = () =>
  useList(
    (question, signal) => {
      const type = question.filters['type']
      return call('listSkillQueues', { query: { ...listParams(question), ...(type && { type }) }, signal })
    },
    ['type'],
  )

export const queueDeletion = (queue: SkillQueue) =>
  deletion(inLanguage(vocabulary.skillQueue), queue.name, () => call('deleteSkillQueue', { params: { id: queue.id } }))

export interface QueueValues {
  name: string
  description: string
  type: SkillQueue['type']
  subtype: SkillQueue['subtype']
  maxWaitSeconds: number
  maxQueued: number
  wrapUpSeconds: number
  priority: number
  onTimeout: OverflowAction
  onOverflow: OverflowAction
  onUnstaffed: OverflowAction
  answerPrompt: SkillQueue['answerPrompt']
  recording: SkillQueue['recording']
  recordingNotice: boolean
}

export const newQueue = (): QueueValues => ({
  name: '',
  description: '',
  type: 'voice',
  subtype: null,
  maxWaitSeconds: limits.maxWaitSeconds.default,
  maxQueued: limits.maxQueued.default,
  wrapUpSeconds: limits.wrapUpSeconds.default,
  priority: limits.queuePriority.default,
  onTimeout: { action: 'release' },
  onOverflow: { action: 'release' },
  onUnstaffed: { action: 'release' },
  answerPrompt: 'none',
  recording: 'never',
  recordingNotice: false,
})

function valuesOf(queue: SkillQueue): QueueValues {
  const { id: _id, agentCount: _agentCount, version: _version, ...values } = queue
  return values
}

export function useSkillQueueForm(queue: SkillQueue | null) {
  return useForm<QueueValues>({
    schema: () => skillQueueInputSchema,
    values: queue ? valuesOf(queue) : newQueue(),
    send: async (values) => {
      if (queue === null) await call('createSkillQueue', { body: values })
      else await call('changeSkillQueue', { params: { id: queue.id }, body: { ...values, version: queue.version } })
    },
  })
}
