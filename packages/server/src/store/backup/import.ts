// Reads a backup into an empty database, in one transaction: everything, checked to the last line, or nothing.

import { createReadStream } from 'node:fs'
import type { ClientBase } from 'pg'
import { type DatabaseAddress, openPool } from '../connection.ts'
import { StartRefused } from '../../runtime/start-refused.ts'
import { formatVersion, type Head, LineSum, type TableEnd, type TableStart, type Tail } from './format.ts'
import { schemaNames, tablesInOrder } from './tables.ts'

const rowsAtOnce = 500

export interface Imported {
  readonly tables: number
  readonly rows: number
}

export async function importFrom(file: string, address: DatabaseAddress): Promise<Imported> {
  const pool = openPool({ address, name: 'import', max: 1, onError: () => undefined })
  try {
    const client = await pool.connect()
    try {
      const imported = await inTransaction(client, () => readAll(client, file))
      // The first look at a million rows must not be the one that the planner guesses at.
      await client.query('set statement_timeout = 0; analyze')
      return imported
    } finally {
      client.release()
    }
  } finally {
    await pool.end()
  }
}

async function inTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query(`begin; set local timezone = 'UTC'; set local statement_timeout = 0`)
  try {
    const result = await work()
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function readAll(client: ClientBase, file: string): Promise<Imported> {
  const lines = linesOf(file)
  const [schema, known] = [await schemaNames(client), await tablesInOrder(client)]
  await client.query('set local role app_backup')
  await refuseFull(client)
  checkHead(await next(lines), schema)
  await client.query('set constraints all deferred')
  const sums = new LineSum()
  let rows = 0
  for (;;) {
    const start = parse<TableStart | Tail>(await next(lines))
    if ('end' in start) {
      checkTail(start, sums)
      break
    }
    if (!known.includes(start.table)) throw damaged(`there is no table ${String(start.table)}`)
    const end = await readTable(client, start.table, lines)
    rows += end.rows
    sums.add(JSON.stringify(end))
  }
  await advanceSequences(client, known)
  return { tables: sums.lines, rows }
}

/** What the migration itself put in does not count, and is replaced. */
async function refuseFull(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ full: boolean }>(
    `select exists (select from staff) or exists (select from tenant where id > 0) or exists (select from contact) as full`,
  )
  if (rows[0]?.full !== false) {
    throw new StartRefused(
      'The database is not empty. A backup goes into an empty one only: choose another DATABASE_URL or OPENSEAT_DATA. Nothing was changed.',
    )
  }
  await client.query('delete from audit_head; delete from audit_log; delete from role; delete from tenant')
}

function checkHead(line: string, schema: readonly string[]): void {
  const head = parse<Partial<Head>>(line)
  if (head.openseat !== 'backup' || head.format !== formatVersion) throw damaged('it does not begin as a backup of OpenSeat does')
  const made = (head.schema ?? []).join(', ')
  if (made === schema.join(', ')) return
  throw new StartRefused(
    `The backup was made with the schema [${made}], this program has [${schema.join(', ')}]. Import it with the OpenSeat version that made it, then start the newer one.`,
  )
}

async function readTable(client: ClientBase, table: string, lines: AsyncIterator<string>): Promise<TableEnd> {
  const sum = new LineSum()
  const columns = await storedColumns(client, table)
  let batch: string[] = []
  const store = async () => {
    if (batch.length > 0) await storeRows(client, { table, columns }, batch)
    batch = []
  }
  for (;;) {
    const line = await next(lines)
    if (line.startsWith('{"endOf":')) {
      await store()
      const end = parse<TableEnd>(line)
      if (end.endOf !== table || end.rows !== sum.lines)
        throw damaged(`table ${table} has ${sum.lines} rows where ${end.rows} were written`)
      if (end.sha256 !== sum.digest()) throw damaged(`the checksum of table ${table} does not match`)
      return end
    }
    sum.add(line)
    batch.push(line)
    if (batch.length === rowsAtOnce) await store()
  }
}

/** Quoted, with commas between; without those that the database works out. */
async function storedColumns(client: ClientBase, table: string): Promise<string> {
  const { rows } = await client.query<{ columns: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
     where attrelid = quote_ident($1)::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  return rows[0]?.columns ?? ''
}

interface Stored {
  readonly table: string
  readonly columns: string
}

async function storeRows(client: ClientBase, { table, columns }: Stored, rows: readonly string[]): Promise<void> {
  const statement = `insert into "${table}" (${columns}) select ${columns} from jsonb_populate_recordset(null::"${table}", $1::jsonb)`
  await client.query(statement, [`[${rows.join(',')}]`]).catch((error: unknown) => {
    throw damaged(`table ${table} does not take its rows (${(error as Error).message})`)
  })
}

/** Ids made from now on come after the imported ones. */
async function advanceSequences(client: ClientBase, tables: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ name: string; sequence: string }>(
    `select table_name as name, pg_get_serial_sequence(quote_ident(table_name), 'id') as sequence
     from information_schema.columns where table_schema = 'public' and column_name = 'id' and table_name = any ($1)`,
    [tables],
  )
  for (const { name, sequence } of rows) {
    await client.query(`select setval('${sequence}', greatest((select max(id) from "${name}"), 1))`)
  }
}

function checkTail(tail: Tail, sums: LineSum): void {
  if (tail.tables !== sums.lines || tail.sha256 !== sums.digest()) throw damaged('a table is missing or was exchanged')
}

/** Lines end at a line feed only: node:readline would also split at U+2028, which may stand in a name. */
async function* linesOf(file: string): AsyncGenerator<string, void> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const parts = (rest + String(chunk)).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  if (rest !== '') yield rest
}

async function next(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next()
  if (line.done === true) throw damaged('it ends too early')
  return line.value
}

function parse<T>(line: string): T {
  try {
    return JSON.parse(line) as T
  } catch {
    throw damaged('a line is not JSON')
  }
}

function damaged(what: string): StartRefused {
  return new StartRefused(`The backup is damaged: ${what}. Nothing was imported.`)
}
