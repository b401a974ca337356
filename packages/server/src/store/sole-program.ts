// One OpenSeat per database at DATABASE_URL: each tenant's calls have a single owner in memory. The lock is a session's
// advisory lock: the server frees it when the program or its connection dies. (The built-in server has a guard of its own.)

import os from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { StartRefused } from './start-refused.ts'

export const lockKey = 0x0_0bea_5ea8
const retakeEveryMs = 1_000

export interface SoleOptions {
  readonly databaseUrl: string
  readonly onTrouble: (message: string, error?: unknown) => void
  /** Another program has taken the database over: this one must stop. */
  readonly onLost: () => void
}

export async function takeSole(options: SoleOptions): Promise<SoleProgram> {
  const sole = new SoleProgram(options)
  await sole.take()
  return sole
}

export class SoleProgram {
  readonly #options: SoleOptions
  #client: Client | undefined
  #closing = false

  constructor(options: SoleOptions) {
    this.#options = options
  }

  /** Refuses when another program has the database, and names it. */
  async take(): Promise<void> {
    const client = new Client({
      connectionString: this.#options.databaseUrl,
      application_name: `openseat sole pid=${process.pid} host=${os.hostname()}`.slice(0, 63),
      keepAlive: true,
    })
    client.on('error', () => undefined) // 'end' follows
    await client.connect()
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [lockKey])
    if (rows[0]?.taken !== true) {
      const holder = await holderOf(client)
      await client.end()
      throw new StartRefused(`The database at DATABASE_URL is in use by another OpenSeat (${holder}). Stop that one first.`)
    }
    this.#client = client
    client.once('end', () => {
      if (!this.#closing) void this.#retake()
    })
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#client?.end().catch(() => undefined)
  }

  async #retake(): Promise<void> {
    this.#options.onTrouble('the connection that keeps this program the only one broke; taking it again')
    while (!this.#closing) {
      try {
        return await this.take()
      } catch (error) {
        if (error instanceof StartRefused) {
          this.#options.onTrouble(error.message)
          return this.#options.onLost()
        }
        await delay(retakeEveryMs)
      }
    }
  }
}

async function holderOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = $1 and l.granted and l.database = (select oid from pg_database where datname = current_database())`,
    [lockKey],
  )
  return rows[0]?.name.replace('openseat sole ', '') ?? 'unknown'
}
