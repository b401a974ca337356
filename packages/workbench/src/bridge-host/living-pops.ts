// Which Web API pages stand on the desk: as the settings are now, but never changed under a contact that uses them. Pure.
import type { CallView, LivingPop } from '@openseat/contracts'

/** Ids of the pages that a call which goes on is for. */
export const popsInUse = (calls: readonly CallView[]): ReadonlySet<number> =>
  new Set(calls.filter(({ state }) => state !== 'ended').flatMap(({ page }) => page?.popIds ?? []))

/**
 * A page that a contact uses stays as it is, also when its record was changed, switched off or deleted meanwhile: the
 * change comes when no contact uses it. Only an address that has left the allowlist goes at once.
 */
export function nextLiving(shown: readonly LivingPop[], wanted: readonly LivingPop[], inUse: ReadonlySet<number>): LivingPop[] {
  const kept = shown.filter(({ popId }) => inUse.has(popId)).map((pop) => ({ ...pop, blocked: blockedNow(pop, wanted) }))
  const rest = wanted.filter(({ popId }) => !kept.some((pop) => pop.popId === popId))
  return [...kept, ...rest].toSorted((a, b) => a.position - b.position)
}

const blockedNow = (pop: LivingPop, wanted: readonly LivingPop[]): LivingPop['blocked'] =>
  wanted.find(({ popId, url }) => popId === pop.popId && url === pop.url)?.blocked ?? null

/** A new document for each version of the record. */
export const livingKey = ({ popId, version }: LivingPop): string => `${popId}/${version}`
