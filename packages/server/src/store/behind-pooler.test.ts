// The tenants are kept apart by what each transaction says, whatever stands between: PgBouncer in each of its modes, and
// a login that owns every table.

import { randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { seedDemo } from '../demo/demo-seed.ts'
import { Settings } from '../settings/settings.ts'
import { liveCentre } from '../test-support/live-centre.ts'
import { type Bouncer, startBouncer } from '../test-support/pg-bouncer.ts'
import { until } from '../test-support/sip-peer.ts'
import { demoSecret } from '../test-support/test-server.ts'
import { inDatabase } from '../test-support/test-cluster.ts'
import { checkIsolation } from './check-isolation.ts'
import { connect, type DatabaseAddress } from './connection.ts'
import { Database, openDatabase } from './database.ts'
import { migrateToLatest, ownerDb } from './migrate.ts'
import * as migrations from './migrations/index.ts'
import { everyTenant, isolatedRows } from './migrations/isolated-rows.ts'
import { StartRefused } from '../runtime/start-refused.ts'

const ownerName = `owner_${randomBytes(4).toString('hex')}`
const made: string[] = []

const asUser = (address: DatabaseAddress, user: string): DatabaseAddress => {
  if (!('url' in address)) return { ...address, user }
  const url = new URL(address.url)
  url.username = user
  return { url: url.href }
}

async function asAdmin(...statements: string[]): Promise<void> {
  const client = await connect({ address: inject('testServer'), name: 'test' })
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** An empty database of a role that is no superuser. */
async function ownersDatabase(): Promise<DatabaseAddress> {
  const name = `t_${randomBytes(6).toString('hex')}`
  made.push(name)
  await asAdmin(`create database ${name} owner ${ownerName}`)
  return asUser(inDatabase(inject('testServer'), name), ownerName)
}

beforeAll(() =>
  asAdmin(`create role ${ownerName} login nosuperuser password 'owner'`, `grant app_rt, app_platform, app_backup to ${ownerName}`),
)
afterAll(async () => {
  for (const name of made) await asAdmin(`drop database if exists ${name} with (force)`)
  await asAdmin(`drop role ${ownerName}`)
})

const quiet = { onError: () => undefined }
const rolesSeen = (database: Database, tenantId: number) =>
  database.forTenant(tenantId).read((trx) => trx.selectFrom('role').select(['tenant_id']).execute())

describe.each(['session', 'transaction'] as const)('behind PgBouncer in %s mode, as the plain owner of the tables', (mode) => {
  let direct: DatabaseAddress
  let bouncer: Bouncer
  let database: Database

  beforeAll(async () => {
    direct = await ownersDatabase()
    bouncer = await startBouncer(direct, mode)
    database = await openDatabase({ address: bouncer.address, ...quiet })
    const settings = new Settings(database, () => undefined)
    await seedDemo({ settings, platform: database.platform }, { password: demoSecret, enterpriseOrigin: 'http://localhost:8090' })
  })
  afterAll(async () => {
    await database.close()
    await bouncer.close()
  })

  it('the migrations leave no lock behind', async () => {
    const client = await connect({ address: direct, name: 'test' })
    expect(
      (
        await client.query(
          `select 1 from pg_locks join pg_database d on d.oid = database where locktype = 'advisory' and datname = current_database()`,
        )
      ).rows,
    ).toEqual([])
    await client.end()
  })

  it('each of many transactions at once sees its own tenant alone', async () => {
    const seen = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => ({ tenantId: at % 3, rows: await rolesSeen(database, at % 3) })),
    )
    for (const { tenantId, rows } of seen) expect(rows.every((row) => row.tenant_id === tenantId)).toBe(true)
    expect(seen[1]?.rows.length).toBeGreaterThan(0)
    expect(seen[2]?.rows).toEqual([])
  })

  it.each(['through the pooler', 'directly'])('the owner sees no row %s', async (way) => {
    const client = await connect({ address: way === 'directly' ? direct : bouncer.address, name: 'test' })
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    )
    expect(tables.rows.length).toBeGreaterThan(25)
    for (const { name } of tables.rows) {
      const { rows } = await client.query(`select count(*)::int as seen from "${name}"`)
      expect({ name, ...rows[0] }).toEqual({ name, seen: 0 })
    }
    await client.end()
  })

  it('statements of hot paths are prepared where the connection is ours, and work where it is not', async () => {
    const statement = { name: 'reason', text: 'insert into busy_reason (tenant_id, code, name) select $1, $2, $3' }
    const straight = new Database({ address: direct, ...quiet })
    const prepared = (at: Database) =>
      at.forCalls(1).read((trx) => sql<{ name: string }>`select name from pg_prepared_statement() p`.execute(trx))
    // More at once than connections: with a pooler in between each goes wherever there is room.
    await Promise.all(Array.from({ length: 40 }, (_, at) => database.forCalls(1).execute(statement, [1_000 + at, `r${at}`])))
    expect((await prepared(database)).rows).toEqual([])
    for (let at = 0; at < 3; at++) await straight.forCalls(1).execute(statement, [2_000 + at, `s${at}`])
    expect((await prepared(straight)).rows).toEqual([{ name: 'reason' }])
    await straight.close()
  })

  it('a customer and an agent talk', { timeout: 60_000 }, async () => {
    const centre = await liveCentre(database)
    try {
      const admin = await centre.client('admin@demo')
      const queue = (await admin.call('listSkillQueues', { query: { search: '贵宾服务' } })).body.items?.[0] ?? {}
      const queueIds = [Number(queue['id'])]
      const desk = await centre.phone('desk', { toneHz: 700 })
      const { role, kind, staffId } = (await admin.call('getAgent', { params: { agentNumber: '101' } })).body
      const body = { role, kind, staffId, phone: 'desk', skills: [{ queueId: queueIds[0] }] }
      expect((await admin.call('changeAgent', { params: { agentNumber: '101' }, body })).status).toBe(200)
      const page = await centre.page('wangmin@demo')
      // The new phone reaches the desk a moment later.
      await until(async () => (await page.send({ kind: 'signIn', queueIds, device: 'phone' })).ok)
      const caller = await centre.phone('caller', { number: '13812345678' })
      const call = await caller.peer.call(`sip:44661@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
      const { callId } = await page.call('talking')
      await until(() => call.phone.levelDb(700) > -40)
      await until(() => (desk.voice?.levelDb(440) ?? -99) > -99)
      await page.did({ kind: 'hangUp', callId })
      await until(() => call.end() !== undefined)
      const record = await admin.call('getContact', { params: { callId } })
      expect(record.body['endedAt']).toEqual(expect.any(String))
    } finally {
      await centre.close()
    }
  })
})

it('a migration of the plain owner changes rows of all tenants, and what it makes is closed to itself', async () => {
  const address = await ownersDatabase()
  const owner = ownerDb(address)
  const until14 = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0015'))
  await migrateToLatest(owner, until14)
  const tenant = `insert into tenant (id, code, name) values (1, 'one', 'One')`
  await owner
    .transaction()
    .execute((trx) =>
      sql
        .raw(everyTenant(`${tenant}; insert into role (tenant_id, name, builtin, permissions) values (1, 'r', 'inspector', '{}')`))
        .execute(trx),
    )
  const later = `create table later (tenant_id int not null, id int not null, primary key (tenant_id, id)); ${isolatedRows({ tables: ['later'] })}
    ${everyTenant('insert into later values (1, 1), (2, 2)')}`
  await migrateToLatest(owner, {
    ...migrations,
    '9999-later': { up: async (db: Kysely<unknown>) => void (await sql.raw(later).execute(db)) },
  })
  await checkIsolation(address)
  const database = new Database({ address, ...quiet })
  const roles = await database.forTenant(1).read((trx) => trx.selectFrom('role').select('permissions').execute())
  expect(roles.map(({ permissions }) => permissions.includes('call.supervise'))).toEqual([true])
  const seen = await database.forTenant(1).read((trx) => sql`select id from later where tenant_id = tenant_id`.execute(trx))
  expect(seen.rows).toEqual([{ id: 1 }])
  expect((await sql`select * from later`.execute(owner)).rows).toEqual([])
  await database.close()
  await owner.destroy()
})

describe('a start is refused in words', () => {
  it('behind a pooler that takes no transactions', async () => {
    const bouncer = await startBouncer(await ownersDatabase(), 'statement')
    await expect(openDatabase({ address: bouncer.address, ...quiet })).rejects.toThrow(/statement pooling mode/)
    await bouncer.close()
  })

  const spoiled: [string, string, RegExp][] = [
    ['has lost its row-level security', 'alter table staff disable row level security', /off, or not forced, for these tables: staff/],
    ['does not bind its owner', 'alter table staff no force row level security', /off, or not forced, for these tables: staff/],
    ['has an open policy', 'create policy all_of_it on role using (true)', /a policy opens all rows[^]*: role/],
    ['has a table without any', 'create table beside (tenant_id int)', /for these tables: beside/],
  ]
  it.each(spoiled)('when the database %s', async (_name, statement, words) => {
    const address = await ownersDatabase()
    const database = await openDatabase({ address, ...quiet })
    const client = await connect({ address, name: 'test' })
    await client.query(statement)
    await client.end()
    const start = checkIsolation(address)
    await expect(start).rejects.toThrow(words)
    await expect(start).rejects.toBeInstanceOf(StartRefused)
    await database.close()
  })
})
