// The tables as Kysely sees them. JSON columns are written as JSON text (an array would otherwise become an SQL array).

import type {
  AccessCode,
  agent,
  CustomerInterface,
  calledRoute,
  InterfaceMapping,
  NumberForm,
  outboundRoute,
  PageCheck,
  PageGrant,
  phone,
  PopParam,
  PopRule,
  role,
  ScreenPop,
  skillQueue,
  staff,
  trunk,
  widget,
  WorkbenchKind,
} from '@openseat/contracts'
import type { ColumnType, Generated } from 'kysely'
import type { Json, JsonDefault, Moment, MomentDefault } from './column-types.ts'
import type { AuditTables } from './audit-tables.ts'
import type { ContactTables } from './contact-tables.ts'
import type { DataTables } from './data-tables.ts'
import type { FlowTables } from './flow-tables.ts'
import type { ResourceTable } from './resource-columns.ts'
import type { PromptTables } from './prompt-tables.ts'
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

type DiversionColumn = 'on_timeout' | 'on_overflow' | 'on_unstaffed' | 'on_closed'

/** Worked out by the database from where callers are sent: ids of queues and flows, or null. */
type Worked<C extends string> = Readonly<Record<C, ColumnType<number | null, never, never>>>

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
  media: AccessCode['media']
  created_at: MomentDefault
}

interface ScreenPopTable {
  tenant_id: number
  id: Generated<number>
  workbench_kind: WorkbenchKind
  name: string
  page_kind: Generated<ScreenPop['pageKind']>
  custom_page_id: number | null
  url: Generated<string>
  open_mode: Generated<ScreenPop['openMode']>
  pass_mode: Generated<ScreenPop['passMode']>
  params: JsonDefault<PopParam[]>
  trigger: Generated<ScreenPop['trigger']>
  omit_empty: Generated<boolean>
  after_fragment: Generated<boolean>
  context_token: Generated<boolean>
  grants: JsonDefault<PageGrant[]>
  rule: JsonDefault<PopRule>
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

type StaffTable = ResourceTable<typeof staff> & {
  password_hash: string
  must_change_password: Generated<boolean>
  failed_attempts: Generated<number>
  locked_until: Moment | null
  locale: string | null
  created_at: MomentDefault
}

type WidgetTable = ResourceTable<typeof widget> & {
  keys: JsonDefault<{ keyId: string; sealed: string; createdAt: string }[]>
}

type TrunkTable = ResourceTable<typeof trunk> & { password: string | null }

/** The digests are sealed. */
type PhoneTable = ResourceTable<typeof phone> & {
  ha1_md5: string
  ha1_sha256: string
  /** As the registrar keeps them. */
  bindings: JsonDefault<unknown[]>
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
  number_form: Generated<CustomerInterface['numberForm']>
  version: Generated<number>
}

export interface Schema extends AuditTables, ContactTables, DataTables, FlowTables, PromptTables, SkillTables {
  tenant: TenantTable
  role: ResourceTable<typeof role>
  staff: StaffTable
  staff_role: StaffRoleTable
  web_session: WebSessionTable
  used_pass: UsedPassTable
  allow_list_entry: AllowListEntryTable
  access_code: AccessCodeTable
  skill_queue: ResourceTable<typeof skillQueue> & Worked<`${DiversionColumn}_${'queue' | 'flow'}_id`>
  called_route: ResourceTable<typeof calledRoute> & Worked<'queue_id' | 'flow_id'>
  agent: ResourceTable<typeof agent>
  screen_pop: ScreenPopTable
  busy_reason: BusyReasonTable
  signing_key: SigningKeyTable
  trunk: TrunkTable
  outbound_route: ResourceTable<typeof outboundRoute>
  phone: PhoneTable
  widget: WidgetTable
  customer_interface: CustomerInterfaceTable
}
