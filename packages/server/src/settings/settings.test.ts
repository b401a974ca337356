// The rules of every configuration object, through the HTTP server as callers meet them.

import { limits } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type Answer, demoServer, type TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let operator: TestClient
beforeAll(async () => {
  server = await demoServer(db().database)
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
})
afterAll(() => server.http.close())

const tenantId = 1
const problems = (answer: Answer) => answer.body.problems?.map((problem) => [problem.field, problem.code])
const first = async (name: 'listSkillQueues' | 'listStaff' | 'listRoles' | 'listAgents' | 'listCalledRoutes', search: string) =>
  (await admin.call(name, { query: { search } })).body.items?.[0] ?? {}

describe('skill queues', () => {
  const make = (name: string, more: object = {}) => admin.call('createSkillQueue', { body: { name, description: 'd', ...more } })

  it('get the documented defaults', async () => {
    expect((await make('defaults')).body).toMatchObject({
      type: 'voice',
      maxWaitSeconds: 60,
      maxQueued: 100,
      wrapUpSeconds: 5,
      onTimeout: { action: 'release' },
      onOverflow: { action: 'release' },
      onUnstaffed: { action: 'release' },
      onClosed: { action: 'release' },
      workingHoursId: null,
      agentCount: 0,
      version: 1,
    })
  })

  it('have unique names, whatever the case', async () => {
    const answer = await make('DEFAULTS')
    expect([answer.status, problems(answer)]).toEqual([409, [['name', 'FIELD_TAKEN']]])
    expect(answer.body.detail).toBe('Name “DEFAULTS” is already in use')
  })

  it('transfer to an existing queue of the same type that is not themselves; all faults are said at once', async () => {
    const video = (await make('video', { type: 'video' })).body
    const voice = (await make('voice')).body
    const transfer = (queueId: unknown) => ({ action: 'transfer', queueId })
    const wrong = { onTimeout: transfer(video['id']), onOverflow: transfer(999_999), onUnstaffed: transfer(voice['id']) }
    const answer = await admin.call('changeSkillQueue', {
      params: { id: Number(voice['id']) },
      body: { name: 'video', description: 'd', ...wrong },
    })
    expect(problems(answer)).toEqual([
      ['name', 'FIELD_TAKEN'],
      ['onTimeout.queueId', 'FIELD_NOT_APPLICABLE'],
      ['onOverflow.queueId', 'FIELD_REFERENCE'],
      ['onUnstaffed.queueId', 'FIELD_NOT_APPLICABLE'],
    ])
  })

  it('are not deleted while used: agents, routes, queues and flows are named', async () => {
    const service = await first('listSkillQueues', '客户服务')
    await make('before-service', { onTimeout: { action: 'transfer', queueId: service['id'] } })
    const answer = await admin.call('deleteSkillQueue', { params: { id: Number(service['id']) } })
    expect([answer.status, answer.body.detail]).toEqual([
      409,
      'Skill queue “客户服务” cannot be deleted: it is used by 4466, before-service, 余额查询, 101, 102 … (6)',
    ])
    const change = await admin.call('changeSkillQueue', {
      params: { id: Number(service['id']) },
      body: { name: '客户服务', description: 'd', type: 'video' },
    })
    expect(problems(change)).toEqual([['type', 'FIELD_FIXED']])
  })

  it('changed by somebody else meanwhile are not overwritten', async () => {
    const made = (await make('raced')).body
    const change = (description: string) =>
      admin.call('changeSkillQueue', { params: { id: Number(made['id']) }, body: { name: 'raced', description, version: 1 } })
    expect((await change('one')).body).toMatchObject({ version: 2, description: 'one' })
    expect((await change('two')).body.code).toBe('OBJECT_CHANGED')
  })

  it('number at most a thousand, also when asked at once', async () => {
    await db().owner.query(
      `insert into skill_queue (tenant_id, name) select 1, 'fill' || n from generate_series(1, $1 - (select count(*)::int from skill_queue where tenant_id = 1) - 1) n`,
      [limits.skillQueuesPerTenant],
    )
    const answers = await Promise.all(['last', 'over'].map((name) => make(name)))
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409])
    expect(answers.find((answer) => answer.status === 409)?.body.detail).toBe('The limit of 1000 for Skill queue is reached')
    await db().owner.query(`delete from skill_queue where name like 'fill%'`)
  })

  it('are searched as typed, sorted and paged', async () => {
    await make('p_1')
    await make('p%2')
    const names = async (query: Record<string, string>) => (await admin.call('listSkillQueues', { query })).body
    expect((await names({ search: '%' })).items?.map((queue) => queue['name'])).toEqual(['p%2'])
    const page = await names({ search: 'p', sort: '-name', page: '2', pageSize: '1' })
    expect([page['total'], page.items?.length]).toEqual([2, 1])
    const bad = await admin.call('listSkillQueues', { query: { sort: 'password', pageSize: '20' } })
    expect(problems(bad)).toEqual([['sort', 'FIELD_NOT_ONE_OF']])
  })
})

