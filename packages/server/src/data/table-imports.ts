// Imports in the background, one a table at a time. The file is kept in memory only: it holds in clear what the table
// keeps encrypted. Until the last step nobody sees anything of it; a stop, a fault or a crash leaves the table as it was.

import { AppError, type TableImport } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { Actor } from '../settings/settings.ts'
import type { Database } from '../store/database.ts'
import { json, type Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type CsvBatch, csvBatches, csvEncoding } from './csv-rows.ts'
import type { DataKeys } from './data-keys.ts'
import { copyRest, type ImportScene, judgeRows, sweepSome, writeAccepted, writeRefused } from './import-rows.ts'
import { openTable, tableRecord } from './row-store.ts'

export interface ImportParts {
  readonly database: Database
  readonly keys: DataKeys
  readonly failed: (error: unknown) => void
}

export interface ImportOrder {
  readonly actor: Actor
  readonly tableId: number
  readonly fileName: string
  readonly file: Uint8Array
}

type Ended = 'completed' | 'stopped' | 'failed' | 'interrupted'

interface Run {
  readonly order: ImportOrder
  readonly importId: number
  readonly stop: AbortController
  done: Promise<void>
}

export class TableImports {
  readonly #parts: ImportParts
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
    const encoding = csvEncoding(order.file)
    const importId = await this.#parts.database.forTenant(tenantId).transaction((trx) => openImport(trx, order, encoding))
    const run: Run = { order, importId, stop: new AbortController(), done: Promise.resolve() }
    this.#runs.set(`${tenantId}/${importId}`, run)
    run.done = this.#work(run).finally(() => this.#runs.delete(`${tenantId}/${importId}`))
    return importId
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
      const stopped = await this.#importAll(run)
      if (stopped !== undefined) await this.#end(run, stopped)
    } catch (error) {
      if (!(error instanceof AppError)) this.#parts.failed(error)
      await this.#end(run, 'failed', error).catch(this.#parts.failed)
    }
  }

  /** Undefined: completed. */
  async #importAll(run: Run): Promise<Ended | undefined> {
    const { order } = run
    const { fields } = await this.#write(run, ({ table }) => Promise.resolve(table))
    await this.#sweep(order, (version) => ({ not: version }))
    const seen = new Map<string, number>()
    for await (const batch of csvBatches(order.file, fields)) {
      if (run.stop.signal.aborted) return endOf(run)
      await this.#write(run, (scene) => writeBatch(scene, { run, batch, seen }))
    }
    for (let after: number | undefined = 0; after !== undefined;) {
      if (run.stop.signal.aborted) return endOf(run)
      const from: number = after
      after = await this.#write(run, (scene) => copyRest(scene, nextOf(scene), from))
    }
    const old = await this.#write(run, (scene) => activate(scene, run.importId))
    await this.#sweep(order, () => ({ only: old }))
    return undefined
  }

  #write<T>({ order }: Run, work: (scene: ImportScene) => Promise<T>): Promise<T> {
    const { tenantId } = order.actor
    return this.#parts.database.forTenant(tenantId).transaction(async (trx) => {
      const table = await tableRecord(trx, order.tableId)
      return work({ trx, table, keys: await this.#parts.keys.forSealing(trx, tenantId) })
    })
  }

  async #sweep({ actor, tableId }: Pick<ImportOrder, 'actor' | 'tableId'>, which: (active: number) => { not: number } | { only: number }) {
    const store = this.#parts.database.forTenant(actor.tenantId)
    const some = (trx: TenantTransaction) =>
      tableRecord(trx, tableId).then(({ active_version }) => sweepSome(trx, tableId, which(active_version)))
    while (await store.transaction(some));
  }

  async #end(run: Run, status: Ended, error?: unknown): Promise<void> {
    const { actor, tableId } = run.order
    await this.#sweep(run.order, (version) => ({ not: version }))
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
      while (await store.transaction((trx) => sweepSome(trx, id, { not: active_version })));
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
const nextOf = ({ table }: ImportScene): number => table.active_version + 1

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

interface BatchOf {
  readonly run: Run
  readonly batch: CsvBatch
  readonly seen: Map<string, number>
}

async function writeBatch(scene: ImportScene, { run, batch, seen }: BatchOf): Promise<void> {
  const { accepted, refused } = await judgeRows(scene, batch.rows, seen)
  await writeAccepted(scene, accepted, nextOf(scene))
  await writeRefused(scene, refused, run.importId)
  const updated = accepted.filter(({ known }) => known).length
  await scene.trx
    .updateTable('table_import')
    .set({
      read_rows: sql`read_rows + ${batch.rows.length}`,
      inserted: sql`inserted + ${accepted.length - updated}`,
      updated: sql`updated + ${updated}`,
      refused: sql`refused + ${refused.length}`,
      done_bytes: batch.doneBytes,
    })
    .where('id', '=', run.importId)
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

async function closeImport(trx: TenantTransaction, id: number, { status, error }: { status: Ended; error?: unknown }): Promise<void> {
  const told =
    error instanceof AppError ? { code: error.code, params: error.params } : { code: 'INTERNAL', params: { reference: `import ${id}` } }
  await trx
    .updateTable('table_import')
    .set({ status, ended_at: sql`now()`, fault: error === undefined ? null : json(told) })
    .where('id', '=', id)
    .execute()
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
