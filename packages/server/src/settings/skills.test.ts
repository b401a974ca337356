// Skill groups, working hours, and what they do to agents and queues.

import type { RouteBodyInput } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type Answer, demoServer, type TestClient } from '../test-support/test-server.ts'
import { SettingsReader } from './settings-reader.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let operator: TestClient
let reader: SettingsReader
const queues = new Map<string, number>()

beforeAll(async () => {
  server = await demoServer(db().database)
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
  reader = new SettingsReader(server.settings, 'http://localhost')
  for (const [name, type] of [
    ['voice1', 'voice'],
    ['voice2', 'voice'],
    ['video1', 'video'],
  ] as const) {
    const { body } = await admin.call('createSkillQueue', { body: { name, description: 'd', type } })
    queues.set(name, Number(body['id']))
  }
})
afterAll(() => server.http.close())

const problems = (answer: Answer) => answer.body.problems?.map((problem) => [problem.field, problem.code])
const queue = (name: string): number => queues.get(name) ?? 0
const agentConfig = async (agentNumber: string) => {
  const agent = (await reader.routingConfig(1)).agents.get(agentNumber)
  return { skills: [...(agent?.skills ?? [])], defaults: [...(agent?.defaultQueues ?? [])] }
}

describe('skill groups', () => {
  const make = (name: string, more: object = {}) =>
    admin.call('createSkillGroup', { body: { name, queues: [{ queueId: queue('voice1') }], ...more } })
  let mixed = 0

  it('have one default queue of each type: the one that is named, else the first', async () => {
    const wanted = [{ queueId: queue('voice1') }, { queueId: queue('voice2'), level: 8, isDefault: true }, { queueId: queue('video1') }]
    const { body } = await make('售后组', { queues: wanted })
    mixed = Number(body['id'])
    expect(body).toMatchObject({
      description: '',
      agentCount: 0,
      queues: [
        { queueName: 'video1', type: 'video', level: 5, isDefault: true },
        { queueName: 'voice1', type: 'voice', level: 5, isDefault: false },
        { queueName: 'voice2', type: 'voice', level: 8, isDefault: true },
      ],
    })
  })

  it('say every fault where it stands', async () => {
    const twice = [{ queueId: queue('voice1') }, { queueId: queue('voice1') }]
    expect(problems(await make('b', { queues: twice }))).toEqual([['queues.1.queueId', 'FIELD_TAKEN']])
    const wrong = [{ queueId: queue('voice1'), isDefault: true }, { queueId: queue('voice2'), isDefault: true }, { queueId: 999_999 }]
    expect(problems(await make('售后组', { queues: wrong }))).toEqual([
      ['name', 'FIELD_TAKEN'],
      ['queues.1.isDefault', 'FIELD_NOT_APPLICABLE'],
      ['queues.2.queueId', 'FIELD_REFERENCE'],
    ])
    expect(problems(await make('c', { queues: [] }))).toEqual([['queues', 'FIELD_REQUIRED']])
  })

  it('give their agents the queues that the agent’s type serves, with level and default', async () => {
    const answer = await admin.call('createAgent', { body: { agentNumber: '201', kind: 'audio', skillGroupId: mixed } })
    expect(answer.body).toMatchObject({ skillGroupId: mixed, skillGroupName: '售后组', skills: [] })
    await admin.call('createAgent', { body: { agentNumber: '202', kind: 'video', skillGroupId: mixed } })
    expect(await agentConfig('201')).toMatchObject({
      skills: [
        [queue('voice1'), 5],
        [queue('voice2'), 8],
      ],
    })
    expect((await agentConfig('202')).skills).toHaveLength(3)
    expect(new Map((await agentConfig('202')).defaults)).toEqual(
      new Map([
        ['voice', queue('voice2')],
        ['video', queue('video1')],
      ]),
    )
    const list = await admin.call('listAgents', { query: { queueId: String(queue('voice2')) } })
    expect(list.body.items?.map((agent) => agent['agentNumber'])).toEqual(['201', '202'])
  })

  it('are one with their agents: no skills beside them, and none of a type that serves nothing of them', async () => {
    const change = (body: RouteBodyInput<'changeAgent'>) => admin.call('changeAgent', { params: { agentNumber: '201' }, body })
    expect(problems(await change({ skillGroupId: mixed, skills: [{ queueId: queue('voice1') }] }))).toEqual([
      ['skills', 'FIELD_NOT_APPLICABLE'],
    ])
    expect(problems(await change({ skillGroupId: 999_999 }))).toEqual([['skillGroupId', 'FIELD_REFERENCE']])
    expect(problems(await change({ skillGroupId: mixed, kind: 'multimedia' }))).toEqual([['skillGroupId', 'FIELD_NOT_APPLICABLE']])
  })

  it('change their agents with them, also one that is saved without a change of its own', async () => {
    const wanted = [{ queueId: queue('voice1'), level: 3 }]
    const answer = await admin.call('changeSkillGroup', { params: { id: mixed }, body: { name: '售后组', queues: wanted, version: 1 } })
    expect(answer.body).toMatchObject({ version: 2, agentCount: 2 })
    for (const number of ['201', '202']) expect((await agentConfig(number)).skills).toEqual([[queue('voice1'), 3]])
    const stale = await admin.call('changeSkillGroup', { params: { id: mixed }, body: { name: 'x', queues: wanted, version: 1 } })
    expect(stale.body.code).toBe('OBJECT_CHANGED')
  })

  it('and their queues are not deleted while they are used', async () => {
    const group = await admin.call('deleteSkillGroup', { params: { id: mixed } })
    expect([group.status, group.body.detail]).toEqual([409, 'Skill group “售后组” cannot be deleted: it is used by 201, 202'])
    const used = await admin.call('deleteSkillQueue', { params: { id: queue('voice1') } })
    expect([used.status, used.body.detail]).toEqual([409, 'Skill queue “voice1” cannot be deleted: it is used by 售后组'])
  })

  it('leave an agent the own skills that it is given instead', async () => {
    const body = { skills: [{ queueId: queue('voice2'), level: 2 }] }
    const answer = await admin.call('changeAgent', { params: { agentNumber: '201' }, body })
    expect(answer.body).toMatchObject({ skillGroupId: null, skills: [{ queueName: 'voice2', level: 2 }] })
    expect(await agentConfig('201')).toEqual({ skills: [[queue('voice2'), 2]], defaults: [] })
  })
})

