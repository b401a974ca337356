// Custom pages over the whole application: composed and published by the administrator, filled in an agent's call.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ResolvedPop } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import type { TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
let centre: LiveCentre
let admin: TestClient
let agent: TestClient
let page: AgentPage
let callId: string
let table: number
let draftTable: number
let customPage: number
let pop: number
let externalPop: number
let queueId: number
/** What the company's service says: a status, and how often it was asked with which number. */
const company = { status: 200, asked: [] as string[] }
let service: Server

const layout = { style: 'block', columns: 3 }
const object = (more: object = {}) => ({ name: '客户', tableId: table, fieldIds: ['c2', 'c1', 'c3', 'c4'], ...more })
const definition = (name: string, ...objects: object[]) => ({ name, layout, source: { kind: 'internal', objects } })
const made = async (answer: ReturnType<TestClient['call']>): Promise<number> => {
  const { status, body } = await answer
  expect(status, JSON.stringify(body)).toBe(200)
  return Number(body['id'])
}
const problemsOf = async (answer: ReturnType<TestClient['call']>) => {
  const { body } = await answer
  return body.problems?.map(({ field, code, params }) => [field, code, params['rule'] ?? params['value']]) ?? body.code
}

beforeAll(async () => {
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  agent = await centre.client('wangmin@demo')
  for (const { id } of ((await admin.call('listScreenPops')).body.items ?? []) as { id: number }[])
    await admin.call('deleteScreenPop', { params: { id } })
  const fields = [
    { name: '手机', type: 'string', indexed: true, encrypted: true, required: true, mask: 'lastFour' },
    { name: '姓名', type: 'string' },
    { name: '等级', type: 'dictionary', dictItems: [{ key: '1', label: '金卡' }] },
    { name: '证件', type: 'string', encrypted: true },
  ]
  table = await made(admin.call('createBaseTable', { body: { name: '客户', fields } }))
  await made(admin.call('publishBaseTable', { params: { id: table } }))
  draftTable = await made(admin.call('createBaseTable', { body: { name: '草稿', fields: fields.slice(0, 2) } }))
  const values = { c1: '+86 138 1234 5678', c2: '<b>王敏</b>', c3: '金卡', c4: 'ID-SECRET-77' }
  await made(admin.call('addTableRow', { params: { id: table }, body: { values } }))
}, 60_000)
afterAll(async () => {
  await centre.close()
  service.close()
})

