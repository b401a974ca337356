// Writes everything into one file, from one moment of the database; the program may go on running on a server of its own.

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { type DatabaseAddress, openPool } from '../connection.ts'
import { formatVersion, LineSum } from './format.ts'
import { schemaNames, tablesInOrder } from './tables.ts'

const rowsAtOnce = 1_000

export interface Exported {
  readonly tables: number
  readonly rows: number
}

export async function exportTo(file: string, address: DatabaseAddress): Promise<Exported> {
  const pool = openPool({ address, name: 'export', max: 1, onError: () => undefined })
  const partial = `${file}.partial`
  try {
    const client = await pool.connect()
    const output = createWriteStream(partial, { mode: 0o600 })
    output.on('error', () => undefined) // whoever writes next is told
    const exported = await writeAll(client, output).finally(() => client.release())
    await synced(output, partial)
    await rename(partial, file)
    return exported
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  } finally {
    await pool.end()
  }
}

async function synced(output: WriteStream, file: string): Promise<void> {
  output.end()
  await finished(output)
  const handle = await open(file, 'r')
  await handle.sync()
  await handle.close()
}

async function writeAll(client: PoolClient, output: WriteStream): Promise<Exported> {
  await client.query(`begin isolation level repeatable read read only; set local timezone = 'UTC'; set local statement_timeout = 0`)
  const sums = new LineSum()
  const tables = await tablesInOrder(client)
  await writeLine(output, { openseat: 'backup', format: formatVersion, schema: await schemaNames(client), at: new Date().toISOString() })
  await client.query('set local role app_backup')
  let rows = 0
  for (const table of tables) {
    const end = await writeTable(client, output, table)
    rows += end.rows
    sums.add(JSON.stringify(end))
  }
  await writeLine(output, { end: 'backup', tables: tables.length, sha256: sums.digest() })
  await client.query('commit')
  return { tables: tables.length, rows }
}

async function writeTable(
  client: PoolClient,
  output: WriteStream,
  table: string,
): Promise<{ endOf: string; rows: number; sha256: string }> {
  await writeLine(output, { table })
  const sum = new LineSum()
  await client.query(`declare backup_rows no scroll cursor for select to_jsonb(t)::text as line from "${table}" t`)
  for (;;) {
    const { rows } = await client.query<{ line: string }>(`fetch ${rowsAtOnce} from backup_rows`)
    for (const { line } of rows) {
      sum.add(line)
      await writeText(output, line)
    }
    if (rows.length < rowsAtOnce) break
  }
  await client.query('close backup_rows')
  const end = { endOf: table, rows: sum.lines, sha256: sum.digest() }
  await writeLine(output, end)
  return end
}

const writeLine = (output: WriteStream, value: unknown): Promise<void> => writeText(output, JSON.stringify(value))

async function writeText(output: WriteStream, line: string): Promise<void> {
  if (output.errored) throw output.errored
  if (!output.write(`${line}\n`)) await once(output, 'drain')
}
