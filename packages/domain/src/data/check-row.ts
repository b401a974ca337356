// One row's texts against the fields of its table: values in the one form of each type, or all problems at once.
// No problem carries the value itself: it may be one that is kept encrypted.
import { limits, type BaseField, type ErrorCode, type ErrorParams, type FieldProblem, type RowValues } from '@openseat/contracts'

export interface CheckedRow {
  readonly values: RowValues
  readonly problems: readonly FieldProblem[]
}

/** `cells` by field id; texts as people write them. */
export function checkRow(fields: readonly BaseField[], cells: RowValues): CheckedRow {
  const values: Record<string, string> = {}
  const problems: FieldProblem[] = []
  for (const field of fields) {
    const value = convert(field, (cells[field.fieldId] ?? '').trim())
    if (typeof value === 'string') {
      if (value !== '') values[field.fieldId] = value
    } else problems.push({ field: field.fieldId, code: value.code, params: { label: field.name, ...value.params } })
  }
  return { values, problems }
}

interface Fault {
  readonly code: ErrorCode
  readonly params: ErrorParams
}

const wrongForm = (rule: string): Fault => ({ code: 'FIELD_FORMAT', params: { rule } })

/** Line feeds and tabs may stand in a text, NUL and the like may not. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

function convert(field: BaseField, cell: string): string | Fault {
  if (cell === '') return field.required ? { code: 'FIELD_REQUIRED', params: {} } : ''
  switch (field.type) {
    case 'string':
      return controls.test(cell) ? wrongForm('noControls') : withinLength(field, cell)
    case 'number':
      return /^[+-]?\d+(\.\d+)?$/.test(cell) ? withinLength(field, plainNumber(cell)) : wrongForm('decimal')
    case 'date':
      return toDate(cell) ?? wrongForm('calendarDate')
    case 'time':
      return toTime(cell) ?? wrongForm('timeOfDay')
    case 'dictionary':
      return field.dictItems.find(({ key, label }) => cell === key || cell === label)?.key ?? wrongForm('dictionaryItem')
  }
}

function withinLength({ length }: BaseField, value: string): string | Fault {
  const [max, actual] = [length ?? limits.tableFieldLength.max, [...value].length]
  return actual <= max ? value : { code: 'FIELD_TOO_LONG', params: { max, actual } }
}

/** Digits stay as they are, leading zeros too: an account's number is one of them. */
const plainNumber = (cell: string): string => cell.replace(/^\+/, '')

function toDate(cell: string): string | undefined {
  const [, year = '', month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(cell) ?? []
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${text}T00:00:00Z`)
  // 30 February is read as 2 March by some, as nothing by others.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined
}

function toTime(cell: string): string | undefined {
  const [, hour = '', minute = '', second = '00'] = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(cell) ?? []
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  return `${hour.padStart(2, '0')}:${minute}:${second}`
}
