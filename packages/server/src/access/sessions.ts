// Log-ins as rows: the cookie holds a random value, the database its hash. They end when idle, or after a long day.

import { createHash, randomBytes } from 'node:crypto'
import { limits, type LogInEntry } from '@openseat/contracts'
import { sql } from 'kysely'
import type { Database } from '../store/database.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { LiveSessions } from './live-sessions.ts'
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
  /** Older log-ins had to go for it. */
  readonly endedOlder: boolean
}

export interface SessionOptions {
  readonly now?: () => Date
  /** A log-in ended, and its sockets could not be looked at. */
  readonly failed: (error: unknown) => void
}

export class Sessions {
  readonly #database: Database
  readonly #now: () => Date

  /** The sockets that hang on log-ins. */
  readonly live: LiveSessions

  constructor(database: Database, { now = () => new Date(), failed }: SessionOptions) {
    this.#database = database
    this.#now = now
    this.live = new LiveSessions((tenantId, hashes) => this.#standing(tenantId, hashes), failed)
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
    return { token, expiresAt, endedOlder: await endOldest(trx, session.staffId) }
  }

  /** The person behind a cookie's value, or undefined when it is unknown, idle too long, expired or shut out. */
  async person(token: string): Promise<Person | undefined> {
    const sessionHash = hashOf(token)
    const session = await this.#database.platform.session(sessionHash)
    if (session === undefined) return undefined
    const now = this.#now()
    const idleFor = now.getTime() - session.lastSeenAt.getTime()
    if (session.expiresAt <= now || idleFor > idleMs) return undefined
    const store = this.#database.forAccess(session.tenantId)
    if (idleFor > touchEveryMs) await store.transaction((trx) => this.#touch(trx, sessionHash, now))
    const facts = await store.read((trx) => loadPerson(trx, session.staffId))
    return facts === undefined ? undefined : { ...facts, sessionHash }
  }

  /** A person's own log-ins, the newest first. */
  async list({ tenantId, staffId, sessionHash }: Person): Promise<LogInEntry[]> {
    const rows = await this.#database
      .forAccess(tenantId)
      .read((trx) => ownSessions(trx, staffId).where('expires_at', '>', this.#now()).execute())
    const isIdle = ({ last_seen_at }: { last_seen_at: Date }): boolean => this.#now().getTime() - last_seen_at.getTime() > idleMs
    return rows
      .filter((row) => !isIdle(row))
      .map((row) => ({
        id: nameOf(row.id_hash),
        address: row.address,
        userAgent: row.user_agent,
        since: row.created_at.toISOString(),
        lastSeen: row.last_seen_at.toISOString(),
        current: row.id_hash === sessionHash,
      }))
  }

  /** Which of the log-ins may go on using an agent's socket, and as which agent. */
  async #standing(tenantId: number, hashes: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const rows = await this.#database.forAccess(tenantId).read((trx) =>
      trx
        .selectFrom('web_session as w')
        .innerJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 'w.tenant_id').onRef('s.id', '=', 'w.staff_id'))
        .innerJoin('tenant as t', 't.id', 'w.tenant_id')
        .leftJoin('agent as a', (join) => join.onRef('a.tenant_id', '=', 'w.tenant_id').onRef('a.staff_id', '=', 'w.staff_id'))
        .select(['w.id_hash', 'a.agent_number'])
        .where('w.id_hash', 'in', hashes)
        .where('w.expires_at', '>', this.#now())
        .where('s.active', '=', true)
        .where('s.must_change_password', '=', false)
        .where('t.status', '=', 'active')
        .where(
          sql<boolean>`exists (select 1 from staff_role sr join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
            where sr.tenant_id = w.tenant_id and sr.staff_id = w.staff_id and 'workbench.use' = any (r.permissions))`,
        )
        .execute(),
    )
    return new Map(rows.map((row) => [row.id_hash, row.agent_number]))
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

/** Ends the log-in of this name, when it is the person's; says whether it was there. */
export async function endNamedSession(trx: TenantTransaction, staffId: number, name: string): Promise<boolean> {
  const row = (await ownSessions(trx, staffId).execute()).find(({ id_hash }) => nameOf(id_hash) === name)
  if (row) await endSession(trx, row.id_hash)
  return row !== undefined
}

const ownSessions = (trx: TenantTransaction, staffId: number) =>
  trx.selectFrom('web_session').selectAll().where('staff_id', '=', staffId).orderBy('created_at', 'desc')

/** An account has so many log-ins at once; says whether any had to go. */
async function endOldest(trx: TenantTransaction, staffId: number): Promise<boolean> {
  const tooMany = (await ownSessions(trx, staffId).execute()).slice(limits.sessionsPerAccount)
  for (const { id_hash } of tooMany) await endSession(trx, id_hash)
  return tooMany.length > 0
}

const nameOf = (sessionHash: string): string => createHash('sha256').update(`log-in ${sessionHash}`).digest('hex').slice(0, 16)

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
