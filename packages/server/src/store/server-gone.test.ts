// PostgreSQL is stopped and killed in mid-traffic, with every kind of connection lent out: the program that uses it lives
// on, and works again when it is back.

import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect } from './connection.ts'
import { type Database, openDatabase } from './database.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded/embedded-postgres.ts'

let folder: string
let server: EmbeddedPostgres
let database: Database

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-gone-'))
  await chmod(folder, 0o755)
  server = await startEmbedded({ dataFolder: folder })
  database = await openDatabase({ address: server.connection, onError: () => undefined })
})
afterAll(async () => {
  await database.close()
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

/** The postmaster and every process of it; each backend works in the cluster's folder. */
function killAll(): void {
  const script = `for p in /proc/[0-9]*; do if [ "$(readlink $p/cwd)" = "${folder}/pg" ]; then kill -9 \${p#/proc/}; fi; done; true`
  execFileSync('/bin/sh', ['-c', script], { stdio: 'ignore' })
}

const fastShutdown = async (): Promise<void> => void process.kill((await server.pid()) ?? 0, 'SIGINT')

const works = (): Promise<boolean> =>
  Promise.all([
    database.platform.ping(),
    ...[database.forTenant(0), database.forCalls(0), database.forAccess(0), database.forExports(0)].map((store) =>
      store.read((trx) => sql`select 1`.execute(trx)),
    ),
  ]).then(
    () => true,
    () => false,
  )

/** Asks without end, each question with a connection of its own; its failures are the askers'. */
function traffic(): { stop: () => Promise<void>; readonly failed: number } {
  const stopped = new AbortController()
  let failed = 0
  const stores = [database.forTenant(0), database.forTenant(1), database.forCalls(0), database.forAccess(0), database.forExports(0)]
  const ask = async (at: number): Promise<void> => {
    const store = stores[at % stores.length]
    while (!stopped.signal.aborted) {
      // Between two statements the client is lent out, and no query of it is there to be told.
      const asked =
        at % 2 === 0
          ? store?.read(async (trx) => [await sql`select pg_sleep(0.01)`.execute(trx), await delay(20), await sql`select 1`.execute(trx)])
          : database.platform.ping()
      await asked?.catch(() => (failed += 1))
      await delay(1)
    }
  }
  const asking = Array.from({ length: 20 }, (_, at) => ask(at))
  return {
    async stop() {
      stopped.abort()
      await Promise.all(asking)
    },
    get failed() {
      return failed
    },
  }
}

const ways: [string, () => void | Promise<void>][] = [
  ['a fast shutdown', fastShutdown],
  ['kill -9 of all its processes', killAll],
]

it.each([...ways, ...ways, ...ways])('%s is survived', { timeout: 60_000 }, async (_name, end) => {
  const unhandled: unknown[] = []
  const note = (error: unknown): number => unhandled.push(error)
  process.on('uncaughtException', note)
  process.on('unhandledRejection', note)
  const alone = await connect({ address: server.connection, name: 'test' })
  const load = traffic()
  await delay(300)
  await end()
  await expect.poll(() => load.failed).toBeGreaterThan(0)
  await expect.poll(works, { timeout: 30_000 }).toBe(true)
  await load.stop()
  await alone.end().catch(() => undefined)
  process.off('uncaughtException', note)
  process.off('unhandledRejection', note)
  expect(unhandled).toEqual([])
})
