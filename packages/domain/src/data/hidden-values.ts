// What a person without the right to reveal sees of a row: the four shown characters of a mask, nothing of an encrypted
// value without one.
import type { BaseField, RowValues } from '@openseat/contracts'

const shown = 4
const stars = '****'

export const isHidden = ({ encrypted, mask }: Pick<BaseField, 'encrypted' | 'mask'>): boolean => encrypted || mask !== 'none'

/** The masked text; its stars do not tell how long the value is. Too short a value is hidden whole. */
export function maskValue({ mask }: Pick<BaseField, 'mask'>, value: string): string {
  const characters = [...value]
  if (mask === 'none' || characters.length <= shown) return stars
  return mask === 'lastFour' ? stars + characters.slice(-shown).join('') : characters.slice(0, shown).join('') + stars
}

export function hideValues(fields: readonly BaseField[], values: RowValues): RowValues {
  const entries = fields.flatMap((field) => {
    const value = values[field.fieldId]
    if (value === undefined) return []
    return [[field.fieldId, isHidden(field) ? maskValue(field, value) : value] as const]
  })
  return Object.fromEntries(entries)
}
