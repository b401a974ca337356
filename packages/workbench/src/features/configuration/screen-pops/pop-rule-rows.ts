// Edits of a rule's conditions. Pure: each gives a new list.
import type { PopCondition, PopRule } from '@openseat/contracts'

export const limitsSomething = ({ queueIds, mediaTypes, directions, conditions }: PopRule): boolean =>
  queueIds.length + mediaTypes.length + directions.length + conditions.length > 0

/** These ask only whether the key is there. */
export const needsValue = ({ operator }: Pick<PopCondition, 'operator'>): boolean => operator !== 'isPresent' && operator !== 'isAbsent'

export const addCondition = (rows: readonly PopCondition[]): PopCondition[] => [...rows, { key: '', operator: 'equals', value: '' }]

/** A value that is not asked for is dropped. */
export function setCondition(rows: readonly PopCondition[], index: number, change: Partial<PopCondition>): PopCondition[] {
  return rows.map((row, at) => {
    const next = at === index ? { ...row, ...change } : row
    return needsValue(next) ? next : { ...next, value: '' }
  })
}
