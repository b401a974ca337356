// The only handle to a tenant's data: every statement runs in a transaction that names the tenant, under a role for
// which row-level security hides all others.

import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type Transaction,
  type TransactionSettings,
} from 'kysely'
import type { Pool } from 'pg'
import type { Schema } from './schema.ts'

export type TenantTransaction = Transaction<Schema>

/** A statement for a hot path: planned once per connection under its name. */
export interface NamedStatement {
  readonly name: string
  readonly text: string
}

export class TenantStore {
  readonly tenantId: number
  readonly #pool: Pool
  readonly #db: Kysely<Schema>

  constructor(pool: Pool, tenantId: number) {
    if (!Number.isSafeInteger(tenantId) || tenantId < 0) throw new RangeError(`${tenantId} is not a tenant id`)
    this.tenantId = tenantId
    this.#pool = pool
    this.#db = new Kysely<Schema>({ dialect: new TenantDialect(pool, tenantId) })
  }

  /** Commits when `work` returns, rolls back when it throws. Use only `trx` inside: another handle is another connection. */
  transaction<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(work)
  }

  /** One named statement in a transaction of its own; resolves when it is committed. */
  async execute(statement: NamedStatement, values: readonly unknown[]): Promise<void> {
    const client = await this.#pool.connect()
    try {
      await client.query(beginFor(this.tenantId, 'read write'))
      await client.query({ ...statement, values: [...values] })
      await client.query('commit')
      client.release()
    } catch (error) {
      // The connection's state is unknown: it is not lent again.
      client.release(true)
      throw error
    }
  }

  /** As `transaction`, for statements that only read. */
  read<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().setAccessMode('read only').execute(work)
  }
}

/** Begin and the tenant's name in one round trip; local to the transaction, so that it cannot leak to the next borrower. */
const beginFor = (tenantId: number, mode: string): string => `begin ${mode}; select set_config('app.tenant', '${tenantId}', true)`

class TenantDialect extends PostgresDialect {
  readonly #pool: Pool
  readonly #tenantId: number

  constructor(pool: Pool, tenantId: number) {
    super({ pool })
    this.#pool = pool
    this.#tenantId = tenantId
  }

  override createDriver(): PostgresDriver {
    return new TenantDriver(this.#pool, this.#tenantId)
  }
}

class TenantDriver extends PostgresDriver {
  readonly #tenantId: number

  constructor(pool: Pool, tenantId: number) {
    super({ pool })
    this.#tenantId = tenantId
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // A reader sees one moment, however many statements it needs.
    const mode = settings.accessMode === 'read only' ? 'isolation level repeatable read read only' : 'read write'
    await connection.executeQuery(CompiledQuery.raw(beginFor(this.#tenantId, mode)))
  }
}
