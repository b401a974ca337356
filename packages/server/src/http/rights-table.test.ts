// Generated from the route table: every route that changes people, roles or agents, by somebody who holds the route's own
// permission and less than what is touched. And every command of the agent's socket, by who may not.

import { type Route, type RouteName, routes } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type Answer, demoSecret, demoServer, TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
const clerks = new Map<string, TestClient>()
const target = { staff: 0, role: 0, adminRole: 0, lowRole: 0 }

const table = Object.entries(routes) as [RouteName, Route][]
const changing = table.filter(([, route]) => route.method !== 'GET' && /^\/api\/(staff|roles|agents)\b/.test(route.path))
const permissionOf = (name: RouteName): string => {
  const { access } = routes[name] as Route
  return typeof access === 'string' ? access : (access[0] ?? '')
}

/** Somebody who holds one permission and nothing else. */
async function clerk(permission: string): Promise<TestClient> {
  const account = permission.replace('.', '-')
  const role = await admin.call('createRole', { body: { name: permission, permissions: [permission] } })
  const made = await admin.call('createStaff', { body: { account, name: account, roleIds: [role.body['id']] } })
  const client = new TestClient(server.http)
  const currentPassword = String(made.body['initialPassword'])
  await client.logIn(`${account}@demo`, currentPassword)
  const change = { currentPassword, newPassword: `${demoSecret} clerk` }
  expect((await client.call('changePassword', { body: change })).status).toBe(204)
  return client
}

const idOf = async (list: RouteName, search: string): Promise<number> =>
  Number((await admin.call(list, { query: { search } })).body.items?.[0]?.['id'])

beforeAll(async () => {
  server = await demoServer(db().database)
  admin = await server.client('admin@demo')
  for (const permission of new Set(changing.map(([name]) => permissionOf(name)))) clerks.set(permission, await clerk(permission))
  const high = await admin.call('createRole', { body: { name: 'high', permissions: ['audit.read', 'call.supervise'] } })
  target.role = Number(high.body['id'])
  target.adminRole = await idOf('listRoles', '租户管理员')
  target.lowRole = await idOf('listRoles', 'staff.manage')
  target.staff = await idOf('listStaff', 'admin')
})
afterAll(() => server.http.close())

const agent = { kind: 'audio', skills: [] }
const staff = { name: 'x' }
const attempts: readonly [RouteName, string, () => { params?: Record<string, string | number>; body?: unknown }][] = [
  ['createStaff', 'as an administrator', () => ({ body: { ...staff, account: 'new', roleIds: [target.adminRole] } })],
  ['createStaff', 'with one right more', () => ({ body: { ...staff, account: 'new', roleIds: [target.role] } })],
  ['changeStaff', 'switched off', () => ({ params: { id: target.staff }, body: { ...staff, roleIds: [target.adminRole], active: false } })],
  ['changeStaff', 'without its roles', () => ({ params: { id: target.staff }, body: { ...staff, roleIds: [target.lowRole] } })],
  ['changeStaff', 'by another name', () => ({ params: { id: target.staff }, body: { ...staff, roleIds: [target.adminRole] } })],
  ['deleteStaff', 'an administrator', () => ({ params: { id: target.staff } })],
  ['resetStaffPassword', 'of an administrator', () => ({ params: { id: target.staff } })],
  ['unlockStaff', 'an administrator', () => ({ params: { id: target.staff } })],
  ['createRole', 'with a right of others', () => ({ body: { name: 'mine', permissions: ['role.manage', 'audit.read'] } })],
  ['changeRole', 'emptied', () => ({ params: { id: target.role }, body: { name: 'high', permissions: [] } })],
  ['changeRole', 'renamed', () => ({ params: { id: target.role }, body: { name: 'low', permissions: ['audit.read', 'call.supervise'] } })],
  ['deleteRole', 'of higher ones', () => ({ params: { id: target.role } })],
  ['createAgent', 'as an inspector', () => ({ body: { ...agent, agentNumber: '150', role: 'inspector' } })],
  ['changeAgent', 'into an inspector', () => ({ params: { agentNumber: '101' }, body: { ...agent, role: 'inspector' } })],
  ['changeAgent', 'from an inspector', () => ({ params: { agentNumber: '103' }, body: { ...agent, role: 'agent' } })],
  [
    'changeAgent',
    'an inspector who is bound anew',
    () => ({ params: { agentNumber: '103' }, body: { ...agent, role: 'inspector', staffId: null } }),
  ],
  ['deleteAgent', 'an inspector', () => ({ params: { agentNumber: '103' } })],
  ['batchAgents', 'into inspectors', () => ({ body: { agentNumbers: '101,160', create: true, change: { role: 'inspector' } } })],
  ['batchAgents', 'from inspectors', () => ({ body: { agentNumbers: '103', create: false, change: { role: 'agent' } } })],
]

/** Refused as a whole, by the field, or each number of a batch by itself. */
function refusals({ status, body }: Answer): unknown {
  if (status === 403) return body.code
  if (status === 422) return [...new Set(body.problems?.map((problem) => problem.params['rule']))].join()
  const refused = body['refused'] as readonly { code: string }[] | undefined
  return [...new Set(refused?.map(({ code }) => code))].join()
}

const everything = async (): Promise<string> => {
  const lists = await Promise.all((['listStaff', 'listRoles', 'listAgents'] as const).map((list) => admin.call(list)))
  return JSON.stringify(lists.map(({ body }) => body.items))
}

describe('whoever holds less than what is touched', () => {
  it.each(attempts)('is refused %s %s', async (name, _what, request) => {
    const before = await everything()
    const answer = await (clerks.get(permissionOf(name)) ?? admin).call(name, request())
    expect(['RIGHTS_BEYOND', 'beyondYours']).toContain(refusals(answer))
    expect(await everything()).toBe(before)
  })

  it('is tried on every route that changes people, roles or agents', () => {
    expect([...new Set(attempts.map(([name]) => name))].toSorted()).toEqual(changing.map(([name]) => name).toSorted())
  })

  it('may still do what its permission is for', async () => {
    const clerkOf = (permission: string): TestClient => clerks.get(permission) ?? admin
    const made = await clerkOf('staff.manage').call('createStaff', { body: { ...staff, account: 'low', roleIds: [target.lowRole] } })
    expect(made.status).toBe(200)
    const { id } = made.body['staff'] as { id: number }
    const off = { ...staff, roleIds: [target.lowRole], active: false }
    expect((await clerkOf('staff.manage').call('changeStaff', { params: { id }, body: off })).status).toBe(200)
    const body = { ...agent, agentNumber: '151', role: 'agent' }
    expect((await clerkOf('agent.manage').call('createAgent', { body })).status).toBe(200)
    expect((await clerkOf('agent.manage').call('deleteAgent', { params: { agentNumber: '151' } })).status).toBe(204)
  })
})
