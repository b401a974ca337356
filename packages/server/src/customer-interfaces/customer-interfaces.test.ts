// Asking real servers on this machine, through the operator's routes and the real database.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SecretBox } from '../access/secret-box.ts'
import { addDemoInterfaces } from '../demo/demo-interface.ts'
import { interfaceServices } from '../wiring/interface-services.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import { demoServer, type TestClient } from '../test-support/test-server.ts'

const db = useTestDatabase()
const secrets = new SecretBox(randomBytes(32))
const lines: string[] = []
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
const resolved: Record<string, string[]> = {}
const resolve = async (host: string) => [{ address: resolved[host]?.shift() ?? '127.0.0.1', family: 4 }]
const breaker = { breakAfter: 3, pauseMs: 400 }
const open: Server[] = []
let services: ReturnType<typeof interfaceServices>
let server: Awaited<ReturnType<typeof demoServer>>
let operator: TestClient
let admin: TestClient
let tenantId = 0

beforeAll(async () => {
  server = await demoServer(db().database, undefined, ({ settings, database }) => {
    services = interfaceServices({ env: { outsideNetworks: [] }, database, settings, secrets, log, resolve, breaker })
    return services.handlers
  })
  operator = await server.client('operator')
  admin = await server.client('admin@demo')
  tenantId = (await db().database.platform.tenantByCode('demo'))?.id ?? 0
})
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})
afterAll(async () => {
  await services.close()
  await server.http.close()
})

interface Seen {
  readonly port: number
  readonly requests: IncomingMessage[]
  readonly bodies: string[]
  readonly sockets: Set<Socket>
}

async function listening(made: Server, seen: Omit<Seen, 'port'>): Promise<Seen> {
  made.on('connection', (socket: Socket) => {
    seen.sockets.add(socket)
    socket.on('error', () => undefined)
  })
  open.push(made)
  await new Promise<void>((done) => made.listen(0, '127.0.0.1', done))
  return { ...seen, port: (made.address() as AddressInfo).port }
}

const nothingSeen = (): Omit<Seen, 'port'> => ({ requests: [], bodies: [], sockets: new Set() })

function company(answer: RequestListener): Promise<Seen> {
  const seen = nothingSeen()
  const made = createServer((request, response) => {
    seen.requests.push(request)
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      seen.bodies.push(body)
      answer(request, response)
    })
  })
  return listening(made, seen)
}

const bytes = (serve: (socket: Socket) => void) => {
  const seen = nothingSeen()
  return listening(createTcp(serve), seen)
}

