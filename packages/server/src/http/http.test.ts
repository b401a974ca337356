import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { AppError, errorCatalogue, type ErrorCode, routes } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, TestClient } from '../test-support/test-server.ts'
import { languageOf } from './language.ts'
import { openApiDocument } from './openapi.ts'
import { problemBody } from './problem.ts'

const db = useTestDatabase()
let server: Awaited<ReturnType<typeof demoServer>>
let admin: TestClient
beforeAll(async () => {
  server = await demoServer(db().database)
  admin = await server.client('admin@demo')
})
afterAll(() => server.http.close())

const get = (url: string, headers: Record<string, string> = {}) => server.http.inject({ url, headers: { host: 'localhost', ...headers } })

async function listeningPort(): Promise<number> {
  if (!server.http.server.listening) await server.http.listen({ port: 0, host: '127.0.0.1' })
  return (server.http.server.address() as AddressInfo).port
}

describe('refusals', () => {
  const codes = Object.keys(errorCatalogue) as ErrorCode[]
  it.each(codes)('%s is a problem document in both languages, with every gap filled', (code) => {
    const names = [...errorCatalogue[code].zh.matchAll(/\{(\w+)\}/g), ...errorCatalogue[code].en.matchAll(/\{(\w+)\}/g)].map((match) =>
      String(match[1]),
    )
    const params = Object.fromEntries(names.map((name) => [name, 'skillQueue']))
    const zh = problemBody(new AppError(code, params), { language: 'zh-CN' })
    const en = problemBody(new AppError(code, params), { language: 'en' })
    expect(zh).toMatchObject({ type: `urn:openseat:error:${code}`, status: errorCatalogue[code].status, code })
    expect(zh.title).not.toBe(en.title)
    expect(`${zh.detail}${en.detail}`).not.toMatch(/[{}[\]]/)
  })

  it('name objects in words, not in keys', () => {
    const error = new AppError('OBJECT_IN_USE', { object: 'skillQueue', name: 'A', users: '101' })
    expect(problemBody(error, { language: 'zh-CN' }).detail).toBe('不能删除技能队列“A”：正被 101 使用')
    expect(problemBody(new AppError('PERMISSION_MISSING', { permission: 'staff.manage' }), { language: 'en' }).detail).toBe(
      'You lack the permission “Manage staff”',
    )
  })

  it('say all wrong fields at once, as application/problem+json, in the caller’s language', async () => {
    const body = { name: 'a b', description: '', maxWaitSeconds: 60_001, maxQueued: 0, wrapUpSeconds: 3_601 }
    const answer = await admin.call('createSkillQueue', { body, headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })
    expect([answer.status, answer.headers['content-type']]).toEqual([422, 'application/problem+json'])
    expect(answer.body.problems?.map((problem) => problem.message)).toEqual([
      '名称格式不正确：不能含空格，当前值 "a b"',
      '描述不能为空',
      '最大等待时间（秒）不能大于 60000，当前值 60001',
      '最大排队人数不能小于 1，当前值 0',
      '整理态时长（秒）不能大于 3600，当前值 3601',
    ])
    const english = await admin.call('createSkillQueue', { body })
    expect(english.body.detail).toContain('Maximum wait (s) must not be above 60000, it is 60001; ')
  })

  it('of a broken database are a 503 without its words', async () => {
    const error = Object.assign(new Error('connect ECONNREFUSED secret-host'), { code: 'ECONNREFUSED' })
    const { default: fastify } = await import('fastify')
    const { addErrorReplies } = await import('./error-replies.ts')
    const http = fastify()
    http.decorateRequest('person', undefined)
    addErrorReplies(http)
    http.get('/x', () => Promise.reject(error))
    http.get('/bug', () => Promise.reject(new Error('secret bug')))
    expect((await http.inject('/x')).json()).toMatchObject({ status: 503, code: 'STORE_UNAVAILABLE' })
    const bug = await http.inject('/bug')
    expect(bug.json()).toMatchObject({ status: 500, code: 'INTERNAL' })
    expect(bug.payload).not.toContain('secret')
    await http.close()
  })
})

