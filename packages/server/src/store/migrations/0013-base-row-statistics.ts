// Statistics of base_row, taken before an import is seen: without them the planner reads all rows of a table for a
// look-up by number. Only the owner may take them, so a function of the owner's does it.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

const statistics = `
create function analyze_base_rows() returns boolean language plpgsql security definer set search_path = public set lock_timeout = '2s' as $$
begin
  analyze base_row;
  return true;
exception when lock_not_available or query_canceled then
  -- Others take them just now, or it takes too long: a matter of speed alone.
  return false;
end $$;
revoke execute on function analyze_base_rows() from public;
grant execute on function analyze_base_rows() to app_rt;
`

export const baseRowStatistics: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(statistics).execute(db)
  },
}