describe('a custom page', () => {
  it('names what is there, or it is not saved', async () => {
    const create = (...objects: object[]) => problemsOf(admin.call('createCustomPage', { body: definition('x', ...objects) }))
    expect(await create(object({ tableId: 999 }))).toEqual([['source.objects.0.tableId', 'FIELD_REFERENCE', 999]])
    expect(await create(object({ fieldIds: ['c2', 'c99'] }))).toEqual([['source.objects.0.fieldIds', 'FIELD_REFERENCE', 'c99']])
    expect(await create(object({ fieldIds: ['c2', 'c1', 'c2'] }))).toEqual([['source.objects.0.fieldIds', 'FIELD_TAKEN', 'c2']])
    expect(await create(object(), object())).toEqual([['source.objects.1.name', 'FIELD_TAKEN', '客户']])
    const external = { name: 'x', layout, source: { kind: 'external', interfaceId: 999 } }
    expect(await problemsOf(admin.call('createCustomPage', { body: external }))).toEqual([['source.interfaceId', 'FIELD_REFERENCE', 999]])
  })

  it.each([
    ['name', 256, (n: number) => ({ ...definition('n'.repeat(n), object()) })],
    ['source.objects.0.name', 64, (n: number) => definition('object name', object({ name: 'n'.repeat(n) }))],
    ['source.objects', 5, (n: number) => definition('objects', ...Array.from({ length: n }, (_, at) => object({ name: `o${at}` })))],
  ])('has a limit for %s: %i', async (field, max, body) => {
    const id = await made(admin.call('createCustomPage', { body: body(max) }))
    expect((await admin.call('deleteCustomPage', { params: { id } })).status).toBe(204)
    expect((await admin.call('createCustomPage', { body: body(max + 1) })).body.problems?.[0]?.field).toBe(field)
  })

  it('is one of five at most, each with a name of its own', async () => {
    const ids: number[] = []
    for (let n = 1; n <= 5; n++) ids.push(await made(admin.call('createCustomPage', { body: definition(`页面${n}`, object()) })))
    expect((await admin.call('createCustomPage', { body: definition('页面6', object()) })).body).toMatchObject({ code: 'OBJECT_LIMIT' })
    const renamed = admin.call('changeCustomPage', { params: { id: ids[1] ?? 0 }, body: definition('页面1', object()) })
    expect(await problemsOf(renamed)).toEqual([['name', 'FIELD_TAKEN', '页面1']])
    for (const id of ids.slice(1)) await admin.call('deleteCustomPage', { params: { id } })
    customPage = ids[0] ?? 0
  })

  it('is published only with published tables', async () => {
    const body = definition('草稿页', object({ tableId: draftTable, fieldIds: ['c2'] }))
    const id = await made(admin.call('createCustomPage', { body }))
    expect(await problemsOf(admin.call('publishCustomPage', { params: { id } }))).toEqual([
      ['source.objects.0.tableId', 'FIELD_NOT_APPLICABLE', 'publishedOnly'],
    ])
    expect((await admin.call('deleteCustomPage', { params: { id } })).status).toBe(204)
  })

  it('previews with sample data, and with a number for those who may see the table', async () => {
    const preview = (client: TestClient, number: string | null) =>
      client.call('previewCustomPage', { body: { page: definition('预览', object()), number } })
    const sample = (await preview(admin, null)).body['cards']
    expect(sample).toMatchObject([
      { name: '客户', record: 'found', fields: [{ name: '姓名', value: 'ABC-1234' }, { hidden: true }, {}, {}] },
    ])
    const real = await preview(admin, '008613812345678')
    expect(real.body['cards']).toMatchObject([
      { fields: [{ value: '<b>王敏</b>' }, { value: '****5678', hidden: true }, { value: '金卡' }, {}] },
    ])
    expect(JSON.stringify(real.body)).not.toContain('ID-SECRET-77')
    expect((await preview(admin, '13900000000')).body['cards']).toMatchObject([{ record: 'none' }])
    expect((await preview(agent, null)).status).toBe(403)
    // Somebody has looked a customer up: that stands in the audit log, with the end of the number alone.
    const { items = [] } = (await admin.call('listAudit', { query: { objectType: 'customPage', search: 'preview' } })).body
    expect(items.map(({ action, after }) => [action, after])).toEqual([
      ['preview', { page: '预览', number: '****0000' }],
      ['preview', { page: '预览', number: '****5678' }],
    ])
  })

  it('pops only once it is published, and is kept while a pop shows it', async () => {
    const internal = { workbenchKind: 'audioVideo', name: '客户页', pageKind: 'internal', customPageId: customPage }
    const create = (change: object) => admin.call('createScreenPop', { body: { ...internal, ...change } })
    expect(await problemsOf(create({}))).toEqual([['customPageId', 'FIELD_NOT_APPLICABLE', 'publishedOnly']])
    expect((await admin.call('publishCustomPage', { params: { id: customPage } })).body['status']).toBe('published')
    expect(await problemsOf(create({ workbenchKind: 'multimedia' }))).toEqual([['pageKind', 'FIELD_NOT_APPLICABLE', 'audioVideoOnly']])
    expect(await problemsOf(create({ openMode: 'separate' }))).toEqual([['openMode', 'FIELD_NOT_APPLICABLE', 'internalPage']])
    expect(await problemsOf(create({ customPageId: null }))).toEqual([['customPageId', 'FIELD_REQUIRED', 'null']])
    expect(await problemsOf(create({ pageKind: 'external', customPageId: null }))).toEqual([['url', 'FIELD_REQUIRED', '""']])
    pop = await made(create({}))
    await made(admin.call('enableScreenPop', { params: { id: pop }, body: { enabled: true } }))
    const refused = await admin.call('unpublishCustomPage', { params: { id: customPage } })
    expect([refused.status, refused.body.code, refused.body['detail']]).toEqual([409, 'PAGE_IN_USE', expect.stringContaining('客户页')])
    expect((await admin.call('deleteCustomPage', { params: { id: customPage } })).body.code).toBe('OBJECT_IN_USE')
    expect((await admin.call('deleteBaseTable', { params: { id: table } })).body.code).toBe('OBJECT_IN_USE')
    expect((await admin.call('checkScreenPop', { params: { id: pop } })).status).toBe(422)
  })
})

