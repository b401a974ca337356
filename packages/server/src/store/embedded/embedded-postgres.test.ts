import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openStore } from '../open-store.ts'
import { connectionBeside } from './neighbour-check.ts'
import { startEmbedded, type EmbeddedPostgres } from './embedded-postgres.ts'
import { makeLinks } from './native.ts'
import { isAlive } from './postmaster.ts'
import { isReachable } from './server-user.ts'

const writer = fileURLToPath(new URL('../../test-support/crash-writer.ts', import.meta.url))
let folder: string
let started: EmbeddedPostgres[]

beforeEach(async () => {
  started = []
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-embedded-'))
  await chmod(folder, 0o755)
})
afterEach(async () => {
  await Promise.all(started.map((server) => server.close()))
  await rm(folder, { recursive: true, force: true })
})

async function start(dataFolder = folder): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ dataFolder })
  started.push(server)
  return server
}

async function ask(server: EmbeddedPostgres, question: string): Promise<unknown> {
  const client = new Client(server.connection)
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ answer: unknown }>(question)
  await client.end()
  return rows[0]?.answer
}

function otherProgram(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [writer, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  return new Promise((resolve) => child.stdout.once('data', () => resolve(child)))
}

const gone = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve))

describe('the built-in PostgreSQL', () => {
  it('listens on a UNIX socket only, syncs to disk and sorts by code point', async () => {
    const server = await start()
    expect(await ask(server, `select current_setting('listen_addresses') as answer`)).toBe('')
    expect(await ask(server, `select current_setting('fsync') as answer`)).toBe('on')
    expect(await ask(server, `select current_setting('max_wal_size') as answer`)).toBe('4GB')
    expect(
      await ask(server, `select concat(datcollate, datlocprovider, datlocale) as answer from pg_database where datname = 'openseat'`),
    ).toBe('CbC.UTF-8')
    expect(await readFile(path.join(folder, 'ENGINE'), 'utf8')).toBe('postgresql-embedded 18\n')
    expect((await lstat(server.connection.host)).mode & 0o077).toBe(0)
  })

  it('keeps its data over a stop, and leaves no process', async () => {
    const first = await start()
    await ask(first, `create table kept as select 7 as answer`)
    const pid = (await first.pid()) ?? 0
    await first.close()
    expect(isAlive(pid)).toBe(false)
    expect(await ask(await start(), 'select answer from kept')).toBe(7)
  })

  it('refuses a second program on the folder and names the first one’s pid', async () => {
    const other = await otherProgram()
    await expect(startEmbedded({ dataFolder: folder })).rejects.toThrow(new RegExp(`in use by process ${other.pid}[^]*DATABASE_URL`))
    other.kill('SIGKILL')
    await gone(other)
    await start()
  })

  it('lets a command work beside the running program, and leaves its server alone', async () => {
    expect(await connectionBeside(folder)).toBeUndefined()
    const server = await start()
    const store = await openStore({ databaseUrl: undefined, dataFolder: folder, onTrouble: () => undefined, beside: true })
    expect(await store.database.platform.tenantByCode('platform')).toMatchObject({ id: 0 })
    await store.close()
    expect(await ask(server, 'select 1 as answer')).toBe(1)
  })

  it('adopts the server that a killed program left behind', async () => {
    const other = await otherProgram()
    const orphan = Number((await readFile(path.join(folder, 'pg', 'postmaster.pid'), 'utf8')).split('\n')[0])
    other.kill('SIGKILL')
    await gone(other)
    expect(isAlive(orphan)).toBe(true)
    expect(await (await start()).pid()).toBe(orphan)
  })

  it('starts although postmaster.pid holds the number of some other program', async () => {
    await (await start()).close()
    await writeFile(path.join(folder, 'pg', 'postmaster.pid'), `${process.ppid}\n${folder}/pg\n`)
    expect(await ask(await start(), 'select 1 as answer')).toBe(1)
  })

  it('is started again when it is killed under the running program', async () => {
    const server = await start()
    const pid = (await server.pid()) ?? 0
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => ask(server, 'select 1 as answer').catch(() => undefined), { timeout: 20_000 }).toBe(1)
    await expect.poll(() => server.pid()).not.toBe(pid)
  })

  it('puts the socket elsewhere when the path is too long for one', async () => {
    const long = path.join(folder, 'x'.repeat(120))
    const server = await start(long)
    expect(await ask(server, 'select 1 as answer')).toBe(1)
    expect(await readFile(path.join(long, 'PLACES'), 'utf8')).toContain(server.connection.host)
    expect(server.connection.host).not.toContain('xxx')
  })

  it('works below a folder that only root can enter', { skip: process.getuid?.() !== 0 }, async () => {
    const closed = path.join(folder, 'closed')
    await mkdir(closed, { mode: 0o700 })
    expect(await isReachable(closed, { uid: 65_534, gid: 65_534 })).toBe(false)
    const server = await start(path.join(closed, 'data'))
    expect(await ask(server, 'select 1 as answer')).toBe(1)
    await server.close()
    const places = JSON.parse(await readFile(path.join(closed, 'data', 'PLACES'), 'utf8')) as { home: string }
    await rm(places.home, { recursive: true })
  })

  it('refuses a folder of another engine, in clear words', async () => {
    await writeFile(path.join(folder, 'ENGINE'), 'postgresql-embedded 17\n')
    await expect(startEmbedded({ dataFolder: folder })).rejects.toThrow(/was made by "postgresql-embedded 17"[^]*DATABASE_URL/)
  })

  it('takes an empty word of its engine for one that was cut off', async () => {
    const cut = path.join(folder, 'cut')
    await mkdir(cut)
    await writeFile(path.join(cut, 'ENGINE'), '')
    const server = await start(cut)
    await server.close()
    expect(await readFile(path.join(cut, 'ENGINE'), 'utf8')).toBe('postgresql-embedded 18\n')
  })

  it('makes the library links that the package’s install script would have made, again and again', async () => {
    const packaged = path.join(
      path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
      '..',
    )
    await cp(path.join(packaged, 'native', 'lib'), path.join(folder, 'native', 'lib'), { recursive: true, verbatimSymlinks: true })
    await cp(path.join(packaged, 'native', 'pg-symlinks.json'), path.join(folder, 'native', 'pg-symlinks.json'))
    const link = path.join(folder, 'native', 'lib', 'libicui18n.so.60')
    await unlink(link).catch(() => undefined)
    await makeLinks(path.join(folder, 'native'))
    await makeLinks(path.join(folder, 'native'))
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
  })
})
