// One row's texts against the fields of its table: values in the one form of each type, or all problems at once.
// No problem carries the value itself: it may be one that is kept encrypted.
import { limits, plainText, type BaseField, type ErrorCode, type ErrorParams, type FieldProblem, type RowValues } from '@openseat/contracts'
import { trimmed } from './sheet-cell.ts'

export interface CheckedRow {
  readonly values: RowValues
  readonly problems: readonly FieldProblem[]
}

/** `cells` by field id; texts as people write them. */
export function checkRow(fields: readonly BaseField[], cells: RowValues): CheckedRow {
  const values: Record<string, string> = {}
  const problems: FieldProblem[] = []
  for (const field of fields) {
    const value = convert(field, trimmed(cells[field.fieldId] ?? ''))
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
      return toNumber(field, plainText(cell)) ?? wrongForm('decimal')
    case 'date':
      return toDate(plainText(cell)) ?? wrongForm('calendarDate')
    case 'time':
      return toTime(plainText(cell)) ?? wrongForm('timeOfDay')
    case 'dictionary':
      return toKey(field, cell) ?? toKey(field, plainText(cell)) ?? wrongForm('dictionaryItem')
  }
}

function withinLength({ length }: BaseField, value: string): string | Fault {
  const [max, actual] = [length ?? limits.tableFieldLength.max, [...value].length]
  return actual <= max ? value : { code: 'FIELD_TOO_LONG', params: { max, actual } }
}

const toKey = ({ dictItems }: BaseField, cell: string): string | undefined =>
  dictItems.find(({ key, label }) => cell === key || cell === label)?.key

/** With commas between the thousands where they cannot be a decimal mark: 1,234 may be either. */
const grouped = /^[+-]?\d{1,3}(?:,\d{3})+(?:,\d{3}|\.\d+)$/

/** Digits stay as they are, leading zeros too: an account's number is one of them. */
function toNumber(field: BaseField, cell: string): string | Fault | undefined {
  const number = (grouped.test(cell) ? cell.replaceAll(',', '') : cell).replace(/^\+/, '')
  return /^-?\d+(\.\d+)?$/.test(number) ? withinLength(field, number) : undefined
}

const written = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0?0:00(?::00(?:\.0+)?)?Z?)?$/
const compact = /^((?:19|20)\d\d)(\d\d)(\d\d)$/

function toDate(cell: string): string | undefined {
  const [, year = '', month = '', day = ''] = written.exec(cell) ?? compact.exec(cell) ?? []
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const at = Date.parse(`${text}T00:00:00Z`)
  // 30 February is read as 2 March by some, as nothing by others.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined
}

const clock = /^(上午|下午)? ?(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([AP])M)?$/i

function toTime(cell: string): string | undefined {
  const [, before, hours = '', minute = '', second = '00', after] = clock.exec(cell) ?? []
  const hour = hourOfDay(hours, before ?? after)
  if (hour === undefined || Number(minute) > 59 || Number(second) > 59) return undefined
  return `${hour.padStart(2, '0')}:${minute}:${second}`
}

/** `half`: the word for before or after noon, if there is one. */
function hourOfDay(hours: string, half: string | undefined): string | undefined {
  const hour = Number(hours)
  if (hours === '' || hour > 23) return undefined
  if (half === undefined) return hours
  if (hour < 1 || hour > 12) return undefined
  return String((hour % 12) + (/^(?:上午|a)$/i.test(half) ? 0 : 12))
}
