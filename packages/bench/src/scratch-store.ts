// A database of its own for one benchmark run, on the same built-in PostgreSQL as an installation's.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore, type Store } from '@openseat/server/store/open-store'

export interface ScratchStore extends Store {
  readonly folder: string
}

export async function openScratchStore(): Promise<ScratchStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'openseat-bench-'))
  const store = await openStore({
    databaseUrl: undefined,
    dataFolder: folder,
    onTrouble: (message) => process.stderr.write(`${message}\n`),
  })
  return {
    ...store,
    folder,
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A bare tenant row, for benchmarks that bring their own routing configuration. */
export async function insertTenant(store: Store, tenantId: number): Promise<void> {
  await store.database.forTenant(tenantId).transaction((trx) =>
    trx
      .insertInto('tenant')
      .values({ id: tenantId, code: `bench${tenantId}`, name: `bench ${tenantId}`, purchased: '{}', parameters: '{}' })
      .execute(),
  )
}
