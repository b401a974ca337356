// The database that the environment names: DATABASE_URL, or the built-in PostgreSQL in the data folder.

import type { DatabaseAddress } from './connection.ts'
import { type Database, openDatabase, prepare } from './database.ts'
import { connectionBeside } from './embedded/neighbour-check.ts'
import { startEmbedded } from './embedded/embedded-postgres.ts'
import { hasLease, takeLease } from './lease.ts'

export interface StoreOptions {
  readonly databaseUrl: string | undefined
  readonly dataFolder: string
  /** A connection broke, or the built-in server had to be started again. */
  readonly onTrouble: (message: string, error?: unknown) => void
  /** Waits while another program has the database at DATABASE_URL. */
  readonly standby?: boolean
  /** It begins to wait. */
  readonly onWaiting?: (holder: string) => Promise<void>
  /** Another program has taken the database over: nothing can be written any more. */
  readonly onLost?: () => void
  /** For commands that may work while the program itself runs on the same database. */
  readonly beside?: boolean
}

export interface Store {
  readonly database: Database
  /** For owner's work: export, import. */
  readonly address: DatabaseAddress
  readonly close: () => Promise<void>
}

type Server = Pick<Store, 'address' | 'close'> & { readonly epoch?: number }

export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl } = options
  const server = databaseUrl === undefined ? await embeddedServer(options) : await namedServer(databaseUrl, options)
  try {
    const onError = (error: Error) => options.onTrouble('a database connection broke', error)
    const database = await openDatabase({ address: server.address, epoch: server.epoch, onError })
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

async function namedServer(databaseUrl: string, options: StoreOptions): Promise<Server> {
  const address = { url: databaseUrl }
  if (options.beside === true) return { address, close: () => Promise.resolve() }
  const { standby = false, onTrouble, onWaiting = () => Promise.resolve(), onLost = () => process.exit(1) } = options
  // Where another program may be at work, nothing is migrated under its feet.
  if (!(await hasLease(address))) await prepare(address)
  const lease = await takeLease({ address, standby, onTrouble, onWaiting, onLost })
  return { address, epoch: lease.epoch, close: () => lease.close() }
}

async function embeddedServer({ dataFolder, onTrouble, beside }: StoreOptions): Promise<Server> {
  const running = beside === true ? await connectionBeside(dataFolder) : undefined
  if (running !== undefined) return { address: running, close: () => Promise.resolve() }
  const embedded = await startEmbedded({ dataFolder, onTrouble })
  return { address: embedded.connection, close: () => embedded.close() }
}