describe('a batch', () => {
  const batch = (agentNumbers: string, change: object, create = false) =>
    admin.call('batchAgents', { body: { agentNumbers, change, create } })
  const agent = async (agentNumber: string) => (await admin.call('getAgent', { params: { agentNumber } })).body
  const staff = async (account: string): Promise<number> => {
    const role = (await admin.call('listRoles', { query: { search: '座席' } })).body.items?.[0]?.['id']
    const made = await admin.call('createStaff', { body: { account, name: account, roleIds: [role] } })
    return Number((made.body['staff'] as { id: number }).id)
  }

  it('sets every field of many agents at once', async () => {
    const group = Number((await admin.call('listSkillGroups')).body.items?.[0]?.['id'])
    const staffIds = [await staff('one'), await staff('two')]
    const change = {
      role: 'outbound',
      kind: 'video',
      phone: '021 5566 7788',
      numberLabel: 'A',
      autoAnswer: true,
      skillGroupId: group,
      staffIds,
    }
    expect((await batch('211,212', change, true)).body).toMatchObject({ created: ['211', '212'], refused: [] })
    for (const [index, number] of ['211', '212'].entries())
      expect(await agent(number)).toMatchObject({
        staffId: staffIds[index],
        role: 'outbound',
        kind: 'video',
        phone: '02155667788',
        numberLabel: 'A',
        autoAnswer: true,
        skillGroupId: group,
        skills: [],
      })
  })

  it('leaves what it does not name, empties what it names as empty, and takes agents out of a group by skills of their own', async () => {
    const answer = await batch('211-212', { phone: '', staffIds: [], skills: [{ queueId: queue('voice2') }] })
    expect(answer.body).toMatchObject({ changed: ['211', '212'], refused: [] })
    expect(await agent('212')).toMatchObject({
      staffId: null,
      phone: '',
      numberLabel: 'A',
      skillGroupId: null,
      skills: [{ queueName: 'voice2' }],
    })
  })

  it('gives accounts one to each number, and says of each that is refused why', async () => {
    const three = await staff('three')
    expect(problems(await batch('211,212', { staffIds: [three] }))).toEqual([['change.staffIds', 'FIELD_NOT_APPLICABLE']])
    const twice = await batch('211,212', { staffIds: [three, three] })
    expect(twice.body).toMatchObject({ changed: ['211'], refused: [{ agentNumber: '212', code: 'FIELD_TAKEN' }] })
  })
})

