import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '../test-support/test-database.ts'
import { type Answer, demoServer, type TestClient } from '../test-support/test-server.ts'
import { SettingsReader } from './settings-reader.ts'

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
const url = 'http://localhost:8090/crm/order.html'
const problems = (answer: Answer) => answer.body.problems?.map((problem) => [problem.field, problem.code])
const make = (name: string, more: object = {}) =>
  admin.call('createScreenPop', { body: { workbenchKind: 'audioVideo', name, url, ...more } })
const list = async () => (await admin.call('listScreenPops')).body.items ?? []
const callDataParam = (name: string) => ({ name, source: 'callData', key: 'callid' })

describe('a screen pop', () => {
  it('is off when created, at the end of its kind’s list, with the documented defaults', async () => {
    expect((await make('订单')).body).toMatchObject({
      enabled: false,
      position: 2,
      trigger: 'answered',
      openMode: 'embedded',
      passMode: 'get',
      params: [],
      addressListed: true,
    })
    expect((await make('聊天订单', { workbenchKind: 'multimedia' })).body).toMatchObject({ position: 1 })
  })

  it('has a unique name and a listed address that is not the workbench’s own; all faults at once', async () => {
    const answer = await make('订单', {
      url: 'https://evil.example/x',
      params: Array.from({ length: 11 }, (_, n) => callDataParam(`p${n}`)),
    })
    expect(problems(answer)).toEqual([
      ['name', 'FIELD_TAKEN'],
      ['params', 'FIELD_TOO_MANY'],
      ['url', 'ADDRESS_NOT_LISTED'],
    ])
    expect(problems(await make('own', { url: 'http://localhost/x' }))).toEqual([['url', 'ADDRESS_OWN']])
  })

  it.each(['javascript:alert(1)', 'ftp://localhost:8090/', '/relative', 'data:text/html,x'])(
    'does not take %s for an address',
    async (bad) => {
      expect(problems(await make('bad', { url: bad }))).toEqual([['url', 'FIELD_FORMAT']])
    },
  )

  it('grants its page what the administrator chose of a short list, writing the clipboard unless said otherwise', async () => {
    const standing = await make('授权')
    expect(standing.body['grants']).toEqual(['clipboardWrite'])
    const params = { id: Number(standing.body['id']) }
    const grants = ['geolocation', 'displayCapture']
    expect((await admin.call('changeScreenPop', { params, body: { name: '授权', url, grants } })).body['grants']).toEqual(grants)
    expect((await admin.call('listAudit', { query: { search: 'screenPop' } })).body.items?.[0]).toMatchObject({
      action: 'change',
      before: { grants: ['clipboardWrite'] },
      after: { grants },
    })
    for (const never of ['camera', 'microphone', 'usb', 'geolocation *'])
      expect((await make('never', { grants: [never] })).status, never).toBe(422)
    expect(problems(await make('inside', { pageKind: 'internal', customPageId: 1, url: '', grants }))).toContainEqual([
      'grants',
      'FIELD_NOT_APPLICABLE',
    ])
    await admin.call('deleteScreenPop', { params })
  })

  it('moves up and down; at an end it stays', async () => {
    const [top, second] = (await list()).map((pop) => Number(pop['id']))
    const moved = await admin.call('moveScreenPop', { params: { id: second ?? 0 }, body: { direction: 'up' } })
    expect((moved.body as unknown as { id: number }[]).map((pop) => pop.id)).toEqual([second, top])
    await admin.call('moveScreenPop', { params: { id: second ?? 0 }, body: { direction: 'up' } })
    expect((await list()).map((pop) => [pop['id'], pop['position']])).toEqual([
      [second, 1],
      [top, 2],
    ])
  })

  it('deleted leaves no gap', async () => {
    const third = await make('三')
    const [, second] = await list()
    await admin.call('deleteScreenPop', { params: { id: Number(second?.['id']) } })
    expect((await list()).map((pop) => pop['position'])).toEqual([1, 2])
    expect((await list())[1]?.['id']).toBe(third.body['id'])
  })

  it('is limited per kind by the operator, with the limit named, also when asked at once', async () => {
    await operator.call('setSystemParameters', { params: { tenantId }, body: { maxScreenPopsPerKind: 3, maxParamsPerScreenPop: 2 } })
    const answers = await Promise.all(['a', 'b'].map((name) => make(name)))
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409])
    expect(answers.find((answer) => answer.status === 409)?.body.detail).toBe('The limit of 3 for Screen pop is reached')
    expect((await admin.call('listScreenPops')).body).toMatchObject({ maxScreenPops: 3, maxParams: 2 })
    const [pop] = await list()
    const params = ['x', 'y', 'z'].map(callDataParam)
    const answer = await admin.call('changeScreenPop', { params: { id: Number(pop?.['id']) }, body: { name: 'n', url, params } })
    expect(problems(answer)).toEqual([['params', 'FIELD_TOO_MANY']])
    // Whatever this system could hold: the limit that is told is the tenant's own.
    const many = Array.from({ length: 21 }, (_, at) => callDataParam(`p${at}`))
    const told = await admin.call('changeScreenPop', { params: { id: Number(pop?.['id']) }, body: { name: 'n', url, params: many } })
    expect(told.body.problems).toMatchObject([{ field: 'params', code: 'FIELD_TOO_MANY', params: { max: 2 } }])
  })

  it('may name its parameters as the page does, whatever the script, and is no place for a password', async () => {
    const save = (body: object) => make('名称', { workbenchKind: 'multimedia', ...body })
    const named = await save({ params: [callDataParam('客户 编号[]'), callDataParam('a&b=c')] })
    expect(named.status, JSON.stringify(named.body)).toBe(200)
    const id = Number(named.body['id'])
    const preview = await admin.call('previewScreenPop', {
      body: { workbenchKind: 'audioVideo', name: 'p', url, params: [callDataParam('客户 编号[]')] },
    })
    expect(preview.body['url']).toContain(`${encodeURIComponent('客户 编号[]')}=`)
    for (const name of ['{x}', ' x', 'x\ty', ''])
      expect((await save({ params: [callDataParam(name)] })).status, JSON.stringify(name)).toBe(422)
    await admin.call('deleteScreenPop', { params: { id } })
    const password = await save({ url: url.replace('://', '://user:secret@') })
    expect(password.body.problems).toMatchObject([{ field: 'url', code: 'FIELD_FORMAT', params: { rule: 'urlUser' } }])
  })

  it('leaves routing when its address leaves the allowlist, and cannot be switched on then', async () => {
    const [pop] = await list()
    const id = Number(pop?.['id'])
    const reader = new SettingsReader(server.settings, 'http://localhost')
    const seen: number[] = []
    reader.onTenantChanged((_tenant, revision) => void seen.push(revision))
    expect((await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })).body).toMatchObject({ enabled: true })
    const before = await reader.routingConfig(tenantId)
    expect(before.pops.map((entry) => entry.id)).toContain(id)
    expect(await reader.routingConfig(tenantId)).toBe(before)
    const entries = (await operator.call('listAllowList', { params: { tenantId } })).body.items ?? []
    await operator.call('removeAllowListEntry', { params: { tenantId, entryId: Number(entries[0]?.['id']) } })
    expect(await reader.allowList(tenantId)).toEqual([])
    expect(before.allowList).toHaveLength(1)
    expect((await list())[0]).toMatchObject({ addressListed: false })
    await admin.call('enableScreenPop', { params: { id }, body: { enabled: false } })
    const answer = await admin.call('enableScreenPop', { params: { id }, body: { enabled: true } })
    expect(answer.body.detail).toBe('http://localhost:8090 is not on the address allowlist; ask the operator for it')
    expect(seen).toEqual([before.revision, before.revision + 1, before.revision + 2])
    reader.close()
  })
})