const card = [{ objectName: '客户', values: [{ name: '手机', value: '13800001234', type: '1', isMandatory: true, maskStyle: '1' }] }]
const say =
  (text: string, status = 200) =>
  (_request: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(text)
const good = say(JSON.stringify(card))

let count = 0
const input = (port: number, more: object = {}) => ({
  name: `CRM ${++count}`,
  url: `http://127.0.0.1:${port}/rest/v1/queryCustomer`,
  tenantIds: [tenantId],
  allowPrivate: true,
  ...more,
})

async function register(port: number, more: object = {}): Promise<number> {
  const made = await operator.call('createCustomerInterface', { body: input(port, more) })
  expect(made.body).toMatchObject({ version: 1 })
  return Number(made.body['id'])
}

const ask = (interfaceId: number, number = '13800001234', tenant = tenantId) =>
  services.interfaces.ask({ tenantId: tenant, interfaceId, customer: { number, e164: null, extension: null }, reference: 'call-1' })
const problem = (code: string, params: object = {}) => ({ problem: { code, params } })
const answers = { cards: [expect.objectContaining({ name: '客户' })] }

describe('a question', () => {
  it('is posted as specified, with the credentials, and its answer becomes cards', async () => {
    const seen = await company(good)
    const id = await register(seen.port, { headers: [{ name: 'X-Api-Key', value: 'very secret' }] })
    expect(await ask(id)).toEqual(answers)
    const [request] = seen.requests
    expect([request?.method, request?.url]).toEqual(['POST', '/rest/v1/queryCustomer'])
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json; charset=UTF-8',
      'x-api-key': 'very secret',
      connection: 'keep-alive',
      host: `127.0.0.1:${seen.port}`,
    })
    expect(seen.bodies).toEqual(['{"param":"13800001234"}'])
  })

  it.each([
    ['shown', '0013802013800', '0013802013800', '8001'],
    ['e164', '0013802013800', '+13802013800', '8001'],
    ['national', '+8613800001234', '13800001234', '8001'],
  ] as const)('gives the number in the form that the interface wants: %s', async (numberForm, number, expected, short) => {
    const seen = await company(good)
    const id = await register(seen.port, { numberForm })
    const e164 = number.startsWith('+') ? number : '+13802013800'
    const question = { tenantId, interfaceId: id, reference: 'call-1' }
    await services.interfaces.ask({ ...question, customer: { number, e164, extension: null } })
    await services.interfaces.ask({ ...question, customer: { number: short, e164: null, extension: null } })
    expect(seen.bodies.map((body) => (JSON.parse(body) as { param: string }).param)).toEqual([expected, short])
  })

  it('goes over the same connection as the one before', async () => {
    const seen = await company(good)
    const id = await register(seen.port)
    for (let turn = 0; turn < 5; turn++) expect(await ask(id)).toEqual(answers)
    expect([seen.requests.length, seen.sockets.size]).toEqual([5, 1])
  })

  it('is asked once more when the other side closed the connection that was kept', async () => {
    const seen = await company(good)
    const id = await register(seen.port)
    expect(await ask(id)).toEqual(answers)
    for (const socket of seen.sockets) socket.resetAndDestroy()
    expect(await ask(id)).toEqual(answers)
    expect(seen.requests.length).toBe(2)
  })

  it('is asked once more when the connection fails, and only once', async () => {
    let connections = 0
    const broken = await bytes((socket) => {
      connections++
      socket.once('data', () => socket.resetAndDestroy())
    })
    expect(await ask(await register(broken.port))).toEqual(problem('INTERFACE_UNREACHABLE', { reason: 'broken' }))
    expect(connections).toBe(2)
    const seen = await company((_request, response) => {
      if (seen.requests.length === 1) response.socket?.resetAndDestroy()
      else good(_request, response)
    })
    expect(await ask(await register(seen.port))).toEqual(answers)
    const half = await bytes((socket) => {
      connections++
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[')
      setTimeout(() => socket.destroy(), 20)
    })
    connections = 0
    expect(await ask(await register(half.port))).toEqual(problem('INTERFACE_UNREACHABLE', { reason: 'broken' }))
    expect(connections).toBe(1)
  })

  it('is not asked for a tenant that may not use the interface, nor when it is gone', async () => {
    const seen = await company(good)
    const id = await register(seen.port, { tenantIds: [] })
    expect(await ask(id)).toEqual(problem('INTERFACE_WITHDRAWN'))
    expect(await ask(999_999)).toEqual(problem('INTERFACE_WITHDRAWN'))
    expect(seen.requests).toEqual([])
  })

  it('is asked by the newest settings', async () => {
    const [first, second] = [await company(good), await company(say('[]'))]
    const body = input(first.port)
    const id = Number((await operator.call('createCustomerInterface', { body })).body['id'])
    expect(await ask(id)).toEqual(answers)
    const url = `http://127.0.0.1:${second.port}/`
    await operator.call('changeCustomerInterface', { params: { interfaceId: id }, body: { ...body, url } })
    expect(await ask(id)).toEqual({ cards: [] })
    await operator.call('deleteCustomerInterface', { params: { interfaceId: id } })
    expect(await ask(id)).toEqual(problem('INTERFACE_WITHDRAWN'))
  })
})

