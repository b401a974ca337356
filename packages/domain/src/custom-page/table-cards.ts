// A page's objects as cards: from the rows of their tables, or with sample values where there is no number to ask for.
import type { BaseField, PageObject, RowValues } from '@openseat/contracts'
import type { ClearCard, ClearField } from './clear-card.ts'

/** What a card needs of its base table. */
export interface CardTable {
  readonly id: number
  readonly fields: readonly BaseField[]
}

/** `values`: undefined when the table has no row of the customer. A field that is gone from the table is left out. */
export function tableCard({ name, fieldIds }: PageObject, table: CardTable, values: RowValues | undefined): ClearCard {
  const fields = fieldIds.flatMap((fieldId): ClearField[] => {
    const field = table.fields.find((known) => known.fieldId === fieldId)
    return field ? [{ ...field, value: values?.[fieldId] ?? '' }] : []
  })
  return { name, tableId: table.id, record: values ? 'found' : 'none', fields }
}

/** A value of the form that the field takes. */
export function sampleValue({ type, length, dictItems }: Pick<BaseField, 'type' | 'length' | 'dictItems'>): string {
  const samples = {
    string: 'ABC-1234',
    number: '13800138000',
    date: '2026-03-31',
    time: '18:30:05',
    dictionary: dictItems[0]?.key ?? '',
  }
  return [...samples[type]].slice(0, length ?? undefined).join('')
}

export const sampleRow = ({ fields }: CardTable): RowValues =>
  Object.fromEntries(fields.map((field) => [field.fieldId, sampleValue(field)]))

const sampleField = (name: string, type: BaseField['type'], mask: BaseField['mask'] = 'none'): ClearField => {
  const field = { name, type, mask, required: false, encrypted: false, length: null, dictItems: [{ key: '1', label: 'VIP' }] }
  return { ...field, value: sampleValue(field) }
}

/** Of an interface that says nothing of its answers. */
export const sampleCards: readonly ClearCard[] = [
  {
    name: 'Customer 客户',
    tableId: null,
    record: 'found',
    fields: [
      sampleField('Name 姓名', 'string'),
      sampleField('Mobile 手机', 'number', 'lastFour'),
      sampleField('Level 等级', 'dictionary'),
      sampleField('Since 开户日期', 'date'),
    ],
  },
]
