// Opens the database: checks its version, migrates it, and hands out the handles of the running program.

import { checkIsolation } from './check-isolation.ts'
import { connect, type DatabaseAddress } from './connection.ts'
import { exportShare, type LaneName, type Lanes, openLanes, tenantShare } from './lanes.ts'
import { migrateToLatest, ownerDb } from './migrate.ts'
import { PlatformStore } from './platform-store.ts'
import { Share } from './share.ts'
import { StartRefused } from '../runtime/start-refused.ts'
import { TenantStore } from './tenant-store.ts'

const oldestVersion = 150_000

export interface DatabaseOptions {
  readonly address: DatabaseAddress
  readonly onError: (error: Error) => void
  /** Of the program's lease; undefined where it needs none. */
  readonly epoch?: number | undefined
  /** Connections for ordinary work; default as lanes.ts says. */
  readonly workSize?: number
}

/** Migrates and opens; refuses a server that is too old, a schema that is too new, and tenants that lie open. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  await prepare(options.address)
  const database = new Database(options)
  try {
    await checkIsolation(options.address)
    // One transaction under each role: they are refused where the role does not hold.
    await database.platform.ping()
    await database.forTenant(0).read((trx) => trx.selectFrom('tenant').select('id').execute())
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

/** Checks the server's version and migrates. */
export async function prepare(address: DatabaseAddress): Promise<void> {
  await checkVersion(address)
  const db = ownerDb(address)
  try {
    await migrateToLatest(db)
  } finally {
    await db.destroy()
  }
}

async function checkVersion(address: DatabaseAddress): Promise<void> {
  const client = await connect({ address, name: 'start' })
  const found = await client
    .query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
    .finally(() => client.end())
  const version = found.rows[0]?.version ?? 0
  if (version >= oldestVersion) return
  throw new StartRefused(`PostgreSQL 15 or newer is needed; the server at DATABASE_URL is ${Math.floor(version / 10_000)}.`)
}

export class Database {
  readonly platform: PlatformStore
  /** For a thread that needs connections of its own. */
  readonly address: DatabaseAddress
  readonly epoch: number | undefined
  readonly #lanes: Lanes
  readonly #stores = new Map<string, TenantStore>()

  constructor(options: DatabaseOptions) {
    this.address = options.address
    this.epoch = options.epoch
    this.#lanes = openLanes(options)
    this.platform = new PlatformStore(this.#lanes.platform)
  }

  /** The only way to a tenant's data; the other three are the same with connections set aside for them. */
  forTenant(tenantId: number): TenantStore {
    return this.#store('work', tenantId)
  }

  /** What a tenant's calls write and need to go on. */
  forCalls(tenantId: number): TenantStore {
    return this.#store('calls', tenantId)
  }

  /** Sessions and log-ins. */
  forAccess(tenantId: number): TenantStore {
    return this.#store('access', tenantId)
  }

  /** Long files, in transactions that are short. */
  forExports(tenantId: number): TenantStore {
    return this.#store('exports', tenantId)
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.#lanes).map((lane) => lane.end()))
  }

  #store(name: LaneName, tenantId: number): TenantStore {
    const key = `${name} ${tenantId}`
    const known = this.#stores.get(key)
    if (known !== undefined) return known
    const lane = this.#lanes[name]
    const share = { work: tenantShare, exports: exportShare }[name as string]
    const made = new TenantStore(share === undefined ? lane : new Share(lane, share), tenantId, this.epoch)
    this.#stores.set(key, made)
    return made
  }
}
