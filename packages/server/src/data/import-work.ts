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
import type { ImportScene } from './import-rows.ts'
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
    await inScene(parts, task, (scene) => writeBatch(scene, task.importId, batch))
    written += batch.accepted.length
  }
  const isDone = await inScene(parts, task, async (scene) => (await isSmall(scene, written)) && moveAll(scene, task.importId))
  return isDone || replaceAll(parts, task)
}

/** Read, checked and sealed ahead of those that are written. */
async function* sealedBatches(parts: WorkParts, task: ImportTask): AsyncGenerator<SealedBatch, void> {
  const { fields } = await inScene(parts, task, ({ table }) => Promise.resolve(table))
  const reader = new CsvReader(sourceOf(task.file), { encoding: task.encoding, fields })
  const seen = new Map<string, number>()
  for await (const batch of oneAhead(reader.batches())) yield await inScene(parts, task, (scene) => sealBatch(scene, batch, seen))
}

async function moveAll(scene: ImportScene, importId: number): Promise<true> {
  await moveRows(scene)
  await scene.trx.updateTable('base_table').set({ importing: false }).where('id', '=', scene.table.id).execute()
  await closeImport(scene.trx, importId, { status: 'completed' })
  return true
}

async function replaceAll(parts: WorkParts, task: ImportTask): Promise<boolean> {
  for (let after: number | undefined = 0; after !== undefined;) {
    if (parts.stop.aborted) return false
    const from: number = after
    after = await inScene(parts, task, (scene) => copyRest(scene, nextOf(scene), from))
  }
  await inScene(parts, task, ({ trx }) => sql`select analyze_base_rows()`.execute(trx))
  const old = await inScene(parts, task, (scene) => activate(scene, task.importId))
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

function inScene<T>(
  { database, keys }: WorkParts,
  { tenantId, tableId }: ImportTask,
  work: (scene: ImportScene) => Promise<T>,
): Promise<T> {
  return database.forTenant(tenantId).transaction(async (trx) => {
    const table = await tableRecord(trx, tableId)
    return work({ trx, table, keys: await keys.forSealing(trx, tenantId) })
  })
}

const nextOf = ({ table }: ImportScene): number => table.active_version + 1

async function writeBatch(scene: ImportScene, importId: number, batch: SealedBatch): Promise<void> {
  const { accepted, refused, updated, doneBytes } = batch
  await writeRows(scene, batch, nextOf(scene))
  await writeRefused(scene, refused, importId)
  await scene.trx
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
async function activate(scene: ImportScene, importId: number): Promise<number> {
  const { trx, table } = scene
  await trx
    .updateTable('base_table')
    .set({ active_version: nextOf(scene), importing: false })
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