describe('requests', () => {
  it('with a query parameter given twice are refused', async () => {
    const answer = await get('/api/agents?page=1&page=2', { cookie: admin.cookie })
    expect(answer.json()).toMatchObject({ code: 'REQUEST_PARAM_REPEATED', status: 400 })
  })

  it('with broken JSON, __proto__ or too much of it are refused in words', async () => {
    const post = (payload: string) =>
      server.http.inject({
        method: 'POST',
        url: '/api/skill-queues',
        payload,
        headers: { host: 'localhost', cookie: admin.cookie, 'content-type': 'application/json' },
      })
    expect((await post('{"name":')).json()).toMatchObject({
      code: 'REQUEST_MALFORMED',
      detail: expect.stringContaining('end of JSON input'),
    })
    expect((await post('{"name":,}')).json()).toMatchObject({ code: 'REQUEST_MALFORMED', detail: expect.stringContaining(',') })
    expect((await post('{"__proto__":{"a":1}}')).json()).toMatchObject({
      code: 'REQUEST_MALFORMED',
      detail: expect.stringContaining('__proto__'),
    })
    expect((await post(String.raw`{"__proto\u005f_":{"a":1}}`)).json()).toMatchObject({ code: 'REQUEST_MALFORMED' })
    expect((await post(`"${'x'.repeat(300_000)}"`)).json()).toMatchObject({ code: 'REQUEST_TOO_LARGE', status: 413 })
    expect((await post(`[${'0,'.repeat(100_000)}0]`)).json()).toMatchObject({ code: 'REQUEST_TOO_MUCH', status: 400 })
    expect((await post('['.repeat(100_000) + ']'.repeat(100_000))).json()).toMatchObject({ code: 'REQUEST_TOO_MUCH', status: 400 })
  })

  it('of strangers are small, and so are the answers', async () => {
    const post = (payload: string) =>
      server.http.inject({
        method: 'POST',
        url: '/api/session',
        payload,
        headers: { host: 'localhost', 'content-type': 'application/json' },
      })
    expect((await post(`[${'0,'.repeat(3_000)}0]`)).json()).toMatchObject({ code: 'REQUEST_TOO_LARGE', status: 413 })
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`k${n}`, 0])))
    expect(many.length).toBeLessThan(4_096)
    const answer = await post(many)
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID' })
    expect(answer.payload.length).toBeLessThan(4_096)
  })

  it.each(['\0', 'a\0b', '\ud800', 'x\udc00'])(
    'with text that cannot be stored (%j) are refused by the name of the field',
    async (name) => {
      const created = await admin.call('createSkillQueue', { body: { name, description: 'x' } })
      expect([created.status, created.body.problems?.[0]]).toMatchObject([422, { field: 'name', code: 'FIELD_FORMAT' }])
      const nested = await admin.call('createScreenPop', {
        body: { name: 'x', url: 'http://localhost:8090/x', params: [{ name, source: 'x' }] },
      })
      expect(nested.body.problems?.[0]?.field).toBe('params.0.name')
      const listed = await get(`/api/staff?search=${encodeURIComponent(name.toWellFormed() === name ? name : '\0')}`, {
        cookie: admin.cookie,
      })
      expect(listed.json()).toMatchObject({ status: 422 })
      const key = await admin.call('createSkillQueue', { body: { [name]: 1 } })
      expect(key.status).toBe(422)
      const login = await new TestClient(server.http).call('logIn', { body: { login: `a${name}@demo`, password: 'x' } })
      expect(login.status).toBe(422)
    },
  )

  it('whose body drips in are ended in words', { timeout: 20_000 }, async () => {
    const socket = connect(await listeningPort(), '127.0.0.1')
    let heard = ''
    socket.on('data', (data) => (heard += String(data)))
    const closed = once(socket, 'close')
    socket.write('POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{')
    const drip = setInterval(() => socket.write(' '), 500)
    await closed
    clearInterval(drip)
    expect(heard).toContain('HTTP/1.1 408')
    expect(heard).toContain('REQUEST_TOO_SLOW')
  })

  it('that the person has no right to stand in the audit log, once a minute', async () => {
    const agent = await server.client('wangmin@demo')
    for (let n = 0; n < 5; n += 1) expect((await agent.call('listStaff')).status).toBe(403)
    const entries = async () => (await admin.call('listAudit', { query: { objectType: 'route' } })).body.items ?? []
    await expect.poll(entries).toMatchObject([{ action: 'refuseAccess', objectId: 'GET /api/staff', actor: 'wangmin' }])
  })

  it('that are refused while they are still being sent are answered all the same', { timeout: 20_000 }, async () => {
    const socket = connect(await listeningPort(), '127.0.0.1')
    let heard = ''
    const errors: unknown[] = []
    socket.on('data', (data) => (heard += String(data)))
    socket.on('error', (error) => errors.push(error))
    const ended = once(socket, 'end')
    const length = 1_048_576
    socket.write(`POST /api/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`)
    // It reads only after a while, and sends meanwhile: a reset would take the answer from it.
    socket.pause()
    for (let sent = 0; sent < length; sent += 65_536) {
      socket.write(Buffer.alloc(65_536, ' '))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    socket.resume()
    await ended
    socket.destroy()
    expect(heard).toContain('HTTP/1.1 413')
    expect(heard).toContain('REQUEST_TOO_LARGE')
    expect(errors).toEqual([])
  })

  it('whose address, whole body or times are no such things are refused in words', async () => {
    const odd = await get('/api/%E0%A4%A')
    expect([odd.headers['content-type'], odd.json()]).toMatchObject(['application/problem+json', { code: 'ROUTE_NOT_FOUND' }])
    const time = await get('/api/audit?from=yesterday', { cookie: admin.cookie, 'accept-language': 'en' })
    expect(time.json()).toMatchObject({ status: 422, detail: expect.stringContaining('an instant in UTC such as') as string })
    for (const [language, words] of [
      ['en', 'The body must be'],
      ['zh-CN', '请求内容'],
    ] as const) {
      const list = await admin.call('createSkillQueue', { body: [], headers: { 'accept-language': language } })
      expect(list.body.detail).toContain(words)
    }
  })

  it('to nowhere are a 404 problem', async () => {
    expect((await get('/api/nothing')).json()).toMatchObject({ code: 'ROUTE_NOT_FOUND' })
    const impossible = (await admin.call('getSkillQueue', { params: { id: 'x1' } })).body
    expect([impossible.code, impossible.detail]).toEqual(['ROUTE_NOT_FOUND', expect.stringContaining('/api/skill-queues/x1')])
  })
})

