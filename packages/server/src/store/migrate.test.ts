import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createDatabase } from '../test-support/test-database.ts'
import { openDatabase } from './database.ts'
import { migrateToLatest, ownerDb } from './migrate.ts'
import * as migrations from './migrations/index.ts'
import type { DatabaseAddress } from './connection.ts'

async function asOwner<T>(address: DatabaseAddress, work: (db: Kysely<unknown>) => Promise<T>): Promise<T> {
  const db = ownerDb(address)
  try {
    return await work(db)
  } finally {
    await db.destroy()
  }
}

describe('migrations', () => {
  it('are applied by one of three programs that start at once on an empty database', async () => {
    const address = await createDatabase()
    const applied = await Promise.all([1, 2, 3].map(() => asOwner(address, (db) => migrateToLatest(db))))
    const names = Object.keys(migrations)
    expect(applied.flat()).toEqual(names)
    expect(applied.map((list) => list.length).sort((a, b) => a - b)).toEqual([0, 0, names.length])
  })

  it('leave nothing behind when one fails', async () => {
    const address = await createDatabase()
    const broken = { ...migrations, '9998-broken': { up: () => Promise.reject(new Error('planted')) } }
    await expect(asOwner(address, (db) => migrateToLatest(db, broken))).rejects.toThrow(/could not be migrated: planted/)
    const left = await asOwner(address, (db) =>
      sql<{ n: number }>`select count(*)::int as n from pg_tables where schemaname = 'public'`.execute(db),
    )
    expect(left.rows[0]?.n).toBe(0)
  })

  it('refuse a database that a newer program has migrated', async () => {
    const address = await createDatabase()
    await asOwner(address, (db) => migrateToLatest(db, { ...migrations, '9999-later': { up: () => Promise.resolve() } }))
    await expect(openDatabase({ address, onError: () => undefined })).rejects.toThrow(/newer OpenSeat \(9999-later\)/)
  })
})
