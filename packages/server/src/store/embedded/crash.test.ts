// kill -9 of the program, and of the server with its backends, at random moments: the data opens again, every
// acknowledged commit is there, and no transaction is half there. OPENSEAT_CRASH_ROUNDS=200 for a night.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../database.ts'
import { startEmbedded } from './embedded-postgres.ts'

const rounds = Number(process.env['OPENSEAT_CRASH_ROUNDS'] ?? 20)
const writer = fileURLToPath(new URL('../../test-support/crash-writer.ts', import.meta.url))
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-crash-'))
  await chmod(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Run {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly ended: Promise<void>
}

function run(dataFolder: string): Run {
  const child = spawn(process.execPath, [writer, dataFolder], { stdio: ['ignore', 'pipe', 'pipe'] })
  const lines: string[] = []
  let rest = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  child.stderr.on('data', (chunk: Buffer) => lines.push(`error ${chunk.toString()}`))
  return { child, lines, ended: new Promise((resolve) => child.on('close', () => resolve())) }
}

async function until(condition: () => boolean, limitMs: number): Promise<void> {
  for (const end = Date.now() + limitMs; !condition(); await delay(5)) {
    if (Date.now() > end) throw new Error('waited too long')
  }
}

/** The postmaster and every process of it; each backend works in the cluster's folder. */
function killServer(dataFolder: string): void {
  const script = `for p in /proc/[0-9]*; do if [ "$(readlink $p/cwd)" = "${dataFolder}/pg" ]; then kill -9 \${p#/proc/}; fi; done; true`
  execFileSync('/bin/sh', ['-c', script], { stdio: 'ignore' })
}

const acks = (lines: readonly string[]): number[] => lines.filter((line) => line.startsWith('ack ')).map((line) => Number(line.slice(4)))

async function committed(dataFolder: string): Promise<{ ids: Set<number>; torn: number }> {
  const server = await startEmbedded({ dataFolder })
  const database = await openDatabase({ address: server.connection, onError: () => undefined })
  const rows = await database.forTenant(0).read((trx) =>
    trx
      .selectFrom('audit_log')
      .select(['action', 'object_type'])
      .select((eb) => eb.fn.countAll<number>().as('found'))
      .groupBy(['action', 'object_type'])
      .execute(),
  )
  await database.close()
  await server.close()
  return { ids: new Set(rows.map((row) => Number(row.action))), torn: rows.filter((row) => Number(row.object_type) !== row.found).length }
}

describe('kill -9', () => {
  it(`loses no acknowledged commit in ${rounds} rounds`, { timeout: 30_000 + rounds * 10_000 }, async () => {
    const acked = new Set<number>()
    for (let round = 0; round < rounds; round++) {
      const started = run(folder)
      await until(() => started.lines.length > 0, 20_000)
      expect(started.lines[0]).toMatch(/^open \d+/)
      await delay(100 + Math.random() * 400)
      if (round % 2 === 0) killServer(folder)
      started.child.kill('SIGKILL')
      await started.ended
      for (const n of acks(started.lines)) acked.add(n)
    }
    const found = await committed(folder)
    expect(acked.size).toBeGreaterThan(rounds)
    expect([...acked].filter((n) => !found.ids.has(n))).toEqual([])
    expect(found.torn).toBe(0)
  })

  it('during the very first start leaves a folder that starts', { timeout: 60_000 }, async () => {
    const fresh = path.join(folder, 'fresh')
    for (const waitMs of [80, 200, 320, 440, 560, 700, 800, 900, 1_000]) {
      const started = run(fresh)
      await delay(waitMs)
      started.child.kill('SIGKILL')
      await started.ended
    }
    expect((await committed(fresh)).torn).toBe(0)
  })
})
