// Which skill queues an agent of a kind may have, and the rows of the skills editor. Pure.
import { serves, type AgentKind, type SkillQueue } from '@openseat/contracts'

export interface Skill {
  queueId: number
  level: number
}

export interface Choice {
  readonly kind: AgentKind
  readonly taken: readonly Skill[]
  /** The row's present queue, null for a new row. */
  readonly own: number | null
}

/** Queues that may be chosen in a row: suitable and not taken by another row. */
export function choicesFor(queues: readonly SkillQueue[], { kind, taken, own }: Choice): SkillQueue[] {
  const others = new Set(taken.map((skill) => skill.queueId).filter((id) => id !== own))
  return queues.filter((queue) => queue.id === own || (serves(kind, queue.type) && !others.has(queue.id)))
}
