// Tenants (租户) as the operator keeps them: open, change, suspend, resume, reset the administrator's password.

import { AppError, type FieldProblem, type RouteBody, type RouteResponse, type Tenant } from '@openseat/contracts'
import { sql } from 'kysely'
import type { HandlersOf, RouteCall } from '../http/handlers.ts'
import { refuseIfAny } from '../http/problem.ts'
import type { PlatformStore } from '../store/platform-store.ts'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { usedAgents } from './agent-rules.ts'
import { actor, found, nextVersion, refuseStale, type SettingsParts } from './checks.ts'
import { createBuiltinRoles } from './roles.ts'
import type { Actor, Edit } from './settings.ts'
import { loginOf, resetPassword, setPassword, staffChanges } from './staff.ts'
import { pageInMemory } from './tenant-list.ts'

export type TenantInput = RouteBody<'openTenant'>
type TenantRoute = 'listTenants' | 'openTenant' | 'getTenant' | 'changeTenant' | 'suspendTenant' | 'resumeTenant' | 'resetAdminPassword'

export function tenantHandlers(parts: SettingsParts): HandlersOf<TenantRoute> {
  const { settings, platform } = parts
  const changed = async (call: TenantCall, work: (edit: Edit) => Promise<TenantRecord>): Promise<Tenant> =>
    withRange(platform, settings.change(await existing(parts, call.params.tenantId), actor(call), work))
  return {
    listTenants: async ({ query }) => {
      const refs = await platform.tenants()
      return pageInMemory(refs, query, (ref) => withRange(platform, settings.read(ref.id, readTenant)))
    },
    openTenant: async (call) => {
      const initial = await resetPassword()
      const tenant = await openTenant(parts, actor(call), { input: call.body, passwordHash: initial.hash })
      return {
        tenant: await withRange(platform, tenant),
        adminLogin: loginOf(call.body.adminAccount, tenant.id, tenant.code),
        initialPassword: initial.password,
      }
    },
    getTenant: async ({ params }) => withRange(platform, settings.read(await existing(parts, params.tenantId), readTenant)),
    changeTenant: (call) => changed(call, (edit) => changeTenant(edit, call.body)),
    suspendTenant: (call) => changed(call, (edit) => setStatus(edit, 'suspended')),
    resumeTenant: (call) => changed(call, (edit) => setStatus(edit, 'active')),
    resetAdminPassword: async (call) => {
      const initial = await resetPassword()
      const id = await existing(parts, call.params.tenantId)
      return settings.change(id, actor(call), (edit) => resetAdmin(edit, initial))
    },
  }
}

type TenantCall = RouteCall<'changeTenant' | 'suspendTenant' | 'resumeTenant'>

/** All that the tenant's own rows say of it. */
type TenantRecord = Omit<Tenant, 'rangeSharedWith'>

async function withRange(platform: PlatformStore, reading: TenantRecord | Promise<TenantRecord>): Promise<Tenant> {
  const tenant = await reading
  return { ...tenant, rangeSharedWith: [...(await platform.tenantsWithNumbers(tenant))] }
}

/** The platform itself is no tenant that an operator could change. */
export async function existing({ platform }: SettingsParts, tenantId: number): Promise<number> {
  const tenant = tenantId === 0 ? undefined : await platform.tenantById(tenantId)
  return found(tenant, 'tenant', tenantId).id
}

export async function readTenant(trx: TenantTransaction): Promise<TenantRecord> {
  const row = await trx.selectFrom('tenant').selectAll().executeTakeFirstOrThrow()
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    status: row.status,
    purchased: { ...noAgents, ...row.purchased },
    used: { ...noAgents, ...(await usedAgents(trx)) },
    agentNumberFrom: row.agent_number_from,
    agentNumberTo: row.agent_number_to,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  }
}

const noAgents = { audio: 0, video: 0, multimedia: 0, universal: 0 }

interface Opening {
  readonly input: TenantInput
  readonly passwordHash: string
  readonly mustChangePassword?: boolean
  /** What else belongs to the new tenant from its first moment. */
  readonly fill?: (edit: Edit) => Promise<void>
}

/** The tenant, its built-in roles and its administrator, together or not at all. */
export async function openTenant({ settings, platform }: SettingsParts, by: Actor, opening: Opening): Promise<TenantRecord> {
  const { input } = opening
  const taken = await platform.tenantByCode(input.code)
  refuseIfAny([
    ...(taken === undefined ? [] : [{ field: 'code', code: 'FIELD_TAKEN', params: { value: input.code } } as const]),
    ...rangeProblems(input),
  ])
  const id = await platform.nextTenantId()
  return settings.open({ id, code: input.code, name: input.name }, by, async (edit) => {
    await edit.trx
      .updateTable('tenant')
      .set({ purchased: JSON.stringify(input.purchased), agent_number_from: input.agentNumberFrom, agent_number_to: input.agentNumberTo })
      .where('id', '=', id)
      .execute()
    await createAdmin(edit, opening)
    await opening.fill?.(edit)
    const after = await readTenant(edit.trx)
    edit.audit({ action: 'create', objectType: 'tenant', objectId: id, after })
    return after
  })
}

