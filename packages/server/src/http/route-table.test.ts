// Generated from the route table: every route without a log-in, with every built-in role, and with ids of another tenant.

import { tmpdir } from 'node:os'
import { builtinRoles, type Permission, type Route, type RouteName, routes } from '@openseat/contracts'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { OutsideHttp } from '../adapters/outside-http/outside-http.ts'
import { customPageHandlers } from '../custom-pages/custom-pages.ts'
import { dataServices } from '../wiring/data-services.ts'
import { flowServices } from '../wiring/flow-services.ts'
import { promptServices } from '../wiring/prompt-services.ts'
import { interfaceServices } from '../wiring/interface-services.ts'
import { pageCheckHandlers } from '../pops/check/page-check-handlers.ts'
import { PageChecks } from '../pops/check/page-checks.ts'
import { FolderObjectStore } from '../adapters/object-store/folder-object-store.ts'
import { voicemailHandlers } from '../records/voicemail-handlers.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type AnswerBody, demoSecret, demoServer, TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
const silentSpeech = { prompts: async () => new Map<string, string>(), speaks: () => true }
const rethrow = (error: unknown): never => {
  throw error
}
let server: Awaited<ReturnType<typeof demoServer>>
const outside = new OutsideHttp()
const clients = new Map<string, TestClient>()
const logins = { operator: 'operator', tenantAdmin: 'admin@demo', agent: 'wangmin@demo', inspector: 'zhaoli@demo' } as const

beforeAll(async () => {
  const log = pino({ enabled: false })
  const secrets = new SecretBox(Buffer.alloc(32, 1))
  server = await demoServer(db().database, undefined, ({ settings, database }) => ({
    ...promptServices({ env: { dataFolder: tmpdir() }, engine: null, settings, database, log }).handlers,
    ...flowServices({ settings, interfaces: { usableBy: async () => [] }, speech: silentSpeech }).handlers,
    ...voicemailHandlers({ settings, database, objects: new FolderObjectStore(tmpdir()), dial: () => Promise.resolve(null) }),
    ...pageCheckHandlers(new PageChecks({ settings, outside, workbenchOrigin: 'http://localhost', now: () => Date.now(), log })),
    ...dataServices({ settings, database, secrets, failed: rethrow }).handlers,
    ...customPageHandlers({
      settings,
      interfaces: interfaceServices({ env: { outsideNetworks: [] }, settings, database, secrets, log }).interfaces,
    }),
  }))
  for (const [role, login] of Object.entries(logins)) clients.set(role, await server.client(login))
})
afterAll(async () => {
  outside.close()
  await server.http.close()
})

const table = Object.entries(routes) as [RouteName, Route][]
const closed = table.filter(([, route]) => route.access !== 'public')
const guarded = table.filter(([, route]) => typeof route.access !== 'string')

function clientOf(role: string): TestClient {
  const client = clients.get(role)
  if (client === undefined) throw new Error(`no client of role ${role}`)
  return client
}

describe('every route', () => {
  it.each(closed)('%s asks for a log-in', async (name) => {
    const answer = await new TestClient(server.http).call(name, { body: {} })
    expect([answer.status, answer.body.code]).toEqual([401, 'LOGIN_REQUIRED'])
  })

  it.each(closed)('%s takes no made-up cookie', async (name) => {
    const answer = await new TestClient(server.http).call(name, { headers: { cookie: 'openseat_session=x' } })
    expect(answer.status).toBe(401)
  })

  const pairs = guarded.flatMap(([name, route]) =>
    builtinRoles.map((role) => [name, role.key, { access: route.access, held: role.permissions }] as const),
  )
  it.each(pairs)('%s is open to %s exactly when a permission says so', async (name, key, { access, held }) => {
    // An impossible body: whoever may call the route hears of the fields, and nothing is changed.
    const answer = await clientOf(key).call(name, {
      params: { id: 0, tenantId: 0, entryId: 0, agentNumber: '999', callId: '1-1', code: 0 },
      body: { impossible: true },
    })
    const allowed = (access as readonly Permission[]).some((permission) => (held as readonly Permission[]).includes(permission))
    if (allowed) expect(answer.body.code).not.toBe('PERMISSION_MISSING')
    else expect([answer.status, answer.body.code]).toEqual([403, 'PERMISSION_MISSING'])
  })
})

const baseTable = { name: 'customers', fields: [{ name: 'Number', type: 'string', indexed: true }] }
const file = Buffer.from('Number\r\n1\r\n')
const flow = { schema: 1, kind: 'ivr', name: 'x', start: 's', nodes: {} }
const widget = { name: 'x', accessCode: '4466', origins: ['https://shop.example'] }