describe('called routes', () => {
  const make = async (accessCode: string, extensionCode = '') => {
    const queueId = (await first('listSkillQueues', '客户服务'))['id']
    return admin.call('createCalledRoute', { body: { accessCode, extensionCode, target: { kind: 'skillQueue', queueId } } })
  }

  it('that would be dialled the same are refused', async () => {
    await operator.call('assignAccessCode', { params: { tenantId }, body: { code: '44661' } })
    const answer = await make('44661')
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([
      409,
      'ROUTE_AMBIGUOUS',
      '44661 would be dialled the same as the existing route “4466 + 1”',
    ])
    expect((await make('44661', '2')).status).toBe(200)
  })

  it('and codes that begin alike stay with one tenant: what is dialled behind one is an extension of its holder', async () => {
    await operator.call('openTenant', { body: { code: 'alike', name: 'Other', adminAccount: 'admin', adminName: 'A' } })
    const assign = (code: string) => operator.call('assignAccessCode', { params: { tenantId: 2 }, body: { code } })
    const answer = await assign('446612')
    expect([answer.status, answer.body.code]).toEqual([409, 'ACCESS_CODE_AMBIGUOUS'])
    expect(answer.body.detail).toMatch(/“446612” and “44661?” of tenant “.+” begin alike/)
    expect((await assign('44')).body.code).toBe('ACCESS_CODE_AMBIGUOUS')
    expect(problems(await assign('4466'))).toEqual([['code', 'FIELD_TAKEN']])
    const atOnce = await Promise.all([assign('9901'), operator.call('assignAccessCode', { params: { tenantId }, body: { code: '990' } })])
    expect(atOnce.map(({ status }) => status).toSorted()).toEqual([200, 409])
  })

  it('need an access code of the tenant, and a queue of its media', async () => {
    expect(problems(await make('777'))).toEqual([['accessCode', 'FIELD_REFERENCE']])
    await operator.call('assignAccessCode', { params: { tenantId }, body: { code: '888', media: 'multimedia' } })
    expect(problems(await make('888'))).toEqual([['target.queueId', 'FIELD_NOT_APPLICABLE']])
  })

  it('keep their access code with the tenant', async () => {
    const answer = await operator.call('withdrawAccessCode', { params: { tenantId, code: '44661' } })
    expect(answer.body.detail).toBe('Access code “44661” cannot be deleted: it is used by 446612')
    expect((await operator.call('withdrawAccessCode', { params: { tenantId, code: '888' } })).status).toBe(204)
  })
})