describe('a bad service gives plain words, in time', () => {
  const drip = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n')
    const timer = setInterval(() => socket.write('x'), 50)
    socket.on('close', () => clearInterval(timer))
  }

  it.each<[string, (socket: Socket) => void]>([
    ['that hangs', () => undefined],
    ['that drips', drip],
    ['that hangs after its head', (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n')],
  ])('%s', async (_name, serve) => {
    const { port, sockets } = await bytes(serve)
    const id = await register(port, { timeoutMs: 500 })
    const started = performance.now()
    expect(await ask(id)).toEqual(problem('INTERFACE_TIMEOUT', { seconds: 0.5 }))
    expect(performance.now() - started).toBeLessThan(1_500)
    for (const socket of sockets) socket.destroy()
  })

  const megabyte = 1024 * 1024
  const long = (length: number) => `[${' '.repeat(length - 2)}]`
  it.each<[string, string, number, unknown]>([
    ['503', 'x', 503, problem('INTERFACE_STATUS', { status: 503 })],
    ['404', '[]', 404, problem('INTERFACE_STATUS', { status: 404 })],
    ['no JSON', '<html>', 200, problem('INTERFACE_ANSWER', { path: '$', rule: 'answerJson' })],
    ['no content', '', 204, { cards: [] }],
    ['nothing', '', 200, problem('INTERFACE_ANSWER', { path: '$', rule: 'answerNothing' })],
    ['another shape', '{}', 200, problem('INTERFACE_ANSWER', { path: '$', rule: 'answerArray' })],
    ['1 MiB', long(megabyte), 200, { cards: [] }],
    ['1 MiB and a byte', long(megabyte + 1), 200, problem('INTERFACE_TOO_LARGE', { max: megabyte })],
    ['nobody', '[]', 200, { cards: [] }],
  ])('%s', async (_name, text, status, expected) => {
    const { port } = await company(say(text, status))
    expect(await ask(await register(port))).toEqual(expected)
  })

  it('another charset than UTF-8, a redirect, another protocol, nobody there', async () => {
    const gbk = Buffer.from('5b7b226f626a6563744e616d65223a22bfcdbba7222c2276616c756573223a5b5d7d5d', 'hex')
    const charset = await company((_request, response) => void response.writeHead(200).end(gbk))
    expect(await ask(await register(charset.port))).toEqual(problem('INTERFACE_ANSWER', { path: '$', rule: 'answerUtf8' }))
    const target = await company(good)
    const redirect = await company(
      (_request, response) => void response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end(),
    )
    expect(await ask(await register(redirect.port))).toEqual(problem('INTERFACE_STATUS', { status: 307 }))
    expect(target.requests).toEqual([])
    const ssh = await bytes((socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'))
    expect(await ask(await register(ssh.port))).toEqual(problem('INTERFACE_UNREACHABLE', { reason: 'broken' }))
    expect(await ask(await register(1))).toEqual(problem('INTERFACE_UNREACHABLE', { reason: 'refused' }))
  })

  it('is not asked for a while after faults in a row, then by one question', async () => {
    let isDown = true
    const seen = await company((request, response) => (isDown ? say('', 503) : good)(request, response))
    const id = await register(seen.port)
    for (let turn = 0; turn < 3; turn++) expect(await ask(id)).toEqual(problem('INTERFACE_STATUS', { status: 503 }))
    expect(await ask(id)).toEqual(problem('INTERFACE_PAUSED', { seconds: 1 }))
    expect(seen.requests.length).toBe(3)
    await new Promise((done) => setTimeout(done, breaker.pauseMs + 20))
    const [tried, ...others] = await Promise.all([ask(id), ask(id), ask(id)])
    expect(tried).toEqual(problem('INTERFACE_STATUS', { status: 503 }))
    expect(others).toEqual([problem('INTERFACE_PAUSED', { seconds: 1 }), problem('INTERFACE_PAUSED', { seconds: 1 })])
    expect(seen.requests.length).toBe(4)
    isDown = false
    await new Promise((done) => setTimeout(done, breaker.pauseMs + 20))
    expect(await ask(id)).toEqual(answers)
    expect(await Promise.all([ask(id), ask(id)])).toEqual([answers, answers])
  })

  it('is asked on when single answers are wrong', async () => {
    const seen = await company(say('{}'))
    const id = await register(seen.port)
    for (let turn = 0; turn < 6; turn++) await ask(id)
    expect(seen.requests.length).toBe(6)
  })
})

describe('an address', () => {
  it('inside is asked only with the operator’s permission, and the cloud’s secrets never', async () => {
    const seen = await company(good)
    expect(await ask(await register(seen.port, { allowPrivate: false }))).toEqual(problem('INTERFACE_ADDRESS'))
    for (const host of ['10.0.0.1', '192.168.1.1', '169.254.169.254', '[::1]', '[fe80::1]', 'localhost', '0.0.0.0', '[::ffff:127.0.0.1]'])
      expect(await ask(await register(1, { allowPrivate: false, url: `http://${host}:${seen.port}/` })), host).toEqual(
        problem('INTERFACE_ADDRESS'),
      )
    for (const host of ['169.254.169.254', '100.100.100.200', '[fe80::1]', '[::ffff:127.0.0.1]'])
      expect(await ask(await register(1, { url: `http://${host}/` })), host).toEqual(problem('INTERFACE_ADDRESS'))
    expect(seen.requests).toEqual([])
  })

  it('whose name leads elsewhere by the next connection is judged again', async () => {
    const seen = await company(good)
    // A name of its own that means this machine is refused even when private addresses are allowed.
    resolved['crm.example'] = ['169.254.169.254', '127.0.0.1', '127.0.0.1']
    const id = await register(seen.port, { url: `http://crm.example:${seen.port}/` })
    for (let turn = 0; turn < 3; turn++) expect(await ask(id)).toEqual(problem('INTERFACE_ADDRESS'))
    expect(seen.requests).toEqual([])
    // localhost is named by the operator; its connection is kept, and a new one is judged anew.
    resolved['localhost'] = ['127.0.0.1', '169.254.169.254', '169.254.169.254']
    const local = await register(seen.port, { url: `http://localhost:${seen.port}/` })
    expect(await ask(local)).toEqual(answers)
    expect(await ask(local)).toEqual(answers)
    for (const socket of seen.sockets) socket.destroy()
    await new Promise((done) => setTimeout(done, 50))
    expect(await ask(local)).toEqual(problem('INTERFACE_ADDRESS'))
  })
})

describe('a mapping', () => {
  const mapping = (expression: string) => ({
    objects: [{ objectName: '客户', rows: '', fields: [{ name: '手机', expression, mask: 'lastFour' }] }],
  })

  it('makes cards of another shape', async () => {
    const { port } = await company(say('{"customer":{"mobile":"13800001234"}}'))
    const answer = await ask(await register(port, { mapping: mapping('answer.customer.mobile') }))
    expect(answer).toMatchObject({ cards: [{ name: '客户', fields: [{ value: '13800001234', mask: 'lastFour' }] }] })
  })

  it('that wants to go on for ever ends; others go on', async () => {
    const { port } = await company(say(JSON.stringify({ a: Array.from({ length: 1_000 }, (_each, at) => at) })))
    const bad = await register(port, { mapping: mapping('answer.a.map(x, answer.a.map(y, answer.a.map(z, z))).size()') })
    const fine = await register(port, { mapping: mapping('answer.a.size()') })
    const [endless, well] = await Promise.all([ask(bad), ask(fine)])
    expect(endless).toMatchObject({ problem: { code: 'INTERFACE_MAPPING', params: { fault: 'tooMuchWork' } } })
    expect(well).toMatchObject({ cards: [{ name: '客户' }] })
  })

  it('that fails says where, and nothing of the values', async () => {
    const { port } = await company(say('{"id":"110101199003070011x"}'))
    const answer = await ask(await register(port, { mapping: mapping('double(answer.id)') }))
    const place = { object: '客户', field: '手机', expression: 'double(answer.id)' }
    expect(answer).toEqual(problem('INTERFACE_MAPPING', { ...place, fault: 'conversion', detail: 'double(string)' }))
  })

  it('is refused with the place of an expression that is none', async () => {
    const made = await operator.call('createCustomerInterface', { body: input(1, { mapping: mapping('data.customer.mobile') }) })
    expect(made.status).toBe(422)
    const params = { problem: 'unknownName', name: 'data', from: 0, to: 4 }
    expect(made.body).toMatchObject({ problems: [{ field: 'mapping.objects.0.fields.0.expression', code: 'FIELD_EXPRESSION', params }] })
    expect(made.body['detail']).toContain('there is no variable “data”')
  })
})

describe('the log', () => {
  it('names the places of fields that are wrong, and nothing of them', async () => {
    lines.length = 0
    const values = [{ name: '姓名', value: '王小明', type: '7', isMandatory: true }]
    const { port } = await company(say(JSON.stringify([{ objectName: '客户', values }])))
    expect(await ask(await register(port))).toEqual(answers)
    const [line, ...more] = lines
    expect(more).toEqual([])
    expect(JSON.parse(line ?? '')).toMatchObject({ level: 40, callId: 'call-1', at: '$[0].values[0].type answerType', others: 0 })
    expect(line).not.toMatch(/王小明|姓名/)
  })

  it('names the call, and neither number nor answer nor credentials', async () => {
    lines.length = 0
    const { port } = await company(say('{"secretAnswer":"王小明"}'))
    await ask(await register(port, { headers: [{ name: 'Authorization', value: 'Bearer very secret' }] }), '13911112222')
    const [line, ...more] = lines
    expect(more).toEqual([])
    expect(JSON.parse(line ?? '')).toMatchObject({ level: 40, callId: 'call-1', tenantId, code: 'INTERFACE_ANSWER' })
    expect(line).not.toMatch(/13911112222|secretAnswer|王小明|very secret/)
  })
})

describe('the operator', () => {
  it('writes credentials that stand nowhere in clear', async () => {
    const seen = await company(good)
    const body = input(seen.port, { headers: [{ name: 'X-Api-Key', value: 'very secret' }] })
    const made = (await operator.call('createCustomerInterface', { body })).body
    const interfaceId = Number(made['id'])
    const kept = { ...body, headers: [{ name: 'x-api-key', value: '' }] }
    await operator.call('changeCustomerInterface', { params: { interfaceId }, body: kept })
    expect(await ask(interfaceId)).toEqual(answers)
    expect(seen.requests.at(-1)?.headers['x-api-key']).toBe('very secret')
    const tried = await operator.call('testCustomerInterface', { body: { draft: kept, interfaceId, number: '13800001234' } })
    expect(tried.body).toMatchObject({ status: 200, problem: null, cards: [{ fields: [{ value: '****1234', hidden: true }] }] })
    expect(seen.requests.at(-1)?.headers['x-api-key']).toBe('very secret')
    const rows = (await db().owner.query('select * from customer_interface')).rows
    const everything = [
      made,
      rows,
      tried.body,
      (await operator.call('getCustomerInterface', { params: { interfaceId } })).body,
      (await operator.call('listCustomerInterfaces')).body,
      (await operator.call('listAudit', { query: { objectType: 'customerInterface' } })).body,
    ]
    expect(JSON.stringify(everything)).not.toContain('very secret')
  })

  it('writes them anew when the address leads to another server', async () => {
    const [mine, other] = [await company(good), await company(good)]
    const body = input(mine.port, { headers: [{ name: 'X-Api-Key', value: 'very secret' }] })
    const interfaceId = Number((await operator.call('createCustomerInterface', { body })).body['id'])
    const moved = { ...body, url: `http://127.0.0.1:${other.port}/`, headers: [{ name: 'X-Api-Key', value: '' }] }
    const changed = await operator.call('changeCustomerInterface', { params: { interfaceId }, body: moved })
    expect(changed.body.problems?.map(({ field, code }) => `${field} ${code}`)).toEqual(['headers.0.value FIELD_REQUIRED'])
    const tried = await operator.call('testCustomerInterface', { body: { draft: moved, interfaceId, number: '1' } })
    expect(tried.body.problems?.[0]?.field).toBe('draft.headers.0.value')
    expect(other.requests).toEqual([])
  })

  it('reads where fields are wrong beside the cards, and is given a sample without the customer', async () => {
    const values = [card[0]?.values[0], { name: '等级', value: 2, type: '5', isMandatory: true }]
    const { port } = await company(say(JSON.stringify([{ objectName: '客户', values }])))
    const tried = await operator.call('testCustomerInterface', { body: { draft: input(port), number: '13800001234' } })
    expect(tried.body).toMatchObject({
      cards: [{ fields: [{ faulty: false }, { faulty: true }] }],
      faults: ['$[0].values[1].dictItems: type 5 needs its dictItems'],
    })
    expect(tried.body['raw']).toContain('13800001234')
    expect(tried.body['sample']).not.toContain('13800001234')
    expect(tried.body['sample']).toContain('00000000000')
  })

  it('leaves a line in the audit log for each test, with the end of the number alone', async () => {
    const { port } = await company(good)
    const draft = input(port)
    await operator.call('testCustomerInterface', { body: { draft, number: '13800001234' } })
    const audit = await operator.call('listAudit', { query: { objectType: 'customerInterface', search: 'test' } })
    expect(audit.body.items?.[0]).toMatchObject({ action: 'test', objectId: draft.name })
    expect(JSON.stringify(audit.body.items?.[0])).toContain('****1234')
    expect(JSON.stringify(audit.body.items?.[0])).not.toContain('13800001234')
  })

  it('sees the list with what each answered last, and what a trial says', async () => {
    const { port } = await company(say('x', 503))
    const body = input(port)
    const id = Number((await operator.call('createCustomerInterface', { body })).body['id'])
    const listed = async () => (await operator.call('listCustomerInterfaces', { query: { search: body.name } })).body.items?.[0]
    expect(await listed()).toMatchObject({ name: body.name, last: null, isMapped: false })
    await ask(id)
    expect(await listed()).toMatchObject({ last: { problem: 'Customer information is not available: the interface answered 503' } })
    const tried = await operator.call('testCustomerInterface', { body: { draft: body, number: '1' } })
    expect(tried.body).toMatchObject({ status: 503, raw: 'x', cards: null, problem: expect.stringContaining('503') })
    const answer = JSON.stringify(card)
    expect((await operator.call('mapCustomerAnswer', { body: { mapping: null, answer } })).body).toMatchObject({
      cards: [{ name: '客户' }],
    })
    const mapping = { objects: [{ objectName: 'x', fields: [{ name: 'a', expression: 'double(answer.a)' }] }] }
    expect((await operator.call('mapCustomerAnswer', { body: { mapping, answer: '{"a":"x"}' } })).body).toMatchObject({
      cards: null,
      problem: expect.stringContaining('double(answer.a): a value cannot be converted (double(string))'),
    })
  })

  it('neither deletes an interface that a page uses, nor takes it from the tenant', async () => {
    const body = input(1)
    const interfaceId = Number((await operator.call('createCustomerInterface', { body })).body['id'])
    await db().owner.query(
      `insert into custom_page (tenant_id, name, layout, objects, interface_id) values ($1, 'Who calls', '{}', '[]', $2)`,
      [tenantId, interfaceId],
    )
    const params = { interfaceId }
    const withdrawn = await operator.call('changeCustomerInterface', { params, body: { ...body, tenantIds: [] } })
    expect([withdrawn.status, withdrawn.body.detail]).toEqual([409, 'Pages of the tenant “演示租户” use this interface: Who calls'])
    const deleted = await operator.call('deleteCustomerInterface', { params })
    expect([deleted.status, deleted.body.code]).toEqual([409, 'OBJECT_IN_USE'])
    expect(deleted.body.detail).toContain('演示租户: Who calls')
    await db().owner.query('delete from custom_page where interface_id = $1', [interfaceId])
    expect((await operator.call('deleteCustomerInterface', { params })).status).toBe(204)
  })

  it('says all that is wrong at once; tenants see what they may use, and none of it else', async () => {
    const body = { ...input(1), name: 'Once', tenantIds: [tenantId] }
    await operator.call('createCustomerInterface', { body })
    const again = await operator.call('createCustomerInterface', {
      body: { ...body, name: 'ONCE', tenantIds: [12_345], headers: [{ name: 'X-A' }] },
    })
    expect(again.body.problems?.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'name FIELD_TAKEN',
      'headers.0.value FIELD_REQUIRED',
      'tenantIds.0 FIELD_REFERENCE',
    ])
    await operator.call('createCustomerInterface', { body: { ...body, name: 'Not for you', tenantIds: [] } })
    const usable = JSON.stringify((await admin.call('listPageInterfaces')).body)
    expect(usable).toContain('"Once"')
    expect(usable).not.toMatch(/Not for you|http/)
    expect((await admin.call('listCustomerInterfaces')).status).toBe(403)
  })
})

describe('the demo', () => {
  it('has the example’s interface twice, as specified and mapped, and one for its flow, and makes them once', async () => {
    const parts = { settings: server.settings, platform: db().database.platform }
    for (let turn = 0; turn < 2; turn++) await addDemoInterfaces(parts, 'http://localhost:8090', secrets)
    const { items = [] } = (await operator.call('listCustomerInterfaces', { query: { search: '示例企业' } })).body
    expect(items.map(({ url, isMapped, tenantNames }) => [url, isMapped, tenantNames])).toEqual([
      ['http://localhost:8090/rest/v1/queryBalance', false, ['演示租户']],
      ['http://localhost:8090/rest/v1/queryCustomer', false, ['演示租户']],
      ['http://localhost:8090/rest/v2/customer', true, ['演示租户']],
    ])
    const mapped = await services.interfaces.sample({ tenantId, interfaceId: Number(items[2]?.['id']) })
    expect(mapped?.map(({ name, fields }) => [name, fields.map(({ value }) => value)])).toEqual([
      ['客户', ['陈思远', '13812345678', 'gold', '上海', '2019-03-12']],
      ['订单 A20418', ['空气净化器 滤芯两件装', '398', '2026-11-02']],
    ])
  })
})
