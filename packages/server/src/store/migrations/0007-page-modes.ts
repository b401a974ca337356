// Rules and tokens of screen pops; the keys that sign the tokens, which belong to the platform (tenant 0).
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { ownRows } from './own-rows.ts'

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
`

const isolation = ownRows({ tables: ['signing_key'], rights: 'select, insert, delete' })

export const pageModes: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [pops, keys, isolation]) await sql.raw(part).execute(db)
  },
}
