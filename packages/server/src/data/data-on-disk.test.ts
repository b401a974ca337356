// The whole program as a process, its log at trace: what a thief of its log, its files or its backup finds of hidden values.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type RouteName, routes } from '@openseat/contracts'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionBeside } from '../store/embedded/neighbour-check.ts'

const source = path.join(import.meta.dirname, '..')
const password = 'a demo of 2026'
const phone = (): string => `139${randomInt(10 ** 7, 10 ** 8)}`
const word = (kind: string): string => `${kind}${randomBytes(8).toString('hex')}`
const hidden = {
  number: phone(),
  card: word('CARD'),
  note: word('NOTE'),
  importedNumber: phone(),
  importedCard: word('CARD'),
  importedNote: word('NOTE'),
  refusedNumber: phone(),
  refusedNote: word('NOTE'),
  stoppedNote: word('NOTE'),
  wrongNote: word('NOTE'),
}
const city = word('CITY')
const rowsBefore = 3_000
const fields = [
  { name: '手机', type: 'string', indexed: true, mask: 'lastFour' },
  { name: '卡号', type: 'string', encrypted: true },
  { name: '备注', type: 'string', mask: 'firstFour', length: 30 },
  { name: '城市', type: 'string' },
  { name: '生日', type: 'date', encrypted: true },
]
const csv = (...lines: string[]): string => ['手机,卡号,备注,城市,生日', ...lines, ''].join('\r\n')

let folder = ''
let env: NodeJS.ProcessEnv = {}
let program: ChildProcess | undefined
let log = ''
let table = 0
/** Every answer of the program but those to a right to reveal. */
const answers: string[] = []

interface Asked {
  readonly as?: string
  readonly params?: Record<string, string | number>
  readonly query?: Record<string, string>
  readonly body?: unknown
}

const cookies = new Map<string, string>()

async function ask(name: RouteName, asked: Asked = {}) {
  const { as = 'admin@demo', params = {}, query = {} } = asked
  const { method, path: route } = routes[name]
  const url = route.replace(/:(\w+)/g, (_whole, key: string) => String(params[key] ?? table))
  const answer = await fetch(`http://localhost:${env['OPENSEAT_PORT']}${url}?${String(new URLSearchParams(query))}`, {
    method,
    ...sent(asked.body, cookies.get(as) ?? ''),
  })
  const text = await answer.text()
  const told = query['clear'] === 'true' || name === 'revealTableValue'
  if (!told || !answer.ok) answers.push(text)
  if (name === 'logIn') cookies.set(as, String(answer.headers.getSetCookie()[0]?.split(';')[0]))
  return { status: answer.status, text, body: (text.startsWith('{') ? JSON.parse(text) : {}) as Record<string, unknown> }
}

function sent(body: unknown, cookie: string): RequestInit {
  if (body === undefined) return { headers: { cookie } }
  const isFile = typeof body === 'string'
  return { headers: { cookie, 'content-type': isFile ? 'text/csv' : 'application/json' }, body: isFile ? body : JSON.stringify(body) }
}

const logIn = (login: string) => ask('logIn', { as: login, body: { login, password } })
const items = ({ body }: Awaited<ReturnType<typeof ask>>) => (body['items'] ?? []) as Record<string, unknown>[]
const search = async (field: string, value: string, as = 'admin@demo') => items(await ask('listTableRows', { as, query: { field, value } }))
const reveal = (rowId: unknown, fieldId: string, as = 'admin@demo') =>
  ask('revealTableValue', { as, params: { rowId: Number(rowId) }, body: { fieldId } })

async function importRecord(importId: unknown): Promise<Record<string, unknown>> {
  for (;;) {
    const { body } = await ask('getTableImport', { params: { importId: Number(importId) } })
    if (body['status'] !== 'running') return body
    await delay(50)
  }
}
const begin = (file: string) => ask('startTableImport', { query: { fileName: '客户.csv' }, body: file })
const imported = async (file: string) => importRecord((await begin(file)).body['id'])

async function freePort(): Promise<string> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return String(port)
}

async function startProgram(): Promise<void> {
  program = spawn(process.execPath, [path.join(source, 'main.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ready = new Promise<void>((resolve, reject) => {
    program?.once('exit', () => reject(new Error(`the program ended: ${log}`)))
    const take = (part: Buffer): void => {
      log += part.toString()
      if (log.includes('is ready')) resolve()
    }
    program?.stdout?.on('data', take)
    program?.stderr?.on('data', take)
  })
  await ready
}

interface Ended {
  readonly code: number | null
  readonly said: string
}

/** A command at the terminal, beside the running program. */
function command(name: string, { args = [], more = {} }: { args?: string[]; more?: NodeJS.ProcessEnv } = {}) {
  const child = spawn(process.execPath, [path.join(source, 'cli', name), ...args], { env: { ...env, ...more } })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()))
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, said }))
  return { child, ended }
}

