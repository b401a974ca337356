// Pops of all modes over the whole application: what the agent's page is told, and the documents that it opens.

import { createPublicKey, verify } from 'node:crypto'
import type { LivingPop, ResolvedPop } from '@openseat/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { liveCentre, type AgentPage, type LiveCentre } from '../test-support/live-centre.ts'
import { until } from '../test-support/sip-peer.ts'
import type { TestClient } from '../test-support/test-server.ts'
import { useTestDatabase } from '../test-support/test-database.ts'

const db = useTestDatabase()
const url = 'http://localhost:8090/crm/card'
let centre: LiveCentre
let admin: TestClient
let agent: TestClient
let page: AgentPage
let callId: string
let queueId: number
const ids: Record<string, number> = {}
const agentNumber = '101'

async function makePop(name: string, fields: object): Promise<void> {
  const made = await admin.call('createScreenPop', { body: { workbenchKind: 'audioVideo', name, url, ...fields } })
  expect(made.status, JSON.stringify(made.body)).toBe(200)
  ids[name] = Number(made.body['id'])
  expect((await admin.call('enableScreenPop', { params: { id: ids[name] }, body: { enabled: true } })).status).toBe(200)
}

beforeAll(async () => {
  centre = await liveCentre(db().database)
  admin = await centre.client('admin@demo')
  agent = await centre.client('wangmin@demo')
  queueId = Number((await admin.call('listSkillQueues', { query: { search: '客户服务' } })).body.items?.[0]?.['id'])
  for (const { id } of ((await admin.call('listScreenPops')).body.items ?? []) as { id: number }[])
    await admin.call('deleteScreenPop', { params: { id } })
  await makePop('get', { contextToken: true, params: [{ name: 'who', source: 'callData', key: 'callerNum' }], grants: ['geolocation'] })
  await makePop('post', { passMode: 'post', contextToken: true })
  await makePop('window', { passMode: 'post', openMode: 'separate' })
  await makePop('living', { passMode: 'webApi', contextToken: true, grants: [] })
  await makePop('others', { rule: { queueIds: [queueId + 100] } })
  await centre.phone('desk-101')
  const { role, kind, staffId } = (await admin.call('getAgent', { params: { agentNumber } })).body
  await admin.call('changeAgent', { params: { agentNumber }, body: { role, kind, staffId, phone: 'desk-101', skills: [{ queueId }] } })
  const caller = await centre.phone('caller', { number: '13812345678' })
  page = await centre.page('wangmin@demo')
  await page.did({ kind: 'signIn', queueIds: [queueId], device: 'phone' })
  await caller.peer.call(`sip:4466@127.0.0.1:${centre.sipPort}`, { as: 'caller', password: caller.password })
  callId = (await page.call('talking')).callId
  await until(() => pops().length > 0)
}, 60_000)
afterAll(() => centre.close())

const pops = (): ResolvedPop[] => page.events.flatMap((event) => (event.type === 'pops.opened' ? event.pops : []))
const pop = (name: string): ResolvedPop => {
  const found = pops().find(({ popId }) => popId === ids[name])
  if (!found) throw new Error(`${name} did not pop`)
  return found
}
const open = (path: string, cookie = agent.cookie) => fetch(`${centre.origin}${path}`, { headers: { cookie }, redirect: 'manual' })

interface Claims {
  readonly [name: string]: unknown
  readonly call: Record<string, string>
}

