// Debian's PgBouncer in front of a test database, set up as people do when it refuses a start-up parameter: it drops them.

import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, type DatabaseAddress } from '../store/connection.ts'
import { giveTo, serverUser } from '../store/embedded/server-user.ts'
import { freePort } from './program.ts'

export type PoolMode = 'session' | 'transaction' | 'statement'

export interface Bouncer {
  readonly address: DatabaseAddress
  readonly close: () => Promise<void>
}

export async function startBouncer(behind: DatabaseAddress, poolMode: PoolMode): Promise<Bouncer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-bouncer-'))
  await chmod(folder, 0o755)
  const port = await freePort()
  const file = path.join(folder, 'pgbouncer.ini')
  await writeFile(file, settings(behind, port, poolMode))
  await giveTo(serverUser(), file)
  const child = spawn('pgbouncer', [file], { ...serverUser(), stdio: 'ignore' })
  child.on('error', () => undefined) // told by the wait below
  const address = { url: `postgres://anybody@127.0.0.1:${port}/${partsOf(behind).dbname}` }
  await untilReady(address)
  return {
    address,
    async close() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await gone
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function settings(behind: DatabaseAddress, port: number, poolMode: PoolMode): string {
  const target = Object.entries(partsOf(behind)).map(([name, value]) => `${name}=${value}`)
  return `
[databases]
* = ${target.filter((part) => !part.startsWith('dbname=')).join(' ')}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${poolMode}
default_pool_size = 40
ignore_startup_parameters = extra_float_digits,options
`
}

function partsOf(address: DatabaseAddress): Record<string, string> {
  if (!('url' in address)) return { host: address.host, user: address.user, dbname: address.database }
  const { hostname, port, username, password, pathname, searchParams } = new URL(address.url)
  return {
    host: searchParams.get('host') ?? hostname,
    ...(port === '' ? {} : { port }),
    user: decodeURIComponent(username),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    dbname: pathname.slice(1),
  }
}

async function untilReady(address: DatabaseAddress): Promise<void> {
  for (let left = 200; ; left--) {
    const client = await connect({ address, name: 'test' }).catch((error: unknown) => {
      if (left === 0) throw error
    })
    if (client) return client.end()
    await delay(25)
  }
}
