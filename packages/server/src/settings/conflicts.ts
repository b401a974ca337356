// The database's own constraints as refusals with a field. Handlers check first and say more; this catches what two
// requests at once, or another tenant, made untrue in between.

import { AppError } from '@openseat/contracts'

const uniqueFields: Readonly<Record<string, string>> = {
  tenant_code_key: 'code',
  role_name_key: 'name',
  staff_account_key: 'account',
  allow_list_entry_key: 'origin',
  access_code_code_key: 'code',
  access_code_pkey: 'code',
  skill_queue_name_key: 'name',
  skill_group_name_key: 'name',
  working_hours_name_key: 'name',
  called_route_dialled_key: 'extensionCode',
  agent_agent_number_key: 'agentNumber',
  agent_pkey: 'agentNumber',
  agent_staff_key: 'staffId',
  screen_pop_name_key: 'name',
  busy_reason_name_key: 'name',
  base_table_name_key: 'name',
  flow_name_key: 'name',
  custom_page_name_key: 'name',
  trunk_name_key: 'name',
  customer_interface_name_key: 'name',
  outbound_route_prefix_key: 'prefix',
  phone_user_name_key: 'userName',
  phone_number_key: 'number',
}

/** Unique among all tenants: that another one has it is not for this one to know. */
const installationWide: ReadonlySet<string> = new Set(['agent_agent_number_key', 'phone_user_name_key'])

interface DatabaseError {
  readonly code?: string
  readonly constraint?: string
  readonly detail?: string
}

/** The refusal for a broken unique constraint; undefined for anything else. */
export function conflictOf(error: unknown): AppError | undefined {
  const { code, constraint, detail } = error as DatabaseError
  const field = uniqueFields[constraint ?? '']
  if (code !== '23505' || field === undefined) return undefined
  const isOthers = installationWide.has(constraint ?? '')
  const value = /=\((?:.*, )?([^,]*)\) already exists/.exec(detail ?? '')?.[1] ?? ''
  return new AppError(
    'REQUEST_INVALID',
    { count: 1 },
    { cause: error, problems: [{ field, code: isOthers ? 'FIELD_UNAVAILABLE' : 'FIELD_TAKEN', params: { value } }] },
  )
}
