// Skill queues: list, deletion, and the form of one.
import { leadsBack, limits, skillQueue, vocabulary, type OverflowAction, type SkillQueue } from '@openseat/contracts'
import { call } from '../../../api/call.ts'
import { inLanguage } from '../../../i18n/language.ts'
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
  onClosed: OverflowAction
  workingHoursId: number | null
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
  onClosed: { action: 'release' },
  workingHoursId: null,
  recording: 'never',
  recordingNotice: false,
})

const diversions = ['onTimeout', 'onOverflow', 'onUnstaffed', 'onClosed'] as const

/** Ids that the queue sends callers on to. */
const targetsOf = (queue: Pick<SkillQueue, (typeof diversions)[number]>): number[] =>
  diversions.flatMap((field) => (queue[field].action === 'transfer' ? [queue[field].queueId] : []))

/** Queues of the form's choice by which a caller would come back to the queue. A queue that is not made yet is nobody's target. */
export function comesBackBy(queues: readonly SkillQueue[], id: number | undefined, values: QueueValues): string[] {
  if (id === undefined) return []
  const ways = new Map(queues.map((queue) => [queue.id, { name: queue.name, targets: targetsOf(queue.id === id ? values : queue) }]))
  return [...new Set(leadsBack(ways, id))]
}

function valuesOf(queue: SkillQueue): QueueValues {
  const { id: _id, agentCount: _agentCount, version: _version, leadsBack: _leadsBack, workingHoursName: _hours, ...values } = queue
  return values
}

export function useSkillQueueForm(queue: SkillQueue | null) {
  return useForm<QueueValues>({
    schema: () => skillQueue.input,
    values: queue ? valuesOf(queue) : newQueue(),
    send: async (values) => {
      if (queue === null) await call('createSkillQueue', { body: values })
      else await call('changeSkillQueue', { params: { id: queue.id }, body: { ...values, version: queue.version } })
    },
  })
}
