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

export class TenantStore {
  readonly tenantId: number
  readonly #db: Kysely<Schema>

  constructor(pool: Pool, tenantId: number) {
    if (!Number.isSafeInteger(tenantId) || tenantId < 0) throw new RangeError(`${tenantId} is not a tenant id`)
    this.tenantId = tenantId
    this.#db = new Kysely<Schema>({ dialect: new TenantDialect(pool, tenantId) })
  }

  /** Commits when `work` returns, rolls back when it throws. Use only `trx` inside: another handle is another connection. */
  transaction<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(work)
  }

  /** As `transaction`, for statements that only read. */
  read<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().setAccessMode('read only').execute(work)
  }
}

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

  /** Begin and the tenant's name in one round trip; local to the transaction, so that it cannot leak to the next borrower. */
  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    // A reader sees one moment, however many statements it needs.
    const mode = settings.accessMode === 'read only' ? 'isolation level repeatable read read only' : 'read write'
    const text = `begin ${mode}; select set_config('app.tenant', '${this.#tenantId}', true)`
    await connection.executeQuery(CompiledQuery.raw(text))
  }
}
