// The server process: is one running on this cluster, start one, stop one. Never trusts a bare pid:
// a number in postmaster.pid counts only when that process really is a postgres.

import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { readdir, readFile, readlink, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { embeddedRefused } from '../../runtime/start-refused.ts'
import { socketName, type Places } from './places.ts'
import type { ServerUser } from './server-user.ts'

const logLimitBytes = 10 * 1024 * 1024

/** False for a zombie too: a container without an init process keeps those for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isZombie(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** The pid of the postgres that serves this cluster, if one runs (ours, or an orphan of a killed program). */
export async function runningPostmaster(cluster: string): Promise<number | undefined> {
  const pid = await recordedPid(path.join(cluster, 'postmaster.pid'))
  if (pid === undefined || !isAlive(pid)) return undefined
  const binary = await executableOf(pid)
  return binary === undefined || path.basename(binary) === 'postgres' ? pid : undefined
}

async function recordedPid(lockFile: string): Promise<number | undefined> {
  const text = await readFile(lockFile, 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  return Number.isInteger(pid) && pid > 1 ? pid : undefined
}

/** The program's path, without the kernel's mark for a replaced file; undefined where /proc does not tell. */
async function executableOf(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  const link = await readlink(`/proc/${pid}/exe`).catch(() => '')
  return link.replace(/ \(deleted\)$/, '')
}

/** An orphan that runs other binaries than ours (an upgrade replaced them) is not adopted. */
export async function runsBinary(pid: number, native: string): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const link = await readlink(`/proc/${pid}/exe`).catch(() => '')
  return link === path.join(native, 'bin', 'postgres')
}

/** Starts the server and returns at once; readiness is a connection's matter. */
export async function spawnPostmaster(native: string, places: Places, user: ServerUser | undefined): Promise<number> {
  await removeStaleLocks(places)
  await limitLog(places.log)
  const log = openSync(places.log, 'a')
  try {
    return await spawnDetached(path.join(native, 'bin', 'postgres'), { args: serverArgs(places), log, user })
  } finally {
    closeSync(log)
  }
}

function serverArgs(places: Places): string[] {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: places.socketFolder,
    unix_socket_permissions: '0700',
    ssl: 'off',
    fsync: 'on',
    synchronous_commit: 'on',
    checkpoint_completion_target: '0.9',
    max_wal_size: '4GB',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    lc_messages: 'C',
    log_min_messages: 'warning',
  }
  return ['-D', places.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

interface SpawnPlan {
  readonly args: string[]
  readonly log: number
  readonly user: ServerUser | undefined
}

function spawnDetached(binary: string, plan: SpawnPlan): Promise<number> {
  return new Promise((resolve, reject) => {
    // detached: a Ctrl-C at the terminal is ours to handle; it must not reach the server under our feet.
    const child = spawn(binary, plan.args, {
      ...plan.user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', plan.log, plan.log],
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    })
    child.on('error', (error) => reject(embeddedRefused('the server could not be run.', error)))
    child.on('spawn', () => {
      child.unref()
      if (child.pid === undefined) reject(embeddedRefused('the server has no process.'))
      else resolve(child.pid)
    })
  })
}

/**
 * A lock file whose number now belongs to another program, or to a zombie, would stop postgres for ever. It is removed
 * only when no process of the old server is left: that file is also what keeps a new one from starting beside them.
 */
async function removeStaleLocks(places: Places): Promise<void> {
  if ((await runningPostmaster(places.cluster)) !== undefined) return
  const stale = [path.join(places.cluster, 'postmaster.pid'), path.join(places.socketFolder, `${socketName}.lock`)]
  const found = await Promise.all(stale.map(recordedPid))
  if (found.every((pid) => pid === undefined)) return
  for (let round = 0; round < 500 && (await hasBackends(places.cluster)); round++) await delay(10)
  if (await hasBackends(places.cluster)) return
  for (const file of stale.filter((_, index) => found[index] !== undefined)) await rm(file, { force: true })
}

/** Every process of a server works in the cluster's folder. */
async function hasBackends(cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return false
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => '')))
  return pids.some((pid, index) => folders[index] === cluster && Number(pid) !== process.pid)
}

async function limitLog(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  )
  if (size > logLimitBytes) await rm(log, { force: true })
}

/** Fast shutdown; after `patienceMs` an immediate one, which is safe too: the next start replays the log. */
export async function stopPostmaster(pid: number, patienceMs = 10_000): Promise<void> {
  signal(pid, 'SIGINT')
  if (await goneWithin(pid, patienceMs)) return
  signal(pid, 'SIGQUIT')
  await goneWithin(pid, 5_000)
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // Already gone: that is what was wanted.
  }
}

export async function goneWithin(pid: number, limitMs: number): Promise<boolean> {
  const until = performance.now() + limitMs
  while (isAlive(pid)) {
    if (performance.now() > until) return false
    await delay(10)
  }
  return true
}