/** A message that a caller of the demo left. */
async function leaveMessage(): Promise<void> {
  const call = { tenant_id: 1, call_id: '1-1', direction: 'inbound', media_type: 'audio', started_at: new Date() } as const
  const message = {
    tenant_id: 1,
    queue_id: null,
    queue_name: 'x',
    call_id: '1-1',
    recording_id: '1-1-1',
    duration_ms: 1,
    state: 'new',
  } as const
  await db()
    .database.forTenant(1)
    .transaction(async (trx) => {
      await trx.insertInto('contact').values(call).execute()
      await trx.insertInto('voicemail').values(message).execute()
    })
}

function queryOf(name: RouteName): Record<string, string> {
  if (name === 'lookUpTableRow') return { number: '1' }
  return name === 'startTableImport' || name === 'previewTableImport' || name === 'uploadPrompt' ? { fileName: 'a.csv' } : {}
}

describe('another tenant’s objects', () => {
  let other: TestClient

  beforeAll(async () => {
    const operator = clientOf('operator')
    const input = { code: 'other', name: 'Other', adminAccount: 'admin', adminName: 'Other admin', purchased: { audio: 5 } }
    const opened = await operator.call('openTenant', { body: input })
    other = new TestClient(server.http)
    await other.logIn('admin@other', String(opened.body['initialPassword']))
    const change = { currentPassword: opened.body['initialPassword'], newPassword: `${demoSecret} other` }
    expect((await other.call('changePassword', { body: change })).status).toBe(204)
    expect((await clientOf('tenantAdmin').call('createPhone', { body: { userName: 'desk-of-demo' } })).status).toBe(200)
    expect((await clientOf('tenantAdmin').call('createWidget', { body: widget })).status).toBe(200)
    expect((await clientOf('tenantAdmin').call('createBaseTable', { body: baseTable })).status).toBe(200)
    expect((await clientOf('tenantAdmin').call('createFlow', { body: { name: 'x' } })).status).toBe(200)
    expect((await clientOf('tenantAdmin').call('createCustomPage', { body: await pageOf('listBaseTables') })).status).toBe(200)
    const group = { name: 'x', queues: [{ queueId: await idOf('listSkillQueues') }] }
    expect((await clientOf('tenantAdmin').call('createSkillGroup', { body: group })).status).toBe(200)
    expect((await clientOf('tenantAdmin').call('createWorkingHours', { body: { name: 'x' } })).status).toBe(200)
    await leaveMessage()
    expect((await clientOf('tenantAdmin').call('createPrompt', { body: { code: 'x', name: 'x' } })).status).toBe(200)
    expect((await clientOf('tenantAdmin').call('createPronunciation', { body: { word: 'x', say: 'x' } })).status).toBe(200)
  })

  it.each([
    ['listStaff', 1],
    ['listRoles', 3],
    ['listAgents', 0],
    ['listSkillQueues', 0],
    ['listSkillGroups', 0],
    ['listWorkingHours', 0],
    ['listPrompts', 0],
    ['listPronunciations', 0],
    ['listCalledRoutes', 0],
    ['listScreenPops', 0],
    ['listPhones', 0],
    ['listWidgets', 0],
    ['listBaseTables', 0],
    ['listCustomPages', 0],
    ['listFlows', 0],
    ['listOwnAllowList', 0],
  ] as const)('%s shows %i of its own', async (name, count) => {
    const { body } = await other.call(name)
    expect(body['total']).toBe(count)
  })

  const firstOf = (body: AnswerBody): Record<string, unknown> | undefined => (Array.isArray(body) ? body[0] : body.items?.[0])
  const idOf = async (list: RouteName, key = 'id') => firstOf((await clientOf('tenantAdmin').call(list)).body)?.[key] as string | number
  /** A page of the demo tenant's own table. */
  const pageOf = async (list: RouteName) => ({
    name: 'customer',
    layout: { style: 'block', columns: 2 },
    source: { kind: 'internal', objects: [{ name: 'customer', tableId: await idOf(list), fieldIds: ['c1'] }] },
  })
  const external = { name: 'x', layout: { style: 'tile', columns: 3 }, source: { kind: 'external', interfaceId: 1 } }
  const pop = { name: 'x', url: 'http://localhost:8090/x' }
  const attempts: [RouteName, RouteName, unknown][] = [
    ['getStaff', 'listStaff', undefined],
    ['changeStaff', 'listStaff', { name: 'x', roleIds: [1] }],
    ['deleteStaff', 'listStaff', undefined],
    ['resetStaffPassword', 'listStaff', undefined],
    ['unlockStaff', 'listStaff', undefined],
    ['changeRole', 'listRoles', { name: 'x', permissions: [] }],
    ['deleteRole', 'listRoles', undefined],
    ['getSkillQueue', 'listSkillQueues', undefined],
    ['changeSkillQueue', 'listSkillQueues', { name: 'x', description: 'x' }],
    ['deleteSkillQueue', 'listSkillQueues', undefined],
    ['getSkillGroup', 'listSkillGroups', undefined],
    ['changeSkillGroup', 'listSkillGroups', { name: 'x', queues: [{ queueId: 1 }] }],
    ['deleteSkillGroup', 'listSkillGroups', undefined],
    ['changeVoicemail', 'listVoicemails', { state: 'taken' }],
    ['playVoicemail', 'listVoicemails', undefined],
    ['getWorkingHours', 'listWorkingHours', undefined],
    ['changeWorkingHours', 'listWorkingHours', { name: 'x' }],
    ['deleteWorkingHours', 'listWorkingHours', undefined],
    ['getPrompt', 'listPrompts', undefined],
    ['changePrompt', 'listPrompts', { name: 'x' }],
    ['deletePrompt', 'listPrompts', undefined],
    ['uploadPrompt', 'listPrompts', file],
    ['playPrompt', 'listPrompts', undefined],
    ['changePronunciation', 'listPronunciations', { word: 'x', say: 'x' }],
    ['deletePronunciation', 'listPronunciations', undefined],
    ['changeCalledRoute', 'listCalledRoutes', { accessCode: '4466', target: { kind: 'skillQueue', queueId: 1 } }],
    ['deleteCalledRoute', 'listCalledRoutes', undefined],
    ['getAgent', 'listAgents', undefined],
    ['changeAgent', 'listAgents', { role: 'agent' }],
    ['deleteAgent', 'listAgents', undefined],
    ['changeCallReason', 'listCallReasons', { name: 'x' }],
    ['deleteCallReason', 'listCallReasons', undefined],
    ['changePhone', 'listPhones', { number: '8001' }],
    ['resetPhonePassword', 'listPhones', undefined],
    ['deletePhone', 'listPhones', undefined],
    ['changeWidget', 'listWidgets', widget],
    ['addWidgetKey', 'listWidgets', undefined],
    ['removeWidgetKey', 'listWidgets', undefined],
    ['deleteWidget', 'listWidgets', undefined],
    ['getBaseTable', 'listBaseTables', undefined],
    ['changeBaseTable', 'listBaseTables', baseTable],
    ['publishBaseTable', 'listBaseTables', undefined],
    ['deleteBaseTable', 'listBaseTables', undefined],
    ['listTableRows', 'listBaseTables', undefined],
    ['lookUpTableRow', 'listBaseTables', undefined],
    ['addTableRow', 'listBaseTables', { values: {} }],
    ['changeTableRow', 'listBaseTables', { values: {} }],
    ['deleteTableRow', 'listBaseTables', undefined],
    ['revealTableValue', 'listBaseTables', { fieldId: 'c1' }],
    ['exportTableRows', 'listBaseTables', undefined],
    ['getImportTemplate', 'listBaseTables', undefined],
    ['previewTableImport', 'listBaseTables', file],
    ['startTableImport', 'listBaseTables', file],
    ['listTableImports', 'listBaseTables', undefined],
    ['getTableImport', 'listBaseTables', undefined],
    ['stopTableImport', 'listBaseTables', undefined],
    ['getRefusedRows', 'listBaseTables', undefined],
    ['getCustomPage', 'listCustomPages', undefined],
    ['changeCustomPage', 'listCustomPages', external],
    ['publishCustomPage', 'listCustomPages', undefined],
    ['unpublishCustomPage', 'listCustomPages', undefined],
    ['deleteCustomPage', 'listCustomPages', undefined],
    ['getFlow', 'listFlows', undefined],
    ['deleteFlow', 'listFlows', undefined],
    ['getFlowDraft', 'listFlows', undefined],
    ['saveFlowDraft', 'listFlows', { document: flow, baseRevision: 1 }],
    ['discardFlowDraft', 'listFlows', undefined],
    ['publishFlow', 'listFlows', { baseRevision: 1, note: 'x' }],
    ['listFlowRevisions', 'listFlows', undefined],
    ['getFlowRevision', 'listFlows', undefined],
    ['restoreFlowRevision', 'listFlows', { baseRevision: 1 }],
    ['exportFlow', 'listFlows', {}],
    ['getScreenPop', 'listScreenPops', undefined],
    ['changeScreenPop', 'listScreenPops', pop],
    ['deleteScreenPop', 'listScreenPops', undefined],
    ['enableScreenPop', 'listScreenPops', { enabled: false }],
    ['moveScreenPop', 'listScreenPops', { direction: 'up' }],
    ['checkScreenPop', 'listScreenPops', undefined],
  ]
  it.each(attempts)('%s finds nothing', async (name, list, body) => {
    const params = list === 'listAgents' ? { agentNumber: await idOf(list, 'agentNumber') } : { id: await idOf(list), keyId: 'x' }
    const query = queryOf(name)
    const answer = await other.call(name, { params, body, query })
    expect([answer.status, answer.body.code]).toEqual([404, 'OBJECT_NOT_FOUND'])
  })

  it('covers every route that names one object', () => {
    const byId = guarded.filter(([, route]) => /:(id|agentNumber)/.test(route.path)).map(([name]) => name)
    expect(attempts.map(([name]) => name).sort()).toEqual(byId.sort())
  })

  it('cannot be referred to', async () => {
    const queueId = Number(await idOf('listSkillQueues'))
    const staffId = Number(await idOf('listStaff'))
    const roleId = Number(await idOf('listRoles'))
    const agent = await other.call('createAgent', { body: { agentNumber: '500', staffId, skills: [{ queueId }] } })
    expect(agent.body.problems?.map((problem) => [problem.field, problem.code])).toEqual([
      ['staffId', 'FIELD_REFERENCE'],
      ['skills.0.queueId', 'FIELD_REFERENCE'],
    ])
    const skillGroupId = Number(await idOf('listSkillGroups'))
    const grouped = await other.call('createAgent', { body: { agentNumber: '500', skillGroupId } })
    expect(grouped.body.problems).toMatchObject([{ field: 'skillGroupId', code: 'FIELD_REFERENCE' }])
    const group = await other.call('createSkillGroup', { body: { name: 'x', queues: [{ queueId }] } })
    expect(group.body.problems).toMatchObject([{ field: 'queues.0.queueId', code: 'FIELD_REFERENCE' }])
    const workingHoursId = Number(await idOf('listWorkingHours'))
    const closed = await other.call('createSkillQueue', { body: { name: 'x', description: 'x', workingHoursId } })
    expect(closed.body.problems).toMatchObject([{ field: 'workingHoursId', code: 'FIELD_REFERENCE' }])
    const waitPromptId = Number(await idOf('listPrompts'))
    const heard = await other.call('createSkillQueue', { body: { name: 'x', description: 'x', waitPromptId } })
    expect(heard.body.problems).toMatchObject([{ field: 'waitPromptId', code: 'FIELD_REFERENCE' }])
    const phone = await other.call('createAgent', { body: { agentNumber: '501', phone: 'desk-of-demo' } })
    expect(phone.body.problems).toMatchObject([{ field: 'phone', code: 'FIELD_REFERENCE' }])
    const staff = await other.call('createStaff', { body: { account: 'spy', name: 'Spy', roleIds: [roleId] } })
    expect(staff.body.problems?.[0]).toMatchObject({ field: 'roleIds.0', code: 'FIELD_REFERENCE' })
    const page = await other.call('createCustomPage', { body: await pageOf('listBaseTables') })
    expect(page.body.problems).toMatchObject([{ field: 'source.objects.0.tableId', code: 'FIELD_REFERENCE' }])
    const asking = await other.call('createCustomPage', { body: external })
    expect(asking.body.problems).toMatchObject([{ field: 'source.interfaceId', code: 'FIELD_REFERENCE' }])
    const route = await other.call('createCalledRoute', { body: { accessCode: '4466', target: { kind: 'skillQueue', queueId } } })
    expect(route.body.problems?.map((problem) => problem.code)).toEqual(['FIELD_REFERENCE', 'FIELD_REFERENCE'])
  })

  it('take their agent numbers, access codes and phones’ user names for the whole installation; tenants are not told that', async () => {
    const taken = await other.call('createAgent', { body: { agentNumber: '101' } })
    expect([taken.status, taken.body.problems?.[0]]).toMatchObject([
      422,
      { field: 'agentNumber', code: 'FIELD_UNAVAILABLE', params: { value: '101' } },
    ])
    const code = await clientOf('operator').call('assignAccessCode', { params: { tenantId: 2 }, body: { code: '4466' } })
    expect([code.status, code.body.problems?.[0]]).toMatchObject([409, { field: 'code', code: 'FIELD_TAKEN', params: { value: '4466' } }])
    const phone = await other.call('createPhone', { body: { userName: 'desk-of-demo' } })
    expect([phone.status, phone.body.problems?.[0]]).toMatchObject([422, { field: 'userName', code: 'FIELD_UNAVAILABLE' }])
  })
})