/** A page that a service of the company's own fills, popping beside the other. */
async function addExternalPage(): Promise<void> {
  service = createServer((request, response) => {
    request.on('data', (body: Buffer) => company.asked.push((JSON.parse(String(body)) as { param: string }).param))
    request.on('end', () => {
      const values = [{ name: '卡号', value: 'CARD-4711-9988', type: '1', isMandatory: false, maskStyle: '1' }]
      response.writeHead(company.status).end(JSON.stringify([{ objectName: '会员', values }]))
    })
  }).listen(0, '127.0.0.1')
  const operator = await centre.client('operator')
  const url = `http://127.0.0.1:${(service.address() as AddressInfo).port}/customer`
  const body = { name: '会员系统', url, tenantIds: [1], allowPrivate: true }
  const interfaceId = await made(operator.call('createCustomerInterface', { body }))
  const page = await made(
    admin.call('createCustomPage', {
      body: { name: '会员', layout: { style: 'tile', columns: 2 }, source: { kind: 'external', interfaceId } },
    }),
  )
  await made(admin.call('publishCustomPage', { params: { id: page } }))
  const fields = { workbenchKind: 'audioVideo', name: '会员页', pageKind: 'internal', customPageId: page }
  externalPop = await made(admin.call('createScreenPop', { body: fields }))
  await made(admin.call('enableScreenPop', { params: { id: externalPop }, body: { enabled: true } }))
  const refused = await operator.call('deleteCustomerInterface', { params: { interfaceId } })
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([409, expect.stringContaining('会员')])
}

