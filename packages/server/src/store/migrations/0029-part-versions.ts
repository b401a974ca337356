// A tenant's parameters and its region are changed by forms of their own, and so are told apart from older states of their own.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const columns = `
alter table tenant
  add column parameters_version integer not null default 1,
  add column region_version integer not null default 1;
`

export const partVersions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(columns).execute(db)
  },
}
