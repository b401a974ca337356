// By which queues a caller would come back, as the form has it now.
import { leadsBack, type OverflowAction, type SkillQueue } from '@openseat/contracts'

export const diversions = ['onTimeout', 'onOverflow', 'onUnstaffed', 'onClosed'] as const

type Diversions = Readonly<Record<(typeof diversions)[number], OverflowAction>>

/** Ids that the queue sends callers on to. */
const targetsOf = (queue: Diversions): number[] =>
  diversions.flatMap((field) => {
    const action = queue[field]
    return action.action === 'transfer' ? [action.queueId] : []
  })

/** Queues of the form's choice by which a caller would come back to the queue. A queue that is not made yet is nobody's target. */
export function comesBackBy(queues: readonly SkillQueue[], id: number | undefined, values: Diversions): string[] {
  if (id === undefined) return []
  const ways = new Map(queues.map((queue) => [queue.id, { name: queue.name, targets: targetsOf(queue.id === id ? values : queue) }]))
  return [...new Set(leadsBack(ways, id))]
}
