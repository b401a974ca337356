// Which field each column of a file is, by the names in its header: in any order, width and case. A name that is missing, unknown
// or there twice is told, with its column.
import { plainText, type BaseField } from '@openseat/contracts'
import { sheetCell } from './sheet-cell.ts'

export interface CsvColumns {
  /** Of each column of the file: the place of its field; null for one that is passed over. */
  readonly fieldAt: readonly (number | null)[]
  readonly isInOrder: boolean
  /** The columns with reasons that a file of refused rows has. */
  readonly hasReasons: boolean
}

export interface HeaderFaults {
  readonly missing: readonly string[]
  readonly unknown: readonly NamedColumn[]
  readonly twice: readonly NamedColumn[]
  readonly known: number
}

interface NamedColumn {
  readonly name: string
  /** `A`, `B`… as spreadsheets call it. */
  readonly column: string
}

export const reasonHeader = { 'zh-CN': ['行', '原因'], en: ['Line', 'Reason'] } as const

export const isHeader = (read: CsvColumns | HeaderFaults): read is CsvColumns => 'fieldAt' in read

export function readHeader(fields: readonly BaseField[], cells: readonly string[]): CsvColumns | HeaderFaults {
  const names = cells.map((cell) => sheetCell(cell).text)
  const find = finder(fields)
  const found = names.map(find)
  const hasReasons = endsInReasons(names, found)
  const [end, taken] = [hasReasons ? names.length - 2 : names.length, new Set(found)]
  const named = (at: number): NamedColumn => ({ name: names[at] ?? '', column: columnLetters(at) })
  const missing = fields.filter((_field, at) => !taken.has(at)).map(({ name }) => name)
  const unknown = names.flatMap((name, at) => (name === '' || at >= end || found[at] !== null ? [] : [named(at)]))
  const twice = found.flatMap((field, at) => (field !== null && found.indexOf(field) !== at ? [named(at)] : []))
  const known = found.filter((field) => field !== null).length
  if (missing.length + unknown.length + twice.length > 0) return { missing, unknown, twice, known }
  return { fieldAt: found, isInOrder: found.filter((field) => field !== null).every((field, at) => field === at), hasReasons }
}

/** The very name first: two fields may look the same. */
function finder(fields: readonly BaseField[]): (name: string) => number | null {
  const exact = new Map(fields.map(({ name }, at) => [name, at]))
  const alike = new Map<string, number>()
  for (const [at, { name }] of fields.entries()) alike.set(nameKey(name), alike.has(nameKey(name)) ? NaN : at)
  return (name) => {
    const at = exact.get(name) ?? alike.get(nameKey(name))
    return at === undefined || Number.isNaN(at) ? null : at
  }
}

const nameKey = (name: string): string => plainText(name.normalize('NFKC')).toLowerCase()

function endsInReasons(names: readonly string[], found: readonly (number | null)[]): boolean {
  const last = names.slice(-2)
  if (found.at(-1) !== null || found.at(-2) !== null) return false
  return Object.values(reasonHeader).some((words) => words.every((word, at) => word === last[at]))
}

export function columnLetters(at: number): string {
  const letter = String.fromCodePoint(65 + (at % 26))
  return at < 26 ? letter : columnLetters(Math.floor(at / 26) - 1) + letter
}
