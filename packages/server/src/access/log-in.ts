// Logging in. Whatever is wrong with account or password, the answer and its time are the same; only somebody who
// knows the password learns that the tenant is suspended.

import { AppError } from '@openseat/contracts'
import type { Database } from '../store/database.ts'
import type { TenantRef } from '../store/platform-store.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { writeAudit } from '../settings/settings.ts'
import { GhostLocks, lockSeconds, secondsUntil } from './lock-out.ts'
import { compareWithNothing, matchesPassword } from './passwords.ts'
import { loadPerson, type PersonFacts } from './person.ts'
import type { Sessions, SessionToken } from './sessions.ts'
import { Turns } from './turns.ts'

const platformCode = 'platform'

export interface LogInAttempt {
  readonly login: string
  readonly password: string
  readonly address: string
  readonly userAgent: string
}

export interface LoggedIn {
  readonly person: PersonFacts
  readonly session: SessionToken
}

interface Account {
  readonly tenant: TenantRef
  readonly staffId: number
  readonly account: string
  readonly passwordHash: string
  readonly active: boolean
  readonly lockedUntil: Date | null
}

export class LogIn {
  readonly #database: Database
  readonly #sessions: Sessions
  readonly #now: () => Date
  readonly #ghosts = new GhostLocks()
  readonly #turns = new Turns()

  constructor(database: Database, sessions: Sessions, now: () => Date = () => new Date()) {
    this.#database = database
    this.#sessions = sessions
    this.#now = now
  }

  attempt(attempt: LogInAttempt): Promise<LoggedIn> {
    return this.#turns.take(attempt.login.toLowerCase(), () => this.#attempt(attempt))
  }

  async #attempt(attempt: LogInAttempt): Promise<LoggedIn> {
    const account = await this.#find(attempt.login)
    this.#refuseLocked(account, attempt.login)
    if (account === undefined) {
      await compareWithNothing(attempt.password)
      this.#ghosts.fail(attempt.login.toLowerCase(), this.#now())
      throw new AppError('LOGIN_FAILED')
    }
    const right = await matchesPassword(account.passwordHash, attempt.password)
    if (!right || !account.active) return this.#fail(account, attempt)
    if (account.tenant.status !== 'active') throw new AppError('TENANT_SUSPENDED')
    return this.#succeed(account, attempt)
  }

  #refuseLocked(account: Account | undefined, login: string): void {
    const now = this.#now()
    const seconds = account === undefined ? this.#ghosts.secondsLeft(login.toLowerCase(), now) : secondsUntil(account.lockedUntil, now)
    if (seconds > 0) throw new AppError('LOGIN_LOCKED', { seconds })
  }

  async #find(login: string): Promise<Account | undefined> {
    const at = login.lastIndexOf('@')
    const name = (at < 0 ? login : login.slice(0, at)).toLowerCase()
    const tenant = await this.#database.platform.tenantByCode(at < 0 ? platformCode : login.slice(at + 1).toLowerCase())
    if (tenant === undefined || tenant.code === (at < 0 ? '' : platformCode)) return undefined
    const row = await this.#database.forAccess(tenant.id).read((trx) =>
      trx
        .selectFrom('staff')
        .select(['id as staffId', 'account', 'password_hash as passwordHash', 'active', 'locked_until as lockedUntil'])
        .where((eb) => eb(eb.fn<string>('lower', ['account']), '=', name))
        .executeTakeFirst(),
    )
    return row === undefined ? undefined : { ...row, tenant }
  }

  async #fail(account: Account, attempt: LogInAttempt): Promise<never> {
    await this.#database.forAccess(account.tenant.id).transaction(async (trx) => {
      const { failed_attempts: failures } = await trx
        .updateTable('staff')
        .set((eb) => ({ failed_attempts: eb('failed_attempts', '+', 1) }))
        .where('id', '=', account.staffId)
        .returning('failed_attempts')
        .executeTakeFirstOrThrow()
      const wait = lockSeconds(failures)
      const lockedUntil = wait === 0 ? null : new Date(this.#now().getTime() + wait * 1000)
      await trx.updateTable('staff').set({ locked_until: lockedUntil }).where('id', '=', account.staffId).execute()
      await this.#audit(trx, account, { attempt, action: 'logInFailed', after: { failures } })
    })
    throw new AppError('LOGIN_FAILED')
  }

  async #succeed(account: Account, attempt: LogInAttempt): Promise<LoggedIn> {
    const loggedIn = await this.#database.forAccess(account.tenant.id).transaction(async (trx) => {
      await trx.updateTable('staff').set({ failed_attempts: 0, locked_until: null }).where('id', '=', account.staffId).execute()
      const person = await loadPerson(trx, account.staffId)
      if (person === undefined) throw new AppError('LOGIN_FAILED')
      const session = await this.#sessions.start(trx, { tenantId: account.tenant.id, staffId: account.staffId, ...attempt })
      await this.#audit(trx, account, { attempt, action: 'logIn' })
      return { person, session }
    })
    if (loggedIn.session.endedOlder) await this.#sessions.live.check(account.tenant.id)
    return loggedIn
  }

  #audit(trx: TenantTransaction, account: Account, facts: { attempt: LogInAttempt; action: string; after?: unknown }): Promise<void> {
    const tenantId = account.tenant.id
    const actor = { tenantId, staffId: account.staffId, account: account.account, address: facts.attempt.address }
    const entry = { action: facts.action, objectType: 'staff', objectId: account.staffId, after: facts.after }
    return writeAudit({ trx, tenantId }, actor, [entry])
  }
}
