// A cell of a data table in words, and what a form's cells send: only what was changed, so that hidden values stay.
import type { BaseField, BaseTableRow } from '@openseat/contracts'

export const isHidden = ({ encrypted, mask }: Pick<BaseField, 'encrypted' | 'mask'>): boolean => encrypted || mask !== 'none'

/** A hidden field and the index are found by their whole value; so are dictionaries, which are chosen. */
export const isExact = (field: Pick<BaseField, 'encrypted' | 'mask' | 'indexed'>): boolean => field.indexed || isHidden(field)

export function cellText({ fieldId, dictItems }: BaseField, row: BaseTableRow): string {
  const value = row.values[fieldId] ?? ''
  return dictItems.find(({ key }) => key === value)?.label ?? value
}

/** By field id; null: a hidden value that is kept. */
export type Cells = Record<string, string | null>

export function cellsOf(fields: readonly BaseField[], row: BaseTableRow | null): Cells {
  const cell = (fieldId: string): string | null => (row?.hidden.includes(fieldId) ? null : (row?.values[fieldId] ?? ''))
  return Object.fromEntries(fields.map(({ fieldId }) => [fieldId, cell(fieldId)]))
}

/** What is sent: of a new row all that is filled in, of another what differs. */
export function changedCells(cells: Cells, before: Cells, isNew: boolean): Record<string, string> {
  const wanted = ([fieldId, value]: [string, string | null]): boolean =>
    value !== null && (isNew ? value !== '' : value !== before[fieldId])
  return Object.fromEntries(Object.entries(cells).filter((entry): entry is [string, string] => wanted(entry)))
}