describe('every response', () => {
  it('forbids framing, sniffing and foreign scripts', async () => {
    for (const url of ['/healthz', '/api/nothing', '/api/openapi.json', '/metrics']) {
      const { headers } = await get(url)
      expect(headers['content-security-policy']).toContain(`frame-ancestors 'none'`)
      expect(headers['content-security-policy']).toContain(`script-src 'self';`)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' })
    }
  })
})

describe('operations', () => {
  it('answer alive, ready and metrics', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'alive' })
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' })
    expect((await get('/metrics')).payload).toMatch(/openseat_http_request_seconds_count\{method="GET",route="\/readyz",status="200"\} 1/)
  })

  it('describe every route as OpenAPI 3.1', async () => {
    const document = openApiDocument() as { openapi: string; paths: Record<string, Record<string, { operationId: string }>> }
    const ids = Object.values(document.paths).flatMap((path) => Object.values(path).map((operation) => operation.operationId))
    expect(document.openapi).toBe('3.1.0')
    expect(ids.sort()).toEqual(Object.keys(routes).sort())
    expect((await get('/api/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' })
    expect((await get('/api')).payload).toContain('/api/skill-queues')
  })
})

describe('the language', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['en-GB,en;q=0.9', 'en'],
    ['fr,en;q=0.3,zh;q=0.4', 'zh-CN'],
    ['en;q=0, zh', 'zh-CN'],
    ['fr', 'zh-CN'],
    [undefined, 'zh-CN'],
  ])('for %s is %s', (header, language) => {
    expect(languageOf(null, header)).toBe(language)
  })

  it('set by the person wins', () => {
    expect(languageOf('en', 'zh-CN')).toBe('en')
  })
})
