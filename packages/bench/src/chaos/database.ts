// A PostgreSQL of the run's own, and all that can happen to it: restarted, killed, stopped, locked, its disk filled.

import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile, open } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Client } from 'pg'
import { connect, type DatabaseAddress } from '@openseat/server/store/connection'
import { startEmbedded, type EmbeddedPostgres } from '@openseat/server/store/embedded/embedded-postgres'

const diskMegabytes = 400
const fillerBytes = 1_048_576

export class ChaosDatabase {
  readonly #folder: string
  readonly #server: EmbeddedPostgres
  /** A disk of its own, small enough to be filled without harm. Only root can make one. */
  readonly hasDisk: boolean

  private constructor(folder: string, server: EmbeddedPostgres, hasDisk: boolean) {
    this.#folder = folder
    this.#server = server
    this.hasDisk = hasDisk
  }

  static async start(): Promise<ChaosDatabase> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-chaos-'))
    const hasDisk = mounts(folder)
    await chmod(folder, 0o755)
    return new ChaosDatabase(folder, await startEmbedded({ dataFolder: folder }), hasDisk)
  }

  get address(): DatabaseAddress {
    return this.#server.connection
  }

  async close(): Promise<void> {
    await this.#server.close()
    if (this.hasDisk) execFileSync('umount', [this.#folder])
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** As an upgrade or `systemctl restart` does it. */
  async restart(): Promise<void> {
    process.kill((await this.#server.pid()) ?? 0, 'SIGINT')
    await delay(200)
  }

  async kill(): Promise<void> {
    this.#signal('KILL')
    await delay(200)
  }

  /** Nothing answers, nothing is closed: as a host that hangs. */
  async freeze(ms: number): Promise<void> {
    this.#signal('STOP')
    await delay(ms)
    this.#signal('CONT')
  }

  /** What VACUUM FULL, ALTER TABLE or a stalled disk look like from outside. */
  async lock(ms: number): Promise<void> {
    const client = await connect({ address: this.address, name: 'chaos' })
    await client.query('begin; lock table contact')
    await delay(ms)
    await client.query('rollback')
    await client.end()
  }

  /** Every connection of the programs is cut, and none is to be had: others have them all. */
  async takeConnections(ms: number): Promise<void> {
    const taken: Client[] = []
    const first = await connect({ address: this.address, name: 'chaos' })
    await first.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name <> 'openseat chaos' and backend_type = 'client backend'`,
    )
    const until = performance.now() + ms
    while (performance.now() < until) {
      const client = await connect({ address: this.address, name: 'chaos' }).catch(() => undefined)
      if (client) taken.push(client)
      else await delay(5)
    }
    for (const client of [first, ...taken]) await client.end().catch(() => undefined)
  }

  async fillDisk(ms: number): Promise<void> {
    const filler = path.join(this.#folder, 'filler')
    const file = await open(filler, 'w')
    try {
      for (;;) await file.write(Buffer.alloc(fillerBytes))
    } catch {
      // Full; the last kilobytes as well.
      await writeFile(`${filler}.rest`, Buffer.alloc(fillerBytes)).catch(() => undefined)
    } finally {
      await file.close()
    }
    // Until then what is written fits into the files that are there already.
    await this.rows('select pg_switch_wal()').catch(() => undefined)
    await this.rows('select pg_switch_wal()').catch(() => undefined)
    await delay(ms)
    await rm(filler)
    await rm(`${filler}.rest`, { force: true })
  }

  /** When a write is committed again, by the monotonic clock. */
  async acceptsWrites(): Promise<number> {
    for (;;) {
      const client = await connect({ address: this.address, name: 'chaos' }).catch(() => undefined)
      const isWritten = await client
        ?.query('create schema if not exists chaos; create table if not exists chaos.probe (n int); insert into chaos.probe values (1)')
        .then(
          () => true,
          () => false,
        )
      await client?.end().catch(() => undefined)
      if (isWritten === true) return performance.now()
      await delay(20)
    }
  }

  async rows<T extends object>(text: string): Promise<T[]> {
    const client = await connect({ address: this.address, name: 'chaos' })
    const { rows } = await client.query<T>(text)
    await client.end()
    return rows
  }

  /** To the postmaster and every process of it: each works in the cluster's folder. */
  #signal(signal: 'KILL' | 'STOP' | 'CONT'): void {
    const script = `for p in /proc/[0-9]*; do if [ "$(readlink $p/cwd)" = "${this.#folder}/pg" ]; then kill -${signal} \${p#/proc/}; fi; done; true`
    execFileSync('/bin/sh', ['-c', script], { stdio: 'ignore' })
  }
}

function mounts(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
