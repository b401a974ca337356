// An import from the first row to the moment at which all of them are seen. Works in the thread of import-worker.ts.

import { AppError, type CsvEncoding } from '@openseat/contracts'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { json } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type SentFile, sourceOf } from './csv-encoding.ts'
import { CsvReader } from './csv-rows.ts'
import type { DataKeys } from './data-keys.ts'
import { copyRest, isSmall, moveRows, sweep } from './import-ending.ts'
import type { ImportContext } from './import-rows.ts'
import { type SealedBatch, sealBatch, writeRefused, writeRows } from './import-writing.ts'
import { tableRecord } from './row-store.ts'

export interface WorkParts {
  readonly database: Database
  readonly keys: DataKeys
  readonly stop: AbortSignal
}

export interface ImportTask {
  readonly tenantId: number
  readonly tableId: number
  readonly importId: number
  readonly file: SentFile
  readonly encoding: CsvEncoding
}

export type Ended = 'completed' | 'stopped' | 'failed' | 'interrupted'

/** False: it was told to stop, and nothing is seen of it; what it wrote is still there. */
export async function importAll(parts: WorkParts, task: ImportTask): Promise<boolean> {
  await sweep(parts.database, task, (version) => ({ not: version }))
  let written = 0
  for await (const batch of oneAhead(sealedBatches(parts, task))) {
    if (parts.stop.aborted) return false
    await inContext(parts, task, (context) => writeBatch(context, task.importId, batch))
    written += batch.accepted.length
  }
  const isDone = await inContext(parts, task, async (context) => (await isSmall(context, written)) && moveAll(context, task.importId))
  return isDone || replaceAll(parts, task)
}

/** Read, checked and sealed ahead of those that are written. */
async function* sealedBatches(parts: WorkParts, task: ImportTask): AsyncGenerator<SealedBatch, void> {
  const { fields } = await inContext(parts, task, ({ table }) => Promise.resolve(table))
  const reader = new CsvReader(sourceOf(task.file), { encoding: task.encoding, fields })
  const seen = new Map<string, number>()
  for await (const batch of oneAhead(reader.batches())) yield await inContext(parts, task, (context) => sealBatch(context, batch, seen))
}

async function moveAll(context: ImportContext, importId: number): Promise<true> {
  await moveRows(context)
  await context.trx.updateTable('base_table').set({ importing: false }).where('id', '=', context.table.id).execute()
  await closeImport(context.trx, importId, { status: 'completed' })
  return true
}

async function replaceAll(parts: WorkParts, task: ImportTask): Promise<boolean> {
  for (let after: number | undefined = 0; after !== undefined;) {
    if (parts.stop.aborted) return false
    const from: number = after
    after = await inContext(parts, task, (context) => copyRest(context, nextOf(context), from))
  }
  await inContext(parts, task, ({ trx }) => sql`select analyze_base_rows()`.execute(trx))
  const old = await inContext(parts, task, (context) => activate(context, task.importId))
  await sweep(parts.database, task, () => ({ only: old }))
  return true
}

/** The next rows are read and checked while the last are written. */
async function* oneAhead<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  try {
    for (let next = source.next(); ;) {
      const { value, done } = await next
      if (done === true) return
      next = source.next()
      // It is told to the one who waits for it; until then it is not unhandled.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await source.return()
  }
}

function inContext<T>(
  { database, keys }: WorkParts,
  { tenantId, tableId }: ImportTask,
  work: (context: ImportContext) => Promise<T>,
): Promise<T> {
  return database.forTenant(tenantId).transaction(async (trx) => {
    const table = await tableRecord(trx, tableId)
    return work({ trx, table, keys: await keys.forSealing(trx, tenantId) })
  })
}

const nextOf = ({ table }: ImportContext): number => table.active_version + 1

async function writeBatch(context: ImportContext, importId: number, batch: SealedBatch): Promise<void> {
  const { accepted, refused, updated, doneBytes } = batch
  await writeRows(context, batch, nextOf(context))
  await writeRefused(context, refused, importId)
  await context.trx
    .updateTable('table_import')
    .set({
      read_rows: sql`read_rows + ${accepted.length + refused.length}`,
      inserted: sql`inserted + ${accepted.length - updated}`,
      updated: sql`updated + ${updated}`,
      refused: sql`refused + ${refused.length}`,
      done_bytes: doneBytes,
    })
    .where('id', '=', importId)
    .execute()
}

/** The moment at which everything is seen; returns the version that is not seen any more. */
async function activate(context: ImportContext, importId: number): Promise<number> {
  const { trx, table } = context
  await trx
    .updateTable('base_table')
    .set({ active_version: nextOf(context), importing: false })
    .where('id', '=', table.id)
    .execute()
  await closeImport(trx, importId, { status: 'completed' })
  return table.active_version
}

/** One that has ended stays as it ended. */
export async function closeImport(
  trx: TenantTransaction,
  id: number,
  { status, error }: { status: Ended; error?: unknown },
): Promise<void> {
  const told =
    error instanceof AppError ? { code: error.code, params: error.params } : { code: 'INTERNAL', params: { reference: `import ${id}` } }
  await trx
    .updateTable('table_import')
    .set({ status, ended_at: sql`now()`, fault: error === undefined ? null : json(told) })
    .where('id', '=', id)
    .where('status', '=', 'running')
    .execute()
}
