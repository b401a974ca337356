// The audit log (审计日志): who did what, when, from where, with the object before and after.

import type { AuditEntry, RouteQuery } from '@openseat/contracts'
import { type Selectable, sql } from 'kysely'
import type { HandlersOf } from '../http/handlers.ts'
import type { Schema } from '../store/schema.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { mapPage, type SettingsParts } from './checks.ts'
import { type Listing, listPage } from './listing.ts'

const listing: Listing = {
  searched: [sql`l.actor_account`, sql`l.action`, sql`l.object_type`, sql`l.object_id`, sql`l.address`],
  sorted: { at: sql`l.at`, actor: sql`l.actor_account`, action: sql`l.action`, objectType: sql`l.object_type`, id: sql`l.id` },
  first: '-id',
}

export function auditHandlers({ settings }: SettingsParts): HandlersOf<'listAudit'> {
  return {
    listAudit: ({ person, query }) =>
      settings.read(person.tenantId, async (trx) => mapPage(await listPage(selectEntries(trx, query), query, listing), toEntry)),
  }
}

function selectEntries(trx: TenantTransaction, { from, to, objectType }: RouteQuery<'listAudit'>) {
  let rows = trx.selectFrom('audit_log as l').selectAll('l')
  if (from !== undefined) rows = rows.where('l.at', '>=', new Date(from))
  if (to !== undefined) rows = rows.where('l.at', '<', new Date(to))
  if (objectType !== undefined) rows = rows.where('l.object_type', '=', objectType)
  return rows
}

function toEntry(row: Selectable<Schema['audit_log']>): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor_account,
    action: row.action,
    objectType: row.object_type,
    objectId: row.object_id,
    before: row.before,
    after: row.after,
    address: row.address,
  }
}
