// What every client of HTTP may expect of an interface, whoever wrote it.

import type { RouteName } from '@openseat/contracts'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { contactHandlers } from '../records/contact-handlers.ts'
import { customPageHandlers } from '../custom-pages/custom-pages.ts'
import { dataServices } from '../wiring/data-services.ts'
import { interfaceServices } from '../wiring/interface-services.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type AnswerBody, demoServer, type TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
let operator: TestClient
const rethrow = (error: unknown): never => {
  throw error
}

beforeAll(async () => {
  const secrets = new SecretBox(Buffer.alloc(32, 1))
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    const services = interfaceServices({
      env: { outsideNetworks: [] },
      settings,
      database,
      secrets,
      log: pino({ enabled: false }),
    })
    return {
      ...dataServices({ settings, database, secrets, failed: rethrow }).handlers,
      ...services.handlers,
      ...customPageHandlers({ settings, interfaces: services.interfaces }),
      ...contactHandlers(settings),
    }
  })
  admin = await server.client('admin@demo')
  operator = await server.client('operator')
})
afterAll(() => server.http.close())

interface Sent {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'GET'
  readonly url?: string
  readonly payload?: string | Buffer
  readonly headers?: Record<string, string>
}

const send = async ({ method = 'POST', url = '/api/skill-queues', payload, headers = {} }: Sent) =>
  server.http.inject({
    method,
    url,
    headers: { host: 'localhost', 'accept-language': 'en', cookie: admin.cookie, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })

describe('a body', () => {
  const queue = (name: string) => JSON.stringify({ name, description: 'x' })
  const json = { 'content-type': 'application/json' }

  it.each([
    ['text/csv', 'text/csv'],
    ['text/plain', 'text/plain'],
    ['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded'],
    ['application/xml', 'application/xml'],
    ['application/json; charset=gbk', 'charset=gbk'],
    ['multipart/form-data; boundary=x', 'multipart/form-data'],
    ['nonsense', 'nonsense'],
  ])('of type %s is a 415 that names both types', async (type, named) => {
    const answer = await send({ payload: queue('a'), headers: { 'content-type': type } })
    expect([answer.statusCode, answer.headers['accept']]).toEqual([415, 'application/json'])
    expect(answer.json()).toMatchObject({ code: 'REQUEST_MEDIA_TYPE', detail: expect.stringContaining(named) as string })
  })

  it('that is JSON where a file belongs is a 415, too', async () => {
    const answer = await send({ url: '/api/base-tables/1/imports?fileName=a.csv', payload: '{}', headers: json })
    expect([answer.statusCode, answer.headers['accept']]).toEqual([415, 'text/csv'])
  })

  it('that is compressed is told so', async () => {
    const answer = await send({ payload: Buffer.from([31, 139]), headers: { ...json, 'content-encoding': 'gzip' } })
    expect([answer.statusCode, answer.headers['accept-encoding'], answer.json()]).toMatchObject([
      415,
      'identity',
      { code: 'REQUEST_CODING', detail: expect.stringContaining('gzip') as string },
    ])
  })

  it('is read with the mark that some tools write in front, whatever the letters of its type', async () => {
    const marked = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(queue('带标记'))])
    expect((await send({ payload: marked, headers: { 'content-type': 'Application/JSON; Charset="UTF-8"' } })).json()).toMatchObject({
      name: '带标记',
    })
  })

  it('that is not UTF-8 is refused, not changed', async () => {
    const gbk = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xbf, 0xaa, 0xcf, 0xaf]), Buffer.from('","description":"x"}')])
    expect((await send({ payload: gbk, headers: json })).json()).toMatchObject({
      status: 400,
      detail: expect.stringContaining('UTF-8') as string,
    })
  })

  it('is not wanted where none is taken, though a type may be named', async () => {
    const answer = await send({ method: 'DELETE', url: '/api/skill-queues/999', headers: json })
    expect(answer.json()).toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  })
})

