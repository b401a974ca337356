// The first net alone: in this database row-level security is off, and two tenants hold rows that look the same. Whatever
// the program asks for, one tenant's answers hold nothing of the other.

import { contactText, newContact, sessionText } from '@openseat/domain'
import { newSession } from '@openseat/domain/agent/agent-session'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { contactHandlers } from '../records/contact-handlers.ts'
import { readEvents, readStored, readTimeline, trimEvents } from '../desk/journal.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { unnamedTables } from './raw-statements.ts'
import type { Schema } from './schema.ts'
import type { TenantTransaction } from './tenant-store.ts'

const db = useTestDatabase()
const other = 2
let admin: TestClient
const inbound = { direction: 'inbound', callerNumber: '', calledNumber: '', startedAt: 0, revision: 1 } as const
const contact = newContact({ callId: 'c-1', channel: 'voice', ...inbound })
const store = () => db().database.forTenant(1)

beforeAll(async () => {
  const server = await demoServer(db().database, undefined, ({ settings }) => contactHandlers(settings))
  const operator = await server.client('operator')
  const opened = await operator.call('openTenant', { body: { code: 'other', name: 'Other', adminAccount: 'admin', adminName: 'A' } })
  expect(opened.status).toBe(200)
  for (const tenant of [1, other]) {
    await db().owner.query(
      `insert into contact (tenant_id, call_id, state, direction, media_type, started_at, agent_number) values ($1, 'c-1', $2, 'inbound', 'audio', now(), '101')`,
      [tenant, contactText({ contact, talk: null })],
    )
    await db().owner.query(`insert into contact_event (tenant_id, call_id, last_n, entries) values ($1, 'c-1', $1, '[{"kind":"x"}]')`, [
      tenant,
    ])
    await db().owner.query(`insert into agent_seat (tenant_id, agent_number, state, event_seq) values ($1, '101', $2, $1 * 1000)`, [
      tenant,
      sessionText(newSession('101', 0)),
    ])
    await db().owner.query(`insert into agent_event (tenant_id, agent_number, last_seq, events) values ($1, '101', 1, $2)`, [
      tenant,
      JSON.stringify([{ seq: 1, of: tenant }]),
    ])
  }
  await db().owner.query(
    `insert into wrap_up (tenant_id, call_id, agent_number, reason_path, notes) values ($1, 'c-1', '101', '{theirs}', '')`,
    [other],
  )
  await db().owner.query(`insert into recording (tenant_id, recording_id, call_id, status) values ($1, 'r', 'c-1', 'ready')`, [other])
  await db().owner.query(`
    do $$ declare t record; begin
      for t in select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
        execute format('alter table %I disable row level security', t.name);
      end loop;
    end $$`)
  admin = await server.client('admin@demo')
})

it('is alone: without it, every tenant’s rows are seen', async () => {
  await db().owner.query('set role app_rt')
  const { rows } = await db().owner.query<{ tenants: number }>('select count(distinct tenant_id)::int as tenants from contact')
  await db().owner.query('reset role')
  expect(rows).toEqual([{ tenants: 2 }])
})

