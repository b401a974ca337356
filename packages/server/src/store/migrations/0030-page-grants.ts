// What a page in a frame may be given of the browser, by the record. Pages that stand keep what all pages had.
import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

export const pageGrants: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(`alter table screen_pop add column grants jsonb not null default '["clipboardWrite"]'`).execute(db)
  },
}
