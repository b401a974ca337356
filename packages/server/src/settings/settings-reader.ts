// A tenant's settings as routing needs them: one consistent moment, kept until the tenant changes.

import { type OpeningHours, type QueueType, skillQueue } from '@openseat/contracts'
import { actingRole, channelOf, usualCapacity } from '@openseat/domain'
import type {
  AgentConfig,
  AllowListRule,
  CalledRouteConfig,
  PopConfig,
  QueueConfig,
  RoutingConfig,
} from '@openseat/domain/config/routing-config'
import type { TenantTransaction } from '../store/tenant-store.ts'
import { FlowReader } from './flow-reader.ts'
import { readAccessCodes } from './access-codes.ts'
import { columnValues } from './column-values.ts'
import type { Settings, TenantListener } from './settings.ts'
import { approvedAddresses, completeParameters, numberingOf, zoneOf } from '../store/tenant-facts.ts'

export class SettingsReader {
  readonly #settings: Settings
  readonly #workbenchOrigin: string
  readonly #flows = new FlowReader()
  readonly #known = new Map<number, Promise<RoutingConfig>>()
  readonly #stop: () => void

  constructor(settings: Settings, workbenchOrigin: string) {
    this.#settings = settings
    this.#workbenchOrigin = workbenchOrigin
    this.#stop = settings.onTenantChanged((tenantId) => void this.#known.delete(tenantId))
  }

  /** The newest settings. The same object as before when nothing changed, so a contact can keep its own. */
  routingConfig(tenantId: number): Promise<RoutingConfig> {
    const known = this.#known.get(tenantId)
    if (known !== undefined) return known
    const reading = this.#settings.read(tenantId, async (trx) => ({
      ...(await readRoutingConfig(trx, tenantId, this.#workbenchOrigin)),
      flows: await this.#flows.read(trx, tenantId),
    }))
    this.#known.set(tenantId, reading)
    reading.catch(() => {
      if (this.#known.get(tenantId) === reading) this.#known.delete(tenantId)
    })
    return reading
  }

  /** Undefined: nobody has this number. */
  async agent(tenantId: number, agentNumber: string): Promise<AgentConfig | undefined> {
    return (await this.routingConfig(tenantId)).agents.get(agentNumber)
  }

  /** The allowlist alone is always live, also for contacts that began before. */
  async allowList(tenantId: number): Promise<readonly AllowListRule[]> {
    return (await this.routingConfig(tenantId)).allowList
  }

  /** Calls back after each committed change, when `routingConfig` already gives the new settings. */
  onTenantChanged(listener: TenantListener): () => void {
    return this.#settings.onTenantChanged(listener)
  }

  close(): void {
    this.#stop()
  }
}

async function readRoutingConfig(trx: TenantTransaction, tenantId: number, workbenchOrigin: string): Promise<Omit<RoutingConfig, 'flows'>> {
  const tenant = await trx
    .selectFrom('tenant')
    .select(['status', 'revision', 'parameters', 'time_zone', 'country', 'international_prefix', 'trunk_prefix', 'number_form'])
    .executeTakeFirstOrThrow()
  const codes = await readAccessCodes(trx)
  return {
    tenantId,
    revision: tenant.revision,
    suspended: tenant.status !== 'active',
    parameters: completeParameters(tenant.parameters),
    queues: new Map((await readQueues(trx)).map((queue) => [queue.id, queue])),
    routes: await readRoutes(trx),
    agents: new Map((await readAgents(trx)).map((agent) => [agent.agentNumber, agent])),
    pops: await readEnabledPops(trx),
    allowList: await approvedAddresses(trx),
    accessCodes: codes.filter((code) => code.media === 'audioVideo').map((code) => code.code),
    workbenchOrigin,
    timeZone: zoneOf(tenant),
    numbering: numberingOf(tenant),
    capacity: usualCapacity,
    workingHours: await readHours(trx),
  }
}

async function readQueues(trx: TenantTransaction): Promise<QueueConfig[]> {
  const hours = await readHours(trx)
  const rows = await trx.selectFrom('skill_queue').selectAll().orderBy('id').execute()
  return rows.map((row) => {
    const values = columnValues(skillQueue, row)
    return { id: row.id, ...values, channel: channelOf(values), hours: hours.get(row.working_hours_id ?? 0) ?? null }
  })
}

