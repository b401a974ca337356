// Imports in the background, each in a thread, one a table at a time. The file is kept in memory only: it holds in clear what the table
// keeps encrypted. Until the last step nobody sees anything of it; a stop, a fault or a crash leaves the table as it was.

import { AppError, type CsvEncoding, type ImportPreview, type TableImport } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import { FairWork } from '../shares/fair-work.ts'
import type { Actor } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { csvEncoding } from './csv-encoding.ts'
import { bytesSource } from './import-rows.ts'
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
  /** Taken over: empty when the import has begun. */
  readonly file: Uint8Array
}

interface Run {
  readonly order: ImportOrder
  readonly importId: number
  readonly encoding: CsvEncoding
  readonly stop: AbortController
  done: Promise<void>
}

/** Each that waits holds its file. */
const previewShares = { atOnce: 1, waiting: 4, waitingInAll: 16, inAll: 2 }

export class TableImports {
  readonly #parts: ImportParts
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
    const encoding = await csvEncoding(bytesSource(order.file))
    const importId = await this.#parts.database.forTenant(tenantId).transaction((trx) => openImport(trx, order, encoding))
    const run: Run = { order, importId, encoding, stop: new AbortController(), done: Promise.resolve() }
    this.#runs.set(`${tenantId}/${importId}`, run)
    run.done = this.#work(run).finally(() => this.#runs.delete(`${tenantId}/${importId}`))
    return importId
  }

  /** What an import of the file would do; nothing is written. A tenant's files are read one after the other. */
  preview(task: PreviewTask): Promise<ImportPreview> {
    return this.#previews.run(task.tenantId, () => inThread(this.#parts, 'preview', task))
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
      if (!(await this.#importAll(run))) await this.#end(run, endOf(run))
    } catch (error) {
      if (!(error instanceof AppError)) this.#parts.failed(error)
      await this.#end(run, 'failed', error).catch(this.#parts.failed)
    }
  }

  #importAll({ order, importId, encoding, stop }: Run): Promise<boolean> {
    const { actor, tableId, file } = order
    return inThread({ ...this.#parts, stop: stop.signal }, 'importAll', { tenantId: actor.tenantId, tableId, importId, file, encoding })
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
  const facts = { table_id: tableId, file_name: fileName, encoding, bytes: file.length, staff_id: actor.staffId, account: actor.account }
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
