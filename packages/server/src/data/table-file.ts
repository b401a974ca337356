// A table as a CSV file, made while it is sent: all of it is of the moment at which it began, however long it takes.
// Whoever takes it too slowly gets a broken file, not a transaction without end.

import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate as otherWork } from 'node:timers/promises'
import { csvLine, hideValues, templateHeader } from '@openseat/domain'
import type { Database } from '../store/database.ts'
import { byteOrderMark } from './csv-file.ts'
import type { DataKeys } from './data-keys.ts'
import { allRows, type SearchScene } from './row-search.ts'
import { clearValues, publishedTable, type RowRecord } from './row-store.ts'

export interface TableFileParts {
  readonly database: Database
  readonly keys: DataKeys
}

export interface TableFileOrder {
  readonly tenantId: number
  readonly tableId: number
  /** Masked and encrypted values as they are. */
  readonly clear: boolean
}

const longestMs = 600_000
const rowsAtOnce = 50

export async function* tableFile(
  { database, keys }: TableFileParts,
  { tenantId, tableId, clear }: TableFileOrder,
): AsyncGenerator<Buffer, void> {
  const file = new PassThrough()
  const written = database.forTenant(tenantId).read(async (trx) => {
    const scene = { trx, table: await publishedTable(trx, tableId), keys: await keys.read(trx, tenantId) }
    await pipeline(Readable.from(pieces(scene, clear)), file, { signal: AbortSignal.timeout(longestMs) })
  })
  // A fault before the first row is the reader's to hear; one after it has destroyed the file already.
  written.catch((error: unknown) => file.destroy(error instanceof Error ? error : new Error(String(error))))
  try {
    for await (const piece of file) yield piece as Buffer
  } finally {
    // The reader may have gone: the transaction ends with the file.
    file.destroy()
    await written.catch(() => undefined)
  }
}

async function* pieces(scene: SearchScene, clear: boolean): AsyncGenerator<Buffer, void> {
  let lines = [byteOrderMark + csvLine(templateHeader(scene.table.fields))]
  for await (const row of allRows(scene)) {
    lines.push(line(scene, row, clear))
    if (lines.length < rowsAtOnce) continue
    yield Buffer.from(lines.join(''))
    lines = []
    await otherWork()
  }
  yield Buffer.from(lines.join(''))
}

function line({ table: { fields }, keys }: SearchScene, row: RowRecord, clear: boolean): string {
  const values = clear ? clearValues(keys, row) : hideValues(fields, clearValues(keys, row))
  const cells = fields.map(({ fieldId, dictItems }) => {
    const value = values[fieldId] ?? ''
    return dictItems.find(({ key }) => key === value)?.label ?? value
  })
  return csvLine(cells)
}
