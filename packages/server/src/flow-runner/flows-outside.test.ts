// What flows on real calls ask of others: companies' services that are slow, broken or silent, secrets, the tenant's tables, messages.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { documentOf, text, type Nodes } from '@openseat/domain/flow/test-support/flows'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { FlowCaller, type FlowCall } from '../test-support/flow-caller.ts'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import { useTestDatabase } from '../test-support/test-database.ts'
import type { TestClient } from '../test-support/test-server.ts'

const pin = '482913'
const db = useTestDatabase()
let centre: LiveCentre
let caller: FlowCaller
let admin: TestClient
let lilei: AgentPage
let agent: TestClient
let queueId: number
let service: Server
let asked: { path: string; body: unknown }[]
let call: FlowCall | undefined
const interfaces = new Map<string, number>()

const answers: Readonly<Record<string, (res: ServerResponse, body: Record<string, unknown>) => void>> = {
  '/balance': (res, body) => json(res, { ok: true, balance: 1234.5, pin: body['pin'], echo: `pin=${String(body['pin'])}` }),
  '/refused': (res) => json(res, { ok: false }),
  '/broken': (res) => void res.writeHead(500).end('oops'),
  '/words': (res) => void res.end('<html>not json</html>'),
  '/slow': (res) => setTimeout(() => json(res, { ok: true, balance: 1 }), 3_000),
  '/silent': () => undefined,
}
const json = (res: ServerResponse, value: unknown): void =>
  void res.setHeader('content-type', 'application/json').end(JSON.stringify(value))

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  let read = ''
  for await (const part of req) read += String(part)
  const body = JSON.parse(read) as Record<string, unknown>
  asked.push({ path: req.url ?? '', body })
  answers[req.url ?? '']?.(res, body)
}

beforeAll(async () => {
  service = createServer((req, res) => void serve(req, res))
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
  const { port } = service.address() as AddressInfo
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  const operator = await centre.client('operator')
  for (const path of Object.keys(answers)) {
    const body = { name: path.slice(1), url: `http://127.0.0.1:${port}${path}`, tenantIds: [1], allowPrivate: true }
    const made = await operator.call('createCustomerInterface', { body })
    interfaces.set(path, Number(made.body['id']))
  }
  queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  caller = await FlowCaller.open(centre)
  agent = await centre.client('lilei@demo')
  lilei = await centre.pageOf(agent)
}, 60_000)
beforeEach(() => {
  asked = []
})
afterEach(async () => {
  call?.hangUp()
  await call?.ended()
})
afterAll(async () => {
  await centre.close()
  service.closeAllConnections()
  service.close()
})

const begin = async (nodes: Nodes, more?: object): Promise<FlowCall> => {
  call = await caller.call(documentOf(nodes, more))
  return call
}
const bye: Nodes = { bye: ['hangUp', { reason: 'bye' }] }

const asks = (path: string, more: object = {}): Nodes => ({
  s: ['start', {}, { next: 'i' }],
  i: [
    'interface',
    {
      interfaceId: interfaces.get(path),
      inputs: [{ name: 'number', value: 'callerNum' }],
      mappings: [{ to: 'balance', path: 'answer.balance' }],
      success: 'answer.ok',
      timeoutSeconds: 2,
      ...more,
    },
    { ok: 'told', businessFailed: 'bye', timeout: 'bye', error: 'bye' },
  ],
  told: [
    'play',
    {
      prompts: [
        { kind: 'text', text: '余额' },
        { kind: 'readOut', as: 'money', value: 'balance' },
      ],
    },
    { next: 'bye' },
  ],
  ...bye,
})
const balance = { variables: [{ name: 'balance', type: 'number' }] }

describe('a company’s service', { timeout: 40_000 }, () => {
  it('is asked with what the flow gives, and its answer is read out', async () => {
    const { speech, ended } = await begin(asks('/balance'), balance)
    await speech()
    await ended()
    expect(asked).toEqual([{ path: '/balance', body: { number: '13812345678' } }])
    expect(await caller.way()).toBe('s>next i>ok told>next bye>')
  })

  it.each([
    ['refuses', '/refused', 'businessFailed'],
    ['is at fault', '/broken', 'error'],
    ['answers no JSON', '/words', 'error'],
    ['is slow', '/slow', 'timeout'],
    ['hangs', '/silent', 'timeout'],
  ])('that %s has a branch of its own', async (_name, path, branch) => {
    await (await begin(asks(path), balance)).ended()
    expect(await caller.way()).toBe(`s>next i>${branch} bye>`)
  })

  it('is waited for with words', async () => {
    const { speech, ended } = await begin(asks('/slow', { timeoutSeconds: 10, waitingPrompts: text('正在查询，请稍候') }), balance)
    await speech()
    await ended()
    expect(await caller.way()).toBe('s>next i>ok told>next bye>')
  })

  it('may be away when the caller hangs up: nothing comes of its late answer', async () => {
    const { hangUp, ended } = await begin(asks('/slow', { timeoutSeconds: 10 }), balance)
    await until(() => asked.length === 1)
    hangUp()
    await ended()
    await new Promise((resolve) => setTimeout(resolve, 3_500))
    expect(await caller.record()).toMatchObject({ releaseCause: 'customerHangUp' })
  })
})