describe('agents', () => {
  const make = (body: object) => admin.call('createAgent', { body })

  it('serve queues that fit their kind, each once, one account each; all faults at once', async () => {
    const voice = (await first('listSkillQueues', '客户服务'))['id']
    const staff = await first('listStaff', 'wangmin')
    const skills = [{ queueId: voice }, { queueId: 999_999 }]
    const answer = await make({ agentNumber: '101', staffId: staff['id'], kind: 'multimedia', skills })
    expect(problems(answer)).toEqual([
      ['agentNumber', 'FIELD_TAKEN'],
      ['skills.0.queueId', 'FIELD_NOT_APPLICABLE'],
      ['skills.1.queueId', 'FIELD_REFERENCE'],
    ])
    const other = await make({ agentNumber: '150', staffId: staff['id'], skills: [{ queueId: voice }, { queueId: voice }] })
    expect(problems(other)).toEqual([
      ['staffId', 'FIELD_TAKEN'],
      ['skills.1.queueId', 'FIELD_TAKEN'],
    ])
  })

  it('stay within the tenant’s number range and purchase', async () => {
    const tenant = (await operator.call('getTenant', { params: { tenantId } })).body
    const body = { name: tenant['name'], agentNumberFrom: 101, agentNumberTo: 160 }
    const purchased = { audio: 4, video: 0, multimedia: 0, universal: 0 }
    expect((await operator.call('changeTenant', { params: { tenantId }, body: { ...body, purchased } })).body).toMatchObject({
      used: { audio: 3 },
    })
    expect(problems(await make({ agentNumber: '161' }))).toEqual([['agentNumber', 'FIELD_TOO_LARGE']])
    expect((await make({ agentNumber: '151', kind: 'video' })).body).toMatchObject({ code: 'PURCHASE_LIMIT' })
    const both = await Promise.all(['151', '152'].map((agentNumber) => make({ agentNumber })))
    expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409])
    const less = await operator.call('changeTenant', {
      params: { tenantId },
      body: { ...body, agentNumberFrom: 102, purchased: { ...purchased, audio: 1 } },
    })
    expect(problems(less)).toEqual([
      ['agentNumberFrom', 'FIELD_TOO_LARGE'],
      ['purchased.audio', 'FIELD_TOO_SMALL'],
    ])
    const more = { ...purchased, audio: 20 }
    expect((await operator.call('changeTenant', { params: { tenantId }, body: { ...body, purchased: more } })).status).toBe(200)
  })

  it('are configured in a batch: each number by itself, ranges and lists', async () => {
    const voice = (await first('listSkillQueues', '贵宾服务'))['id']
    const body = { agentNumbers: '101, 155-157，161', change: { autoAnswer: true, skills: [{ queueId: voice, level: 9 }] }, create: true }
    const answer = await admin.call('batchAgents', { body })
    expect(answer.body).toMatchObject({
      changed: ['101'],
      created: ['155', '156', '157'],
      refused: [{ agentNumber: '161', code: 'FIELD_TOO_LARGE' }],
    })
    expect(await first('listAgents', '156')).toMatchObject({ autoAnswer: true, skills: [{ queueName: '贵宾服务', level: 9 }] })
    expect(await first('listAgents', '101')).toMatchObject({ account: 'wangmin' })
    const { version } = (await admin.call('getAgent', { params: { agentNumber: '101' } })).body
    const versions = {
      '101': Number(version) - 1,
      '102': Number((await admin.call('getAgent', { params: { agentNumber: '102' } })).body['version']),
    }
    const stale = await admin.call('batchAgents', { body: { agentNumbers: '101,102', change: { autoAnswer: false }, versions } })
    expect(stale.body).toMatchObject({ changed: ['102'], refused: [{ agentNumber: '101', code: 'OBJECT_CHANGED' }] })
    const huge = await admin.call('batchAgents', { body: { agentNumbers: '101-59999', change: { autoAnswer: true } } })
    expect(problems(huge)).toEqual([['agentNumbers', 'FIELD_TOO_MANY']])
    const backwards = await admin.call('batchAgents', { body: { agentNumbers: '110-105', change: { autoAnswer: true } } })
    expect(problems(backwards)).toEqual([['agentNumbers', 'FIELD_FORMAT']])
  })

  it('sort by number, not by text, and filter by queue', async () => {
    const { body } = await admin.call('listAgents', { query: { sort: '-agentNumber' } })
    const numbers = (body.items ?? []).map((agent) => Number(agent['agentNumber']))
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    const voice = String((await first('listSkillQueues', '客户服务'))['id'])
    expect((await admin.call('listAgents', { query: { queueId: voice } })).body['total']).toBe(2)
  })
})

