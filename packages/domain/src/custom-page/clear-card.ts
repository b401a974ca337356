// One card of a custom page before anyone sees it, wherever it came from: values in clear, for the server's own eyes.
// And what of it is shown.
import type { BaseField, DictItem, PageCard, PageField } from '@openseat/contracts'
import { isHidden, maskValue } from '../data/hidden-values.ts'

export interface ClearField extends Pick<BaseField, 'name' | 'type' | 'mask' | 'required' | 'encrypted'> {
  /** As its type keeps it; a dictionary's key. Empty when there is none. */
  readonly value: string
  readonly dictItems: readonly DictItem[]
}

export interface ClearCard {
  readonly name: string
  readonly record: PageCard['record']
  readonly tableId: number | null
  readonly fields: readonly ClearField[]
}

export const shownCard = ({ fields, ...card }: ClearCard): PageCard => ({ ...card, fields: fields.map(shownField) })

function shownField(field: ClearField): PageField {
  const { name, type, required } = field
  const hidden = field.value !== '' && isHidden(field)
  return { name, type, required, hidden, value: hidden ? maskValue(field, clearText(field)) : clearText(field) }
}

/** The text of the value as people read it; a key without a label stays as it is. */
export const clearText = ({ value, dictItems }: ClearField): string => dictItems.find(({ key }) => key === value)?.label ?? value
