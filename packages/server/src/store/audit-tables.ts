// The audit log and the head of its chain, as Kysely sees them.

import type { Generated } from 'kysely'
import type { Json, MomentDefault } from './column-types.ts'

interface AuditHeadTable {
  tenant_id: number
  seq: number
  hash: string
}

interface AuditLogTable {
  tenant_id: number
  id: Generated<number>
  at: MomentDefault
  actor_staff_id: number | null
  actor_account: string
  action: string
  object_type: string
  object_id: string
  before: Json<unknown> | null
  after: Json<unknown> | null
  address: Generated<string>
  /** Place and digest in the tenant's chain: set by the database. */
  seq: Generated<number>
  hash: Generated<string>
}

export interface AuditTables {
  audit_log: AuditLogTable
  audit_head: AuditHeadTable
}
