// How every transaction begins: under a role for which row-level security hides what is not its own, for one tenant, with
// limits. One round trip, and local to the transaction: so it holds behind a pooler too, and no borrower inherits it.

import { StartRefused } from '../runtime/start-refused.ts'

export type StoreRole = 'app_rt' | 'app_platform' | 'app_backup'

export interface TransactionStart {
  readonly role: StoreRole
  readonly tenantId?: number
  /** A reader sees one moment, however many statements it needs. */
  readonly mode: 'read write' | 'isolation level repeatable read read only'
  /** Of the program's lease: a write of an older one is refused. Undefined: nobody else can have the database. */
  readonly epoch?: number
  /** 0: a statement takes as long as it takes. */
  readonly statementMs: number
}

const lockMs = 5_000
const idleMs = 60_000

export function startStatement({ role, tenantId, mode, statementMs, epoch }: TransactionStart): string {
  const settings = {
    'app.tenant': String(tenantId ?? ''),
    timezone: 'UTC',
    statement_timeout: String(statementMs),
    lock_timeout: String(lockMs),
    idle_in_transaction_session_timeout: String(idleMs),
  }
  const set = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`)
  const fence = epoch === undefined || mode !== 'read write' ? '' : `, program.hold(${epoch})`
  return `begin ${mode}; set local role ${role}; select current_user::text as role, pg_backend_pid() as pid, ${set.join(', ')}${fence}`
}

/** What the start answered: under another role every tenant's rows may lie open. Returns the process that serves it. */
export function checkStarted(rows: readonly unknown[], role: StoreRole): number | undefined {
  const { role: found, pid } = (rows[0] ?? {}) as { role?: string; pid?: number }
  if (found === role) return pid
  throw new StartRefused(
    `A transaction at DATABASE_URL runs as ${found ?? 'nobody'} where ${role} was asked for: the tenants would not be kept apart. Look at what stands between OpenSeat and PostgreSQL.`,
  )
}
