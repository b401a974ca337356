// The second net under forTenant(): row-level security for two roles that own nothing.
// app_rt sees one tenant at a time; app_platform sees across tenants, but only the few tables named here.

export const roles = `
do $$
declare wanted text;
begin
  foreach wanted in array array['app_rt', 'app_platform'] loop
    begin
      if not exists (select 1 from pg_roles where rolname = wanted) then
        execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', wanted);
      end if;
    exception when duplicate_object or unique_violation then null; -- another database of this server made it just now
    end;
    if not pg_has_role(current_user, wanted, 'member')
      or not exists (select 1 from pg_auth_members m join pg_roles r on r.oid = m.roleid
                     where r.rolname = wanted and m.member = current_user::regrole) then
      begin
        execute format('grant %I to %I', wanted, current_user);
      exception when unique_violation then null;
      end;
    end if;
  end loop;
end $$;
revoke create on schema public from public;
grant usage on schema public to app_rt, app_platform;
`

export const policies = `
do $$
declare
  t record;
  -- As a sub-select it is worked out once per statement, not once per row.
  me constant text := '(select nullif(current_setting(''app.tenant'', true), '''')::int)';
begin
  for t in select c.relname as name, (c.relname = 'tenant') as is_tenant
           from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' loop
    execute format('alter table %I enable row level security', t.name);
    execute format('alter table %I force row level security', t.name);
    execute format('create policy own_tenant on %I to app_rt using (%I = %s) with check (%2$I = %3$s)',
      t.name, case when t.is_tenant then 'id' else 'tenant_id' end, me);
    execute format('grant select, insert, update, delete on %I to app_rt', t.name);
  end loop;
end $$;
revoke update, delete on audit_log from app_rt;
revoke delete on tenant from app_rt;
grant usage on all sequences in schema public to app_rt;

create policy every_tenant on tenant for select to app_platform using (true);
create policy every_tenant on web_session for select to app_platform using (true);
create policy every_tenant on access_code for select to app_platform using (true);
create policy every_tenant on agent for select to app_platform using (true);
grant select on tenant, web_session, access_code, agent to app_platform;
grant usage on sequence tenant_id_seq to app_platform;
`

/** Export and import run as the owner; FORCE would hide the rows from them without this. */
export const ownerPolicies = `
do $$
declare t record;
begin
  for t in select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' loop
    execute format('create policy owner_copies on %I to %I using (true) with check (true)', t.name, current_user);
  end loop;
end $$;
`
