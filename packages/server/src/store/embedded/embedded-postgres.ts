// The database of an installation without DATABASE_URL: a real PostgreSQL as a child process on a UNIX socket in the
// data folder. Survives kill -9 of the program (an orphan is adopted) and of the server (it is started again).

import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import { embeddedRefused } from '../../runtime/start-refused.ts'
import { connectGuard, takeGuard } from './folder-lock.ts'
import { databaseOwner, initialise } from './initialise.ts'
import { databaseName, type EmbeddedConnection } from './names.ts'
import { usableNative } from './native.ts'
import { findPlaces, type Places } from './places.ts'
import { isAlive, runningPostmaster, runsBinary, spawnPostmaster, stopPostmaster } from './postmaster.ts'
import { serverUser, type ServerUser } from './server-user.ts'

const startLimitMs = 60_000

export interface EmbeddedOptions {
  readonly dataFolder: string
  /** The server stopped by itself and is started again, or could not be. */
  readonly onTrouble?: (message: string, error?: unknown) => void
}

/** Starts (or adopts) the server of this data folder; refuses when another program uses the folder. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const user = serverUser()
  const places = await findPlaces(options.dataFolder, user)
  const native = await usableNative(user, places.home)
  await initialise(native, places, user)
  const server = new EmbeddedPostgres({ options, places, native, user })
  await server.start()
  return server
}

interface Setting {
  readonly options: EmbeddedOptions
  readonly places: Places
  readonly native: string
  readonly user: ServerUser | undefined
}

export class EmbeddedPostgres {
  readonly connection: EmbeddedConnection
  readonly #setting: Setting
  #guard: Client | undefined
  #recovering: Promise<void> | undefined
  #closing = false

  constructor(setting: Setting) {
    this.#setting = setting
    this.connection = { host: setting.places.socketFolder, user: databaseOwner, database: databaseName }
  }

  /** The server's process, for tests and the log. */
  async pid(): Promise<number | undefined> {
    return runningPostmaster(this.#setting.places.cluster)
  }

  async start(): Promise<void> {
    const guard = await this.#guardedServer()
    await createDatabase(guard)
    this.#guard = guard
    guard.once('end', () => {
      this.#recovering = this.#recover()
    })
  }

  /** Stops the server; waits until it is gone. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#recovering
    const pid = await this.pid()
    this.#guard?.removeAllListeners('end')
    await this.#guard?.end().catch(() => undefined)
    if (pid !== undefined) await stopPostmaster(pid)
  }

  async #guardedServer(): Promise<Client> {
    const guard = await this.#reachServer()
    try {
      await takeGuard(guard, this.#setting.places)
    } catch (error) {
      await guard.end().catch(() => undefined)
      throw error
    }
    return (await this.#isOurBinary()) ? guard : this.#restarted(guard)
  }

  async #isOurBinary(): Promise<boolean> {
    const pid = await this.pid()
    return pid === undefined || runsBinary(pid, this.#setting.native)
  }

  async #restarted(guard: Client): Promise<Client> {
    const pid = await this.pid()
    await guard.end()
    if (pid !== undefined) await stopPostmaster(pid)
    return this.#guardedServer()
  }

  async #reachServer(): Promise<Client> {
    const until = performance.now() + startLimitMs
    const tries = { left: 3 }
    for (let lastPid: number | undefined; ; await delay(20)) {
      const guard = await connectGuard(this.#setting.places).catch(() => undefined)
      if (guard !== undefined) return guard
      lastPid = await this.#ensureProcess(lastPid, tries)
      if (performance.now() > until) throw await this.#startFailed('it did not answer in a minute')
    }
  }

  /** Starts the server unless one runs; a server that dies at once is tried again a few times. */
  async #ensureProcess(lastPid: number | undefined, tries: { left: number }): Promise<number | undefined> {
    const { places, native, user } = this.#setting
    const running = await runningPostmaster(places.cluster)
    if (running !== undefined) return running
    if (lastPid !== undefined && isAlive(lastPid)) return lastPid
    if (tries.left-- === 0) throw await this.#startFailed('it stops at once')
    return spawnPostmaster(native, places, user)
  }

  async #startFailed(what: string): Promise<Error> {
    const { log } = this.#setting.places
    const text = await readFile(log, 'utf8').catch(() => '')
    return embeddedRefused(`${what}. The end of ${log}:\n${text.trim().split('\n').slice(-8).join('\n')}`)
  }

  async #recover(): Promise<void> {
    this.#guard = undefined
    for (let waitMs = 50; !this.#closing; waitMs = Math.min(waitMs * 2, 5_000)) {
      this.#setting.options.onTrouble?.('the database server stopped; starting it again')
      try {
        return await this.start()
      } catch (error) {
        this.#setting.options.onTrouble?.('the database server could not be started again', error)
        await delay(waitMs)
      }
    }
  }
}

async function createDatabase(guard: Client): Promise<void> {
  const { rowCount } = await guard.query('select 1 from pg_database where datname = $1', [databaseName])
  if (rowCount === 0) await guard.query(`create database ${databaseName}`)
}
