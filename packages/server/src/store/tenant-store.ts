// The only handle to a tenant's data. Two nets, neither of which knows of the other: each statement is narrowed to the
// tenant (own-tenant.ts), and runs in a transaction that names the tenant under a role for which row-level security
// hides all others (transaction-start.ts).

import { Kysely, sql, type Transaction } from 'kysely'
import type { Lender } from './lane.ts'
import { OwnTenantPlugin } from './own-tenant.ts'
import { refuseUnnamed } from './raw-statements.ts'
import type { Schema } from './schema.ts'
import { StoreDialect, startFor, type StoreIdentity } from './store-dialect.ts'

export type TenantTransaction = Transaction<Schema>

/** A statement for a hot path: planned once per connection under its name, where the connection is ours alone. */
export interface NamedStatement {
  readonly name: string
  readonly text: string
}

export class TenantStore {
  readonly tenantId: number
  readonly #lender: Lender
  readonly #identity: StoreIdentity
  readonly #db: Kysely<Schema>

  /** `epoch`: see transaction-start.ts. */
  constructor(lender: Lender, tenantId: number, epoch?: number) {
    if (!Number.isSafeInteger(tenantId) || tenantId < 0) throw new RangeError(`${tenantId} is not a tenant id`)
    this.tenantId = tenantId
    this.#lender = lender
    this.#identity = { role: 'app_rt', tenantId, ...(epoch === undefined ? {} : { epoch }) }
    this.#db = new Kysely<Schema>({ dialect: new StoreDialect(lender, this.#identity), plugins: [new OwnTenantPlugin(tenantId)] })
  }

  /** Commits when `work` returns, rolls back when it throws. Use only `trx` inside: another handle is another connection. */
  transaction<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(work)
  }

  /** One statement in a transaction of its own; `$1` is the tenant. Resolves when it is committed. */
  async execute({ name, text }: NamedStatement, values: readonly unknown[]): Promise<void> {
    refuseUnnamed(text)
    const lent = await this.#lender.lend()
    try {
      await lent.begin(startFor(this.#lender, this.#identity, 'read write'))
      await lent.query(text, [this.tenantId, ...values], name)
      await lent.commit()
    } finally {
      // With a transaction still open, the connection is not lent again.
      lent.release()
    }
  }

  /** As `transaction`, for statements that only read. */
  read<T>(work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#db.transaction().setAccessMode('read only').execute(work)
  }
}

/** Work in another tenant's name in the same transaction: for what must stand in two tenants' books at once. */
export async function asTenant<T>(
  trx: TenantTransaction,
  ids: { own: number; other: number },
  work: (trx: TenantTransaction) => Promise<T>,
) {
  await nameTenant(trx, ids.other)
  const result = await work(trx.withoutPlugins().withPlugin(new OwnTenantPlugin(ids.other)))
  await nameTenant(trx, ids.own)
  return result
}

const nameTenant = (trx: TenantTransaction, id: number): Promise<unknown> =>
  sql`select set_config('app.tenant', ${String(id)}, true)`.execute(trx)
