// What makes a new table the tenants': each sees and changes its own rows alone, backups copy them all, and the owner of
// the table sees nothing. Part of migrations that have gone out: never edited, like them.

export interface IsolatedRows {
  readonly tables: readonly string[]
  /** What a tenant may do with its rows; all of it when left out. */
  readonly rights?: string
}

/** SQL, to be run by whoever owns the tables. Rows of all tenants are changed under app_backup: see `everyTenant`. */
export const isolatedRows = ({ tables, rights = 'select, insert, update, delete' }: IsolatedRows): string => `
do $$
declare
  name text;
  me constant text := '(select nullif(current_setting(''app.tenant'', true), '''')::int)';
begin
  foreach name in array array[${tables.map((table) => `'${table}'`).join(', ')}] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy own_tenant on %I to app_rt using (tenant_id = %s) with check (tenant_id = %2$s)', name, me);
    execute format('grant ${rights} on %I to app_rt', name);
  end loop;
end $$;
grant usage on all sequences in schema public to app_rt;
${copiedRows(`array[${tables.map((table) => `'${table}'`).join(', ')}]`)}
`

/** By name, not by membership: who is merely a member of the role sees nothing. */
function copiedRows(tables: string): string {
  return `
do $$
declare name text;
begin
  foreach name in array ${tables} loop
    execute format('create policy backup_copies on %I to app_backup using ((select current_user) = ''app_backup'') with check ((select current_user) = ''app_backup'')', name);
    execute format('grant select, insert, update, delete on %I to app_backup', name);
  end loop;
end $$;
grant usage, select, update on all sequences in schema public to app_backup;
`
}

/** For the tables that an earlier migration had made. */
export const copiedTables: string = copiedRows(
  `(select array_agg(relname::text) from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r')`,
)

/** A change of rows of all tenants: under row-level security, the owner alone would find none. */
export const everyTenant = (statements: string): string => `set local role app_backup; ${statements}; set local role none;`
