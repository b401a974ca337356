// What must be found before the tenant is known, or is unique in the whole installation. Fixed questions, read only;
// everything else goes through a TenantStore.

import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Pool } from 'pg'
import type { Schema } from './schema.ts'

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

export class PlatformStore {
  readonly #db: Kysely<Schema>

  constructor(pool: Pool) {
    this.#db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
  }

  async session(idHash: string): Promise<SessionRef | undefined> {
    return this.#db
      .selectFrom('web_session')
      .select(['tenant_id as tenantId', 'staff_id as staffId', 'created_at as createdAt'])
      .select(['last_seen_at as lastSeenAt', 'expires_at as expiresAt'])
      .where('id_hash', '=', idHash)
      .executeTakeFirst()
  }

  /** Every tenant but the platform itself, by id. */
  async tenants(): Promise<readonly TenantRef[]> {
    return this.#db.selectFrom('tenant').select(tenantColumns).where('id', '>', 0).orderBy('id').execute()
  }

  async tenantByCode(code: string): Promise<TenantRef | undefined> {
    return this.#db.selectFrom('tenant').select(tenantColumns).where('code', '=', code).executeTakeFirst()
  }

  async tenantById(id: number): Promise<TenantRef | undefined> {
    return this.#db.selectFrom('tenant').select(tenantColumns).where('id', '=', id).executeTakeFirst()
  }

  async accessCodes(): Promise<readonly { code: string; tenantId: number; media: string }[]> {
    return this.#db.selectFrom('access_code').select(['code', 'tenant_id as tenantId', 'media']).orderBy('code').execute()
  }

  /** The tenant whose access code begins the dialled number; the longest code wins. */
  async accessCodeFor(dialled: string): Promise<(AccessCodeHolder & { readonly code: string }) | undefined> {
    return this.#db
      .selectFrom('access_code')
      .select(['code', 'tenant_id as tenantId', 'media'])
      .where(sql<boolean>`starts_with(${dialled}, code)`)
      .orderBy(sql`length(code)`, 'desc')
      .limit(1)
      .executeTakeFirst()
  }

  /** Whose widget it is. */
  async widgetTenant(publicId: string): Promise<number | undefined> {
    const row = await this.#db.selectFrom('widget').select('tenant_id').where('public_id', '=', publicId).executeTakeFirst()
    return row?.tenant_id
  }

  /** Which of these agent numbers some tenant already has. */
  async takenAgentNumbers(numbers: readonly string[]): Promise<ReadonlySet<string>> {
    if (numbers.length === 0) return new Set()
    const rows = await this.#db.selectFrom('agent').select('agent_number').where('agent_number', 'in', numbers).execute()
    return new Set(rows.map((row) => row.agent_number))
  }

  async nextTenantId(): Promise<number> {
    const { rows } = await sql<{ id: number }>`select nextval('tenant_id_seq')::int as id`.execute(this.#db)
    const id = rows[0]?.id
    if (id === undefined) throw new Error('nextval returned no row')
    return id
  }

  /** Answers when the database does. */
  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#db)
  }
}
