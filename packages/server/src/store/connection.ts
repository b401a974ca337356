// Pools to the database: as its owner (migrations, export, import) and under the two roles of the running program.

import { Pool, types, type PoolConfig } from 'pg'

export type DatabaseAddress = { readonly url: string } | { readonly host: string; readonly user: string; readonly database: string }

export type RuntimeRole = 'app_rt' | 'app_platform'

export interface PoolPlan {
  readonly address: DatabaseAddress
  readonly role?: RuntimeRole
  readonly max: number
  readonly onError: (error: Error) => void
}

const int8 = 20
const date = 1082

/** Whole numbers beyond 2^53 would change their value silently; none of our counters gets there. */
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`)
  return value
}

const parsers: PoolConfig['types'] = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === int8) return parseInt8
    // A calendar day is not an instant: a Date would shift it by the time zone.
    if (oid === date) return (text: string) => text
    return types.getTypeParser(oid, format)
  },
}

const runtimeSettings = {
  statement_timeout: '15000',
  lock_timeout: '5000',
  idle_in_transaction_session_timeout: '60000',
}

function sessionOptions(role: RuntimeRole | undefined): string {
  const settings = role === undefined ? {} : { role, ...runtimeSettings }
  return Object.entries({ ...settings, timezone: 'UTC' })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')
}

function addressOf(address: DatabaseAddress): PoolConfig {
  return 'url' in address ? { connectionString: address.url } : address
}

export function openPool(plan: PoolPlan): Pool {
  const pool = new Pool({
    ...addressOf(plan.address),
    max: plan.max,
    types: parsers,
    options: sessionOptions(plan.role),
    application_name: `openseat ${plan.role ?? 'owner'}`,
    connectionTimeoutMillis: 10_000,
  })
  // Without a listener, node-postgres ends the process when the server stops.
  pool.on('error', plan.onError)
  return pool
}
