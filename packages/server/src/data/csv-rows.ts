// A CSV file (RFC 4180) as rows: its encoding found out, its header compared with the template's, a few rows at a time.
// A quote inside an open cell is a character like others; one that is never closed makes the file unreadable.

import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { setImmediate as otherWork } from 'node:timers/promises'
import { AppError, type BaseField, type FieldProblem, type RowValues } from '@openseat/contracts'
import { checkRow, csvText, templateHeader } from '@openseat/domain'
import { CsvError, parse } from 'csv-parse'

export type CsvEncoding = 'utf-8' | 'gb18030'

export interface CsvRow {
  /** Where it begins; the header stands in line 1. */
  readonly line: number
  readonly cells: readonly string[]
  readonly values: RowValues
  readonly problems: readonly FieldProblem[]
}

export interface CsvBatch {
  readonly rows: readonly CsvRow[]
  readonly doneBytes: number
}

const chunkBytes = 65_536
const rowsAtOnce = 1_000
/** A row with 51 full cells is far shorter: what is longer has swallowed rows after a lone quote. */
const longestRow = 131_072

/** GB18030 is what is not UTF-8 but can be read as it. */
export async function csvEncoding(file: Uint8Array): Promise<CsvEncoding> {
  if (isUtf8(file)) return 'utf-8'
  try {
    for (const text of decoded(file, 'gb18030')) {
      if (text.includes('\uFFFD')) throw new TypeError('not GB18030')
      await otherWork()
    }
    return 'gb18030'
  } catch (cause) {
    throw new AppError('CSV_ENCODING', {}, { cause })
  }
}

function* decoded(file: Uint8Array, encoding: CsvEncoding): Generator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for (let at = 0; at < file.length; at += chunkBytes) yield decoder.decode(file.subarray(at, at + chunkBytes), { stream: true })
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number; readonly bytes: number }
}

/** Throws `CSV_ENCODING`, `CSV_HEADER` or `CSV_BROKEN`; a row's own faults stand in the row. */
export async function* csvBatches(file: Uint8Array, fields: readonly BaseField[]): AsyncGenerator<CsvBatch, void> {
  const encoding = await csvEncoding(file)
  const header = templateHeader(fields)
  let rows: CsvRow[] = []
  let headed = false
  for await (const { record, info } of records(file, encoding)) {
    if (!headed) {
      checkHeader(record, header)
      headed = true
      continue
    }
    rows.push(toRow(fields, { line: firstLine(info.lines, record), cells: record }))
    if (rows.length < rowsAtOnce) continue
    yield { rows, doneBytes: Math.min(info.bytes, file.length) }
    rows = []
  }
  if (!headed) checkHeader([], header)
  yield { rows, doneBytes: file.length }
}

/** The parser counts up to where a row ends; cells may hold line breaks. */
function firstLine(lastLine: number, record: readonly string[]): number {
  return lastLine - record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
}

const parsing = {
  info: true,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: longestRow,
  // Else the first line decides, and a file that was put together from two has rows without end.
  record_delimiter: ['\r\n', '\n', '\r'],
}

async function* records(file: Uint8Array, encoding: CsvEncoding): AsyncGenerator<Parsed, void> {
  const parser = parse(parsing)
  const source = Readable.from(decoded(file, encoding), { objectMode: true })
  source.on('error', (error) => parser.destroy(error))
  try {
    for await (const parsed of source.pipe(parser)) yield parsed as Parsed
  } catch (error) {
    if (error instanceof CsvError) throw new AppError('CSV_BROKEN', { line: Number(error['lines'] ?? 0) }, { cause: error })
    throw error
  }
}

function checkHeader(record: readonly string[], header: readonly string[]): void {
  const given = record.map((name) => name.trim())
  if (given.length === header.length && given.every((name, at) => name === header[at])) return
  throw new AppError('CSV_HEADER', { expected: header.join(',') })
}

function toRow(fields: readonly BaseField[], { line, cells }: Pick<CsvRow, 'line' | 'cells'>): CsvRow {
  if (cells.length !== fields.length) {
    const params = { expected: fields.length, actual: cells.length }
    return { line, cells, values: {}, problems: [{ field: '', code: 'CSV_COLUMNS', params }] }
  }
  return { line, cells, ...checkRow(fields, Object.fromEntries(fields.map(({ fieldId }, at) => [fieldId, csvText(cells[at] ?? '')]))) }
}
