// The dry run: what an import of the file would do, and its first rows. Works in the thread of import-worker.ts.

import { type FieldProblem, type ImportPreview, type Language, problemText } from '@openseat/contracts'
import { csvBatches, csvEncoding } from './csv-rows.ts'
import { judgeRows } from './import-rows.ts'
import type { WorkParts } from './import-work.ts'
import { publishedTable } from './row-store.ts'

const previewRows = 50

export interface PreviewTask {
  readonly tenantId: number
  readonly tableId: number
  readonly file: Uint8Array
  readonly language: Language
}

export async function preview({ database, keys }: WorkParts, { tenantId, tableId, file, language }: PreviewTask): Promise<ImportPreview> {
  return database.forTenant(tenantId).read(async (trx) => {
    const scene = { trx, table: await publishedTable(trx, tableId), keys: await keys.read(trx, tenantId) }
    const sum = { read: 0, inserted: 0, updated: 0, refused: 0 }
    const rows: ImportPreview['rows'] = []
    const seen = new Map<string, number>()
    for await (const batch of csvBatches(file, scene.table.fields)) {
      const { accepted, refused } = await judgeRows(scene, batch.rows, seen)
      const updated = accepted.filter(({ known }) => known).length
      sum.read += batch.rows.length
      sum.inserted += accepted.length - updated
      sum.updated += updated
      sum.refused += refused.length
      const problems = new Map(refused.map((row) => [row.row.line, problemWords(row.problems, language)]))
      for (const { line, cells } of batch.rows.slice(0, previewRows - rows.length))
        rows.push({ line, cells: [...cells], problems: problems.get(line) ?? [] })
    }
    return { encoding: await csvEncoding(file), ...sum, rows }
  })
}

export const problemWords = (problems: readonly FieldProblem[], language: Language): string[] =>
  problems.map((problem) => problemText(problem, language))