describe('a method', () => {
  it.each([
    ['PATCH', '/api/skill-queues/1', 'GET, HEAD, PUT, DELETE'],
    ['GET', '/api/session/password', 'PUT'],
    ['DELETE', '/api/skill-queues', 'GET, HEAD, POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['PUT', '/api/agents/101?x=1', 'POST'],
  ] as const)('%s %s is a 405 that says which are taken', async (method, url, allow) => {
    const answer = await send({ method, url })
    if (url.startsWith('/api/agents')) return expect(answer.statusCode).not.toBe(405)
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, allow])
    expect(answer.json()).toMatchObject({ code: 'REQUEST_METHOD', detail: expect.stringContaining(allow) as string })
  })

  it('OPTIONS says which are taken, HEAD what GET would say', async () => {
    const options = await send({ method: 'OPTIONS', url: '/api/skill-queues' })
    expect([options.statusCode, options.headers['allow'], options.payload]).toEqual([204, 'GET, HEAD, POST', ''])
    const head = await send({ method: 'HEAD', url: '/api/skill-queues' })
    expect([head.statusCode, head.payload]).toEqual([200, ''])
    expect((await send({ method: 'OPTIONS', url: '/api/nothing' })).statusCode).toBe(404)
  })
})

describe('a wrong field', () => {
  const problemsOf = async (name: RouteName, body: unknown) => (await admin.call(name, { body })).body.problems ?? []

  it.each([
    ['name', { name: 'two words' }, '"two words"'],
    ['name', { name: 'x'.repeat(300) }, `"${'x'.repeat(79)}…`],
    ['name', { name: { first: 'a' } }, '{…}'],
    ['description', { description: 7 }, '7'],
    ['priority', { priority: 'high' }, '"high"'],
    ['type', { type: 'fax' }, '"fax"'],
    ['onTimeout.queueId', { onTimeout: { action: 'transfer', queueId: 999_999 } }, '999999'],
  ])('%s is told with its value: %j', async (field, change, value) => {
    const problems = await problemsOf('createSkillQueue', { name: 'ok', description: 'x', ...change })
    expect(problems.find((problem) => problem.field === field)?.params['value']).toSatisfy((told) => String(told) === value)
  })

  it('of another type is told in the language of the reader', async () => {
    const said = async (language: string) => {
      const { body } = await admin.call('createSkillQueue', {
        body: { name: 7, description: 'x' },
        headers: { 'accept-language': language },
      })
      return body.problems?.[0]?.message
    }
    expect([await said('zh-CN'), await said('en')]).toEqual(['名称应为文本，当前值 7', 'Name must be of type text, it is 7'])
  })

  it('of a query is told with its value, too', async () => {
    const answer = await admin.call('listSkillQueues', { query: { pageSize: 'many' } })
    expect(answer.body.problems?.[0]?.message).toContain('many')
  })

  it('that is a secret is never repeated', async () => {
    const secret = 'geheim\tmit\u0007'
    const answers = [
      await admin.call('logIn', { body: { login: 'x@demo', password: secret.repeat(60) } }),
      await admin.call('changePassword', { body: { password: secret, newPassword: secret.repeat(60) } }),
      await operator.call('createTrunk', { body: { name: 'a', password: secret.repeat(60) } }),
      await operator.call('createCustomerInterface', {
        body: { name: 'a', url: 'http://localhost:1/x', headers: [{ name: 'Authorization', value: secret }] },
      }),
      // Nor as a part of what is wrong as a whole.
      await operator.call('createCustomerInterface', {
        body: { name: 'a', url: 'http://localhost:1/x', headers: Array.from({ length: 50 }, () => ({ name: 'A', value: 'geheim' })) },
      }),
      await operator.call('createTrunk', { body: { name: { password: 'geheim' }, host: 'sip.carrier.example' } }),
    ]
    for (const { status, body } of answers) {
      expect(status).toBeGreaterThanOrEqual(400)
      expect(JSON.stringify(body)).not.toContain('geheim')
    }
  })
})

