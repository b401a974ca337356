// In which form a tenant is shown its customers' numbers: as until now, or E.164.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const numberForm: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table tenant add column number_form text not null default 'national'`).execute(db)
  },
}
