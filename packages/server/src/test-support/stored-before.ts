// A database as an earlier commit left it: its rows are put into the tables of then, and the migrations since then follow.

import { readFile } from 'node:fs/promises'
import { prepare } from '../store/database.ts'
import { connect } from '../store/connection.ts'
import { migrateToLatest, ownerDb } from '../store/migrate.ts'
import * as migrations from '../store/migrations/index.ts'
import { createDatabase, nameOf } from './test-database.ts'

const folder = new URL('../store/fixtures/calls-in-progress/', import.meta.url)
const read = (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8')

interface Recorded {
  readonly commit: string
  readonly recordedAt: string
  readonly tenantId: number
  readonly migrations: readonly string[]
}

type Row = readonly [table: string, row: Readonly<Record<string, unknown>>]
type View = readonly [kind: 'seat' | 'call' | 'pop' | 'board call' | 'board queue', whose: string, view: Readonly<Record<string, unknown>>]

export interface CallsInProgress {
  readonly tenantId: number
  /** The moment of the recording, epoch milliseconds. */
  readonly recordedAt: number
  readonly migrations: readonly string[]
  readonly rows: readonly Row[]
  /** What the program showed at that moment. */
  readonly views: readonly View[]
}

/** The recording with each of its times moved by `shiftMs`; the ids of calls, which hold a time, stay. */
export async function callsInProgress(shiftMs: number): Promise<CallsInProgress> {
  const { recordedAt, tenantId, migrations: names } = JSON.parse(await read('recorded.json')) as Recorded
  const recorded = Date.parse(recordedAt)
  const moved = mover(recorded, shiftMs)
  const linesOf = async (name: string): Promise<unknown[]> =>
    (await read(name))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line, (_key, value: unknown) => moved(value)) as unknown)
  return {
    tenantId,
    recordedAt: recorded + shiftMs,
    migrations: names,
    rows: (await linesOf('rows.jsonl')) as Row[],
    views: (await linesOf('views.jsonl')) as View[],
  }
}

const dayMs = 86_400_000
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)$/

/** Times are ISO texts, and numbers within a day of the recording: no id, count or duration comes near. */
const mover =
  (recordedAt: number, shiftMs: number) =>
  (value: unknown): unknown => {
    if (typeof value === 'number') return Math.abs(value - recordedAt) < dayMs ? value + shiftMs : value
    if (typeof value === 'string' && isoTime.test(value)) return new Date(Date.parse(value) + shiftMs).toISOString()
    return value
  }

/** The name of a new database with those rows, brought to the schema of now as at an upgrade; a template for tests. */
export async function upgradedDatabase({ migrations: names, rows }: CallsInProgress): Promise<string> {
  const address = await createDatabase()
  const owner = ownerDb(address)
  const ofThen = Object.fromEntries(Object.entries(migrations).filter(([name]) => names.includes(name)))
  await migrateToLatest(owner, ofThen).finally(() => owner.destroy())
  const client = await connect({ address, name: 'test' })
  const tables = Map.groupBy(rows, ([table]) => table)
  // What the migrations put in is among the rows.
  await client.query(`truncate ${[...tables.keys()].join(', ')} cascade`)
  for (const [table, own] of tables)
    await client.query(`insert into ${table} overriding system value select * from json_populate_recordset(null::${table}, $1)`, [
      JSON.stringify(own.map(([, row]) => row)),
    ])
  await client.end()
  await prepare(address)
  return nameOf(address)
}
