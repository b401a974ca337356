// The dry run: what an import of the file would do, its first rows, and those with problems. Works in the thread of import-worker.ts.

import { type FieldProblem, type ImportPreview, type Language, problemText } from '@openseat/contracts'
import { rowWarnings } from '@openseat/domain'
import { csvEncoding, type SentFile, sourceOf } from './csv-encoding.ts'
import { CsvReader, type CsvRow } from './csv-rows.ts'
import { type ImportContext, type Judged, judgeRows } from './import-rows.ts'
import type { WorkParts } from './import-work.ts'
import { publishedTable } from './row-store.ts'

const firstShown = 50
const laterShown = 50
const cellShown = 120

export interface PreviewTask {
  readonly tenantId: number
  readonly tableId: number
  readonly file: SentFile
  readonly language: Language
}

export async function preview({ database, keys }: WorkParts, { tenantId, tableId, file, language }: PreviewTask): Promise<ImportPreview> {
  const source = sourceOf(file)
  const encoding = await csvEncoding(source)
  return database.forTenant(tenantId).read(async (trx) => {
    const context = { trx, table: await publishedTable(trx, tableId), keys: await keys.read(trx, tenantId) }
    const reader = new CsvReader(source, { encoding, fields: context.table.fields })
    const result = new PreviewSum(context, reader, language)
    const seen = new Map<string, number>()
    for await (const { rows } of reader.batches()) result.add(rows, await judgeRows(context, rows, seen))
    return { encoding, ...result.counts, notes: [...reader.notes], rows: result.rows }
  })
}

class PreviewSum {
  readonly counts = { read: 0, inserted: 0, updated: 0, refused: 0, warned: 0 }
  readonly rows: ImportPreview['rows'] = []
  readonly #context: ImportContext
  readonly #reader: CsvReader
  readonly #language: Language
  #later = 0

  constructor(context: ImportContext, reader: CsvReader, language: Language) {
    this.#context = context
    this.#reader = reader
    this.#language = language
  }

  add(rows: readonly CsvRow[], { accepted, refused }: Judged): void {
    const updated = accepted.filter(({ known }) => known).length
    this.counts.read += rows.length
    this.counts.inserted += accepted.length - updated
    this.counts.updated += updated
    this.counts.refused += refused.length
    const wrong = new Map(refused.map(({ row, problems }) => [row.line, problems]))
    for (const row of rows) {
      const refusals = wrong.get(row.line)
      const warnings = refusals ? [] : rowWarnings(this.#context.table, row.values)
      if (warnings.length > 0) this.counts.warned += 1
      this.#show(row, refusals ?? warnings, refusals !== undefined)
    }
  }

  #show(row: CsvRow, problems: readonly FieldProblem[], isRefused: boolean): void {
    if (this.rows.length >= firstShown) {
      if (problems.length === 0 || this.#later >= laterShown) return
      this.#later += 1
    }
    const words = problems.map((problem) => this.#words(problem, row))
    this.rows.push({ line: row.line, cells: row.cells.map((cell) => cut(cell, cellShown)), problems: words, refused: isRefused })
  }

  /** With the column and the value: nobody counts columns. */
  #words(problem: FieldProblem, { cells }: CsvRow): string {
    const text = problemText(problem, this.#language)
    const column = this.#reader.columnOf(problem.field)
    const value = cut(cells[this.#context.table.fields.findIndex(({ fieldId }) => fieldId === problem.field)] ?? '', valueShown)
    return column === undefined ? text : `${text}${place[this.#language](column, value)}`
  }
}

const valueShown = 30

const place = {
  'zh-CN': (column: string, value: string) => (value === '' ? `（${column} 列）` : `（${column} 列：“${value}”）`),
  en: (column: string, value: string) => (value === '' ? ` (column ${column})` : ` (column ${column}: “${value}”)`),
}

const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text)

export const problemWords = (problems: readonly FieldProblem[], language: Language): string[] =>
  problems.map((problem) => problemText(problem, language))
