import { sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { Database } from '../store/database.ts'
import { migrateToLatest, ownerDb } from '../store/migrate.ts'
import * as migrations from '../store/migrations/index.ts'
import { createDatabase, useTestDatabase } from '../test-support/test-database.ts'
import { Settings } from './settings.ts'
import { verifyAudit } from './verify-audit.ts'

const db = useTestDatabase()
let tenantId = 20

/** As somebody with the whole database in hand. */
const tamper = (statement: string) => db().owner.query(`begin; set local role app_backup; ${statement}; commit`)
const verdict = () => verifyAudit(db().database, tenantId)

beforeEach(async () => {
  tenantId += 1
  await db().owner.query(`insert into tenant (id, code, name) values (${tenantId}, 't${tenantId}', 'T')`)
  const settings = new Settings(db().database, () => undefined)
  const actor = { tenantId, staffId: null, account: 'wang', address: '127.0.0.1' }
  const note = (n: number) => settings.note(actor, { action: 'change', objectType: 'staff', objectId: n, after: { name: '王敏', n } })
  // Many at once still make one chain.
  await Promise.all(Array.from({ length: 10 }, (_, n) => note(n)))
})

it('a log as it was written is found so', async () => {
  expect(await verdict()).toEqual({ entries: 10, brokenAt: null })
})

const at = (seq: number): string => `tenant_id = ${tenantId} and seq = ${seq}`
it.each<[string, () => string, number]>([
  ['changed', () => `update audit_log set actor_account = 'li' where ${at(4)}`, 4],
  ['changed in what was after', () => `update audit_log set after = '{"name": "x"}' where ${at(1)}`, 1],
  ['moved in time', () => `update audit_log set at = at - interval '1 hour' where ${at(10)}`, 10],
  ['taken out', () => `delete from audit_log where ${at(6)}`, 6],
  ['taken out at the beginning', () => `delete from audit_log where ${at(1)}`, 1],
  ['cut off at the end', () => `delete from audit_log where tenant_id = ${tenantId} and seq > 7`, 8],
  [
    'put in',
    () => `insert into audit_log (tenant_id, actor_account, action, object_type, object_id, seq, hash)
           values (${tenantId}, 'x', 'x', 'x', 'x', 11, 'x')`,
    11,
  ],
  [
    'changed places',
    () =>
      `update audit_log set seq = 100 where ${at(2)}; update audit_log set seq = 2 where ${at(3)}; update audit_log set seq = 3 where ${at(100)}`,
    2,
  ],
  ['without a head', () => `delete from audit_head where tenant_id = ${tenantId}`, 1],
])('an entry %s is found at its place', async (_what, statement, place) => {
  await tamper(statement())
  expect((await verdict()).brokenAt).toMatchObject({ place })
})

it('the program itself can only add, and cannot choose the place', async () => {
  const as = (statement: string) =>
    db()
      .owner.query(`begin; set local role app_rt; set local app.tenant = '${tenantId}'; ${statement}; commit`)
      .finally(() => db().owner.query('rollback'))
  await expect(as(`update audit_log set action = 'x'`)).rejects.toThrow(/permission denied/)
  await expect(as('delete from audit_log')).rejects.toThrow(/permission denied/)
  await expect(as('delete from audit_head')).rejects.toThrow(/permission denied/)
  const values = `(tenant_id, actor_account, action, object_type, object_id, seq, hash) values (${tenantId}, 'x', 'x', 'x', 'x', 11, 'x')`
  await expect(as(`insert into audit_log ${values}`)).rejects.toThrow(/permission denied/)
})

it('entries of before are one chain, tenant by tenant', async () => {
  const address = await createDatabase()
  const owner = ownerDb(address)
  await migrateToLatest(owner, Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0017')))
  await owner.transaction().execute(async (trx) => {
    await sql`set local role app_backup`.execute(trx)
    await sql`insert into tenant (id, code, name) values (1, 'one', 'One'), (2, 'two', 'Two')`.execute(trx)
    await sql`insert into audit_log (tenant_id, actor_account, action, object_type, object_id)
      select 1 + n % 2, 'wang', 'change', 'staff', n::text from generate_series(1, 21) n`.execute(trx)
  })
  await migrateToLatest(owner)
  await owner.destroy()
  const database = new Database({ address, onError: () => undefined })
  expect([await verifyAudit(database, 1), await verifyAudit(database, 2)]).toEqual([
    { entries: 10, brokenAt: null },
    { entries: 11, brokenAt: null },
  ])
  await database.close()
})
