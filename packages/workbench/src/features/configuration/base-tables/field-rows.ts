// The fields of a base table as they are edited: rows with a key of their own, dictionary values as lines of text.
// What a type has no use for is kept while editing and left out on sending.
import { limits, type BaseField, type BaseFieldInput, type DictItem } from '@openseat/contracts'

export interface FieldRow extends Omit<BaseFieldInput, 'dictItems'> {
  /** Stays with the row when it is moved. */
  readonly key: string
  /** One value in each line: `key=label`. */
  dictText: string
}

export const takesLength = ({ type }: Pick<FieldRow, 'type'>): boolean => type === 'string' || type === 'number'

let lastKey = 0

export const newRow = (): FieldRow => ({
  key: `new-${++lastKey}`,
  name: '',
  type: 'string',
  indexed: false,
  encrypted: false,
  required: false,
  length: null,
  mask: 'none',
  dictText: '',
})

const lineOf = ({ key, label }: DictItem): string => (key === label ? key : `${key}=${label}`)

export function rowOf({ dictItems, ...field }: BaseField): FieldRow {
  return { ...field, key: field.fieldId, dictText: dictItems.map(lineOf).join('\n') }
}

/** `gold=Gold card`, also with a tab, as a spreadsheet copies two columns; a line without either is key and label. */
export function dictItemsOf(text: string): DictItem[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.search(/[=\t]/)
      const [key, label] = at < 0 ? [line, line] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      return { key, label: label === '' ? key : label }
    })
}

/** What is sent; `before` are the fields as they were read, whose untouched values go back unchanged. */
export function inputOf(row: FieldRow, before: readonly BaseField[] = []): BaseFieldInput {
  const { fieldId, name, type, indexed, encrypted, required, length, mask, dictText } = row
  const old = before.find((field) => field.fieldId === fieldId)
  const items = old && rowOf(old).dictText === dictText ? old.dictItems : dictItemsOf(dictText)
  const texts = takesLength(row) ? { indexed, length, mask } : ({ indexed: false, length: null, mask: 'none' } as const)
  return { ...(fieldId && { fieldId }), name, type, encrypted, required, ...texts, dictItems: type === 'dictionary' ? items : [] }
}

export interface FieldCounts {
  readonly plain: number
  readonly encrypted: number
  readonly index: number
}

export function countFields(rows: readonly FieldRow[]): FieldCounts {
  const isIndex = (row: FieldRow): boolean => row.indexed && takesLength(row)
  return {
    plain: rows.filter((row) => !row.encrypted && !isIndex(row)).length,
    encrypted: rows.filter((row) => row.encrypted).length,
    index: rows.filter(isIndex).length,
  }
}

export const isOver = ({ plain, encrypted }: FieldCounts): boolean => plain > limits.plainFields || encrypted > limits.encryptedFields

export function moveRow(rows: readonly FieldRow[], index: number, by: -1 | 1): FieldRow[] {
  const moved = rows[index]
  const target = index + by
  if (moved === undefined || target < 0 || target >= rows.length) return [...rows]
  return rows.toSpliced(index, 1).toSpliced(target, 0, moved)
}

/** One field is the index: the others no longer are. */
export const chooseIndex = (rows: readonly FieldRow[], index: number, indexed: boolean): FieldRow[] =>
  rows.map((row, at) => ({ ...row, indexed: at === index ? indexed : indexed ? false : row.indexed }))