describe('a secret', { timeout: 40_000 }, () => {
  it('reaches the service that it is for, and nothing else', async () => {
    const { phone, speech, ended } = await begin(
      {
        s: ['start', {}, { next: 'c' }],
        c: [
          'collect',
          { prompts: text('请输入密码'), min: 6, max: 6, secret: true, variable: 'pin' },
          { ok: 'i', noInput: 'bye', invalid: 'bye' },
        ],
        i: [
          'interface',
          {
            interfaceId: interfaces.get('/balance'),
            inputs: [{ name: 'pin', value: 'pin' }],
            mappings: [{ to: 'calldata.echo', path: 'answer.echo' }],
            success: 'answer.ok',
          },
          { ok: 'bye', businessFailed: 'bye', timeout: 'bye', error: 'bye' },
        ],
        ...bye,
      },
      { variables: [{ name: 'pin', type: 'secret' }] },
    )
    await speech()
    await phone.press(pin)
    await ended()
    expect(asked).toEqual([{ path: '/balance', body: { pin } }])
    expect(await caller.way()).toBe('s>next c>ok i>ok bye>')
    expect(await caller.record()).toMatchObject({ attachedData: { echo: '' } })
    const { rows } = await db().owner.query<{ tables: string }>(
      `select string_agg(query_to_xml(format('select * from %I', relname), true, false, '')::text, '') as tables
       from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    )
    expect(rows[0]?.tables).toContain('13812345678')
    expect(rows[0]?.tables).not.toContain(pin)
  })
})

describe('a message', { timeout: 60_000 }, () => {
  const leaves = (): Nodes => ({
    s: ['start', {}, { next: 'v' }],
    v: ['voicemail', { queueId, prompts: text('请留言'), maxSeconds: 30, stopKey: '#' }, { saved: 'bye', tooShort: 'bye', error: 'bye' }],
    ...bye,
  })
  const messages = async () =>
    (await agent.call('listVoicemails', { query: {} })).body as unknown as { items: Record<string, unknown>[]; newCount: number }

  it('lies in the mailbox of the queue: heard, taken, called back without its number, and closed', async () => {
    const { phone, speech, ended } = await begin(leaves())
    await speech()
    await new Promise((resolve) => setTimeout(resolve, 4_000))
    await phone.press('#')
    await ended()
    expect(await caller.way()).toBe('s>next v>saved bye>')
    await until(async () => (await messages()).items[0]?.['isPlayable'] === true)
    const { items, newCount } = await messages()
    expect({ newCount, item: items[0] }).toMatchObject({
      newCount: 1,
      item: { queueId, state: 'new', numbersMasked: true, agentNumber: null, seconds: expect.any(Number) as number },
    })
    expect(JSON.stringify(items)).not.toContain('13812345678')
    const params = { id: Number(items[0]?.['id']) }
    const audio = await agent.call('playVoicemail', { params })
    expect(audio).toMatchObject({ status: 200, headers: { 'content-type': 'audio/wav' } })
    expect(Number(audio.headers['content-length'])).toBeGreaterThan(16_000)
    expect((await agent.call('changeVoicemail', { params, body: { state: 'taken' } })).body).toMatchObject({
      state: 'taken',
      agentNumber: '102',
    })
    await lilei.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    const back = await agent.call('callBack', { params: { callId: String(items[0]?.['callId']) } })
    expect(back.status).toBe(200)
    const view = await lilei.call('dialling', 'alerting', 'talking')
    expect(view).toMatchObject({ direction: 'outbound' })
    expect(JSON.stringify(view)).not.toContain('13812345678')
    await lilei.did({ kind: 'hangUp', callId: view.callId })
    expect((await agent.call('changeVoicemail', { params, body: { state: 'done' } })).body).toMatchObject({ state: 'done' })
    expect(await messages()).toMatchObject({ newCount: 0 })
  })

  it('is kept of who hangs up in the midst of it, and none of who says nothing', async () => {
    const before = (await messages()).items.length
    const { speech, hangUp, ended } = await begin(leaves())
    await speech()
    await new Promise((resolve) => setTimeout(resolve, 4_500))
    hangUp()
    await ended()
    await until(async () => (await messages()).items.length === before + 1)
  })
})
