// Brings a database to this program's schema, under a lock: of several programs that start at once, one migrates.
// A database that a newer program has migrated is refused.

import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { migrations } from './migrations/index.ts'
import { StartRefused } from './start-refused.ts'

const schemaName = 'migration'
const lockTries = 12

/** Applies what is missing, in order; returns the names applied. */
export async function migrateToLatest(
  db: Kysely<unknown>,
  known: Readonly<Record<string, Migration>> = migrations,
): Promise<readonly string[]> {
  await sql`set lock_timeout = '5s'`.execute(db)
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
      ? ' The database role needs CREATEROLE, or an administrator runs once: create role app_rt nologin; create role app_platform nologin; grant app_rt, app_platform to <the role of DATABASE_URL>;'
      : ''
  return new StartRefused(`The database could not be migrated: ${message ?? String(error)}.${hint}`, { cause: error })
}
