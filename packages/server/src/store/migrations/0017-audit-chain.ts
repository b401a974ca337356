// The audit log as a chain: each entry holds the digest of itself and of the one before, tenant by tenant, and the newest
// digest is kept apart. Whoever changes, takes out, puts in or cuts off an entry is found.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { everyTenant, isolatedRows } from './isolated-rows.ts'

const chain = `
alter table audit_log add column seq bigint, add column hash text;
create table audit_head (
  tenant_id integer primary key references tenant (id),
  seq bigint not null,
  hash text not null
);

create function audit_digest(entry audit_log, previous text) returns text language sql stable set search_path = public, pg_temp as $$
  select encode(sha256(convert_to(jsonb_build_array(
    previous, entry.tenant_id, entry.seq, entry.id, extract(epoch from entry.at), entry.actor_staff_id, entry.actor_account,
    entry.action, entry.object_type, entry.object_id, entry.before, entry.after, entry.address)::text, 'UTF8')), 'hex')
$$;

create function chain_audit() returns trigger language plpgsql set search_path = public, pg_temp as $$
declare head audit_head;
begin
  insert into audit_head (tenant_id, seq, hash) values (new.tenant_id, 0, '') on conflict do nothing;
  -- Whoever writes next waits here until this one is committed.
  select * into head from audit_head where tenant_id = new.tenant_id for update;
  new.seq := head.seq + 1;
  new.hash := audit_digest(new, head.hash);
  update audit_head set seq = new.seq, hash = new.hash where tenant_id = new.tenant_id;
  return new;
end $$;
`

/** What is there already, in the order in which it was written. */
const present = `
do $$
declare
  entry audit_log;
  head audit_head;
begin
  for entry in select * from audit_log order by tenant_id, id loop
    if head.tenant_id is distinct from entry.tenant_id then head := row(entry.tenant_id, 0, ''); end if;
    entry.seq := head.seq + 1;
    head := row(entry.tenant_id, entry.seq, audit_digest(entry, head.hash));
    update audit_log set seq = entry.seq, hash = head.hash where tenant_id = entry.tenant_id and id = entry.id;
    insert into audit_head values (head.tenant_id, head.seq, head.hash)
      on conflict (tenant_id) do update set seq = excluded.seq, hash = excluded.hash;
  end loop;
end $$`

/** A restored entry comes with its place. The program itself may only add, and not choose its place. */
const closed = `
alter table audit_log alter seq set not null, alter hash set not null, add unique (tenant_id, seq);
create trigger chain before insert on audit_log for each row when (new.hash is null) execute function chain_audit();
revoke insert on audit_log from app_rt;
grant insert (tenant_id, id, at, actor_staff_id, actor_account, action, object_type, object_id, before, after, address) on audit_log to app_rt;
`

export const auditChain: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const isolation = isolatedRows({ tables: ['audit_head'], rights: 'select, insert, update' })
    for (const part of [chain, isolation, everyTenant(present), closed]) await sql.raw(part).execute(db)
  },
}
