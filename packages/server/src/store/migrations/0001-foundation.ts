// The first schema. Every primary and foreign key begins with tenant_id, so that a reference into another tenant
// cannot be stored. Tenant 0 is the platform itself: operators are its staff.

import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'
import { accessTables } from './0001-foundation/access-tables.ts'
import { ownerPolicies, policies, roles } from './0001-foundation/isolation.ts'
import { liveTables } from './0001-foundation/live-tables.ts'
import { routingTables } from './0001-foundation/routing-tables.ts'

const platformTenant = `insert into tenant (id, code, name) values (0, 'platform', 'OpenSeat');`

export const foundation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const part of [accessTables, routingTables, liveTables, platformTenant, roles, policies, ownerPolicies]) {
      await sql.raw(part).execute(db)
    }
  },
}