/** The claims of a token whose signature is right by the published keys. */
async function claimsOf(token: string): Promise<Claims> {
  const { keys } = (await (await fetch(`${centre.origin}/.well-known/jwks.json`)).json()) as { keys: Record<string, string>[] }
  const [head = '', body = '', signature = ''] = token.split('.')
  const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; alg: string }
  const jwk = keys.find((known) => known['kid'] === kid)
  if (!jwk) throw new Error('no such key')
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  expect(alg).toBe('ES256')
  expect(Object.keys(jwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
  expect(verify('sha256', Buffer.from(`${head}.${body}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))).toBe(
    true,
  )
  return JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims
}

describe('what pops', () => {
  it('is each page that the rule lets, in the list’s order, Web API pages aside', () => {
    expect(pops().map(({ popId }) => popId)).toEqual([ids['get'], ids['post'], ids['window']])
  })

  it('tells Web API pages of the contact, with the data as pages know it', async () => {
    const { page: told } = await page.call('talking')
    expect(told?.popIds).toEqual([ids['living']])
    expect(told?.data).toEqual({
      callerNum: '13812345678',
      calledNum: '4466',
      callid: callId,
      mediaType: 'audio',
      callType: '0',
      workNo: '101',
      calldata: '',
    })
  })

  it('has its values in the address, or in the form and not in the address', () => {
    expect(pop('get').url).toBe(`${url}?who=13812345678&contextToken={contextToken}&origin=http://localhost:8080`)
    expect(pop('post').url).toBe(`${url}?origin=http://localhost:8080`)
    expect(pop('window').url).toBe(url)
    expect(Object.fromEntries(pop('window').form?.map(({ name, value }) => [name, value]) ?? [])).toMatchObject({
      callerNum: '13812345678',
      callid: callId,
    })
  })
})

describe('the documents', () => {
  it('puts a token into the address that is for the page’s origin, two minutes, and this call', async () => {
    const html = await (await open(pop('get').framePath)).text()
    const token = /contextToken=([\w.-]+)&/.exec(html)?.[1] ?? ''
    const claims = await claimsOf(token)
    expect(claims).toMatchObject({ iss: 'http://localhost:8080', aud: 'http://localhost:8090', tenant: 'demo', sub: callId })
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(120)
    expect(claims.call).toMatchObject({ callerNum: '13812345678', workNo: '101', callid: callId, callskillid: String(queueId) })
    const again = await (await open(pop('get').framePath)).text()
    expect((await claimsOf(/contextToken=([\w.-]+)&/.exec(again)?.[1] ?? ''))['jti']).not.toBe(claims['jti'])
  })

  it('posts the token in the form', async () => {
    const html = await (await open(pop('post').framePath)).text()
    expect((await claimsOf(/name="contextToken" value="([^"]*)"/.exec(html)?.[1] ?? '')).call).toMatchObject({ callid: callId })
  })

  it('opens a window by a form, or by a way on to the address', async () => {
    const posting = await open(`${pop('window').framePath}/window`)
    expect([posting.status, posting.headers.get('cross-origin-opener-policy')]).toEqual([200, 'unsafe-none'])
    expect(await posting.text()).toContain('name="callerNum" value="13812345678"')
    const going = await open(`${pop('get').framePath}/window`)
    expect([going.status, going.headers.get('location')?.startsWith(`${url}?who=13812345678`)]).toEqual([303, true])
  })

  it('gives the page of the browser what its record grants, and by default the way to the clipboard', async () => {
    const given = async (path: string): Promise<string> => {
      const answer = await open(path)
      const granted = [...(answer.headers.get('permissions-policy') ?? '').matchAll(/([\w-]+)=\(self "http:\/\/localhost:8090"\)/g)]
      return `${/ allow="([^"]*)"/.exec(await answer.text())?.[1]} | ${granted.map(([, name]) => name).join()}`
    }
    expect(await given(pop('get').framePath)).toBe('geolocation http://localhost:8090 | geolocation')
    expect(await given(pop('post').framePath)).toBe('clipboard-write http://localhost:8090 | clipboard-write')
    expect(await given(`/pop/living/${ids['living']}`)).toBe(' | ')
    const around = (await open('/')).headers.get('permissions-policy') ?? ''
    expect(around).toContain('geolocation=(self)')
  })

  it('is nobody else’s', async () => {
    const other = await centre.client('lilei@demo')
    for (const path of [pop('post').framePath, `${pop('post').framePath}/window`, `${pop('post').framePath}/hint`]) {
      expect((await open(path, other.cookie)).status, path).toBe(404)
      expect((await open(path, '')).status, path).toBe(401)
    }
  })
})

describe('a Web API page', () => {
  const living = async (): Promise<LivingPop[]> => ((await agent.call('listLivingPops')).body.items ?? []) as unknown as LivingPop[]

  it('is told to the workbench before any call, with the origin and nothing else', async () => {
    const [only] = await living()
    expect(only).toMatchObject({ popId: ids['living'], url: `${url}?origin=http://localhost:8080`, blocked: null })
    const html = await (await open(only?.framePath ?? '')).text()
    expect(html).toContain('data-call-id=""')
    expect(html).not.toContain('13812345678')
  })

  it('is given a token for a call of the agent’s, and for no other', async () => {
    const body = { callId, popId: ids['living'] ?? 0 }
    const answer = await agent.call('issueContextToken', { body })
    expect((await claimsOf(String(answer.body['token']))).call).toMatchObject({ callid: callId })
    expect((await (await centre.client('lilei@demo')).call('issueContextToken', { body })).status).toBe(404)
    expect((await agent.call('issueContextToken', { body: { ...body, popId: ids['get'] ?? 0 } })).status).toBe(404)
  })
})

it('each token that was made stands in the audit log', async () => {
  const { items } = (await admin.call('listAudit', { query: { search: 'contextToken' } })).body
  expect(items).toContainEqual(
    expect.objectContaining({ action: 'issue', actor: 'wangmin', objectId: callId, after: { popId: ids['living'] }, address: '127.0.0.1' }),
  )
  expect(items).toContainEqual(expect.objectContaining({ after: { popId: ids['post'] } }))
})

describe('a one-click outbound call', () => {
  it('is dialled for a listed page only', async () => {
    const dial = { kind: 'dial', number: '13900000000' } as const
    expect(await page.send({ ...dial, pageOrigin: 'https://evil.example' })).toMatchObject({ ok: false, code: 'SEAT_STATE' })
    const other = await centre.page('lilei@demo')
    await other.did({ kind: 'signIn', queueIds: [queueId], device: 'browser' })
    expect(await other.send({ ...dial, pageOrigin: 'https://evil.example' })).toMatchObject({ ok: false, code: 'ADDRESS_NOT_LISTED' })
    expect(await other.send({ ...dial, pageOrigin: 'http://localhost:8090' })).toMatchObject({ ok: true })
  })
})

describe('the dry run', () => {
  it('says of past contacts which part of the rule leaves them out', async () => {
    const rule = (more: object) => ({ body: { rule: more } })
    const all = (await admin.call('dryRunScreenPop', rule({}))).body
    expect(all['matched']).toBeGreaterThan(0)
    expect(all.items?.[0]).toMatchObject({ callId, failed: null, direction: 'inbound' })
    const none = (await admin.call('dryRunScreenPop', rule({ queueIds: [queueId + 100] }))).body
    expect([none['matched'], none.items?.[0]?.['failed']]).toEqual([0, 'queue'])
  })
})

describe('the lab', () => {
  it('opens listed pages for who may see the pops, and their documents for nobody else', async () => {
    const run = (await admin.call('startLabRun', { body: { url, callData: { callerNum: '138' } } })).body
    const path = String(run['framePath'])
    expect((await open(path, admin.cookie)).status).toBe(200)
    expect((await open(path, (await centre.client('operator')).cookie)).status).toBe(403)
    expect((await open(path)).status).toBe(403)
    const foreign = await admin.call('startLabRun', { body: { url: 'https://evil.example/' } })
    expect(foreign.body.problems?.[0]).toMatchObject({ field: 'url', code: 'ADDRESS_NOT_LISTED' })
    expect((await agent.call('startLabRun', { body: { url } })).status).toBe(403)
  })
})

describe('a token of the lab', () => {
  it('is signed by the lab alone, in its own name: by the workbench’s keys nobody believes it', async () => {
    const callData = { callerNum: '13800000000', callid: callId, workNo: '101' }
    const token = String((await admin.call('startLabRun', { body: { url, contextToken: true, callData } })).body['contextToken'])
    const [head, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString())
    expect(JSON.parse(claims ?? '')).toMatchObject({ iss: 'http://localhost:8080/lab', tenant: 'demo' })
    const keyIds = async (path: string) => {
      const { keys } = (await (await fetch(`${centre.origin}${path}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] }
      return keys.map(({ kid }) => kid)
    }
    const { kid } = JSON.parse(head ?? '') as { kid: string }
    expect([await keyIds(''), await keyIds('/lab')]).toEqual([expect.not.arrayContaining([kid]), [kid]])
  })
})

describe('an address that leaves the allowlist', () => {
  it('is gone with the next request, for pops, Web API pages and calls', async () => {
    const operator = await centre.client('operator')
    const entries = (await operator.call('listAllowList', { params: { tenantId: 1 } })).body.items ?? []
    for (const { id } of entries) await operator.call('removeAllowListEntry', { params: { tenantId: 1, entryId: Number(id) } })
    expect((await open(pop('post').framePath)).status).toBe(422)
    expect((await open(`/pop/living/${ids['living']}`)).status).toBe(422)
    const [only] = ((await agent.call('listLivingPops')).body.items ?? []) as { blocked: string | null }[]
    expect(only?.blocked).toBe('addressNotListed')
  })
})
