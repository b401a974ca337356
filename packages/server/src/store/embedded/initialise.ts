// Makes a new database cluster. It is built beside its final place and renamed there when complete,
// so a kill in the middle leaves only rubbish with a dead process's number, removed by the next start.

import { spawn } from 'node:child_process'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { embeddedRefused } from '../../runtime/start-refused.ts'
import type { Places } from './places.ts'
import { isAlive } from './postmaster.ts'
import { giveTo, type ServerUser } from './server-user.ts'

export const databaseOwner = 'openseat'

export async function initialise(native: string, places: Places, user: ServerUser | undefined): Promise<void> {
  await removeLeftovers(places.home)
  if (await isComplete(places.cluster)) return
  const building = path.join(places.home, `pg.init-${process.pid}`)
  await mkdir(building, { recursive: true, mode: 0o700 })
  await giveTo(user, building)
  await runInitdb(native, building, user)
  await rename(building, places.cluster).catch(async (error: unknown) => {
    await rm(building, { recursive: true, force: true })
    if (!(await isComplete(places.cluster))) throw error
  })
}

async function isComplete(cluster: string): Promise<boolean> {
  return stat(path.join(cluster, 'PG_VERSION')).then(
    () => true,
    () => false,
  )
}

async function removeLeftovers(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    const pid = /^pg\.init-(\d+)$/.exec(name)?.[1]
    if (pid === undefined || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue
    await rm(path.join(home, name), { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
}

function runInitdb(native: string, building: string, user: ServerUser | undefined): Promise<void> {
  const args = ['-D', building, '-U', databaseOwner, '-E', 'UTF8', '-A', 'trust', '--no-instructions']
  // The builtin provider needs no locale of the machine, and never the package's own old ICU.
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--lc-messages=C')
  return new Promise((resolve, reject) => {
    const child = spawn(path.join(native, 'bin', 'initdb'), args, {
      ...user,
      cwd: building,
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('error', (error) => reject(embeddedRefused('initdb could not be run.', error)))
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(embeddedRefused(`initdb failed (${code ?? 'killed'}):\n${output.trim()}`))
    })
  })
}
