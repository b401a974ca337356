// A CSV file as people have it, as rows: a few at a time, with what each is worth. A quote inside an open cell is a character like
// others; one that is never closed makes the file unreadable.

import { Readable } from 'node:stream'
import type { BaseField, CsvEncoding, CsvNote, FieldProblem, RowValues } from '@openseat/contracts'
import { checkRow, columnLetters, sheetCell, trimmed } from '@openseat/domain'
import { CsvError, parse } from 'csv-parse'
import { type CsvSource, decoded } from './csv-encoding.ts'
import { type CsvLayout, findLayout, parsing } from './csv-layout.ts'
import { brokenRow, longestRow } from './open-quote.ts'

export interface CsvRow {
  /** Where it begins; the header stands in line 1. */
  readonly line: number
  /** As they stand in the file, in the order of the fields. */
  readonly cells: readonly string[]
  readonly values: RowValues
  readonly problems: readonly FieldProblem[]
}

export interface CsvBatch {
  readonly rows: readonly CsvRow[]
  readonly doneBytes: number
}

const rowsAtOnce = 2_000
const headLength = 65_536

interface Parsed {
  readonly record: readonly string[]
  readonly info: { readonly lines: number; readonly empty_lines: number }
}

/** One reading of a file. */
export class CsvReader {
  readonly encoding: CsvEncoding
  readonly #source: CsvSource
  readonly #fields: readonly BaseField[]
  readonly #notes = new Map<CsvNote['code'], CsvNote>()
  #layout: CsvLayout | undefined
  #doneBytes = 0
  #lastLine = 0

  constructor(source: CsvSource, { encoding, fields }: { encoding: CsvEncoding; fields: readonly BaseField[] }) {
    this.#source = source
    this.#fields = fields
    this.encoding = encoding
  }

  /** What was passed over and read in another way; complete when all rows have come. */
  get notes(): readonly CsvNote[] {
    return [...this.#notes.values()]
  }

  /** `B` for the field of the second column. */
  columnOf(fieldId: string): string | undefined {
    const field = this.#fields.findIndex((known) => known.fieldId === fieldId)
    const at = this.#layout?.columns.fieldAt.indexOf(field) ?? -1
    return at < 0 ? undefined : columnLetters(at)
  }

  /** Throws what the file as a whole is refused for; a row's own faults stand in the row. */
  async *batches(): AsyncGenerator<CsvBatch, void> {
    this.#layout = findLayout(await this.#head(), this.#fields)
    this.#noteLayout(this.#layout)
    let rows: CsvRow[] = []
    let above = this.#layout.above + 1
    const lines = new LineCount()
    for await (const parsed of this.#records(this.#layout.separator)) {
      const { record } = parsed
      const line = lines.take(parsed)
      this.#lastLine = lines.last
      if (above > 0) above -= 1
      else if (record.every((cell) => trimmed(cell) === '')) this.#note('emptyRows', { line })
      else rows.push(this.#toRow(this.#layout, line, record))
      if (rows.length < rowsAtOnce) continue
      yield { rows, doneBytes: this.#doneBytes }
      rows = []
    }
    yield { rows, doneBytes: this.#source.bytes }
  }

  async #head(): Promise<string> {
    let head = ''
    for await (const text of decoded(this.#source, this.encoding)) {
      head += text
      if (head.length >= headLength) break
    }
    return head
  }

  async *#records(separator: string): AsyncGenerator<Parsed, void> {
    const parser = parse({ ...parsing, info: true, delimiter: separator, max_record_size: longestRow })
    const source = Readable.from(this.#counted(), { objectMode: true })
    source.on('error', (error) => parser.destroy(error))
    try {
      for await (const parsed of source.pipe(parser)) yield parsed as Parsed
    } catch (error) {
      if (error instanceof CsvError)
        throw await brokenRow({ source: this.#source, encoding: this.encoding, separator }, this.#lastLine, error)
      throw error
    }
  }

  async *#counted(): AsyncGenerator<string, void> {
    const { bytes, open } = this.#source
    const counted = async function* (reader: CsvReader): AsyncGenerator<Uint8Array, void> {
      for await (const piece of open()) {
        reader.#doneBytes += piece.length
        yield piece
      }
    }
    yield* decoded({ bytes, open: () => counted(this) }, this.encoding)
  }

  #toRow({ columns }: CsvLayout, line: number, record: readonly string[]): CsvRow {
    const cells = this.#fields.map(() => '')
    const problems: FieldProblem[] = []
    for (const [at, cell] of record.entries()) {
      const field = columns.fieldAt[at]
      if (typeof field === 'number') cells[field] = cell
      else if (trimmed(cell) !== '') problems.push(...this.#strayProblem(columns.fieldAt, at))
    }
    if (record.length < columns.fieldAt.length - (columns.hasReasons ? 2 : 0)) this.#note('shortRows', { line })
    return { line, cells, ...this.#checked(cells, problems) }
  }

  /** A value in a column that is no field's. */
  #strayProblem(fieldAt: CsvLayout['columns']['fieldAt'], at: number): FieldProblem[] {
    const params = { column: columnLetters(at), expected: fieldAt.length }
    if (at >= fieldAt.length) return [{ field: '', code: 'CSV_COLUMNS', params }]
    const { hasReasons } = this.#layout?.columns ?? { hasReasons: false }
    return hasReasons && at >= fieldAt.length - 2 ? [] : [{ field: '', code: 'CSV_UNNAMED', params }]
  }

  #checked(cells: readonly string[], strays: readonly FieldProblem[]): Pick<CsvRow, 'values' | 'problems'> {
    const texts: Record<string, string> = {}
    const faults: FieldProblem[] = []
    const sound = this.#fields.filter((field, at) => {
      const { text, fault } = sheetCell(cells[at] ?? '', field)
      texts[field.fieldId] = text
      if (fault !== undefined) faults.push({ field: field.fieldId, code: fault, params: { label: field.name } })
      return fault === undefined
    })
    const { values, problems } = checkRow(sound, texts)
    return { values, problems: [...strays.slice(0, 1), ...faults, ...problems] }
  }

  #noteLayout({ separator, columns, hasTitle }: CsvLayout): void {
    const unnamed = columns.fieldAt.filter((field) => field === null).length - (columns.hasReasons ? 2 : 0)
    if (separator !== ',') this.#note('separator', { text: separator })
    if (hasTitle) this.#note('titleLines', { line: 1 })
    if (!columns.isInOrder) this.#note('otherOrder', {})
    if (columns.hasReasons) this.#note('reasonColumns', { count: 2 })
    if (unnamed > 0) this.#note('emptyColumns', { count: unnamed })
  }

  #note(code: CsvNote['code'], { count = 1, line = 0, text = '' }: Partial<CsvNote>): void {
    const known = this.#notes.get(code)
    this.#notes.set(code, known ? { ...known, count: known.count + count } : { code, count, line, text })
  }
}

/** The parser counts a line break within a cell once or twice, as it is written. */
class LineCount {
  last = 0
  #parsers = 0
  #empty = 0

  /** The line in which the row begins. */
  take({ record, info }: Parsed): number {
    const skipped = info.empty_lines - this.#empty
    const line = this.last + skipped + 1
    const hasBreaks = info.lines - this.#parsers > skipped + 1
    this.last = line + (hasBreaks ? record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0) : 0)
    this.#parsers = info.lines
    this.#empty = info.empty_lines
    return line
  }
}
