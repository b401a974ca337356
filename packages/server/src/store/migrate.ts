// Brings a database to this program's schema, under a lock: of several programs that start at once, one migrates.
// A database that a newer program has migrated is refused.

import {
  CompiledQuery,
  type DatabaseConnection,
  type DialectAdapter,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresDriver,
  sql,
} from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import type { Pool } from 'pg'
import { type DatabaseAddress, openPool } from './connection.ts'
import * as migrations from './migrations/index.ts'
import { StartRefused } from '../runtime/start-refused.ts'

const schemaName = 'migration'
const lockTries = 12
/** Kysely's own key, which older versions take for their session: they and we keep each other out. */
const migrationLock = '3853314791062309107'

/** As the owner of the tables; `destroy` when done. */
export function ownerDb(address: DatabaseAddress): Kysely<unknown> {
  const pool = openPool({ address, name: 'owner', max: 1, onError: () => undefined })
  return new Kysely<unknown>({ dialect: new OwnerDialect({ pool }) })
}

/** The lock of migrations is their transaction's: a lock of the session's would stay in a pooler's connection. */
class OwnerDialect extends PostgresDialect {
  readonly #pool: Pool

  constructor({ pool }: { pool: Pool }) {
    super({ pool })
    this.#pool = pool
  }

  override createDriver(): PostgresDriver {
    return new LockingDriver({ pool: this.#pool })
  }

  override createAdapter(): DialectAdapter {
    return new UnlockedAdapter()
  }
}

class LockingDriver extends PostgresDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const lock = `begin; set local lock_timeout = '5s'; set local timezone = 'UTC'; select pg_advisory_xact_lock(${migrationLock})`
    try {
      await connection.executeQuery(CompiledQuery.raw(lock))
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
      throw error
    }
  }
}

class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/** Applies what is missing, in order; returns the names applied. */
export async function migrateToLatest(
  db: Kysely<unknown>,
  known: Readonly<Record<string, Migration>> = migrations,
): Promise<readonly string[]> {
  for (let tries = 1; ; tries++) {
    await refuseNewer(db, known)
    const { error, results } = await migrator(db, known).migrateToLatest()
    if (error === undefined) return (results ?? []).map((result) => result.migrationName)
    if (!isLockTimeout(error) || tries === lockTries) throw migrationFailed(error)
  }
}

function migrator(db: Kysely<unknown>, known: Readonly<Record<string, Migration>>): Migrator {
  return new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve({ ...known }) },
    migrationTableSchema: schemaName,
  })
}

async function refuseNewer(db: Kysely<unknown>, known: Readonly<Record<string, Migration>>): Promise<void> {
  const unknown = (await appliedNames(db)).filter((name) => !(name in known))
  if (unknown.length === 0) return
  throw new StartRefused(
    `The database was migrated by a newer OpenSeat (${unknown.join(', ')}). Start that version, or a newer one; nothing was changed.`,
  )
}

async function appliedNames(db: Kysely<unknown>): Promise<readonly string[]> {
  const found = await sql<{ name: string | null }>`select to_regclass('migration.kysely_migration')::text as name`.execute(db)
  if ((found.rows[0]?.name ?? null) === null) return []
  const { rows } = await sql<{ name: string }>`select name from migration.kysely_migration order by name`.execute(db)
  return rows.map((row) => row.name)
}

function isLockTimeout(error: unknown): boolean {
  return (error as { code?: string }).code === '55P03'
}

function migrationFailed(error: unknown): StartRefused {
  const { code, message } = error as { code?: string; message?: string }
  const hint =
    code === '42501'
      ? ' The database role needs CREATEROLE, or an administrator runs once: create role app_rt nologin; create role app_platform nologin; create role app_backup nologin; grant app_rt, app_platform, app_backup to <the role of DATABASE_URL>;'
      : ''
  return new StartRefused(`The database could not be migrated: ${message ?? String(error)}.${hint}`, { cause: error })
}
