// One OpenSeat per database at DATABASE_URL: each tenant's calls have a single owner in memory. The owner renews a lease
// in the database, by the database's clock alone; when it no longer does, a standby takes over and counts the epoch up.
// From then on nothing of the older epoch is committed (`program.hold` in each writing transaction), whoever wakes up late.

import os from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client, QueryResult } from 'pg'
import { answered, connect, type DatabaseAddress } from './connection.ts'
import { StartRefused } from '../runtime/start-refused.ts'

const heldForSeconds = 3
const renewEveryMs = 1_000
const lookEveryMs = 500
const answerMs = 2_000
/** An answer that took longer came from a database that had been away. */
const slowMs = 500
/** So long a standby leaves the lease to its owner after the database was away; the owner tries more often then. */
const ownerFirstMs = 1_500
/** One that is slow for good is not waited for any longer. */
const longestWaitMs = 5_000
const retryEveryMs = 250
/** Longer than a dead program's lease lasts: a restart at once need not be told to come again. */
const patienceMs = heldForSeconds * 1_000 + 2_000

export interface LeaseOptions {
  readonly address: DatabaseAddress
  /** Waits for as long as another program has the database. */
  readonly standby: boolean
  /** Another program has the database: this one begins to wait. */
  readonly onWaiting: (holder: string) => Promise<void>
  readonly onTrouble: (message: string, error?: unknown) => void
  /** Another program has taken over: this one must stop. */
  readonly onLost: () => void
}

interface LeaseRow {
  readonly holder: string
  readonly until: string
  readonly over: boolean
}

const held = `held_until = clock_timestamp() + interval '${heldForSeconds} seconds'`
const look = `select holder, held_until::text as until, held_until < clock_timestamp() as over from program.lease`
const take = `update program.lease set epoch = epoch + 1, holder = $1, ${held} where held_until < clock_timestamp() returning epoch`
const renew = `update program.lease set ${held} where epoch = $1`
const release = `update program.lease set held_until = '-infinity' where epoch = $1`
/** Writing transactions of a program that was stopped in their midst would hold the epoch until their own time is over. */
const endHolders = `
  select pg_terminate_backend(l.pid) from pg_locks l
  where l.relation = 'program.lease'::regclass and l.mode = 'RowShareLock' and l.granted and l.pid <> pg_backend_pid()
    and l.database = (select oid from pg_database where datname = current_database())`

export async function hasLease(address: DatabaseAddress): Promise<boolean> {
  const line = new Line(address)
  const { rows } = await line.ask(`select to_regclass('program.lease') is not null as there`).finally(() => line.end())
  return (rows[0] as { there: boolean }).there
}

export async function takeLease(options: LeaseOptions): Promise<Lease> {
  const line = new Line(options.address)
  try {
    return new Lease(options, line, await waitFor(options, line))
  } catch (error) {
    await line.end()
    throw error
  }
}

async function waitFor(options: LeaseOptions, line: Line): Promise<number> {
  const began = performance.now()
  const turn = new Turn(options.standby)
  for (let first: LeaseRow | undefined; ; await delay(lookEveryMs)) {
    const found = await lookAt(options, line, turn)
    if (found === undefined) continue
    if (typeof found === 'number') return found
    if (first === undefined && options.standby) await options.onWaiting(found.holder)
    first ??= found
    const renewed = found.until !== first.until
    if (!options.standby && (renewed || performance.now() - began > patienceMs)) throw inUse(found.holder)
  }
}

/**
 * Whether it is a standby's turn. While the database was away its owner could not renew the lease either; back again, the
 * owner comes first, and no call is lost to a database that was merely slow.
 */
class Turn {
  readonly #standby: boolean
  #awayUntil = -Infinity
  #overSince = Infinity
  #until = ''

  constructor(standby: boolean) {
    this.#standby = standby
  }

  /** A look that took so long came to what it tells. */
  hasCome({ until, over }: LeaseRow, tookMs: number): boolean {
    const now = performance.now()
    if (tookMs > slowMs) this.isAway()
    if (!over || until !== this.#until) this.#overSince = over ? now : Infinity
    this.#until = until
    return over && (!this.#standby || now - this.#awayUntil > ownerFirstMs || now - this.#overSince > longestWaitMs)
  }

  isAway(): void {
    this.#awayUntil = performance.now()
  }
}

/** The epoch when it was taken; undefined while the database does not answer a standby. */
async function lookAt({ standby, onTrouble }: LeaseOptions, line: Line, turn: Turn): Promise<number | LeaseRow | undefined> {
  const asked = performance.now()
  try {
    const [row] = (await line.ask(look)).rows as LeaseRow[]
    if (row === undefined)
      throw new StartRefused("The row of program.lease is gone. Put it back: insert into program.lease values (1, 0, '', '-infinity');")
    if (!turn.hasCome(row, performance.now() - asked)) return row
    await line.ask(endHolders)
    const taken = (await line.ask(take, [me()])).rows as { epoch: number }[]
    return taken[0]?.epoch ?? row
  } catch (error) {
    if (!standby || error instanceof StartRefused) throw error
    turn.isAway()
    onTrouble('the database did not answer the standby', error)
    return undefined
  }
}

const me = (): string => `pid=${process.pid} host=${os.hostname()}`

const inUse = (holder: string): StartRefused =>
  new StartRefused(
    `The database at DATABASE_URL is in use by another OpenSeat (${holder}). Stop that one first, or set OPENSEAT_STANDBY=1: then this one waits and takes over when the other one ends.`,
  )

export class Lease {
  readonly epoch: number
  readonly #options: LeaseOptions
  readonly #line: Line
  readonly #stop = new AbortController()
  readonly #renewing: Promise<void>

  constructor(options: LeaseOptions, line: Line, epoch: number) {
    this.#options = options
    this.#line = line
    this.epoch = epoch
    this.#renewing = this.#renew()
  }

  /** Whoever waits may take over at once. */
  async close(): Promise<void> {
    this.#stop.abort()
    await this.#renewing
    await this.#line.ask(release, [this.epoch]).catch(() => undefined)
    await this.#line.end()
  }

  /** Only the database's word ends it: while that is silent nobody else takes over either. */
  async #renew(): Promise<void> {
    const { signal } = this.#stop
    let silent = false
    while (await delay(silent ? retryEveryMs : renewEveryMs, true, { signal }).catch(() => false)) {
      try {
        const { rowCount } = await this.#line.ask(renew, [this.epoch])
        silent = false
        if (rowCount === 0) return this.#options.onLost()
      } catch (error) {
        if (!silent) this.#options.onTrouble('the lease of the database could not be renewed; trying on', error)
        silent = true
      }
    }
  }
}

/** A connection for single statements, made anew when it broke. */
class Line {
  readonly #address: DatabaseAddress
  #client: Client | undefined

  constructor(address: DatabaseAddress) {
    this.#address = address
  }

  async ask(text: string, values: readonly unknown[] = []): Promise<QueryResult> {
    this.#client ??= await connect({ address: this.#address, name: `lease ${me()}` })
    try {
      return await answered(this.#client, { text, values: [...values] }, answerMs)
    } catch (error) {
      await this.end()
      throw error
    }
  }

  async end(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    await client?.end().catch(() => undefined)
  }
}
