// Inspecting is a permission: until now whoever managed agents could make anybody an inspector, themself included. Those
// who administer and those who inspect keep it.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { everyTenant } from './isolated-rows.ts'

const permission = `
update role set permissions = permissions || '{call.supervise}'
  where (builtin in ('tenantAdmin', 'inspector') or permissions @> '{agent.manage,role.manage,staff.manage}')
    and not permissions @> '{call.supervise}'`

export const supervision: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql.raw(everyTenant(permission)).execute(db)
  },
}
