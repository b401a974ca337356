// Opens the database: checks its version, migrates it, and hands out the handles of the running program.

import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import { openPool, type DatabaseAddress } from './connection.ts'
import { migrateToLatest } from './migrate.ts'
import { PlatformStore } from './platform-store.ts'
import { StartRefused } from './start-refused.ts'
import { TenantStore } from './tenant-store.ts'

const oldestVersion = 150_000

export interface DatabaseOptions {
  readonly address: DatabaseAddress
  readonly onError: (error: Error) => void
  /** Connections for tenants' data; default 20. */
  readonly poolSize?: number
}

/** Migrates and opens; refuses a server that is too old and a schema that is too new. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  await prepare(options)
  return new Database(options)
}

async function prepare(options: DatabaseOptions): Promise<void> {
  const pool = openPool({ ...options, max: 1 })
  try {
    await checkVersion(pool)
    await migrateToLatest(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }))
  } finally {
    await pool.end()
  }
}

async function checkVersion(pool: Pool): Promise<void> {
  const found = await pool.query<{ version: number }>(`select current_setting('server_version_num')::int as version`)
  const version = found.rows[0]?.version ?? 0
  if (version >= oldestVersion) return
  throw new StartRefused(`PostgreSQL 15 or newer is needed; the server at DATABASE_URL is ${Math.floor(version / 10_000)}.`)
}

export class Database {
  readonly platform: PlatformStore
  /** For a thread that needs connections of its own. */
  readonly address: DatabaseAddress
  readonly #tenantPool: Pool
  readonly #platformPool: Pool
  readonly #tenants = new Map<number, TenantStore>()

  constructor(options: DatabaseOptions) {
    this.address = options.address
    this.#tenantPool = openPool({ ...options, role: 'app_rt', max: options.poolSize ?? 20 })
    this.#platformPool = openPool({ ...options, role: 'app_platform', max: 5 })
    this.platform = new PlatformStore(this.#platformPool)
  }

  /** The only way to a tenant's data. */
  forTenant(tenantId: number): TenantStore {
    const known = this.#tenants.get(tenantId)
    if (known !== undefined) return known
    const made = new TenantStore(this.#tenantPool, tenantId)
    this.#tenants.set(tenantId, made)
    return made
  }

  async close(): Promise<void> {
    await Promise.all([this.#tenantPool.end(), this.#platformPool.end()])
  }
}
