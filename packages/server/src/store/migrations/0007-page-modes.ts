// Rules and tokens of screen pops; the keys that sign the tokens, which belong to the platform (tenant 0).
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const everyContact = `{"queueIds": [], "mediaTypes": [], "directions": [], "conditions": []}`

const pops = `
alter table screen_pop
  add column context_token boolean not null default false,
  add column rule jsonb not null default '${everyContact}';
`

const keys = `
create table signing_key (
  tenant_id integer not null references tenant (id),
  key_id text not null,
  public_key jsonb not null,
  -- PKCS #8, sealed with the key encryption key.
  sealed text not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key_id)
);
alter table signing_key enable row level security;
alter table signing_key force row level security;
create policy own_tenant on signing_key to app_rt
  using (tenant_id = (select nullif(current_setting('app.tenant', true), '')::int))
  with check (tenant_id = (select nullif(current_setting('app.tenant', true), '')::int));
grant select, insert, delete on signing_key to app_rt;
do $$ begin execute format('create policy owner_copies on signing_key to %I using (true) with check (true)', current_user); end $$;
`

export const pageModes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [pops, keys]) await sql.raw(part).execute(db)
  },
}
