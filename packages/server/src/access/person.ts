// The logged-in person: who it is and what they may do, read anew for each request, so that a change counts at once.

import { type Language, languages, type Permission, permissionNames, platformPermissions } from '@openseat/contracts'
import { zoneOf } from '../store/tenant-facts.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'

export interface Person {
  readonly tenantId: number
  readonly tenantCode: string
  readonly tenantName: string
  /** ISO 3166 letters. */
  readonly country: string
  /** IANA name. */
  readonly timeZone: string
  readonly staffId: number
  readonly account: string
  readonly name: string
  readonly permissions: ReadonlySet<Permission>
  readonly agentNumber: string | null
  readonly mustChangePassword: boolean
  readonly language: Language | null
  /** Names the log-in, for logging out; not the cookie's value. */
  readonly sessionHash: string
}

export type PersonFacts = Omit<Person, 'sessionHash'>

/** Undefined when the account is gone or switched off, or its tenant suspended. */
export async function loadPerson(trx: TenantTransaction, staffId: number): Promise<PersonFacts | undefined> {
  const row = await trx
    .selectFrom('staff as s')
    .innerJoin('tenant as t', 't.id', 's.tenant_id')
    .leftJoin('agent as a', (join) => join.onRef('a.tenant_id', '=', 's.tenant_id').onRef('a.staff_id', '=', 's.id'))
    .select([
      's.tenant_id',
      't.code',
      't.name as tenant_name',
      't.country',
      't.time_zone',
      't.status',
      's.id',
      's.account',
      's.name',
      's.active',
    ])
    .select(['s.must_change_password', 's.locale', 'a.agent_number'])
    .where('s.id', '=', staffId)
    .executeTakeFirst()
  if (row === undefined || !row.active || row.status !== 'active') return undefined
  return {
    tenantId: row.tenant_id,
    tenantCode: row.code,
    tenantName: row.tenant_name,
    country: row.country,
    timeZone: zoneOf(row),
    staffId: row.id,
    account: row.account,
    name: row.name,
    permissions: await permissionsOf(trx, staffId, row.tenant_id),
    agentNumber: row.agent_number,
    mustChangePassword: row.must_change_password,
    language: languages.find((language) => language === row.locale) ?? null,
  }
}

async function permissionsOf(trx: TenantTransaction, staffId: number, tenantId: number): Promise<ReadonlySet<Permission>> {
  const rows = await trx
    .selectFrom('staff_role as sr')
    .innerJoin('role as r', (join) => join.onRef('r.tenant_id', '=', 'sr.tenant_id').onRef('r.id', '=', 'sr.role_id'))
    .select('r.permissions')
    .where('sr.staff_id', '=', staffId)
    .execute()
  const held = new Set(rows.flatMap((row) => row.permissions))
  return new Set(grantable(tenantId).filter((name) => held.has(name)))
}

/** What a role of this tenant may contain: the platform's own permissions are for staff of the platform only. */
export function grantable(tenantId: number): readonly Permission[] {
  if (tenantId === 0) return permissionNames
  return permissionNames.filter((name) => !(platformPermissions as readonly Permission[]).includes(name))
}
