// The tables of contacts: calls and what happened in them, agents' seats, and what belongs to a record.

import type { CallPurpose, Direction, MediaType, Recording, ReleaseCause, VoicemailState } from '@openseat/contracts'
import type { Generated } from 'kysely'
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts'

interface ContactTable {
  tenant_id: number
  call_id: string
  state: Json<unknown> | null
  direction: Direction
  media_type: MediaType
  caller_number: Generated<string>
  called_number: Generated<string>
  customer_e164: string | null
  customer_extension: string | null
  /** Access code and what was dialled behind it, or what went out, where the called number is shown otherwise. */
  dialled: string | null
  queue_id: number | null
  queue_name: string | null
  agent_number: string | null
  started_at: Moment
  answered_at: Moment | null
  ended_at: Moment | null
  release_cause: ReleaseCause | null
  attached_data: JsonDefault<Record<string, string>>
  detail: JsonDefault<Record<string, unknown>>
  purpose: Generated<CallPurpose>
  parent_call_id: string | null
}

interface ContactPartTable {
  tenant_id: number
  agent_number: string
  call_id: string
  started_at: Moment
}

interface CallReasonTable {
  tenant_id: number
  id: Generated<number>
  name: string
  parent_id: number | null
  position: Generated<number>
}

interface WrapUpTable {
  tenant_id: number
  call_id: string
  agent_number: string
  reason_id: number | null
  reason_path: string[]
  notes: string
  saved_at: MomentDefault
}

interface RecordingTable {
  tenant_id: number
  recording_id: string
  call_id: string
  status: Generated<Recording['status']>
  started_at: MomentDefault
  duration_ms: number | null
  bytes: string | number | null
  object_key: string | null
  deleted_at: Moment | null
}

interface VoicemailTable {
  tenant_id: number
  id: Generated<number>
  queue_id: number | null
  queue_name: string
  call_id: string
  recording_id: string
  duration_ms: number
  left_at: MomentDefault
  state: VoicemailState
  agent_number: string | null
  changed_at: Moment | null
}

interface ContactEventTable {
  tenant_id: number
  call_id: string
  last_n: number
  entries: Json<unknown[]>
}

interface AgentSeatTable {
  tenant_id: number
  agent_number: string
  state: JsonDefault<unknown>
  event_seq: Generated<number>
}

interface AgentEventTable {
  tenant_id: number
  agent_number: string
  last_seq: number
  events: Json<unknown[]>
}

export interface ContactTables {
  contact: ContactTable
  contact_part: ContactPartTable
  call_reason: CallReasonTable
  wrap_up: WrapUpTable
  recording: RecordingTable
  voicemail: VoicemailTable
  contact_event: ContactEventTable
  agent_seat: AgentSeatTable
  agent_event: AgentEventTable
}