describe('what was read', () => {
  type Read = readonly [
    change: RouteName,
    who: () => TestClient,
    read: () => Promise<AnswerBody | undefined>,
    params: (item: AnswerBody) => object,
  ]
  const first = async (client: TestClient, list: RouteName, query = {}) => (await client.call(list, { query })).body.items?.[0]
  const byId = (item: AnswerBody) => ({ id: item['id'] })
  const tenant = { tenantId: 1 }
  const made = async (client: TestClient, name: RouteName, body: object): Promise<AnswerBody> => {
    const answer = await client.call(name, { body, params: tenant })
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return answer.body
  }
  const trunk = { name: 'first', host: 'sip.carrier.example', mode: 'registering', user: 'us', password: 'theirs' }
  const all: readonly Read[] = [
    ['changeSkillQueue', () => admin, () => first(admin, 'listSkillQueues'), byId],
    ['changeCalledRoute', () => admin, () => first(admin, 'listCalledRoutes'), byId],
    ['changeAgent', () => admin, () => first(admin, 'listAgents'), (item) => ({ agentNumber: item['agentNumber'] })],
    ['changeScreenPop', () => admin, () => first(admin, 'listScreenPops'), byId],
    ['changeStaff', () => admin, () => first(admin, 'listStaff', { search: 'lilei' }), byId],
    ['changeRole', () => admin, () => made(admin, 'createRole', { name: '复核', permissions: ['record.readOwn'] }), byId],
    [
      'changeWidget',
      () => admin,
      async () =>
        (await made(admin, 'createWidget', { name: 'x', accessCode: '4466', origins: ['https://shop.example'] }))['widget'] as AnswerBody,
      byId,
    ],
    ['changePhone', () => admin, async () => (await made(admin, 'createPhone', { userName: 'desk-1' }))['phone'] as AnswerBody, byId],
    ['changeTenant', () => operator, async () => (await operator.call('getTenant', { params: tenant })).body, () => tenant],
    [
      'setSystemParameters',
      () => operator,
      async () => (await operator.call('getSystemParameters', { params: tenant })).body,
      () => tenant,
    ],
    ['setRegion', () => operator, async () => (await operator.call('getRegion', { params: tenant })).body, () => tenant],
    ['setOwnRegion', () => admin, async () => (await admin.call('getOwnRegion')).body, () => ({})],
    ['changeTrunk', () => operator, () => made(operator, 'createTrunk', trunk), (item) => ({ trunkId: item['id'] })],
    [
      'changeOutboundRoute',
      () => operator,
      async () => {
        const { id } = await made(operator, 'createTrunk', { ...trunk, name: 'second' })
        return made(operator, 'createOutboundRoute', { trunkIds: [id] })
      },
      (item) => ({ routeId: item['id'] }),
    ],
    [
      'changeBaseTable',
      () => admin,
      () => made(admin, 'createBaseTable', { name: 'customers', fields: [{ name: 'Number', type: 'string', indexed: true }] }),
      byId,
    ],
    [
      'changeCustomerInterface',
      () => operator,
      () => made(operator, 'createCustomerInterface', { name: 'crm', url: 'http://localhost:1/x?number={number}' }),
      (item) => ({ interfaceId: item['id'] }),
    ],
    ['changeCallReason', () => admin, () => made(admin, 'createCallReason', { name: '改签' }), byId],
  ]

  it.each(all)('%s takes back whole, and nothing of it changes', async (change, who, read, paramsOf) => {
    const before = await read()
    if (before === undefined) throw new Error(`nothing to read for ${change}`)
    const answer = await who().call(change, { params: paramsOf(before) as Record<string, string>, body: before })
    expect([answer.status, answer.body.problems]).toEqual([200, undefined])
    expect(without(answer.body, 'version')).toEqual(without(before, 'version'))
    const stale = await who().call(change, { params: paramsOf(before) as Record<string, string>, body: before })
    if ('version' in before) expect(stale.body.code).toBe('OBJECT_CHANGED')
  })

  it('still is refused with fields that nobody knows', async () => {
    const before = await first(admin, 'listSkillQueues')
    const answer = await admin.call('changeSkillQueue', {
      params: { id: Number(before?.['id']) },
      body: { ...before, colour: 'red', onTimeout: { action: 'release', colour: 'red' } },
    })
    expect(answer.body.problems?.map(({ field, code }) => [field, code])).toEqual([
      ['onTimeout', 'FIELD_UNKNOWN'],
      ['', 'FIELD_UNKNOWN'],
    ])
  })
})

const without = (body: AnswerBody, ...names: string[]): object =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))

describe('a file', () => {
  it('has a name to be saved under, whatever its letters', async () => {
    const fields = [{ name: '手机', type: 'string', indexed: true }]
    const { body } = await admin.call('createBaseTable', { body: { name: '客户', fields } })
    const params = { id: Number(body['id']) }
    expect((await admin.call('publishBaseTable', { params })).status).toBe(200)
    const names = {
      getImportTemplate: `attachment; filename="??_template.csv"; filename*=utf-8''%E5%AE%A2%E6%88%B7_template.csv`,
      exportTableRows: `attachment; filename="??.csv"; filename*=utf-8''%E5%AE%A2%E6%88%B7.csv`,
    } as const
    for (const name of ['getImportTemplate', 'exportTableRows'] as const) {
      const { headers } = await admin.call(name, { params })
      expect(String(headers['content-disposition']).toLowerCase()).toBe(names[name].toLowerCase())
    }
  })
})
