// Passes of visitors that were used, each for as long as it would be valid: also over a restart they are good for one call.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { isolatedRows } from './isolated-rows.ts'

const table = `
create table used_pass (
  tenant_id integer not null references tenant (id),
  pass text not null,
  valid_until timestamptz not null,
  primary key (tenant_id, pass)
);
create index used_pass_valid_until on used_pass (tenant_id, valid_until);
`

export const usedPasses: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(table + isolatedRows({ tables: ['used_pass'], rights: 'select, insert, delete' })).execute(db)
  },
}
