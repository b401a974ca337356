// Flows as Kysely sees them. Documents are parsed by their schema where they are read.
import type { FlowKind } from '@openseat/contracts'
import type { Generated } from 'kysely'
import type { Json, Moment, MomentDefault } from './column-types.ts'

interface FlowTable {
  tenant_id: number
  id: Generated<number>
  kind: FlowKind
  name: string
  description: Generated<string>
  draft: Json<unknown> | null
  draft_revision: Generated<number>
  draft_author: Generated<string>
  draft_at: MomentDefault
  published_revision: number | null
  version: Generated<number>
}

interface FlowRevisionTable {
  tenant_id: number
  flow_id: number
  revision: number
  document: Json<unknown>
  content_hash: string
  author: Generated<string>
  note: Generated<string>
  published_at: MomentDefault
  retired_at: Moment | null
}

export interface FlowTables {
  flow: FlowTable
  flow_revision: FlowRevisionTable
}
