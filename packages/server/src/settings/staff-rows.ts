// Reading staff with their roles and agent number.

import type { Staff } from '@openseat/contracts'
import { sql } from 'kysely'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { found } from './checks.ts'
import type { Listing } from './listing.ts'

export const staffListing: Listing = {
  searched: [sql`s.account`, sql`s.name`, sql`s.organisation`, sql`s.phone`, sql`s.email`],
  sorted: { account: sql`lower(s.account)`, name: sql`s.name`, organisation: sql`s.organisation`, active: sql`s.active`, id: sql`s.id` },
  first: 'account',
  key: sql`s.id`,
}

const rolesOf = (column: 'id' | 'name') =>
  sql.raw(
    `(select coalesce(array_agg(r.${column} order by r.id), '{}') from staff_role sr
      join role r on r.tenant_id = sr.tenant_id and r.id = sr.role_id
      where sr.tenant_id = s.tenant_id and sr.staff_id = s.id)`,
  )

export function selectStaff(trx: TenantTransaction) {
  return trx
    .selectFrom('staff as s')
    .leftJoin('agent as a', (join) => join.onRef('a.tenant_id', '=', 's.tenant_id').onRef('a.staff_id', '=', 's.id'))
    .select([
      's.id',
      's.account',
      's.name',
      's.organisation',
      's.phone',
      's.email',
      's.active',
      's.locked_until',
      's.version',
      'a.agent_number',
    ])
    .select([sql<number[]>`${rolesOf('id')}`.as('role_ids'), sql<string[]>`${rolesOf('name')}`.as('role_names')])
}

export async function readStaff(trx: TenantTransaction, id: number): Promise<Staff> {
  return toStaff(found(await selectStaff(trx).where('s.id', '=', id).executeTakeFirst(), 'staff', id))
}

interface StaffRow {
  readonly id: number
  readonly account: string
  readonly name: string
  readonly organisation: string
  readonly phone: string
  readonly email: string
  readonly active: boolean
  readonly locked_until: Date | null
  readonly version: number
  readonly agent_number: string | null
  readonly role_ids: number[]
  readonly role_names: string[]
}

export function toStaff(row: StaffRow): Staff {
  const locked = row.locked_until !== null && row.locked_until.getTime() > Date.now()
  return {
    id: row.id,
    account: row.account,
    name: row.name,
    organisation: row.organisation,
    phone: row.phone,
    email: row.email,
    active: row.active,
    roleIds: row.role_ids,
    roleNames: row.role_names,
    agentNumber: row.agent_number,
    lockedUntil: locked && row.locked_until !== null ? row.locked_until.toISOString() : null,
    version: row.version,
  }
}
