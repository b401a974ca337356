// Which pages a contact has tabs for, and which is in front. Pure.
import type { CallView, LivingPop } from '@openseat/contracts'
import type { Pop } from '../../realtime/contact-state.ts'

export interface PageTab {
  readonly popId: number
  readonly name: string
  readonly position: number
  /** A Web API page: its frame stands elsewhere and serves all contacts. */
  readonly isLiving: boolean
  /** Its moment has come: it may be in front by itself. */
  readonly hasPopped: boolean
}

const isAnswered = ({ state, answeredAt }: CallView): boolean => answeredAt !== null || state === 'talking' || state === 'held'
const rang = ({ direction }: CallView): boolean => direction === 'inbound'

/** In the administrator's order. */
export function pageTabs(call: CallView, pops: readonly Pop[], living: readonly LivingPop[]): PageTab[] {
  const own = pops
    .filter(({ openMode }) => openMode === 'embedded')
    .map(({ popId, name, position }) => ({ popId, name, position, isLiving: false, hasPopped: true }))
  const standing = living.map(({ popId, name, position, trigger }) => {
    const hasPopped = isAnswered(call) || (trigger === 'ringing' && rang(call))
    return { popId, name, position, isLiving: true, hasPopped }
  })
  return [...own, ...standing].toSorted((a, b) => a.position - b.position)
}

/** The agent's own choice; until then the first whose moment has come. */
export const frontTab = (tabs: readonly PageTab[], picked: number | null): PageTab | null =>
  tabs.find(({ popId }) => popId === picked) ?? tabs.find(({ hasPopped }) => hasPopped) ?? null
