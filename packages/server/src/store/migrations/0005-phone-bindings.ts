// Where each phone is registered, so that it can be called after a restart before it registers again.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const phoneBindings: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table phone add column bindings jsonb not null default '[]'`).execute(db)
  },
}
