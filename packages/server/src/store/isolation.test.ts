// Tenancy: the handle, and row-level security behind it, proven under the role of the running program.

import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { connect } from './connection.ts'

const db = useTestDatabase()
let runtime: Client

beforeAll(async () => {
  await db().owner.query(`insert into tenant (id, code, name) values (1, 'one', 'One'), (2, 'two', 'Two')`)
  await db().owner.query(`insert into role (tenant_id, id, name) values (1, 1001, 'r1'), (2, 2001, 'r2')`)
  runtime = await connect({ address: db().address, name: 'test' })
  await runtime.query('set role app_rt')
})
afterAll(() => runtime.end())

describe('row-level security', () => {
  it('is on, forced and with a policy for every table', async () => {
    const { rows } = await db().owner.query(`
      select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select 1 from pg_policy p where p.polrelid = c.oid and 'app_rt'::regrole = any (p.polroles)))`)
    expect(rows).toEqual([])
  })

  it('begins every primary and foreign key with the tenant', async () => {
    const { rows } = await db().owner.query(`
      select conrelid::regclass::text as name, conname from pg_constraint k
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
      where k.contype in ('p', 'f') and k.connamespace = 'public'::regnamespace
      and a.attname <> 'tenant_id' and k.conrelid <> 'tenant'::regclass`)
    expect(rows).toEqual([])
  })

  it('gives the running program a role that owns nothing, is no superuser and cannot create', async () => {
    const { rows } = await runtime.query(`
      select current_user::text as name, rolsuper, rolbypassrls, has_schema_privilege('public', 'create') as may_create
      from pg_roles where rolname = current_user`)
    expect(rows).toEqual([{ name: 'app_rt', rolsuper: false, rolbypassrls: false, may_create: false }])
    await expect(runtime.query('alter table staff disable row level security')).rejects.toThrow(/must be owner/)
  })

  it('shows nothing without a tenant, and nothing after a transaction that named one', async () => {
    expect((await runtime.query('select * from role')).rows).toEqual([])
    await runtime.query(`begin; select set_config('app.tenant', '1', true); commit`)
    expect((await runtime.query('select * from role')).rows).toEqual([])
  })

  it('hides the audit log from change', async () => {
    await expect(runtime.query('update audit_log set action = $1', ['x'])).rejects.toThrow(/permission denied/)
    await expect(runtime.query('delete from audit_log')).rejects.toThrow(/permission denied/)
  })
})

describe('forTenant', () => {
  it('sees its own tenant only', async () => {
    const names = (tenantId: number) =>
      db()
        .database.forTenant(tenantId)
        .read((trx) => trx.selectFrom('role').select('name').execute())
    expect(await names(1)).toEqual([{ name: 'r1' }])
    expect(await names(2)).toEqual([{ name: 'r2' }])
    expect(
      await db()
        .database.forTenant(1)
        .read((trx) => trx.selectFrom('tenant').select('code').execute()),
    ).toEqual([{ code: 'one' }])
  })

  it('cannot write into another tenant', async () => {
    const write = db()
      .database.forTenant(1)
      .transaction((trx) => trx.insertInto('role').values({ tenant_id: 2, name: 'x', builtin: null, permissions: [] }).execute())
    await expect(write).rejects.toThrow(/no other tenant/)
  })

  it('cannot refer to a row of another tenant', async () => {
    await db().owner.query(`insert into staff (tenant_id, id, account, name, password_hash) values (1, 1, 'a', 'A', '')`)
    const write = db()
      .database.forTenant(1)
      .transaction((trx) => trx.insertInto('staff_role').values({ tenant_id: 1, staff_id: 1, role_id: 2001 }).execute())
    await expect(write).rejects.toThrow(/foreign key/)
  })

  it('rolls back when its work throws, and refuses to write in a read', async () => {
    const store = db().database.forTenant(1)
    const failing = store.transaction(async (trx) => {
      await trx.insertInto('role').values({ tenant_id: 1, name: 'gone', builtin: null, permissions: [] }).execute()
      throw new Error('stop')
    })
    await expect(failing).rejects.toThrow('stop')
    expect(await store.read((trx) => trx.selectFrom('role').select('name').execute())).toEqual([{ name: 'r1' }])
    await expect(store.read((trx) => trx.deleteFrom('role').execute())).rejects.toThrow(/read-only/)
  })

  it('takes a whole number only', () => {
    expect(() => db().database.forTenant(Number('1; drop table x'))).toThrow(RangeError)
  })
})

describe('the platform handle', () => {
  it('answers across tenants', async () => {
    expect((await db().database.platform.tenants()).map((tenant) => tenant.code)).toEqual(['one', 'two'])
  })

  it('reaches only the few tables that it is for', async () => {
    const { rows } = await db().owner.query<{ name: string }>(`
      select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and (has_table_privilege('app_platform', c.oid, 'select,insert,update,delete')) order by 1`)
    expect(rows.map((row) => row.name)).toEqual(['access_code', 'agent', 'tenant', 'web_session'])
    const writable = await db().owner.query(`
      select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and has_table_privilege('app_platform', c.oid, 'insert,update,delete')`)
    expect(writable.rows).toEqual([])
  })
})

describe('values', () => {
  it('come back as numbers and days, not as text and shifted dates', async () => {
    await db()
      .database.forTenant(1)
      .read(async (trx) => {
        const { revision } = await trx.selectFrom('tenant').select('revision').executeTakeFirstOrThrow()
        expect(revision).toBe(1)
        const { count } = await trx
          .selectFrom('role')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        expect(count).toBe(1)
      })
  })
})
