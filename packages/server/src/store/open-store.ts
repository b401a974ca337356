// The database that the environment names: DATABASE_URL, or the built-in PostgreSQL in the data folder.

import type { DatabaseAddress } from './connection.ts'
import { type Database, openDatabase } from './database.ts'
import { startEmbedded } from './embedded/embedded-postgres.ts'

export interface StoreOptions {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string
  /** A connection broke, or the built-in server had to be started again. */
  readonly onTrouble: (message: string, error?: unknown) => void
}

export interface Store {
  readonly database: Database
  /** For owner's work: export, import. */
  readonly address: DatabaseAddress
  readonly close: () => Promise<void>
}

export async function openStore(options: StoreOptions): Promise<Store> {
  const server = await openServer(options)
  try {
    const onError = (error: Error) => options.onTrouble('a database connection broke', error)
    const database = await openDatabase({ address: server.address, onError })
    return {
      database,
      address: server.address,
      async close() {
        await database.close()
        await server.close()
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

async function openServer({ databaseUrl, dataFolder, onTrouble }: StoreOptions): Promise<Pick<Store, 'address' | 'close'>> {
  if (databaseUrl !== undefined) return { address: { url: databaseUrl }, close: () => Promise.resolve() }
  const embedded = await startEmbedded({ dataFolder, onTrouble })
  return { address: embedded.connection, close: () => embedded.close() }
}
