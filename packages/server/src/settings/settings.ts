// Every change of a configuration goes through here: the rows, the tenant's next revision and the audit entries are
// one transaction. The tenant's row is locked first, so that limits and conflicts are checked one change at a time.

import type { Person } from '../access/person.ts'
import type { Database } from '../store/database.ts'
import { json } from '../store/schema.ts'
import { asTenant, type TenantTransaction } from '../store/tenant-store.ts'
import { sql } from 'kysely'
import { AppError, type AuditAction, type AuditObject } from '@openseat/contracts'
import { conflictOf } from './conflicts.ts'

/** Who changes something, for the audit log. */
export interface Actor {
  readonly tenantId: number
  readonly staffId: number | null
  readonly account: string
  readonly address: string
}

export interface AuditFacts {
  readonly action: AuditAction
  readonly objectType: AuditObject
  readonly objectId: string | number
  readonly before?: unknown
  readonly after?: unknown
}

/** What a change works with; everything in it is committed or nothing. */
export interface Edit {
  readonly trx: TenantTransaction
  readonly tenantId: number
  /** Written at the end of the transaction. */
  readonly audit: (facts: AuditFacts) => void
}

/** Whoever asked for the change is answered once this is done: then it counts. */
export type TenantListener = (tenantId: number, revision: number) => void | Promise<void>

/** One that is stuck holds up no answer. */
const longestTellingMs = 2_000

export function actorOf(person: Person, address: string): Actor {
  return { tenantId: person.tenantId, staffId: person.staffId, account: person.account, address }
}

export class Settings {
  readonly #database: Database
  readonly #onListenerError: (error: unknown) => void
  readonly #listeners = new Set<TenantListener>()

  constructor(database: Database, onListenerError: (error: unknown) => void) {
    this.#database = database
    this.#onListenerError = onListenerError
  }

  read<T>(tenantId: number, work: (trx: TenantTransaction) => Promise<T>): Promise<T> {
    return this.#database.forTenant(tenantId).read(work)
  }

  /** Commits `work` as the tenant's next revision, then tells the listeners: it has taken effect when this ends. */
  change<T>(tenantId: number, actor: Actor, work: (edit: Edit) => Promise<T>): Promise<T> {
    return this.#commit(tenantId, (trx) => committed({ trx, tenantId }, actor, work))
  }

  /** As `change`, for what nothing goes by yet: no revision, and nobody is told. Two at once are for `work` to tell apart. */
  changeDraft<T>(tenantId: number, actor: Actor, work: (edit: Edit) => Promise<T>): Promise<T> {
    const changed = this.#database.forTenant(tenantId).transaction((trx) => audited({ trx, tenantId }, actor, work))
    return changed.catch((error: unknown) => {
      throw conflictOf(error) ?? error
    })
  }

  /** Writes something to the audit log that changed no setting. */
  async note(actor: Actor, facts: AuditFacts): Promise<void> {
    const { tenantId } = actor
    await this.#database.forTenant(tenantId).transaction((trx) => writeAudit({ trx, tenantId }, actor, [facts]))
  }

  /** As `change`, for a tenant that does not exist yet; its id comes from the platform handle. */
  open<T>(tenant: NewTenant, actor: Actor, work: (edit: Edit) => Promise<T>): Promise<T> {
    return this.#commit(tenant.id, async (trx) => {
      await trx.insertInto('tenant').values(tenant).execute()
      return committed({ trx, tenantId: tenant.id }, actor, work)
    })
  }

  /** What the program itself remembers beside the settings: no revision, no audit, nobody is told. */
  async keep(tenantId: number, work: (trx: TenantTransaction) => Promise<unknown>): Promise<void> {
    await this.#database.forTenant(tenantId).transaction(work)
  }

  /** Calls `listener` after each committed change; returns how to stop. */
  onTenantChanged(listener: TenantListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #commit<T>(tenantId: number, work: (trx: TenantTransaction) => Promise<Committed<T>>): Promise<T> {
    const store = this.#database.forTenant(tenantId)
    const { result, revision } = await store.transaction(work).catch((error: unknown) => {
      throw conflictOf(error) ?? error
    })
    await this.#tell(tenantId, revision)
    return result
  }

  async #tell(tenantId: number, revision: number): Promise<void> {
    const hear = async (listener: TenantListener): Promise<void> => listener(tenantId, revision)
    const telling = [...this.#listeners].map((listener) => hear(listener).catch(this.#onListenerError))
    const late = Promise.withResolvers<void>()
    const timer = setTimeout(late.resolve, longestTellingMs)
    await Promise.race([Promise.all(telling), late.promise])
    clearTimeout(timer)
  }
}

export interface NewTenant {
  readonly id: number
  readonly code: string
  readonly name: string
}

interface Committed<T> {
  readonly result: T
  readonly revision: number
}

interface Scope {
  readonly trx: TenantTransaction
  readonly tenantId: number
}

async function committed<T>({ trx, tenantId }: Scope, actor: Actor, work: (edit: Edit) => Promise<T>): Promise<Committed<T>> {
  const revision = await nextRevision({ trx, tenantId })
  return { result: await audited({ trx, tenantId }, actor, work), revision }
}

async function audited<T>(scope: Scope, actor: Actor, work: (edit: Edit) => Promise<T>): Promise<T> {
  const entries: AuditFacts[] = []
  const result = await work({ ...scope, audit: (facts) => entries.push(facts) })
  await writeAudit(scope, actor, entries)
  return result
}

async function nextRevision({ trx, tenantId }: Scope): Promise<number> {
  const row = await trx
    .updateTable('tenant')
    .set({ revision: sql`revision + 1` })
    .where('id', '=', tenantId)
    .returning('revision')
    .executeTakeFirst()
  if (row === undefined) throw new AppError('OBJECT_NOT_FOUND', { object: 'tenant', id: tenantId })
  return row.revision
}

/** In the changed tenant's log; what an operator does to a tenant also stands in the platform's own log. */
export async function writeAudit({ trx, tenantId }: Scope, actor: Actor, entries: readonly AuditFacts[]): Promise<void> {
  if (entries.length === 0) return
  const insertFor = (log: TenantTransaction, logTenant: number) =>
    log
      .insertInto('audit_log')
      .values(entries.map((facts) => auditRow(logTenant, actor, facts)))
      .execute()
  await insertFor(trx, tenantId)
  if (actor.tenantId === tenantId) return
  await asTenant(trx, { own: tenantId, other: actor.tenantId }, (log) => insertFor(log, actor.tenantId))
}

function auditRow(tenantId: number, actor: Actor, facts: AuditFacts) {
  return {
    tenant_id: tenantId,
    actor_staff_id: actor.staffId,
    actor_account: actor.account,
    action: facts.action,
    object_type: facts.objectType,
    object_id: String(facts.objectId),
    before: facts.before === undefined ? null : json(facts.before),
    after: facts.after === undefined ? null : json(facts.after),
    address: actor.address,
  }
}
