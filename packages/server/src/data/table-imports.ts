// Imports in the background, each in a thread, one a table at a time, one of a tenant at a time, few at once: the others wait with
// their file on the disk, sealed. Until the last step nobody sees anything of it; a stop, a fault or a crash leaves the table as it was.

import { AppError, type CsvEncoding, type ImportPreview, type TableImport } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import { FairWork } from '../shares/fair-work.ts'
import type { Actor } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import type { Upload } from '../files/uploads.ts'
import { csvEncoding, sourceOf } from './csv-encoding.ts'
import type { DataKeys } from './data-keys.ts'
import type { PreviewTask } from './import-preview.ts'
import { inThread } from './import-thread.ts'
import { sweep } from './import-ending.ts'
import { closeImport, type Ended } from './import-work.ts'
import { openTable } from './row-store.ts'

export interface ImportParts {
  readonly database: Database
  readonly keys: DataKeys
  readonly failed: (error: unknown) => void
  readonly heapMegabytes?: number
}

export interface ImportOrder {
  readonly actor: Actor
  readonly tableId: number
  readonly fileName: string
  /** Closed when the import has ended or is refused. */
  readonly file: Upload
}

export type PreviewOrder = Omit<PreviewTask, 'file'> & Pick<ImportOrder, 'file'>

interface Run {
  readonly order: ImportOrder
  readonly importId: number
  readonly encoding: CsvEncoding
  readonly stop: AbortController
  done: Promise<void>
}

/** No more can wait than there are files (see uploads.ts). */
const waiting = { waiting: 8, waitingInAll: 64 }
const importShares = { atOnce: 1, inAll: 2, ...waiting }
const previewShares = { atOnce: 1, inAll: 2, ...waiting }

export class TableImports {
  readonly #parts: ImportParts
  readonly #imports = new FairWork<number>(importShares)
  readonly #previews = new FairWork<number>(previewShares)
  readonly #runs = new Map<string, Run>()

  constructor(parts: ImportParts) {
    this.#parts = parts
  }

  /** Tells of imports that a crash ended, and removes what they had written. */
  async start(): Promise<void> {
    for (const { id } of await this.#parts.database.platform.tenants()) await this.#recover(id)
  }

  /** Begins an import; refused while another one into the table goes on. */
  async begin(order: ImportOrder): Promise<number> {
    const { tenantId } = order.actor
    const { encoding, importId } = await this.#open(order).catch(async (error: unknown) => {
      await order.file.close()
      throw error
    })
    const run: Run = { order, importId, encoding, stop: new AbortController(), done: Promise.resolve() }
    this.#runs.set(`${tenantId}/${importId}`, run)
    run.done = this.#work(run).finally(async () => {
      this.#runs.delete(`${tenantId}/${importId}`)
      await order.file.close()
    })
    return importId
  }

  async #open(order: ImportOrder): Promise<{ readonly encoding: CsvEncoding; readonly importId: number }> {
    const encoding = await csvEncoding(sourceOf(order.file))
    const importId = await this.#parts.database.forTenant(order.actor.tenantId).transaction((trx) => openImport(trx, order, encoding))
    return { encoding, importId }
  }

  /** What an import of the file would do; nothing is written. A tenant's files are read one after the other. */
  async preview({ file, ...task }: PreviewOrder): Promise<ImportPreview> {
    const { bytes, place } = file
    try {
      return await this.#previews.run(task.tenantId, () => inThread(this.#parts, 'preview', { ...task, file: { bytes, place } }))
    } finally {
      await file.close()
    }
  }

  /** Resolves when the import has ended; one that is over is left alone. */
  async stop(tenantId: number, importId: number): Promise<void> {
    const run = this.#runs.get(`${tenantId}/${importId}`)
    run?.stop.abort('stopped')
    await run?.done
  }

  /** Resolves when no import goes on any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#runs.values()].map((run) => run.done))
  }

  async close(): Promise<void> {
    for (const run of this.#runs.values()) run.stop.abort('interrupted')
    await this.settled()
  }

  async #work(run: Run): Promise<void> {
    try {
      const isDone = await this.#imports.run(run.order.actor.tenantId, () => this.#importAll(run), run.stop.signal)
      if (!isDone) await this.#end(run, endOf(run))
    } catch (error) {
      if (run.stop.signal.aborted) return this.#end(run, endOf(run)).catch(this.#parts.failed)
      if (!(error instanceof AppError)) this.#parts.failed(error)
      await this.#end(run, 'failed', error).catch(this.#parts.failed)
    }
  }

  #importAll({ order, importId, encoding, stop }: Run): Promise<boolean> {
    const { actor, tableId } = order
    const { bytes, place } = order.file
    return inThread({ ...this.#parts, stop: stop.signal }, 'importAll', {
      tenantId: actor.tenantId,
      tableId,
      importId,
      encoding,
      file: { bytes, place },
    })
  }

  async #end(run: Run, status: Ended, error?: unknown): Promise<void> {
    const { actor, tableId } = run.order
    await sweep(this.#parts.database, { tenantId: actor.tenantId, tableId }, (version) => ({ not: version }))
    await this.#parts.database.forTenant(actor.tenantId).transaction(async (trx) => {
      await closeImport(trx, run.importId, { status, error })
      await trx.updateTable('base_table').set({ importing: false }).where('id', '=', tableId).execute()
    })
  }

  async #recover(tenantId: number): Promise<void> {
    const store = this.#parts.database.forTenant(tenantId)
    const left = await store.read((trx) =>
      trx.selectFrom('base_table').select(['id', 'active_version']).where('importing', '=', true).execute(),
    )
    for (const { id, active_version } of left) {
      await sweep(this.#parts.database, { tenantId, tableId: id }, () => ({ not: active_version }))
      await store.transaction(async (trx) => {
        await trx
          .updateTable('table_import')
          .set({ status: 'interrupted', ended_at: sql`now()` })
          .where('table_id', '=', id)
          .where('status', '=', 'running')
          .execute()
        await trx.updateTable('base_table').set({ importing: false }).where('id', '=', id).execute()
      })
    }
  }
}

const endOf = (run: Run): Ended => (run.stop.signal.reason === 'stopped' ? 'stopped' : 'interrupted')

async function openImport(trx: TenantTransaction, { actor, tableId, fileName, file }: ImportOrder, encoding: string): Promise<number> {
  await openTable(trx, tableId)
  await trx.updateTable('base_table').set({ importing: true }).where('id', '=', tableId).execute()
  const earlier = trx.selectFrom('table_import').select('id').where('table_id', '=', tableId)
  await trx.deleteFrom('refused_row').where('import_id', 'in', earlier).execute()
  const facts = { table_id: tableId, file_name: fileName, encoding, bytes: file.bytes, staff_id: actor.staffId, account: actor.account }
  const { id } = await trx
    .insertInto('table_import')
    .values({ tenant_id: actor.tenantId, ...facts })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export type ImportRecord = Selectable<Schema['table_import']>

export const toImport = (row: ImportRecord, words: (fault: NonNullable<ImportRecord['fault']>) => string): TableImport => ({
  id: row.id,
  fileName: row.file_name,
  encoding: row.encoding as TableImport['encoding'],
  status: row.status as TableImport['status'],
  read: row.read_rows,
  inserted: row.inserted,
  updated: row.updated,
  refused: row.refused,
  bytes: row.bytes,
  doneBytes: row.done_bytes,
  account: row.account,
  startedAt: row.started_at.toISOString(),
  endedAt: row.ended_at?.toISOString() ?? null,
  fault: row.fault && words(row.fault),
})
