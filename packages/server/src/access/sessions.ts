// Log-ins as rows: the cookie holds a random value, the database its hash. They end when idle, or after a long day.

import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { loadPerson, type Person } from './person.ts'

const minute = 60_000
const idleMs = 4 * 60 * minute
const longestMs = 16 * 60 * minute
const touchEveryMs = minute

export interface NewSession {
  readonly tenantId: number
  readonly staffId: number
  readonly address: string
  readonly userAgent: string
}

export interface SessionToken {
  readonly token: string
  readonly expiresAt: Date
}

export class Sessions {
  readonly #database: Database
  readonly #now: () => Date

  constructor(database: Database, now: () => Date = () => new Date()) {
    this.#database = database
    this.#now = now
  }

  async start(trx: TenantTransaction, session: NewSession): Promise<SessionToken> {
    const token = randomBytes(32).toString('base64url')
    const now = this.#now()
    const expiresAt = new Date(now.getTime() + longestMs)
    await trx.deleteFrom('web_session').where('expires_at', '<', now).execute()
    const times = { created_at: now, last_seen_at: now, expires_at: expiresAt }
    const where = { address: session.address, user_agent: session.userAgent.slice(0, 256) }
    await trx
      .insertInto('web_session')
      .values({ tenant_id: session.tenantId, staff_id: session.staffId, id_hash: hashOf(token), ...times, ...where })
      .execute()
    return { token, expiresAt }
  }

  /** The person behind a cookie's value, or undefined when it is unknown, idle too long, expired or shut out. */
  async person(token: string): Promise<Person | undefined> {
    const sessionHash = hashOf(token)
    const session = await this.#database.platform.session(sessionHash)
    if (session === undefined) return undefined
    const now = this.#now()
    const idleFor = now.getTime() - session.lastSeenAt.getTime()
    if (session.expiresAt <= now || idleFor > idleMs) return undefined
    const store = this.#database.forTenant(session.tenantId)
    if (idleFor > touchEveryMs) await store.transaction((trx) => this.#touch(trx, sessionHash, now))
    const facts = await store.read((trx) => loadPerson(trx, session.staffId))
    return facts === undefined ? undefined : { ...facts, sessionHash }
  }

  async #touch(trx: TenantTransaction, sessionHash: string, now: Date): Promise<void> {
    await trx.updateTable('web_session').set({ last_seen_at: now }).where('id_hash', '=', sessionHash).execute()
  }
}

/** Ends one log-in. */
export async function endSession(trx: TenantTransaction, sessionHash: string): Promise<void> {
  await trx.deleteFrom('web_session').where('id_hash', '=', sessionHash).execute()
}

/** Ends every log-in of a person but `except`. */
export async function endSessionsOf(trx: TenantTransaction, staffId: number, except = ''): Promise<void> {
  await trx.deleteFrom('web_session').where('staff_id', '=', staffId).where('id_hash', '<>', except).execute()
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
