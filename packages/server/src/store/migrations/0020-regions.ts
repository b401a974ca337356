// Where a tenant is: its time zone, and how numbers of its country are written and dialled. What there was stays as it was:
// China, and the operator's own clock. Whoever administers a tenant may say otherwise.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { everyTenant } from './isolated-rows.ts'

const columns = `
alter table tenant
  add column country text not null default 'CN',
  add column international_prefix text not null default '00',
  add column trunk_prefix text not null default '0',
  add column time_zone text not null default ''`

const permission = `
update role set permissions = permissions || '{region.manage}'
  where builtin = 'tenantAdmin' and not permissions @> '{region.manage}'`

export const regions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [columns, everyTenant(permission)]) await sql.raw(part).execute(db)
  },
}
