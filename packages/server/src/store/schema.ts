// The tables as Kysely sees them. JSON columns are written as JSON text (an array would otherwise become an SQL array).

import type { InterfaceMapping, NumberForm, outboundRoute, PageCheck, PageGrant, phone, role, skillQueue, trunk } from '@openseat/contracts'
import type { ColumnType, Generated } from 'kysely'
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts'
import type { AuditTables } from './audit-tables.ts'
import type { ContactTables } from './contact-tables.ts'
import type { DataTables } from './data-tables.ts'
import type { ResourceTable } from './resource-columns.ts'
import type { SkillTables } from './skill-tables.ts'

/** The text that a JSON column takes. */
export const json = (value: unknown): string => JSON.stringify(value)

interface TenantTable {
  id: number
  code: string
  name: string
  status: Generated<'active' | 'suspended'>
  purchased: JsonDefault<Record<string, number>>
  parameters: JsonDefault<Record<string, number>>
  parameters_version: Generated<number>
  region_version: Generated<number>
  revision: Generated<number>
  agent_number_from: Generated<number>
  agent_number_to: Generated<number>
  country: Generated<string>
  international_prefix: Generated<string>
  trunk_prefix: Generated<string>
  number_form: Generated<NumberForm>
  /** Empty: the operator's. */
  time_zone: Generated<string>
  created_at: MomentDefault
  version: Generated<number>
}

interface StaffTable {
  tenant_id: number
  id: Generated<number>
  account: string
  name: string
  organisation: Generated<string>
  phone: Generated<string>
  email: Generated<string>
  active: Generated<boolean>
  password_hash: string
  must_change_password: Generated<boolean>
  failed_attempts: Generated<number>
  locked_until: Moment | null
  locale: string | null
  created_at: MomentDefault
  version: Generated<number>
}

interface StaffRoleTable {
  tenant_id: number
  staff_id: number
  role_id: number
}

interface WebSessionTable {
  tenant_id: number
  id_hash: string
  staff_id: number
  created_at: MomentDefault
  last_seen_at: MomentDefault
  expires_at: Moment
  address: Generated<string>
  user_agent: Generated<string>
}

interface UsedPassTable {
  tenant_id: number
  pass: string
  valid_until: Moment
}

interface AllowListEntryTable {
  tenant_id: number
  id: Generated<number>
  origin: string
  path_prefix: Generated<string>
  note: Generated<string>
  status: Generated<'approved' | 'requested' | 'refused'>
  created_at: MomentDefault
}

interface AccessCodeTable {
  tenant_id: number
  code: string
  media: string
  created_at: MomentDefault
}

interface CalledRouteTable {
  tenant_id: number
  id: Generated<number>
  access_code: string
  extension_code: Generated<string>
  queue_id: number
  version: Generated<number>
}

interface AgentTable {
  tenant_id: number
  agent_number: string
  staff_id: number | null
  role: Generated<string>
  kind: Generated<string>
  phone: Generated<string>
  skill_group_id: number | null
  number_label: Generated<string>
  auto_answer: Generated<boolean>
  version: Generated<number>
}

interface ScreenPopTable {
  tenant_id: number
  id: Generated<number>
  workbench_kind: string
  name: string
  page_kind: Generated<string>
  custom_page_id: number | null
  url: Generated<string>
  open_mode: Generated<string>
  pass_mode: Generated<string>
  params: JsonDefault<unknown[]>
  trigger: Generated<string>
  omit_empty: Generated<boolean>
  after_fragment: Generated<boolean>
  context_token: Generated<boolean>
  grants: JsonDefault<PageGrant[]>
  rule: JsonDefault<unknown>
  last_check: Json<PageCheck> | null
  check_claimed_until: Moment | null
  enabled: Generated<boolean>
  position: number
  version: Generated<number>
}

interface SigningKeyTable {
  tenant_id: number
  key_id: string
  public_key: Json<Record<string, string>>
  sealed: string
  created_at: Generated<Date>
}

interface BusyReasonTable {
  tenant_id: number
  code: number
  name: string
}

type TrunkTable = ResourceTable<typeof trunk> & { password: string | null }

/** The digests are sealed. */
type PhoneTable = ResourceTable<typeof phone> & {
  ha1_md5: string
  ha1_sha256: string
  /** As the registrar keeps them. */
  bindings: JsonDefault<unknown[]>
}

interface WidgetTable {
  tenant_id: number
  id: Generated<number>
  public_id: string
  name: string
  access_code: string
  media: string
  origins: string[]
  anonymous: Generated<boolean>
  max_calls: number
  keys: JsonDefault<{ keyId: string; sealed: string; createdAt: string }[]>
  enabled: Generated<boolean>
  version: Generated<number>
}

interface CustomerInterfaceTable {
  tenant_id: number
  id: Generated<number>
  name: string
  url: string
  timeout_ms: number
  tenant_ids: number[]
  allow_private: Generated<boolean>
  headers: JsonDefault<{ name: string; sealed: string }[]>
  mapping: ColumnType<InterfaceMapping | null, string | null, string | null>
  sample: Generated<string>
  number_form: Generated<string>
  version: Generated<number>
}

export interface Schema extends AuditTables, ContactTables, DataTables, SkillTables {
  tenant: TenantTable
  role: ResourceTable<typeof role>
  staff: StaffTable
  staff_role: StaffRoleTable
  web_session: WebSessionTable
  used_pass: UsedPassTable
  allow_list_entry: AllowListEntryTable
  access_code: AccessCodeTable
  skill_queue: ResourceTable<typeof skillQueue>
  called_route: CalledRouteTable
  agent: AgentTable
  screen_pop: ScreenPopTable
  busy_reason: BusyReasonTable
  signing_key: SigningKeyTable
  trunk: TrunkTable
  outbound_route: ResourceTable<typeof outboundRoute>
  phone: PhoneTable
  widget: WidgetTable
  customer_interface: CustomerInterfaceTable
}
