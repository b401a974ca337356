// A database of its own for a test file, copied from the migrated template (about 30 ms) and dropped afterwards.

import { randomBytes } from 'node:crypto'
import type { Client, ClientConfig } from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { connect, type DatabaseAddress } from '../store/connection.ts'
import { Database } from '../store/database.ts'
import { inDatabase, templateName } from './test-cluster.ts'

export interface TestDatabase {
  readonly address: DatabaseAddress
  readonly database: Database
  /** As the superuser that owns it, past row-level security. */
  readonly owner: Client
  readonly close: () => Promise<void>
}

/** Call at the top of a test file; read the result inside tests. */
export function useTestDatabase(): () => TestDatabase {
  let made: TestDatabase | undefined
  beforeAll(async () => {
    made = await makeTestDatabase()
  })
  afterAll(async () => {
    await made?.close()
  })
  return () => {
    if (made === undefined) throw new Error('the test database is there inside tests only')
    return made
  }
}

export async function makeTestDatabase(template: string | undefined = templateName): Promise<TestDatabase> {
  const address = await createDatabase(template)
  const database = new Database({ address, onError: () => undefined })
  const owner = await connect({ address, name: 'test' })
  return {
    address,
    database,
    owner,
    async close() {
      await database.close()
      await owner.end()
      await dropDatabase(nameOf(address))
    },
  }
}

/** A new database: a copy of `template`, or empty. */
export async function createDatabase(template?: string): Promise<DatabaseAddress> {
  const name = `t_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name}${template === undefined ? '' : ` template ${template}`}`)
  return inDatabase(inject('testServer'), name)
}

export function clientConfig(address: DatabaseAddress): ClientConfig {
  return 'url' in address ? { connectionString: address.url } : address
}

export function nameOf(address: DatabaseAddress): string {
  return 'url' in address ? new URL(address.url).pathname.slice(1) : address.database
}

export const dropDatabase = (name: string): Promise<void> => onServer(`drop database if exists ${name} with (force)`)

async function onServer(statement: string): Promise<void> {
  const client = await connect({ address: inject('testServer'), name: 'test' })
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