describe('the allowlist', () => {
  it('is asked for by the tenant and decided by the operator', async () => {
    const asked = await admin.call('requestAllowListEntry', { body: { origin: 'http://localhost:8090' } })
    expect(asked.body).toMatchObject({ status: 'requested', tenantId })
    expect(problems(await make('too early'))).toEqual(undefined) // the limit of pops is reached first
    await operator.call('setSystemParameters', { params: { tenantId }, body: {} })
    expect(problems(await make('too early'))).toEqual([['url', 'ADDRESS_NOT_LISTED']])
    await operator.call('decideAllowListEntry', { params: { tenantId, entryId: Number(asked.body['id']) }, body: { status: 'approved' } })
    expect((await make('in time')).status).toBe(200)
  })

  it('keeps each address once, in one form', async () => {
    const add = (origin: string) => operator.call('addAllowListEntry', { params: { tenantId }, body: { origin } })
    expect((await add('https://CRM.example:443')).body).toMatchObject({ origin: 'https://crm.example', status: 'approved' })
    expect(problems(await add('https://crm.example'))).toEqual([['origin', 'FIELD_TAKEN']])
    expect(problems(await add('https://crm.example:70000'))).toEqual([['origin', 'FIELD_FORMAT']])
    expect(problems(await add('crm.example'))).toEqual([['origin', 'FIELD_FORMAT']])
  })
})

