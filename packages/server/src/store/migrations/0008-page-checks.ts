// What the last check of a pop's address found, and who is at it now: of several programs one checks.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const pageChecks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table screen_pop add column last_check jsonb, add column check_claimed_until timestamptz`).execute(db)
  },
}