describe('agent numbers of other tenants', () => {
  it('are not told as taken, and what is free elsewhere looks the same', async () => {
    const opened = await operator.call('openTenant', {
      body: { code: 'other', name: 'Other', purchased: { audio: 5 }, adminAccount: 'boss', adminName: 'Boss' },
    })
    const { TestClient: Client } = await import('../test-support/test-server.ts')
    const boss = new Client(server.http)
    await boss.logIn('boss@other', String(opened.body['initialPassword']))
    await boss.call('changePassword', { body: { currentPassword: opened.body['initialPassword'], newPassword: 'tea at half past four' } })
    expect((await boss.call('getMe')).body).toMatchObject({ tenantCode: 'other', demo: false })
    expect((await admin.call('getMe')).body).toMatchObject({ demo: true })
    const one = await boss.call('createAgent', { body: { agentNumber: '201' } })
    expect(problems(one)).toEqual([['agentNumber', 'FIELD_UNAVAILABLE']])
    expect(one.body.detail).not.toMatch(/use$|taken|demo/i)
    const many = await boss.call('batchAgents', { body: { agentNumbers: '201,301', change: { autoAnswer: true }, create: true } })
    expect(many.body).toMatchObject({ created: ['301'], refused: [{ agentNumber: '201', code: 'FIELD_UNAVAILABLE' }] })
    expect(problems(await boss.call('createAgent', { body: { agentNumber: '301' } }))).toEqual([['agentNumber', 'FIELD_TAKEN']])
  })

  it('the operator is told whose number ranges overlap', async () => {
    const { body } = await operator.call('getTenant', { params: { tenantId: 1 } })
    expect(body['rangeSharedWith']).toEqual(['other'])
    const change = { name: '演示租户', purchased: body['purchased'], agentNumberFrom: 101, agentNumberTo: 250 }
    await operator.call('changeTenant', {
      params: { tenantId: 2 },
      body: { ...change, name: 'Other', agentNumberFrom: 251, agentNumberTo: 400 },
    })
    expect((await operator.call('changeTenant', { params: { tenantId: 1 }, body: change })).body['rangeSharedWith']).toEqual([])
  })
})

describe('working hours', () => {
  const week = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }]
  const holiday = { name: '春节', from: '2027-02-05', to: '2027-02-12', ranges: [] }
  const put = (name: string, body: object) =>
    admin.call('changeSkillQueue', { params: { id: queue(name) }, body: { name, description: 'd', ...body } })
  let id = 0

  it('are kept as written and reach routing with their queues', async () => {
    const made = await admin.call('createWorkingHours', { body: { name: '客服时间', weekly: week, specialDays: [holiday] } })
    id = Number(made.body['id'])
    expect(made.body).toMatchObject({ weekly: week, specialDays: [holiday], queues: [], version: 1 })
    const onClosed = { action: 'transfer', queueId: queue('voice2') }
    expect((await put('voice1', { workingHoursId: id, onClosed })).body).toMatchObject({ workingHoursName: '客服时间', onClosed })
    const config = await reader.routingConfig(1)
    expect(config.queues.get(queue('voice1'))).toMatchObject({ hours: { weekly: week, specialDays: [holiday] }, onClosed })
    expect(config.queues.get(queue('voice2'))?.hours).toBeNull()
  })

  it('tell whether they are open now, by the tenant’s clock, and when they open', async () => {
    const all = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '24:00' }]
    const open = await admin.call('createWorkingHours', { body: { name: '全天', weekly: all } })
    expect(open.body).toMatchObject({ open: true, opensAt: null })
    const closed = await admin.call('createWorkingHours', { body: { name: '停业' } })
    expect(closed.body).toMatchObject({ open: false, opensAt: null })
  })

  it('are not deleted while a queue keeps them, and their names are unique', async () => {
    expect((await admin.call('deleteWorkingHours', { params: { id } })).body.detail).toBe(
      'Working hours “客服时间” cannot be deleted: it is used by voice1',
    )
    expect(problems(await admin.call('createWorkingHours', { body: { name: '客服时间' } }))).toEqual([['name', 'FIELD_TAKEN']])
  })

  it('a queue without them is never closed, so nothing is set for it', async () => {
    const onClosed = { action: 'transfer', queueId: queue('voice2') }
    expect(problems(await put('voice1', { onClosed }))).toEqual([['onClosed', 'FIELD_NOT_APPLICABLE']])
    expect(problems(await put('voice1', { workingHoursId: 999_999 }))).toEqual([['workingHoursId', 'FIELD_REFERENCE']])
  })

  it('stand in the audit log without what depends on the moment', async () => {
    const entries = (await admin.call('listAudit', { query: { objectType: 'workingHours' } })).body.items ?? []
    expect(entries[0]).toMatchObject({ action: 'create', after: { name: '停业', weekly: [], specialDays: [] } })
    expect(entries[0]?.['after']).not.toHaveProperty('open')
  })
})

describe('queues that send their callers to each other', () => {
  it('say by which of them a caller comes back', async () => {
    const to = (name: string) => ({ action: 'transfer', queueId: queue(name) })
    const save = (name: string, body: object) =>
      admin.call('changeSkillQueue', { params: { id: queue(name) }, body: { name, description: 'd', ...body } })
    expect((await save('voice1', { onTimeout: to('voice2') })).body['leadsBack']).toEqual([])
    expect((await save('voice2', { onOverflow: to('voice1') })).body['leadsBack']).toEqual(['voice1'])
    const list = (await admin.call('listSkillQueues', { query: { search: 'voice1' } })).body.items?.[0]
    expect(list?.['leadsBack']).toEqual(['voice2'])
  })
})
