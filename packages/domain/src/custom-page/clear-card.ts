// One card of a custom page before anyone sees it, wherever it came from: values in clear, for the server's own eyes.
// And what of it is shown.
import type { BaseField, DictItem, evaluationFaults, FormatRule, PageCard, PageField } from '@openseat/contracts'
import { isHidden, maskValue } from '../data/hidden-values.ts'

/** What is wrong with an answer, and where: `$[0].values[2].type`; `$` is the whole answer. */
export interface AnswerFault {
  readonly path: string
  readonly rule: FormatRule
}

export interface MappingFault {
  readonly object: string
  /** A field's name, or `rows`, `objectName` or `success`. */
  readonly field: string
  readonly expression: string
  readonly code: keyof typeof evaluationFaults
  /** Keys and types, never values. */
  readonly detail?: string
}

export interface ClearField extends Pick<BaseField, 'name' | 'type' | 'mask' | 'required' | 'encrypted'> {
  /** As its type keeps it; a dictionary's key. Empty when there is none. */
  readonly value: string
  readonly dictItems: readonly DictItem[]
  /** It did not come as it should; the other fields stand. */
  readonly fault?: AnswerFault | MappingFault
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
  const value = hidden ? maskValue(field, clearText(field)) : clearText(field)
  const unchecked = field.fault !== undefined && 'code' in field.fault && field.fault.code === 'toCheck'
  return { name, type, required, hidden, value, faulty: field.fault !== undefined, unchecked }
}

/** The text of the value as people read it; a key without a label stays as it is. */
export const clearText = ({ value, dictItems }: ClearField): string => dictItems.find(({ key }) => key === value)?.label ?? value

/** What is wrong with single fields of cards that are shown all the same. */
export const faultsIn = (cards: readonly ClearCard[]): readonly (AnswerFault | MappingFault)[] =>
  cards.flatMap(({ fields }) => fields.flatMap(({ fault }) => fault ?? []))
