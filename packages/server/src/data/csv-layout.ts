// How a file is laid out: what separates its cells, where its header stands, and which field each column is. The header decides:
// whatever reads its names is the separator.

import { AppError, type BaseField } from '@openseat/contracts'
import { type CsvColumns, type HeaderFaults, isHeader, readHeader, templateHeader } from '@openseat/domain'
import { parse } from 'csv-parse/sync'

export interface CsvLayout {
  readonly separator: string
  readonly columns: CsvColumns
  /** Rows before the header: `sep=;`, a title. */
  readonly above: number
  readonly hasTitle: boolean
}

/** What the parser is told of every file. */
export const parsing = {
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  // Else the first line decides, and a file that was put together from two has rows without end.
  record_delimiter: ['\r\n', '\n', '\r'],
}

const separators = [',', ';', '\t', '|', '，', '；']
const separatorLine = /^\uFEFF?"?sep=(.)/i
const searchedRows = 10

/** `head`: the beginning of the text. */
export function findLayout(head: string, fields: readonly BaseField[]): CsvLayout {
  const told = separatorLine.exec(head)?.[1]
  const tried = (told === undefined ? separators : [told]).map((separator) => ({ separator, rows: firstRows(head, separator) }))
  const read = tried.flatMap(({ separator, rows }) => rows.map((row, above) => ({ separator, above, found: readHeader(fields, row) })))
  const skipped = told === undefined ? 0 : 1
  for (const { separator, above, found } of read)
    if (isHeader(found)) return { separator, columns: found, above, hasTitle: above > skipped }
  return refuse(
    read.map(({ found }) => found as HeaderFaults),
    fields,
  )
}

/** An open quote makes no rows of what comes after it. */
const firstRows = (head: string, separator: string): string[][] =>
  parse(head, { ...parsing, delimiter: separator, to: searchedRows, skip_records_with_error: true })

function refuse(read: readonly HeaderFaults[], fields: readonly BaseField[]): never {
  const expected = templateHeader(fields).join(',')
  const nearest = read.reduce<HeaderFaults | undefined>((best, faults) => (best && best.known >= faults.known ? best : faults), undefined)
  // Else these are no names, and may be what the table keeps encrypted.
  if (nearest === undefined || nearest.known === 0) throw new AppError('CSV_NO_HEADER', { expected })
  const { missing, unknown, twice } = nearest
  const named = (list: HeaderFaults['unknown']): string => listed(list.map(({ name, column }) => `${name} (${column})`))
  if (missing.length + unknown.length === 0) throw new AppError('CSV_HEADER_TWICE', { twice: named(twice) })
  throw new AppError('CSV_HEADER', { missing: listed(missing), unknown: named(unknown), expected })
}

const namesShown = 10
const nameShown = 40

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => (name.length > nameShown ? `${name.slice(0, nameShown)}…` : name))
  return names.length === 0 ? '–' : [...shown, ...(names.length > namesShown ? ['…'] : [])].join(', ')
}