async function createAdmin(edit: Edit, { input, passwordHash, mustChangePassword = true }: Opening): Promise<void> {
  const roles = await createBuiltinRoles(edit)
  const roleId = roles.get('tenantAdmin')
  if (roleId === undefined) throw new Error('there is no built-in administrator role')
  const admin = {
    account: input.adminAccount,
    name: input.adminName,
    organisation: '',
    phone: '',
    email: '',
    active: true,
    roleIds: [roleId],
  }
  await staffChanges.create(edit, admin, { password: { hash: passwordHash, mustChange: mustChangePassword } })
}

function rangeProblems({ agentNumberFrom: min, agentNumberTo: value }: { agentNumberFrom: number; agentNumberTo: number }): FieldProblem[] {
  return value < min ? [{ field: 'agentNumberTo', code: 'FIELD_TOO_SMALL', params: { min, value } }] : []
}

async function changeTenant(edit: Edit, input: RouteBody<'changeTenant'>): Promise<TenantRecord> {
  const { trx, tenantId } = edit
  const before = await readTenant(trx)
  refuseStale(before, input.version, { object: 'tenant', name: before.name })
  refuseIfAny([...rangeProblems(input), ...(await outsideProblems(trx, input)), ...purchaseProblems(before, input)])
  const change = { name: input.name, purchased: JSON.stringify(input.purchased), version: nextVersion }
  const range = { agent_number_from: input.agentNumberFrom, agent_number_to: input.agentNumberTo }
  await trx
    .updateTable('tenant')
    .set({ ...change, ...range })
    .where('id', '=', tenantId)
    .execute()
  const after = await readTenant(trx)
  edit.audit({ action: 'change', objectType: 'tenant', objectId: tenantId, before, after })
  return after
}

/** A purchase cannot go below what is in use. */
function purchaseProblems(before: TenantRecord, input: RouteBody<'changeTenant'>): FieldProblem[] {
  const kinds = Object.keys(noAgents) as (keyof typeof noAgents)[]
  return kinds
    .filter((kind) => input.purchased[kind] < before.used[kind])
    .map((kind) => ({
      field: `purchased.${kind}`,
      code: 'FIELD_TOO_SMALL',
      params: { min: before.used[kind], value: input.purchased[kind] },
    }))
}

/** The range must keep every agent that exists. */
async function outsideProblems(trx: TenantTransaction, input: RouteBody<'changeTenant'>): Promise<FieldProblem[]> {
  const number = sql<number>`agent_number::int`
  const { lowest, highest } = await trx
    .selectFrom('agent')
    .select([sql<number | null>`min(${number})`.as('lowest'), sql<number | null>`max(${number})`.as('highest')])
    .executeTakeFirstOrThrow()
  const problems: FieldProblem[] = []
  if (lowest !== null && lowest < input.agentNumberFrom) {
    problems.push({ field: 'agentNumberFrom', code: 'FIELD_TOO_LARGE', params: { max: lowest, value: input.agentNumberFrom } })
  }
  if (highest !== null && highest > input.agentNumberTo) {
    problems.push({ field: 'agentNumberTo', code: 'FIELD_TOO_SMALL', params: { min: highest, value: input.agentNumberTo } })
  }
  return problems
}

/** Suspending ends every log-in of the tenant at once. */
async function setStatus({ trx, tenantId, audit }: Edit, status: Tenant['status']): Promise<TenantRecord> {
  const before = await readTenant(trx)
  await trx.updateTable('tenant').set({ status, version: nextVersion }).where('id', '=', tenantId).execute()
  if (status === 'suspended') await trx.deleteFrom('web_session').execute()
  const after = await readTenant(trx)
  const action = status === 'suspended' ? 'suspend' : 'resume'
  audit({ action, objectType: 'tenant', objectId: tenantId, before: { status: before.status }, after: { status } })
  return after
}

/** The first administrator of the tenant that is still active. */
async function resetAdmin(edit: Edit, initial: { password: string; hash: string }): Promise<RouteResponse<'resetAdminPassword'>> {
  const { trx, tenantId } = edit
  const admin = await trx
    .selectFrom('staff as s')
    .innerJoin('staff_role as sr', (join) => join.onRef('sr.tenant_id', '=', 's.tenant_id').onRef('sr.staff_id', '=', 's.id'))
    .innerJoin('role as r', (join) => join.onRef('r.tenant_id', '=', 'sr.tenant_id').onRef('r.id', '=', 'sr.role_id'))
    .select('s.id')
    .where('r.builtin', '=', 'tenantAdmin')
    .where('s.active', '=', true)
    .orderBy('s.id')
    .executeTakeFirst()
  if (admin === undefined) throw new AppError('OBJECT_NOT_FOUND', { object: 'tenantAdmin', id: tenantId })
  const staff = await setPassword(edit, { id: admin.id, hash: initial.hash })
  const { code } = await trx.selectFrom('tenant').select('code').executeTakeFirstOrThrow()
  return { login: loginOf(staff.account, tenantId, code), initialPassword: initial.password }
}