describe('a statement of the query builder is narrowed', () => {
  const shapes: [string, (trx: TenantTransaction) => Promise<readonly { tenant_id: number | null }[]>][] = [
    ['as it is', (trx) => trx.selectFrom('contact').select('tenant_id').execute()],
    ['under an alias', (trx) => trx.selectFrom('contact as c').select('c.tenant_id').execute()],
    [
      'with an OR of raw SQL',
      (trx) =>
        trx
          .selectFrom('contact')
          .select('tenant_id')
          .where(sql<boolean>`call_id = 'c-1' or true`)
          .execute(),
    ],
    [
      'in its joins',
      (trx) => trx.selectFrom('contact as c').innerJoin('wrap_up as w', 'w.call_id', 'c.call_id').select('w.tenant_id').execute(),
    ],
    [
      'in an outer join',
      async (trx) => {
        const rows = await trx
          .selectFrom('contact as c')
          .leftJoin('recording as r', 'r.call_id', 'c.call_id')
          .select('r.tenant_id')
          .execute()
        return rows.filter(({ tenant_id }) => tenant_id !== null)
      },
    ],
    [
      'in a sub-query',
      (trx) =>
        trx
          .selectFrom('contact')
          .select('tenant_id')
          .where('call_id', 'in', (eb) => eb.selectFrom('recording').select('call_id'))
          .execute(),
    ],
    [
      'in a derived table',
      (trx) =>
        trx
          .selectFrom((eb) => eb.selectFrom('contact').selectAll().as('d'))
          .select('d.tenant_id')
          .execute(),
    ],
    [
      'in each part of a union',
      (trx) => {
        const one = trx.selectFrom('contact').select('tenant_id')
        return one.unionAll(trx.selectFrom('agent_seat').select('tenant_id')).execute()
      },
    ],
  ]
  it.each(shapes)('%s', async (_name, ask) => {
    const rows = await store().read(ask)
    expect(rows.every(({ tenant_id }) => tenant_id === 1)).toBe(true)
  })

  it('when it changes and deletes', async () => {
    await store().transaction(async (trx) => {
      await trx.updateTable('contact').set({ purpose: 'internal' }).where('call_id', '=', 'c-1').execute()
      await trx.deleteFrom('wrap_up').where('call_id', '=', 'c-1').execute()
      await trx.deleteFrom('recording').execute()
    })
    const left = await db().owner.query(
      `select purpose, (select count(*)::int from wrap_up) as w, (select count(*)::int from recording) as r from contact where tenant_id = 2`,
    )
    expect(left.rows).toEqual([{ purpose: 'customer', w: 1, r: 1 }])
  })

  const refused: [string, (trx: TenantTransaction) => Promise<unknown>][] = [
    ['an insert for another', (trx) => trx.insertInto('busy_reason').values({ tenant_id: other, code: 9, name: 'x' }).execute()],
    [
      'an insert for another beside its own',
      (trx) =>
        trx
          .insertInto('busy_reason')
          .values([
            { tenant_id: 1, code: 9, name: 'x' },
            { tenant_id: other, code: 9, name: 'x' },
          ])
          .execute(),
    ],
    ['a row that changes hands', (trx) => trx.updateTable('busy_reason').set({ tenant_id: other }).execute()],
    [
      'a WITH',
      (trx) =>
        trx
          .with('c', (q) => q.selectFrom('contact').selectAll())
          .selectFrom('c')
          .selectAll()
          .execute(),
    ],
    ['a right join', (trx) => trx.selectFrom('contact as c').rightJoin('recording as r', 'r.call_id', 'c.call_id').selectAll().execute()],
    ['raw SQL that names no tenant', (trx) => sql`select * from contact`.execute(trx)],
    ['raw SQL with a table as a part', (trx) => sql`select * from ${sql.table('contact')}`.execute(trx)],
    [
      'raw SQL inside a query',
      (trx) =>
        trx
          .selectFrom('contact as c')
          .select(sql`(select 1 from recording r where r.call_id = c.call_id)`.as('x'))
          .execute(),
    ],
  ]
  it.each(refused)('and %s is not sent', async (_name, ask) => {
    await expect(store().transaction(ask)).rejects.toThrow(/tenant/)
  })

  it('for every table there is', async () => {
    const { rows } = await db().owner.query<{ name: keyof Schema }>(
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname <> 'tenant'`,
    )
    for (const { name } of rows) {
      const found = await store().read((trx) =>
        trx
          .selectFrom(name as 'contact')
          .select('tenant_id')
          .execute(),
      )
      expect({ name, others: found.filter(({ tenant_id }) => tenant_id !== 1) }).toEqual({ name, others: [] })
    }
    const tenants = await store().read((trx) => trx.selectFrom('tenant').select('id').execute())
    expect(tenants).toEqual([{ id: 1 }])
  })
})

describe('the program’s own raw SQL', () => {
  it('reads and trims one tenant’s calls', async () => {
    const stored = await readStored(store(), 0)
    expect(stored.contacts.map(({ contact: { timelineLength } }) => timelineLength)).toEqual([1])
    expect(stored.sessions.map(({ eventSeq }) => eventSeq)).toEqual([1000])
    expect(await readEvents(store(), '101', 0)).toEqual([{ seq: 1, of: 1 }])
    expect(await store().read((trx) => readTimeline(trx, 'c-1'))).toHaveLength(1)
    await trimEvents(store())
    const { rows } = await db().owner.query('select tenant_id from agent_event')
    expect(rows).toEqual([{ tenant_id: other }])
  })

  it('shows nothing of the other in a contact', async () => {
    const { items } = (await admin.call('listContacts')).body
    expect(items).toHaveLength(1)
    expect(JSON.stringify(items)).not.toContain('theirs')
    expect(items?.[0]).toMatchObject({ hasRecording: false })
  })

  it.each(['listStaff', 'listRoles', 'listAgents', 'listSkillQueues', 'listAudit'] as const)('%s answers', async (route) => {
    expect((await admin.call(route)).status).toBe(200)
  })
})

describe('raw SQL names the tenant', () => {
  const cases: [string, readonly string[]][] = [
    ['select 1', []],
    ['select * from contact where tenant_id = ?', []],
    ['select * from contact where call_id = ?', ['a table without alias']],
    ['select tenant_id from contact', ['a table without alias']],
    ['select * from contact c where c.tenant_id = ?', []],
    ['select * from contact as c where tenant_id = ? and call_id = ?', ['c']],
    ['select * from contact c join recording r on r.call_id = c.call_id where c.tenant_id = ?', ['r']],
    ['select * from contact c join recording r on r.tenant_id = c.tenant_id', []],
    ['delete from contact where ctid = any(array(select ctid from contact where tenant_id = ?))', ['a table without alias']],
    ['update contact set purpose = ? where call_id = ?', ['a table without alias']],
    ['insert into contact (tenant_id, call_id) select ?, ?', []],
    ['insert into contact (call_id) select ?', ['into contact']],
    ['with gone as (delete from contact where tenant_id = ? returning 1) select count(*) from gone', []],
    ['SELECT * FROM "contact" WHERE call_id = ?', ['a table without alias']],
    ['select * from unnest(?::int[]) u', []],
    ['insert into contact (tenant_id) select ? on conflict (tenant_id, call_id) do update set state = excluded.state', []],
  ]
  it.each(cases)('%s', (text, open) => {
    expect(unnamedTables(text)).toEqual(open)
  })
})
