// What must be found before the tenant is known, or is unique in the whole installation. Fixed questions, read only;
// everything else goes through a TenantStore.

import { Kysely, sql, type Transaction } from 'kysely'
import type { Lender } from './lane.ts'
import type { Schema } from './schema.ts'
import { StoreDialect } from './store-dialect.ts'

export interface TenantRef {
  readonly id: number
  readonly code: string
  readonly name: string
  readonly status: 'active' | 'suspended'
}

export interface SessionRef {
  readonly tenantId: number
  readonly staffId: number
  readonly createdAt: Date
  readonly lastSeenAt: Date
  readonly expiresAt: Date
}

export interface AccessCodeHolder {
  readonly tenantId: number
  readonly media: string
}

const tenantColumns = ['id', 'code', 'name', 'status'] as const

interface NumberRange {
  readonly id: number
  readonly agentNumberFrom: number
  readonly agentNumberTo: number
}

export class PlatformStore {
  readonly #db: Kysely<Schema>

  constructor(lender: Lender) {
    this.#db = new Kysely<Schema>({ dialect: new StoreDialect(lender, { role: 'app_platform' }) })
  }

  session(idHash: string): Promise<SessionRef | undefined> {
    return this.#ask((trx) =>
      trx
        .selectFrom('web_session')
        .select(['tenant_id as tenantId', 'staff_id as staffId', 'created_at as createdAt'])
        .select(['last_seen_at as lastSeenAt', 'expires_at as expiresAt'])
        .where('id_hash', '=', idHash)
        .executeTakeFirst(),
    )
  }

  /** Every tenant but the platform itself, by id. */
  tenants(): Promise<readonly TenantRef[]> {
    return this.#ask((trx) => trx.selectFrom('tenant').select(tenantColumns).where('id', '>', 0).orderBy('id').execute())
  }

  tenantByCode(code: string): Promise<TenantRef | undefined> {
    return this.#ask((trx) => trx.selectFrom('tenant').select(tenantColumns).where('code', '=', code).executeTakeFirst())
  }

  tenantById(id: number): Promise<TenantRef | undefined> {
    return this.#ask((trx) => trx.selectFrom('tenant').select(tenantColumns).where('id', '=', id).executeTakeFirst())
  }

  accessCodes(): Promise<readonly { code: string; tenantId: number; media: string }[]> {
    return this.#ask((trx) => trx.selectFrom('access_code').select(['code', 'tenant_id as tenantId', 'media']).orderBy('code').execute())
  }

  /** The tenant whose access code begins the dialled number; the longest code wins. */
  accessCodeFor(dialled: string): Promise<(AccessCodeHolder & { readonly code: string }) | undefined> {
    return this.#ask((trx) =>
      trx
        .selectFrom('access_code')
        .select(['code', 'tenant_id as tenantId', 'media'])
        .where(sql<boolean>`starts_with(${dialled}, code)`)
        .orderBy(sql`length(code)`, 'desc')
        .limit(1)
        .executeTakeFirst(),
    )
  }

  /** Whose widget it is. */
  async widgetTenant(publicId: string): Promise<number | undefined> {
    const row = await this.#ask((trx) => trx.selectFrom('widget').select('tenant_id').where('public_id', '=', publicId).executeTakeFirst())
    return row?.tenant_id
  }

  /** Codes of the other tenants whose agent numbers can be among this one's. */
  async tenantsWithNumbers(range: NumberRange): Promise<readonly string[]> {
    const rows = await this.#ask((trx) =>
      trx
        .selectFrom('tenant')
        .select('code')
        .where('id', '>', 0)
        .where('id', '<>', range.id)
        .where('agent_number_from', '<=', range.agentNumberTo)
        .where('agent_number_to', '>=', range.agentNumberFrom)
        .orderBy('code')
        .execute(),
    )
    return rows.map(({ code }) => code)
  }

  /** Which of these agent numbers some tenant already has. */
  async takenAgentNumbers(numbers: readonly string[]): Promise<ReadonlySet<string>> {
    if (numbers.length === 0) return new Set()
    const rows = await this.#ask((trx) => trx.selectFrom('agent').select('agent_number').where('agent_number', 'in', numbers).execute())
    return new Set(rows.map((row) => row.agent_number))
  }

  async nextTenantId(): Promise<number> {
    // A number taken from a sequence is no reading.
    const next = (trx: Transaction<Schema>) => sql<{ id: number }>`select nextval('tenant_id_seq')::int as id`.execute(trx)
    const id = (await this.#db.transaction().execute(next)).rows[0]?.id
    if (id === undefined) throw new Error('nextval returned no row')
    return id
  }

  /** Answers when the database does. */
  async ping(): Promise<void> {
    await this.#ask((trx) => sql`select 1`.execute(trx))
  }

  #ask<T>(question: (trx: Transaction<Schema>) => Promise<T>): Promise<T> {
    return this.#db.transaction().setAccessMode('read only').execute(question)
  }
}