/** The text as it is, in hexadecimal, and in base64 at each of the three places where it may begin. */
function forms(text: string): string[] {
  const inBase64 = [0, 1, 2].map((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]).toString('base64')
    // What stands beside the text in the file changes the characters at its edges.
    return encoded.slice(before === 0 ? 0 : 4, -4)
  })
  return [text, Buffer.from(text).toString('hex'), ...inBase64]
}

const hiddenForms = Object.values(hidden).flatMap(forms)

/** Files below the folder that hold one of the texts. */
function filesWith(place: string, texts: readonly string[]): string[] {
  try {
    const patterns = texts.flatMap((text) => ['-e', text])
    return execFileSync('grep', ['-rlaFi', ...patterns, place], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trim()
      .split('\n')
  } catch (error) {
    const out = String((error as { stdout?: string }).stdout ?? '').trim()
    return out === '' ? [] : out.split('\n')
  }
}

async function database(): Promise<Client> {
  const address = await connectionBeside(path.join(folder, 'data'))
  if (!address) throw new Error('the database does not run')
  const client = new Client(address)
  // The server ends before a test that failed has closed it.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'openseat-disk-'))
  await chmod(folder, 0o755)
  env = {
    ...process.env,
    NODE_ENV: '',
    DATABASE_URL: '',
    OPENSEAT_DATA: path.join(folder, 'data'),
    OPENSEAT_KEK: randomBytes(32).toString('base64'),
    OPENSEAT_DEMO_PASSWORD: password,
    OPENSEAT_LOG_LEVEL: 'trace',
    OPENSEAT_PORT: await freePort(),
    OPENSEAT_EXAMPLES_PORT: await freePort(),
    OPENSEAT_SIP_PORT: await freePort(),
  }
  await startProgram()
  await logIn('admin@demo')
  await logIn('zhaoli@demo')
  table = Number((await ask('createBaseTable', { body: { name: '客户', fields } })).body['id'])
  expect((await ask('publishBaseTable')).status).toBe(200)
})
afterAll(async () => {
  if (program?.exitCode === null) {
    program.kill('SIGTERM')
    await once(program, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
})

describe('hidden values', () => {
  it('come by form and by file, some of them refused or stopped on the way', async () => {
    const values = { c1: hidden.number, c2: hidden.card, c3: hidden.note, c4: city, c5: '1990-01-02' }
    expect((await ask('addTableRow', { body: { values } })).status).toBe(200)
    expect((await ask('addTableRow', { body: { values } })).status).toBe(409)
    const wrong = { c1: phone(), c3: `${hidden.wrongNote}${'x'.repeat(20)}`, c5: hidden.wrongNote }
    expect((await ask('addTableRow', { body: { values: wrong } })).status).toBe(422)
    expect((await ask('changeTableRow', { params: { rowId: 1 }, body: { values: wrong, version: 1 } })).status).toBe(422)
    const others = Array.from({ length: rowsBefore }, (_, at) => `138${String(at).padStart(8, '0')},card${at},note${at},here,`)
    const refused = `${hidden.refusedNumber},c,${hidden.refusedNote},x,31.12.1999`
    const good = `${hidden.importedNumber},${hidden.importedCard},${hidden.importedNote},x,2000-01-01`
    expect(await imported(csv(...others, good, refused, good))).toMatchObject({ inserted: rowsBefore + 1, refused: 2 })
    const long = await begin(
      csv(...Array.from({ length: 30_000 }, (_, at) => `137${String(at).padStart(8, '0')},c,${hidden.stoppedNote},,`)),
    )
    await expect.poll(async () => (await ask('getTableImport', { params: { importId: Number(long.body['id']) } })).body['read']).not.toBe(0)
    const stopped = await ask('stopTableImport', { params: { importId: Number(long.body['id']) } })
    expect(stopped.body).toMatchObject({ status: 'stopped' })
  })

  it('are found by who searches for them, and stand in no answer without the right', async () => {
    for (const [field, value] of [
      ['c1', hidden.importedNumber],
      ['c1', `+86 ${hidden.importedNumber}`],
      ['c2', hidden.importedCard],
      ['c3', hidden.importedNote],
    ] as const) {
      expect(await search(field, value)).toMatchObject([
        { values: { c1: `****${hidden.importedNumber.slice(-4)}`, c2: '****', c3: 'NOTE****' } },
      ])
      expect((await ask('listTableRows', { as: 'zhaoli@demo', query: { field, value } })).status).toBe(403)
    }
    for (const mask of [hidden.stoppedNote, hidden.refusedNote]) expect(await search('c3', mask)).toEqual([])
    const [row] = await search('c4', city, 'zhaoli@demo')
    expect((await reveal(row?.['id'], 'c3', 'zhaoli@demo')).status).toBe(403)
    expect((await ask('exportTableRows')).text).toContain(city)
    expect((await ask('exportTableRows', { as: 'zhaoli@demo', query: { clear: 'true' } })).status).toBe(403)
    const imports = items(await ask('listTableImports'))
    const refused = await ask('getRefusedRows', { as: 'zhaoli@demo', params: { importId: Number(imports[1]?.['id']) } })
    expect(refused.status).toBe(403)
    await ask('getBaseTable')
    await ask('listTableRows', { query: { pageSize: '100' } })
    const all = answers.join('\n')
    expect(all).toContain(city)
    expect(hiddenForms.filter((form) => all.includes(form))).toEqual([])
  })

  it('are revealed by right; the audit log tells of it without them', async () => {
    const [row] = await search('c4', city)
    for (const [fieldId, value] of [
      ['c1', hidden.number],
      ['c2', hidden.card],
      ['c3', hidden.note],
    ] as const)
      expect((await reveal(row?.['id'], fieldId)).body['value']).toBe(value)
    expect((await ask('exportTableRows', { query: { clear: 'true' } })).text).toContain(hidden.importedNote)
    const audit = await ask('listAudit', { query: { pageSize: '100' } })
    expect(items(audit)).toContainEqual(expect.objectContaining({ action: 'reveal', objectId: `${table}/${String(row?.['id'])}` }))
    expect(hiddenForms.filter((form) => audit.text.includes(form))).toEqual([])
  })

  it('stand in no log, data file, write-ahead log or backup', async () => {
    const client = await database()
    await client.query('checkpoint')
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
    await client.end()
    const backup = path.join(folder, 'backup.ndjson')
    expect(await command('export.ts', { args: [backup] }).ended).toMatchObject({ code: 0 })
    const cluster = rows[0]?.folder ?? ''
    // The open value is found in both kinds of files: the search works.
    expect(filesWith(path.join(cluster, 'base'), [city])).not.toEqual([])
    expect(filesWith(path.join(cluster, 'pg_wal'), [city])).not.toEqual([])
    expect(await readFile(backup, 'utf8')).toContain(city)
    for (const place of [cluster, folder]) expect(filesWith(place, hiddenForms)).toEqual([])
    expect(log).toContain('is ready')
    expect(hiddenForms.filter((form) => log.includes(form))).toEqual([])
  })
})

describe('npm run rotate-data-key', () => {
  const keyIds = async (client: Client, from: string): Promise<number[]> =>
    (await client.query<{ key_id: number }>(`select distinct key_id from ${from} order by 1`)).rows.map((row) => row.key_id)
  const active = `data_key where purpose = 'rows' and active`
  const stillReads = async (): Promise<void> => {
    const [row] = await search('c1', hidden.importedNumber)
    expect((await reveal(row?.['id'], 'c2')).body['value']).toBe(hidden.importedCard)
    expect(items(await ask('listTableRows', { query: { pageSize: '5' } })).map(({ hidden: names }) => names)).not.toContainEqual([])
  }

  it('with a wrong key encryption key says so, and changes nothing', async () => {
    const client = await database()
    const before = await keyIds(client, 'data_key')
    const wrong = await command('rotate-data-key.ts', { more: { OPENSEAT_KEK: randomBytes(32).toString('base64') } }).ended
    expect(wrong).toMatchObject({ code: 1, said: expect.stringContaining('cannot be read') })
    expect(await keyIds(client, 'data_key')).toEqual(before)
    await client.end()
    await stillReads()
  })

  it('killed in its midst leaves every row readable, and ends its work when run again; and once more', async () => {
    const client = await database()
    const [old] = await keyIds(client, active)
    const holder = await database()
    // It comes to this row in the end, and waits.
    await holder.query('begin')
    await holder.query('select from base_row where table_id = $1 order by id desc limit 1 for update', [table])
    const broken = command('rotate-data-key.ts')
    while (broken.child.exitCode === null && (await keyIds(client, 'base_row where key_id is not null')).length < 2) await delay(2)
    broken.child.kill('SIGKILL')
    expect((await broken.ended).code).toBeNull()
    await holder.end()
    expect(await keyIds(client, 'base_row where key_id is not null')).toHaveLength(2)
    await stillReads()
    for (const _run of ['again', 'once more']) {
      expect(await command('rotate-data-key.ts', { args: ['demo'] }).ended).toMatchObject({ code: 0 })
      await stillReads()
      const [now] = await keyIds(client, active)
      expect(now).toBeGreaterThan(old ?? 0)
      expect(await keyIds(client, 'base_row where key_id is not null')).toEqual([now])
      expect((await ask('addTableRow', { body: { values: { c1: phone() } } })).status).toBe(200)
    }
    await client.end()
  })
})