describe('in a call', () => {
  const params = () => ({ callId, popId: pop })
  const view = async (client = agent, again?: string) =>
    (await client.call('readContactPage', { params: params(), query: again ? { again } : {} })).body as Record<string, unknown>

  beforeAll(async () => {
    await addExternalPage()
    queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
    await useDeskPhone('101')
    const caller = await centre.phone('caller', { number: '13812345678' })
    page = await centre.page('wangmin@demo')
    await page.did({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
    await caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
    callId = (await page.call('talking')).callId
    const pops = (): ResolvedPop[] => page.events.flatMap((event) => (event.type === 'pops.opened' ? event.pops : []))
    await until(() => pops().length > 0)
    expect(pops()).toMatchObject([{ popId: pop, customPageId: customPage, url: '', framePath: '', blocked: null }, { popId: externalPop }])
  }, 30_000)

  it('shows the customer’s record, masked, as text', async () => {
    const shown = await view()
    expect(shown).toMatchObject({ name: '页面1', layout, problem: null })
    expect(shown['cards']).toMatchObject([
      {
        name: '客户',
        record: 'found',
        tableId: table,
        fields: [
          { name: '姓名', value: '<b>王敏</b>', hidden: false },
          { name: '手机', value: '****5678', hidden: true, required: true },
          { name: '等级', value: '金卡' },
          { name: '证件', value: '****', hidden: true },
        ],
      },
    ])
    expect(JSON.stringify(shown)).not.toMatch(/13812345678|ID-SECRET-77/)
  })

  it('is nobody else’s, and has no document of its own', async () => {
    const other = await centre.client('lilei@demo')
    expect((await other.call('readContactPage', { params: params() })).status).toBe(404)
    expect((await fetch(`${centre.origin}/pop/${callId}/${pop}`, { headers: { cookie: agent.cookie } })).status).toBe(404)
  })

  it('reveals by right, and the audit log tells of it without the value', async () => {
    const reveal = (client: TestClient, place: object) => client.call('revealContactValue', { params: params(), body: place })
    expect((await reveal(agent, { card: 0, field: 3 })).body.code).toBe('PERMISSION_MISSING')
    await grant(['tableData.reveal', 'tableData.read', 'tableData.manage'])
    expect((await reveal(agent, { card: 0, field: 3 })).body['value']).toBe('ID-SECRET-77')
    expect((await reveal(agent, { card: 0, field: 9 })).status).toBe(422)
    const log = await admin.call('listAudit', { query: { search: callId } })
    expect(log.body.items?.[0]).toMatchObject({ objectId: `${callId}/${pop}`, action: 'reveal' })
    expect(JSON.stringify(log.body)).not.toContain('ID-SECRET-77')
  })

  it('stays as it was fetched until it is asked for anew', async () => {
    const { items } = (await admin.call('listTableRows', { params: { id: table } })).body
    const rowId = Number(items?.[0]?.['id'])
    await admin.call('changeTableRow', { params: { id: table, rowId }, body: { values: { c2: '王小敏' } } })
    expect(JSON.stringify(await view())).toContain('<b>王敏</b>')
    expect(JSON.stringify(await view(agent, 'true'))).toContain('王小敏')
    expect((await admin.call('deleteTableRow', { params: { id: table, rowId } })).status).toBe(204)
    expect((await view(agent, 'true'))['cards']).toMatchObject([{ record: 'none' }])
  })

  it('was asked for once, while it rang, and keeps what it had when it cannot be had anew', async () => {
    const of = { callId, popId: externalPop }
    const read = async (query = {}) => (await agent.call('readContactPage', { params: of, query })).body
    const first = await read()
    expect(first).toMatchObject({ problem: null, cards: [{ name: '会员', fields: [{ name: '卡号', value: '****9988', hidden: true }] }] })
    await read()
    expect(company.asked).toEqual(['13812345678'])
    company.status = 503
    const later = await read({ again: 'true' })
    expect(later).toMatchObject({ cards: first['cards'], fetchedAt: first['fetchedAt'], problem: expect.stringContaining('503') as string })
    company.status = 200
    expect(await read({ again: 'true' })).toMatchObject({ problem: null })
    expect(JSON.stringify([first, later])).not.toContain('CARD-4711')
    const revealed = await agent.call('revealContactValue', { params: of, body: { card: 0, field: 0 } })
    expect(revealed.body['value']).toBe('CARD-4711-9988')
  })

  it('takes a record of the customer, with the call’s number', async () => {
    const add = (values: object) => agent.call('addContactRecord', { params: params(), body: { card: 0, values } })
    expect(await problemsOf(add({ c3: '铂金' }))).toEqual([['values.c3', 'FIELD_FORMAT', 'dictionaryItem']])
    expect((await add({ c2: '新客户', c1: '13999999999' })).body['cards']).toMatchObject([
      { record: 'found', fields: [{ value: '新客户' }, { value: '****5678' }, {}, {}] },
    ])
  })
})

it('is the next agent’s after a transfer, as it was fetched', async () => {
  const lilei = await centre.client('lilei@demo')
  const other = await centre.page('lilei@demo')
  await useDeskPhone('102')
  // The desk takes the new telephone a moment later.
  await until(async () => (await other.send({ kind: 'signIn', queueIds: [queueId], device: 'phone' })).ok)
  const asked = company.asked.length
  await page.did({ kind: 'blindTransfer', callId, to: { kind: 'agent', agentNumber: '102' } })
  await other.call('talking')
  await until(() => other.events.some((event) => event.type === 'pops.opened'))
  const shown = await lilei.call('readContactPage', { params: { callId, popId: externalPop } })
  expect(shown.body).toMatchObject({ problem: null, cards: [{ name: '会员', fields: [{ value: '****9988' }] }] })
  expect(company.asked).toHaveLength(asked)
})

/** The agent answers on a telephone of the desk's own. */
async function useDeskPhone(agentNumber: string): Promise<void> {
  const phone = `desk-${agentNumber}`
  await centre.phone(phone)
  const { role, kind, staffId } = (await admin.call('getAgent', { params: { agentNumber } })).body
  await admin.call('changeAgent', { params: { agentNumber }, body: { role, kind, staffId, phone, skills: [{ queueId }] } })
}

async function grant(permissions: string[]): Promise<void> {
  const base = ['workbench.use', 'record.readOwn']
  const role = await made(admin.call('createRole', { body: { name: '坐席加数据', permissions: [...base, ...permissions] } }))
  const staff = (await admin.call('listStaff', { query: { search: 'wangmin' } })).body.items?.[0] ?? {}
  const { id, name, organisation, phone, email, active } = staff
  const roleIds = [...(staff['roleIds'] as number[]), role]
  await made(admin.call('changeStaff', { params: { id: Number(id) }, body: { name, organisation, phone, email, active, roleIds } }))
}
