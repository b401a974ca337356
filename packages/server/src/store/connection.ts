// Connections to the database. Nothing that matters rests on a start-up parameter: a pooler may drop those. Roles,
// limits and the time zone are set at the begin of each transaction (transaction-start.ts).

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client, type ClientConfig, Pool, type PoolClient, types, type PoolConfig, type QueryConfig, type QueryResult } from 'pg'
import { from } from 'pg-copy-streams'

export type DatabaseAddress = { readonly url: string } | { readonly host: string; readonly user: string; readonly database: string }

export interface PoolPlan {
  readonly address: DatabaseAddress
  /** Stands in the server's list of connections. */
  readonly name: string
  readonly max: number
  /** For a free connection, a new one included; default 10,000. */
  readonly waitMs?: number
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

/** What every connection has: the parsers, and probes that find a host that went away without a word. */
function configOf({ address, name }: Pick<PoolPlan, 'address' | 'name'>): ClientConfig {
  return {
    ...('url' in address ? { connectionString: address.url } : address),
    types: parsers,
    application_name: `openseat ${name}`.slice(0, 63),
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
  }
}

export function openPool(plan: PoolPlan): Pool {
  const pool = new Pool({ ...configOf(plan), max: plan.max, connectionTimeoutMillis: plan.waitMs ?? 10_000 })
  // Without a listener, node-postgres ends the process when the server stops. The pool's hears of idle connections
  // only: while one is lent out, its own listener does. Whoever borrowed it hears of it from the statement.
  pool.on('error', plan.onError)
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** A connection of its own, with the same care; `end` when done. */
export async function connect(plan: Pick<PoolPlan, 'address' | 'name'>): Promise<Client> {
  const client = new Client({ ...configOf(plan), connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined) // 'end' follows
  await client.connect()
  return client
}

/** A statement that gets no answer in time breaks its connection: a host that is gone would be waited for by the hour. */
export function answered(client: Client | PoolClient, query: string | QueryConfig, limitMs: number): Promise<QueryResult> {
  return inTime(client, limitMs, () => client.query(query))
}

/** As `answered`, for `copy … from stdin`. */
export function answeredCopy(client: PoolClient, text: string, { rows, limitMs }: { rows: Buffer; limitMs: number }): Promise<void> {
  return inTime(client, limitMs, () => pipeline(Readable.from([rows]), client.query(from(text))))
}

async function inTime<T>(client: Client | PoolClient, limitMs: number, work: () => Promise<T>): Promise<T> {
  // Ended amidst a statement, it closes the socket at once.
  const timer = setTimeout(() => void client.end(), limitMs)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
  }
}
