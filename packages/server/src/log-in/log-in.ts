// Logging in. Whatever is wrong with account or password, the answer, the work and its time are the same; only somebody
// who knows the password learns that the tenant is suspended.

import { AppError } from '@openseat/contracts'
import type { Database } from '../store/database.ts'
import type { TenantRef } from '../store/platform-store.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { type AuditFacts, writeAudit } from '../settings/settings.ts'
import type { KnownDevices } from './known-devices.ts'
import { accountLockSeconds, secondsUntil } from './lock-out.ts'
import { type Attempt, LogInLimits } from './log-in-limits.ts'
import { decoyHash, matchesPassword } from '../access/passwords.ts'
import { loadPerson, type PersonFacts } from '../access/person.ts'
import type { Sessions, SessionToken } from '../access/sessions.ts'
import { Mutex } from '../runtime/mutex.ts'

const platformCode = 'platform'
const platformTenant = 0

export interface LogInAttempt {
  readonly login: string
  readonly password: string
  readonly address: string
  readonly userAgent: string
  /** The cookie by which a device is known; empty when there is none. */
  readonly deviceCookie: string
}

export interface LoggedIn {
  readonly person: PersonFacts
  readonly session: SessionToken
  readonly deviceCookie: string
}

interface Account {
  readonly tenant: TenantRef
  readonly staffId: number
  readonly account: string
  readonly passwordHash: string
  readonly active: boolean
  readonly failures: number
  readonly lockedUntil: Date | null
}

/** Who tries: an account, or somebody who names one that does not exist. */
interface Claim {
  readonly account: Account | undefined
  /** The tenant that is named, or the platform: where the attempt is written down. */
  readonly tenantId: number
  readonly from: Attempt
}

export interface LogInOptions {
  readonly devices: KnownDevices
  readonly now?: () => Date
}

export class LogIn {
  readonly #database: Database
  readonly #sessions: Sessions
  readonly #devices: KnownDevices
  readonly #now: () => Date
  readonly #limits: LogInLimits
  readonly #mutex = new Mutex()

  constructor(database: Database, sessions: Sessions, { devices, now = () => new Date() }: LogInOptions) {
    this.#database = database
    this.#sessions = sessions
    this.#devices = devices
    this.#now = now
    this.#limits = new LogInLimits(() => now().getTime())
  }

  attempt(attempt: LogInAttempt): Promise<LoggedIn> {
    return this.#limits.within(attempt.address, () => this.#mutex.take(attempt.login.toLowerCase(), () => this.#attempt(attempt)))
  }