describe('staff and roles', () => {
  it('cannot be deleted while an agent number is bound, nor by themselves', async () => {
    const wangmin = await first('listStaff', 'wangmin')
    expect((await admin.call('deleteStaff', { params: { id: Number(wangmin['id']) } })).body.detail).toBe(
      'Staff “wangmin” cannot be deleted: it is used by 101',
    )
    const self = await first('listStaff', 'admin')
    expect((await admin.call('deleteStaff', { params: { id: Number(self['id']) } })).body.code).toBe('OBJECT_IN_USE')
    const roleIds = [Number((await first('listRoles', '座席'))['id'])]
    const shutOut = await admin.call('changeStaff', { params: { id: Number(self['id']) }, body: { name: 'x', active: false, roleIds } })
    expect(problems(shutOut)).toEqual([
      ['active', 'FIELD_NOT_APPLICABLE'],
      ['roleIds', 'FIELD_NOT_APPLICABLE'],
    ])
  })

  it('hand on no permission that the giver lacks, by role, grant or password reset', async () => {
    const clerkRole = await admin.call('createRole', {
      body: { name: 'clerk', permissions: ['staff.read', 'staff.manage', 'role.manage'] },
    })
    const made = await admin.call('createStaff', { body: { account: 'clerk', name: 'Clerk', roleIds: [clerkRole.body['id']] } })
    const { TestClient } = await import('../test-support/test-server.ts')
    const clerk = new TestClient(server.http)
    await clerk.logIn('clerk@demo', String(made.body['initialPassword']))
    await clerk.call('changePassword', { body: { currentPassword: made.body['initialPassword'], newPassword: 'tea at half past four' } })
    const adminRole = Number((await first('listRoles', '租户管理员'))['id'])
    const grant = await clerk.call('createStaff', { body: { account: 'friend', name: 'F', roleIds: [adminRole] } })
    expect(problems(grant)).toEqual([['roleIds.0', 'FIELD_NOT_APPLICABLE']])
    const role = await clerk.call('createRole', { body: { name: 'king', permissions: ['staff.read', 'audit.read', 'tenant.manage'] } })
    expect(problems(role)).toEqual([
      ['permissions.1', 'FIELD_NOT_APPLICABLE'],
      ['permissions.2', 'FIELD_NOT_APPLICABLE'],
    ])
    const adminStaff = Number((await first('listStaff', 'admin'))['id'])
    expect((await clerk.call('resetStaffPassword', { params: { id: adminStaff } })).body.code).toBe('RIGHTS_BEYOND')
  })

  it('keep built-in roles as they are, and roles in use', async () => {
    const builtin = Number((await first('listRoles', '质检员'))['id'])
    expect((await admin.call('deleteRole', { params: { id: builtin } })).body.code).toBe('OBJECT_BUILTIN')
    expect((await admin.call('changeRole', { params: { id: builtin }, body: { name: 'x', permissions: [] } })).body.code).toBe(
      'OBJECT_BUILTIN',
    )
    const clerk = Number((await first('listRoles', 'clerk'))['id'])
    expect((await admin.call('deleteRole', { params: { id: clerk } })).body.detail).toBe(
      'Role “clerk” cannot be deleted: it is used by clerk',
    )
  })
})

describe('busy reasons', () => {
  it('are set by code, with unique names', async () => {
    expect((await admin.call('setBusyReason', { body: { code: 250, name: 'Lunch' } })).status).toBe(200)
    expect(problems(await admin.call('setBusyReason', { body: { code: 249, name: 'lunch' } }))).toEqual([['name', 'FIELD_TAKEN']])
    expect(problems(await admin.call('setBusyReason', { body: { code: 199, name: 'x' } }))).toEqual([['code', 'FIELD_TOO_SMALL']])
    expect((await admin.call('deleteBusyReason', { params: { code: 250 } })).status).toBe(204)
    expect((await admin.call('deleteBusyReason', { params: { code: 250 } })).body.code).toBe('OBJECT_NOT_FOUND')
  })
})

describe('a change', () => {
  const rename = (name: string) => admin.call('createSkillQueue', { body: { name, description: 'd' } })

  it('is answered when it counts: whoever has to learn of it has', async () => {
    let learnt = 0
    const stop = server.settings.onTenantChanged(async () => {
      await new Promise((done) => setTimeout(done, 100))
      learnt += 1
    })
    expect((await rename('counted')).status).toBe(200)
    expect(learnt).toBe(1)
    stop()
  })

  it('is answered, too, when somebody who has to learn of it never comes back', async () => {
    const stop = server.settings.onTenantChanged(() => new Promise(() => undefined))
    expect((await rename('stuck')).status).toBe(200)
    stop()
  })
})

describe('tenants', () => {
  it('have unique codes and a sane range', async () => {
    const body = { code: 'demo', name: 'x', adminAccount: 'admin', adminName: 'x', agentNumberFrom: 500, agentNumberTo: 400 }
    expect(problems(await operator.call('openTenant', { body }))).toEqual([
      ['code', 'FIELD_TAKEN'],
      ['agentNumberTo', 'FIELD_TOO_SMALL'],
    ])
    expect((await operator.call('getTenant', { params: { tenantId: 0 } })).body.code).toBe('OBJECT_NOT_FOUND')
  })

  it('list, search and sort', async () => {
    const { body } = await operator.call('listTenants', { query: { search: '演示', sort: '-code' } })
    expect([body['total'], body.items?.[0]?.['code']]).toEqual([1, 'demo'])
  })

  it('get a new administrator password from the operator', async () => {
    const { body } = await operator.call('resetAdminPassword', { params: { tenantId } })
    expect(body['login']).toBe('admin@demo')
    expect(String(body['initialPassword'])).toHaveLength(16)
  })
})