async function readHours(trx: TenantTransaction): Promise<ReadonlyMap<number, OpeningHours>> {
  const rows = await trx.selectFrom('working_hours').select(['id', 'weekly', 'special_days']).execute()
  return new Map(rows.map((row) => [row.id, { weekly: row.weekly, specialDays: row.special_days }]))
}

async function readRoutes(trx: TenantTransaction): Promise<CalledRouteConfig[]> {
  const columns = ['access_code as accessCode', 'extension_code as extensionCode', 'target'] as const
  return trx.selectFrom('called_route').select(columns).orderBy('id').execute()
}

async function readAgents(trx: TenantTransaction): Promise<AgentConfig[]> {
  const held = await permissionsByStaff(trx)
  const defaults = await defaultsByGroup(trx)
  const skills = new Map<string, Map<number, number>>()
  for (const row of await trx.selectFrom('agent_skill').select(['agent_number', 'queue_id', 'level']).orderBy('queue_id').execute()) {
    const levels = skills.get(row.agent_number) ?? new Map<number, number>()
    skills.set(row.agent_number, levels.set(row.queue_id, row.level))
  }
  const rows = await trx
    .selectFrom('agent as a')
    .leftJoin('staff as s', (join) => join.onRef('s.tenant_id', '=', 'a.tenant_id').onRef('s.id', '=', 'a.staff_id'))
    .select(['a.agent_number', 'a.staff_id', 'a.role', 'a.kind', 'a.auto_answer', 'a.phone', 'a.number_label', 'a.skill_group_id'])
    .select(['s.account', 's.name'])
    .execute()
  return rows.map((row) => ({
    agentNumber: row.agent_number,
    account: row.account ?? '',
    name: row.name ?? '',
    phone: row.phone,
    role: actingRole(row.role, heldBy(held, row.staff_id)),
    kind: row.kind,
    autoAnswer: row.auto_answer,
    numberLabel: row.number_label,
    seesNumbers: heldBy(held, row.staff_id).has('number.reveal'),
    skills: skills.get(row.agent_number) ?? new Map<number, number>(),
    defaultQueues: defaults.get(row.skill_group_id ?? 0) ?? new Map<QueueType, number>(),
  }))
}

async function defaultsByGroup(trx: TenantTransaction): Promise<ReadonlyMap<number, ReadonlyMap<QueueType, number>>> {
  const rows = await trx
    .selectFrom('skill_group_queue as k')
    .innerJoin('skill_queue as q', (join) => join.onRef('q.tenant_id', '=', 'k.tenant_id').onRef('q.id', '=', 'k.queue_id'))
    .select(['k.group_id', 'k.queue_id', 'q.type'])
    .where('k.is_default', '=', true)
    .execute()
  const groups = Map.groupBy(rows, (row) => row.group_id)
  return new Map([...groups].map(([id, queues]) => [id, new Map(queues.map((row) => [row.type, row.queue_id]))]))
}

type Held = ReadonlyMap<number, ReadonlySet<string>>

const heldBy = (held: Held, staffId: number | null): ReadonlySet<string> => held.get(staffId ?? 0) ?? new Set()

async function permissionsByStaff(trx: TenantTransaction): Promise<Held> {
  const rows = await trx
    .selectFrom('staff_role as sr')
    .innerJoin('role as r', (join) => join.onRef('r.tenant_id', '=', 'sr.tenant_id').onRef('r.id', '=', 'sr.role_id'))
    .select(['sr.staff_id', 'r.permissions'])
    .execute()
  const held = new Map<number, Set<string>>()
  for (const { staff_id: id, permissions } of rows) held.set(id, new Set([...(held.get(id) ?? []), ...permissions]))
  return held
}

async function readEnabledPops(trx: TenantTransaction): Promise<PopConfig[]> {
  const rows = await trx
    .selectFrom('screen_pop')
    .selectAll()
    .where('workbench_kind', '=', 'audioVideo')
    .where('enabled', '=', true)
    .orderBy('position')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    customPageId: row.custom_page_id,
    url: row.url,
    params: row.params,
    trigger: row.trigger,
    openMode: row.open_mode,
    passMode: row.pass_mode,
    contextToken: row.context_token,
    grants: row.grants,
    rule: row.rule,
    version: row.version,
    omitEmpty: row.omit_empty,
    afterFragment: row.after_fragment,
    position: row.position,
  }))
}