  /** Whether the password is that of somebody who is logged in. Guessing it there is no faster than at the door. */
  async isOwnPassword(person: PersonFacts, { password, address }: { password: string; address: string }): Promise<boolean> {
    const session = { account: `inside ${person.tenantId}/${person.staffId}`, address, device: 'a log-in' }
    return this.#mutex.take(session.account, async () => {
      this.#refuseLocked(session, null)
      const store = this.#database.forAccess(person.tenantId)
      const row = await store.read((trx) =>
        trx.selectFrom('staff').select('password_hash').where('id', '=', person.staffId).executeTakeFirst(),
      )
      const right = await matchesPassword(row?.password_hash ?? (await decoyHash()), password)
      if (right && row) this.#limits.succeeded(session)
      else this.#limits.failed(session)
      return right && row !== undefined
    })
  }

  /** An administrator has opened the account again. */
  unlocked(login: string): void {
    this.#limits.forget(login.toLowerCase())
  }

  async #attempt(attempt: LogInAttempt): Promise<LoggedIn> {
    const { account, tenantId } = await this.#find(attempt.login)
    const ref = { tenantId, staffId: account?.staffId ?? 0 }
    const device = this.#devices.recognise(attempt.deviceCookie, ref)
    const from = { account: attempt.login.toLowerCase(), address: attempt.address, device }
    this.#refuseLocked(from, device === undefined ? closedUntil(account) : null)
    const right = await matchesPassword(account?.passwordHash ?? (await decoyHash()), attempt.password)
    if (!right || !account?.active) return this.#fail({ account, tenantId, from }, attempt)
    if (account.tenant.status !== 'active') throw new AppError('TENANT_SUSPENDED')
    const loggedIn = await this.#succeed(account, attempt)
    this.#limits.succeeded(from)
    return { ...loggedIn, deviceCookie: this.#devices.withMark(attempt.deviceCookie, ref) }
  }

  #refuseLocked(from: Attempt, lockedUntil: Date | null): void {
    const seconds = Math.max(this.#limits.secondsLeft(from), secondsUntil(lockedUntil, this.#now()))
    if (seconds > 0) throw new AppError('LOGIN_LOCKED', { seconds })
  }

  /** Asks the same questions for a tenant and an account that do not exist. */
  async #find(login: string): Promise<{ account: Account | undefined; tenantId: number }> {
    const at = login.lastIndexOf('@')
    const name = (at < 0 ? login : login.slice(0, at)).toLowerCase()
    const named = await this.#database.platform.tenantByCode(at < 0 ? platformCode : login.slice(at + 1).toLowerCase())
    const tenant = named?.code === (at < 0 ? '' : platformCode) ? undefined : named
    const tenantId = tenant?.id ?? platformTenant
    const row = await this.#database.forAccess(tenantId).read((trx) =>
      trx
        .selectFrom('staff')
        .select(['id as staffId', 'account', 'password_hash as passwordHash', 'active'])
        .select(['failed_attempts as failures', 'locked_until as lockedUntil'])
        .where((eb) => eb(eb.fn<string>('lower', ['account']), '=', name))
        .executeTakeFirst(),
    )
    return { tenantId, account: row === undefined || tenant === undefined ? undefined : { ...row, tenant } }
  }

  async #fail({ account, tenantId, from }: Claim, attempt: LogInAttempt): Promise<never> {
    const { failures, waitSeconds, slowed } = this.#limits.failed(from)
    await this.#database.forAccess(tenantId).transaction(async (trx) => {
      const lockedUntil = waitSeconds === 0 ? null : new Date(this.#now().getTime() + waitSeconds * 1000)
      await trx
        .updateTable('staff')
        .set((eb) => ({ failed_attempts: eb('failed_attempts', '+', 1), locked_until: lockedUntil }))
        .where('id', '=', account?.staffId ?? 0)
        .execute()
      const object = { objectType: 'staff', objectId: account?.staffId ?? '' } as const
      await this.#audit({ trx, tenantId }, { account, attempt }, { action: 'logInFailed', ...object, after: { failures, waitSeconds } })
    })
    if (slowed) await this.#noteSpraying(attempt)
    throw new AppError('LOGIN_FAILED')
  }

  /** Many accounts tried from one address: that no tenant sees by itself. */
  async #noteSpraying(attempt: LogInAttempt): Promise<void> {
    await this.#database.forAccess(platformTenant).transaction((trx) => {
      const entry = { action: 'logInsSlowed', objectType: 'address', objectId: attempt.address } as const
      return this.#audit({ trx, tenantId: platformTenant }, { account: undefined, attempt }, entry)
    })
  }

  async #succeed(account: Account, attempt: LogInAttempt): Promise<Omit<LoggedIn, 'deviceCookie'>> {
    const loggedIn = await this.#database.forAccess(account.tenant.id).transaction(async (trx) => {
      await trx.updateTable('staff').set({ failed_attempts: 0, locked_until: null }).where('id', '=', account.staffId).execute()
      const person = await loadPerson(trx, account.staffId)
      if (person === undefined) throw new AppError('LOGIN_FAILED')
      const session = await this.#sessions.start(trx, { tenantId: account.tenant.id, staffId: account.staffId, ...attempt })
      const entry = { action: 'logIn', objectType: 'staff', objectId: account.staffId } as const
      await this.#audit({ trx, tenantId: account.tenant.id }, { account, attempt }, entry)
      return { person, session }
    })
    if (loggedIn.session.endedOlder) await this.#sessions.live.check(account.tenant.id)
    return loggedIn
  }

  #audit(
    scope: { trx: TenantTransaction; tenantId: number },
    { account, attempt }: { account: Account | undefined; attempt: LogInAttempt },
    entry: AuditFacts,
  ): Promise<void> {
    const who = { staffId: account?.staffId ?? null, account: account?.account ?? attempt.login }
    return writeAudit(scope, { tenantId: scope.tenantId, ...who, address: attempt.address }, [entry])
  }
}

/** `lockedUntil` may be a lock for one address alone, which is not kept here: it shows the administrator that somebody waits. */
function closedUntil(account: Account | undefined): Date | null {
  return account !== undefined && accountLockSeconds(account.failures) > 0 ? account.lockedUntil : null
}
