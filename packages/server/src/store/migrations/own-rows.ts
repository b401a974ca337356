// What makes a new table the tenants': each sees and changes its own rows alone, and the owner may copy them all.
// Part of migrations that have gone out: never edited, like them.

export interface OwnRows {
  readonly tables: readonly string[]
  /** What a tenant may do with its rows; all of it when left out. */
  readonly rights?: string
}

/** SQL, to be run by whoever owns the tables. */
export const ownRows = ({ tables, rights = 'select, insert, update, delete' }: OwnRows): string => `
do $$
declare
  name text;
  me constant text := '(select nullif(current_setting(''app.tenant'', true), '''')::int)';
begin
  foreach name in array array[${tables.map((table) => `'${table}'`).join(', ')}] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I to app_rt using (tenant_id = %s) with check (tenant_id = %2$s)', name, me);
    execute format('create policy owner_copies on %I to %I using (true) with check (true)', name, current_user);
    execute format('grant ${rights} on %I to app_rt', name);
  end loop;
end $$;
grant usage on all sequences in schema public to app_rt;
`
