// One program per data folder. The lock is a session's advisory lock in the server itself: the kernel closes the
// connection of a killed program, so the lock is never stale and never timed.

import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { embeddedRefused } from '../../runtime/start-refused.ts'
import { databaseOwner } from './initialise.ts'
import type { Places } from './places.ts'
import { isAlive } from './postmaster.ts'

const guardKey = 0x0_0bea_5ea7
const guardName = /^openseat-guard pid=(\d+)$/

/** A connection to the maintenance database; throws while the server is not ready. */
export async function connectGuard(places: Places): Promise<Client> {
  const client = new Client({
    host: places.socketFolder,
    user: databaseOwner,
    database: 'postgres',
    application_name: `openseat-guard pid=${process.pid}`,
    keepAlive: true,
  })
  client.on('error', () => undefined) // the owner listens to 'end'; without this an error would end the process
  await client.connect()
  return client
}

/** Takes the folder's lock or refuses, naming the program that has it. */
export async function takeGuard(client: Client, places: Places): Promise<void> {
  await checkFolder(client, places)
  const until = performance.now() + 5_000
  while (!(await tryLock(client))) {
    const holder = await guardHolder(client)
    if (holder !== undefined && (holder === process.pid || isAlive(holder))) throw inUse(places, holder)
    if (performance.now() > until) throw inUse(places, holder)
    await delay(20)
  }
}

function inUse(places: Places, pid: number | undefined): Error {
  const who = pid === undefined ? 'another program' : `process ${pid}`
  return embeddedRefused(
    `the data folder ${places.data} is in use by ${who}. Stop it first, or give this one another folder with OPENSEAT_DATA.`,
  )
}

async function checkFolder(client: Client, places: Places): Promise<void> {
  const { rows } = await client.query<{ data_directory: string }>('show data_directory')
  const found = rows[0]?.data_directory
  if (found === places.cluster) return
  throw embeddedRefused(`the server at ${places.socketFolder} serves ${found ?? 'nothing'}, not ${places.cluster}.`)
}

async function tryLock(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [guardKey])
  return rows[0]?.taken === true
}

/** The living program that has the folder's lock. */
export async function guardHolder(client: Client): Promise<number | undefined> {
  const { rows } = await client.query<{ application_name: string }>(
    `select a.application_name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = $1 and l.granted`,
    [guardKey],
  )
  const pid = guardName.exec(rows[0]?.application_name ?? '')?.[1]
  return pid === undefined ? undefined : Number(pid)
}
