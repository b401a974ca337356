// The demo installation: an operator and a tenant that can take a call at once. Made once, into an empty database,
// never in production.

import { agent, calledRoute, type RouteBodyInput, screenPopInputSchema, skillQueue, tenantInputSchema } from '@openseat/contracts'
import { hashPassword } from '../access/passwords.ts'
import type { SecretBox } from '../access/secret-box.ts'
import { assignCode } from '../settings/access-codes.ts'
import { agents } from '../settings/agent-changes.ts'
import { addEntry } from '../settings/allow-list.ts'
import { setReason } from '../settings/busy-reasons.ts'
import { createReason } from '../settings/call-reasons.ts'
import { calledRoutes } from '../settings/called-routes.ts'
import type { SettingsParts } from '../settings/checks.ts'
import { addDemoFlow } from './demo-flow.ts'
import { addDemoInterfaces } from './demo-interface.ts'
import { addDemoWidget } from './demo-widget.ts'
import { createOperator, hasStaff, programActor } from '../settings/platform-setup.ts'
import { createPop, enablePop } from '../settings/screen-pops.ts'
import type { Edit } from '../settings/settings.ts'
import { roles } from '../settings/roles.ts'
import { skillQueues } from '../settings/skill-queues.ts'
import { staffChanges } from '../settings/staff.ts'
import { demoTenantCode } from '../store/tenant-facts.ts'
import { openTenant } from '../settings/tenants.ts'

export interface DemoOptions {
  /** One password for all demo accounts. */
  readonly password: string
  /** The example enterprise's address, such as `http://localhost:8090`. */
  readonly enterpriseOrigin: string
  /** Seals the key of the demo's call button; left out, there is none, and no customer interface. */
  readonly secrets?: SecretBox
}

export interface DemoAccount {
  readonly login: string
  readonly role: 'operator' | 'tenantAdmin' | 'agent' | 'inspector'
  readonly agentNumber?: string
}

/** What the start prints: who can log in, and what to dial. */
export const demoAccounts: readonly DemoAccount[] = [
  { login: 'operator', role: 'operator' },
  { login: 'admin@demo', role: 'tenantAdmin' },
  { login: 'wangmin@demo', role: 'agent', agentNumber: '101' },
  { login: 'lilei@demo', role: 'agent', agentNumber: '102' },
  { login: 'zhaoli@demo', role: 'inspector', agentNumber: '103' },
]
export const demoAccessCode = '4466'

const people = [
  // The first agent sees numbers, the second has them masked: a demo shows both.
  { account: 'wangmin', name: '王敏', role: 'agent', agentNumber: '101', seesNumbers: true },
  { account: 'lilei', name: '李雷', role: 'agent', agentNumber: '102', seesNumbers: false },
  { account: 'zhaoli', name: '赵丽', role: 'inspector', agentNumber: '103', seesNumbers: false },
] as const

/** True when the demo was made now; false when the database already has staff. */
export async function seedDemo(parts: SettingsParts, options: DemoOptions): Promise<boolean> {
  if (await hasStaff(parts.settings)) return false
  const passwordHash = await hashPassword(options.password)
  const secret = { passwordHash, mustChangePassword: false }
  const fill = (edit: Edit) => fillTenant(edit, passwordHash, options)
  // The tenant is made whole or not at all; a start that was killed before the operator goes on from here.
  const made = await parts.platform.tenantByCode(demoTenantCode)
  if (made === undefined) await openTenant(parts, programActor, { input: demoTenant(), ...secret, fill })
  if (options.secrets) await addDemoInterfaces(parts, options.enterpriseOrigin, options.secrets)
  await addDemoFlow(parts, demoAccessCode)
  await createOperator(parts.settings, { account: 'operator', name: '运营管理员', ...secret })
  return true
}

function demoTenant() {
  const purchased = { audio: 20, video: 10, multimedia: 10, universal: 10 }
  return tenantInputSchema.parse({ code: demoTenantCode, name: '演示租户', purchased, adminAccount: 'admin', adminName: '陈晨' })
}

const addQueue = (edit: Edit, input: RouteBodyInput<'createSkillQueue'>) =>
  skillQueues.create(edit, skillQueue.input.parse(input), undefined)

async function fillTenant(edit: Edit, passwordHash: string, { enterpriseOrigin, secrets }: DemoOptions): Promise<void> {
  const service = await addQueue(edit, { name: '客户服务', description: '演示语音队列', recording: 'onDemand', maxWaitSeconds: 300 })
  const vip = await addQueue(edit, { name: '贵宾服务', description: '演示贵宾队列', priority: 90, recording: 'always' })
  await assignCode(edit, { code: demoAccessCode, media: 'audioVideo' })
  const route = (extensionCode: string, queueId: number) =>
    calledRoutes.create(
      edit,
      calledRoute.input.parse({ accessCode: demoAccessCode, extensionCode, target: { kind: 'skillQueue', queueId } }),
      undefined,
    )
  await route('', service.id)
  await route('1', vip.id)
  await setReason(edit, { code: 200, name: '会议' })
  await setReason(edit, { code: 201, name: '培训' })
  await addCallReasons(edit)
  const numbersRole = await roles.create(edit, { name: '查看完整号码', permissions: ['number.reveal'] }, undefined)
  for (const person of people)
    await addPerson(edit, { person, passwordHash, queueIds: [service.id, vip.id], roleIds: person.seesNumbers ? [numbersRole.id] : [] })
  await addPop(edit, enterpriseOrigin)
  if (secrets) await addDemoWidget(edit, secrets, { enterpriseOrigin, accessCode: demoAccessCode })
}

const callReasons: Readonly<Record<string, readonly string[]>> = {
  咨询: ['账单', '业务办理', '网点与时间'],
  投诉: ['服务态度', '费用争议'],
  其他: [],
}

async function addCallReasons(edit: Edit): Promise<void> {
  for (const [index, [name, below]] of Object.entries(callReasons).entries()) {
    const { id } = await createReason(edit, { name, parentId: null, position: index + 1 })
    for (const [place, child] of below.entries()) await createReason(edit, { name: child, parentId: id, position: place + 1 })
  }
}

interface DemoPerson {
  readonly person: (typeof people)[number]
  readonly passwordHash: string
  readonly queueIds: readonly number[]
  /** Beside the built-in one. */
  readonly roleIds: readonly number[]
}

async function addPerson(edit: Edit, { person, passwordHash, queueIds, roleIds }: DemoPerson): Promise<void> {
  const { account, name, role, agentNumber } = person
  const { id: roleId } = await edit.trx.selectFrom('role').select('id').where('builtin', '=', role).executeTakeFirstOrThrow()
  const input = { account, name, organisation: '客服中心', phone: '', email: '', active: true, roleIds: [roleId, ...roleIds] }
  const staff = await staffChanges.create(edit, input, { password: { hash: passwordHash, mustChange: false } })
  const skills = queueIds.map((queueId) => ({ queueId }))
  await agents.create(edit, agent.input.parse({ agentNumber, staffId: staff.id, role, kind: 'audio', skills }), {})
}

async function addPop(edit: Edit, enterpriseOrigin: string): Promise<void> {
  await addEntry(edit, { origin: enterpriseOrigin, pathPrefix: '', note: '示例企业系统' }, 'approved')
  const url = `${enterpriseOrigin}/crm/customer.html`
  const pop = await createPop(edit, screenPopInputSchema.parse({ workbenchKind: 'audioVideo', name: '客户信息', url }), [])
  await enablePop(edit, pop.id, true)
}
