// Nobody sees every tenant's rows by being the owner: where the program's role is lost on the way (a pooler that drops a
// start-up parameter), nothing is seen. Backups have a role of their own, which must be taken by name.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { copiedTables } from './isolated-rows.ts'

const backupRole = `
do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'app_backup') then
    create role app_backup nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception when duplicate_object or unique_violation then null; -- another database of this server made it just now
end $$;
grant usage on schema public to app_backup;
`

/** Since PostgreSQL 16 whoever makes a role is its administrator and yet may not take it. */
const mayTake = `
do $$
declare wanted text;
begin
  foreach wanted in array array['app_rt', 'app_platform', 'app_backup'] loop
    begin
      execute format('set local role %I', wanted);
      set local role none;
    exception when insufficient_privilege then
      begin
        execute format('grant %I to %I', wanted, current_user);
      exception when unique_violation then null; -- another database of this server granted it just now
      end;
    end;
  end loop;
end $$;
`

const closed = `
do $$
declare t record;
begin
  for t in select c.relname as name from pg_policy p join pg_class c on c.oid = p.polrelid
           where p.polname = 'owner_copies' and c.relnamespace = 'public'::regnamespace loop
    execute format('drop policy owner_copies on %I', t.name);
  end loop;
end $$;
alter policy every_tenant on tenant using ((select current_user) = 'app_platform');
alter policy every_tenant on web_session using ((select current_user) = 'app_platform');
alter policy every_tenant on access_code using ((select current_user) = 'app_platform');
alter policy every_tenant on agent using ((select current_user) = 'app_platform');
alter policy every_tenant on widget using ((select current_user) = 'app_platform');
`

export const noOpenOwner: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [backupRole, mayTake, closed, copiedTables]) await sql.raw(part).execute(db)
  },
}