describe('the preview', () => {
  it('is the address that a contact would open', async () => {
    const params = [callDataParam('id'), { name: 'level', source: 'attachedData', key: 'vip' }]
    const answer = await admin.call('previewScreenPop', {
      body: { workbenchKind: 'audioVideo', name: 'x', url: `${url}?tab=2&id=0#/card`, params },
    })
    expect(answer.body).toEqual({ url: `${url}?tab=2&id=1653963570-252&level=%3Cvip%3E&origin=http://localhost#/card`, form: null })
  })

  it('is the form too, for a page that is posted to', async () => {
    const body = { workbenchKind: 'audioVideo', name: 'x', url, passMode: 'post', params: [callDataParam('id')] } as const
    const answer = await admin.call('previewScreenPop', { body })
    expect(answer.body).toEqual({ url: `${url}?origin=http://localhost`, form: [{ name: 'id', value: '1653963570-252' }] })
  })
})

describe('modes that exclude each other', () => {
  it.each([
    [{ passMode: 'webApi', openMode: 'separate' }, 'openMode'],
    [{ passMode: 'webApi', params: [callDataParam('id')] }, 'params'],
    [{ passMode: 'post', url: `${url}/{callerNum}` }, 'url'],
    [{ passMode: 'webApi', url: `${url}/{callerNum}` }, 'url'],
  ] as const)('%j', async (fields, field) => {
    const body = {
      workbenchKind: 'audioVideo' as const,
      name: 'modes',
      url,
      ...fields,
      params: 'params' in fields ? [...fields.params] : [],
    }
    const answer = await admin.call('createScreenPop', { body })
    expect(problems(answer)).toEqual([[field, 'FIELD_NOT_APPLICABLE']])
    expect(JSON.stringify(answer.body)).not.toContain('[object')
  })
})

describe('every change', () => {
  it('is one revision with its audit entry, in the tenant’s log and the operator’s', async () => {
    const { rows } = await db().owner.query<{ revision: number }>('select revision::int from tenant where id = 1')
    const before = rows[0]?.revision ?? 0
    await operator.call('setSystemParameters', { params: { tenantId }, body: { maxScreenPopsPerKind: 7 } })
    const after = await db().owner.query<{ revision: number }>('select revision::int from tenant where id = 1')
    expect(after.rows[0]?.revision).toBe(before + 1)
    for (const client of [admin, operator]) {
      const entry = (await client.call('listAudit', { query: { objectType: 'systemParameter' } })).body.items?.[0]
      expect(entry).toMatchObject({
        actor: 'operator',
        action: 'change',
        before: { maxScreenPopsPerKind: 5 },
        after: { maxScreenPopsPerKind: 7 },
      })
    }
  })

  it('that is refused leaves neither revision nor audit entry', async () => {
    const state = async () =>
      (await db().owner.query('select (select revision from tenant where id = 1), (select count(*) from audit_log)')).rows
    const before = await state()
    await make('x', { url: 'https://nowhere.example' })
    expect(await state()).toEqual(before)
  })

  it('writes no password and no hash into the audit log', async () => {
    const { rows } = await db().owner.query<{ all: string }>(`select string_agg(to_jsonb(l)::text, '') as all from audit_log l`)
    expect(rows[0]?.all).not.toMatch(/argon2|password_hash|initialPassword/)
  })
})
