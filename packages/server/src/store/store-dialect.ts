// Kysely over lent connections: every transaction begins as transaction-start.ts says, and nothing runs outside of one.

import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from 'kysely'
import type { Lender, Lent } from './lane.ts'
import type { StoreRole, TransactionStart } from './transaction-start.ts'

export interface StoreIdentity {
  readonly role: StoreRole
  readonly tenantId?: number
  readonly epoch?: number
}

export class StoreDialect implements Dialect {
  readonly #lender: Lender
  readonly #identity: StoreIdentity

  constructor(lender: Lender, identity: StoreIdentity) {
    this.#lender = lender
    this.#identity = identity
  }

  createDriver(): Driver {
    return new StoreDriver(this.#lender, this.#identity)
  }

  createAdapter(): DialectAdapter {
    return new PostgresAdapter()
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler()
  }

  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(db)
  }
}

class StoreDriver implements Driver {
  readonly #lender: Lender
  readonly #identity: StoreIdentity

  constructor(lender: Lender, identity: StoreIdentity) {
    this.#lender = lender
    this.#identity = identity
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<StoreConnection> {
    return new StoreConnection(await this.#lender.lend())
  }

  beginTransaction({ lent }: StoreConnection, { accessMode }: TransactionSettings): Promise<void> {
    return lent.begin(startFor(this.#lender, this.#identity, accessMode))
  }

  commitTransaction({ lent }: StoreConnection): Promise<void> {
    return lent.commit()
  }

  rollbackTransaction({ lent }: StoreConnection): Promise<void> {
    return lent.rollback()
  }

  async releaseConnection({ lent }: StoreConnection): Promise<void> {
    lent.release()
  }

  async destroy(): Promise<void> {}
}

export function startFor(
  { statementMs }: Lender,
  identity: StoreIdentity,
  accessMode: TransactionSettings['accessMode'],
): TransactionStart {
  const mode = accessMode === 'read only' ? 'isolation level repeatable read read only' : 'read write'
  return { ...identity, mode, statementMs }
}

/** `copy … from stdin`, with the rows that it is given. Into a temporary table only: no other can be copied to under row-level security. */
interface CopyQuery extends CompiledQuery {
  readonly copied: Buffer
}

export const copyQuery = (text: string, copied: Buffer): CopyQuery => ({ ...CompiledQuery.raw(text), copied })

const isCopy = (query: CompiledQuery): query is CopyQuery => 'copied' in query

class StoreConnection implements DatabaseConnection {
  readonly lent: Lent

  constructor(lent: Lent) {
    this.lent = lent
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { sql, parameters } = query
    if (isCopy(query)) {
      await this.lent.copy(sql, query.copied)
      return { rows: [] }
    }
    const { command, rowCount, rows } = await this.lent.query(sql, parameters)
    const counts = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'].includes(command)
    return { rows: rows as R[], ...(counts ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
  }

  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncGenerator<QueryResult<R>> {
    throw new Error('rows are read in pages: a stream would hold its connection for as long as its reader likes')
  }
}
